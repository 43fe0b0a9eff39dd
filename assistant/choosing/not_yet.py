"""Whether what a question asks about had not yet taken place on the day as of which it is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.answer import UNSURE
from assistant.evidence import Evidence, ScoredStatement
from assistant.question import About, QuestionReading
from assistant.question.tense import asks_what_happened
from assistant.statements.days import days_in
from knowledge.known import known_on, span_of_days
from knowledge.passage import Statement, Status

MUCH_SURER = 2.0  # ratio of the two confidences
NEAR = 3.0  # how far below the best an expectation may score to be shown before it


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
    if later.best is None or not _is_known_later(later.best.statement, day):
        return False
    expects = evidence.best is not None and _is_expected(evidence.best)
    sure = later.confidence >= max(UNSURE, evidence.confidence)
    if asks_what_happened(reading) and not (reading.on_outcome and expects):
        of_the_event = reading.on_main_event or reading.about is About.AFTER
        if (of_the_event or sure) and _is_later(later.best.statement, day):
            return True
    return sure and not expects and later.confidence >= MUCH_SURER * evidence.confidence


def not_yet(evidence: Evidence) -> Evidence:
    """Evidence of which none answers, because what is asked was still to come: what was expected stands first."""
    least = evidence.best.score - NEAR if evidence.best else 0.0
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
