"""A question for a list prefers statements that list."""

from assistant.choosing.ordering.lists import items_in, lists_first
from assistant.evidence import Evidence, ScoredStatement
from assistant.question import read_question
from knowledge.passage import Span, Statement
from tests.evidence_values import answering


def scored(text: str, score: float) -> ScoredStatement:
    statement = Statement(Span("fair", 0, len(text)), text)
    return answering(statement, score)


TOLD = scored("The fair showed many things.", 3.0)
LISTED = scored("The fair showed:\n- ships\n- looms\n- clocks", 2.5)


def test_a_list_comes_first_where_a_list_is_asked_for() -> None:
    found = lists_first(read_question("Name all the things the fair showed"), Evidence((TOLD, LISTED), (), 1.0))
    assert [item.statement.text for item in found.statements] == [LISTED.statement.text, TOLD.statement.text]


def test_other_questions_keep_their_order() -> None:
    evidence = Evidence((TOLD, LISTED), (), 1.0)
    assert lists_first(read_question("Did the fair show ships?"), evidence) == evidence


def test_things_are_counted_by_bullets_or_commas() -> None:
    assert items_in("It showed ships, looms and clocks.") == 3
    assert items_in(LISTED.statement.text) == 3
    assert items_in("It showed ships.") == 1
