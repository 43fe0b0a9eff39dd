"""A question that a document asks is told with its reply."""

from __future__ import annotations

from assistant.choosing.ordering.replies import LONGEST, told_with_reply
from assistant.evidence import Evidence, ScoredStatement
from knowledge.passage import Passage, Source, Span, Statement, Status
from knowledge.split import split_statements

SOURCE = Source("call", "Call", "Lyra Mills")
ASKED = "Ada Holm: Why was the dividend cut?"
REPLY = "Tom Price: We lost the case.\n\nThe owners prefer cash."


def told(text: str, status: Status = Status.REPORTED) -> str:
    """What the first statement of a text becomes."""
    first, *others = split_statements(text, "call", SOURCE)
    statements = (Statement(first.span, first.text, status, first.sources), *others)
    passage = Passage(Span("call", 0, len(text)), text, statements)
    evidence = Evidence((ScoredStatement(statements[0], passage, 1.0),), (), 1.0)
    (item,) = told_with_reply(evidence).statements
    assert item.statement.text == text[item.statement.span.start : item.statement.span.end]
    return item.statement.text


def test_a_question_is_told_with_what_follows_it_up_to_the_next_one() -> None:
    assert told(f"{ASKED}\n\n{REPLY}\n\nAda Holm: Will jobs go?\n\nTom Price: No.") == f"{ASKED}\n\n{REPLY}"


def test_a_reply_ends_where_it_grows_long() -> None:
    assert told(f"{ASKED}\n\n{REPLY} {'So ' * LONGEST}it was.") == f"{ASKED}\n\n{REPLY}"


def test_nothing_else_is_told_with_what_follows() -> None:
    assert told(REPLY) == "Tom Price: We lost the case."
    assert told(f"{ASKED}\n\nAda Holm: Will jobs go?") == ASKED
    assert told(f"{ASKED}\n\n{REPLY}", Status.CONFIRMED) == ASKED
