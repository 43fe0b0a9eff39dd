"""Statements in passages of their own, with a score as answers, and three of them about a harbour."""

from __future__ import annotations

from assistant.evidence import ScoredStatement
from knowledge.passage import Passage, Source, Span, Statement, Status


def passage_of(statement: Statement, title: str = "") -> Passage:
    """A passage that holds this statement alone."""
    return Passage(statement.span, statement.text, (statement,), title)


def answering(statement: Statement, score: float = 1.0, title: str = "") -> ScoredStatement:
    """A statement with its score as an answer, in a passage of its own."""
    return ScoredStatement(statement, passage_of(statement, title), score)


def of_harbour(text: str, status: Status, event_date: str = "", place: int = 0) -> ScoredStatement:
    """A statement of the document about the harbour; each has another place."""
    span = Span("harbour", place * 1000, place * 1000 + len(text))
    source = Source("gazette", "Report", "The Gazette")
    return answering(Statement(span, text, status, (source,), event_date), title="Harbour")


TIDES = "The harbour has two high tides a day, the higher of 5.2 metres."
BRIDGE = "The council is expected to open the bridge on 3 May 2024."
FERRY = "Mayor Ada Lund said that the ferry would not run in winter."
SHOWN = (
    of_harbour(TIDES, Status.CONFIRMED),
    of_harbour(BRIDGE, Status.EXPECTED, "2024-05-03", 1),
    of_harbour(FERRY, Status.CLAIMED, place=2),
)
