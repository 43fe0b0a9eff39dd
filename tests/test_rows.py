"""Rows of a table that are told together where a question asks for all there is."""

from __future__ import annotations

import pytest

from assistant.choosing.ordering.lists import rows_as_one
from assistant.evidence import Evidence, ScoredStatement
from assistant.question import read_question
from knowledge.passage import Source, Span, Statement
from tests.evidence_values import answering

ROWS = (
    "Time: 9:00; Session: Bees",
    "Time: 10:00; Session: Bridges",
    "Time: 11:00; Session: Lunch",
    "Time: 12:00; Session: Mills",
)
TEXT = "\n".join(ROWS)
GAZETTE = Source("programme", "Programme", "Lyra")


def scored(place: int, score: float, heading: str = "Thursday") -> ScoredStatement:
    start = TEXT.index(ROWS[place])
    one = Statement(Span("days", start, start + len(ROWS[place])), ROWS[place], sources=(GAZETTE,), heading=heading)
    return answering(one, score, "Programme")


def told(question: str, *found: ScoredStatement) -> list[str]:
    evidence = rows_as_one(read_question(question), Evidence(found, (), 1.0), {"days": TEXT}.get)
    return [item.statement.text for item in evidence.statements]


def test_rows_beside_the_best_are_one_quote_where_they_follow_one_another() -> None:
    found = [scored(1, 5.0), scored(0, 4.5), scored(3, 1.4), scored(2, 1.0)]
    assert told("What sessions are there on Thursday?", *found) == [f"{ROWS[0]}\n{ROWS[1]}", ROWS[3], ROWS[2]]
    most = [scored(1, 5.0), scored(0, 4.5), scored(3, 4.4), scored(2, 1.0)]
    assert told("What sessions are there on Thursday?", *most) == [TEXT]
    ends = [scored(3, 5.0), scored(0, 4.5), scored(1, 1.4), scored(2, 1.0)]
    assert told("What sessions are there on Thursday?", *ends) == [ROWS[0], ROWS[3], ROWS[1], ROWS[2]]


@pytest.mark.parametrize(
    "question",
    ["What is the session on bees?", "When are the sessions?", "Who speaks in the sessions?", "What is on at 9:00?"],
)
def test_a_question_for_one_is_answered_by_one(question: str) -> None:
    assert told(question, scored(1, 5.0), scored(0, 4.5)) == [ROWS[1], ROWS[0]]


def test_rows_of_another_table_and_sentences_stay_apart() -> None:
    assert told("What sessions are there?", scored(1, 5.0), scored(0, 4.5, "Friday")) == [ROWS[1], ROWS[0]]
    assert told("What sessions are there?") == []
