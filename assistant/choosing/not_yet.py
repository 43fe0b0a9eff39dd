"""Whether what a question asks about had not yet taken place on the day as of which it is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache

import regex

from assistant.answer import UNSURE
from assistant.choosing.days import days_in
from assistant.evidence import Evidence, ScoredStatement
from assistant.question import About, QuestionReading
from assistant.question.openers import OPENERS
from knowledge.known import known_on, span_of_days
from knowledge.passage import Statement, Status
from knowledge.words import fold

MUCH_SURER = 2.0  # ratio of the two confidences
NEAR = 3.0  # how far below the best an expectation may score to be shown before it

_PAST = regex.compile(
    r"\b(?:did|was|were|had|got|met|came|went|gave|took|left|rode|sat|wrote|saw|rose|fell|began|won|led|spoke|stood|sent"
    r"|spent|held|made|said|told|sold|built|paid|found|became|brought|flew|drove|slept|ate|drank|sang|played|chose"
    r"|\p{L}{2,}[^e\W]ed)\b|n't\b"
)
_OPEN = regex.compile(r"\b(?:is|are|am|do|does|has|have|will|would|shall|should|can|could|may|might|must)\b")

_YET = regex.compile(rf"^{OPENERS}(?:has|have)(?:n't)?\b.*\byet\b")


@lru_cache(maxsize=1024)
def asks_what_happened(reading: QuestionReading) -> bool:
    """Whether a question asks what has come to pass: "Who met her?", and not what is so, or was expected.

    What came of an expectation is asked of what has come to pass too, and so is "Has she arrived yet?".
    """
    folded = fold(reading.text)
    if reading.about is About.AFTER or _YET.search(folded):
        return True
    return reading.about is About.ANY and _PAST.search(folded) is not None and _OPEN.search(folded) is None


def names_a_later_day(reading: QuestionReading, day: date) -> bool:
    """Whether all the dates with a year that a question names lie after a day."""
    named = days_in(reading.text)
    return bool(named) and all(first > day for first, _ in named)


def is_of_later(reading: QuestionReading, evidence: Evidence, later: Evidence, day: date) -> bool:
    """Whether a question asks about what came to pass, or to be known, only after the day.

    So it is where the best of all statements is of later and much surer than what was known on the day. Of a question
    that asks what happened it is enough that this best statement tells of a later event, no less surely; of one about
    the main event, or about an outcome, be it less sure. An expectation answers what is still open.

    Args:
        reading: The question.
        evidence: What was known on the day.
        later: All that is known.
        day: As of which it is asked.
    """
    if not later.statements or not _is_known_later(later.statements[0].statement, day):
        return False
    expects = bool(evidence.statements) and _is_expected(evidence.statements[0])
    sure = later.confidence >= max(UNSURE, evidence.confidence)
    if asks_what_happened(reading) and not (reading.on_outcome and expects):
        of_the_event = reading.on_main_event or reading.about is About.AFTER
        if (of_the_event or sure) and _is_later(later.statements[0].statement, day):
            return True
    return sure and not expects and later.confidence >= MUCH_SURER * evidence.confidence


def not_yet(evidence: Evidence) -> Evidence:
    """Evidence of which none answers, because what is asked was still to come: what was expected stands first."""
    least = evidence.statements[0].score - NEAR if evidence.statements else 0.0
    ordered = sorted(evidence.statements, key=lambda item: not (_is_expected(item) and item.score >= least))
    return replace(evidence, statements=tuple(ordered), confidence=0.0, whole=False, not_yet=True)


def _is_expected(item: ScoredStatement) -> bool:
    return item.statement.status is Status.EXPECTED


def _is_known_later(one: Statement, day: date) -> bool:
    return one.status is not Status.EXPECTED and known_on(one) > day


def _is_later(one: Statement, day: date) -> bool:
    """Whether a statement tells of an event after a day, by its own dates."""
    event = span_of_days(one.event_date)
    told = days_in(one.text)
    return event[1] > day if event else bool(told) and all(first > day for first, _ in told)
