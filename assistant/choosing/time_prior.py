"""What a statement gains or loses by its status and its day, for the time that a question is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import regex

from assistant.question import About, QuestionReading
from knowledge.overview import Overview
from knowledge.passage import Hit, Statement, Status

NEWER = 0.8  # what lies between the newest and the oldest brought document among the hits
TAKEN_BACK = -1.5  # for what a correction quotes as wrong
MAIN_EVENT_BONUS = 0.8  # for what happened on the main days, when a question speaks of "the visit" without a date
# What a statement gains by its status, by the time that is asked about.
BONUS: Mapping[About, Mapping[Status, float]] = {
    About.BEFORE: {Status.EXPECTED: 0.9},
    About.AFTER: {Status.CONFIRMED: 0.6, Status.EXPECTED: -0.5},
    About.ANY: {Status.CONFIRMED: 0.5, Status.EXPECTED: -0.5},
}
IN_THE_PAST = -1.5  # for an expectation, where a question asks what happened: "Did he visit Rajghat?"

_PAST = regex.compile(r"\b(?:did|didn't|was|were|wasn't|weren't|had)\b", regex.IGNORECASE)
_ADVERBS = r"(?:(?:also|had|previously|earlier|wrongly|incorrectly|mistakenly) )*"
_REPORT = r"\b(?:report|article|story|edition|version|issue)\b"
_TAKEN_BACK = regex.compile(
    rf"\bwe {_ADVERBS}(?:wrote|reported) (?:\w+ ){{0,3}}?that\b"
    rf"|{_REPORT}[^.]{{0,60}}?\bwe {_ADVERBS}(?:said|stated|gave)\b"
    rf"|\b(?:earlier|previous|original) {_REPORT}[^.]{{0,60}}?\b(?:said|stated|wrote|gave|mis\w+)\b",
    regex.IGNORECASE,
)


def time_prior(reading: QuestionReading, overview: Overview, hits: Sequence[Hit] = ()) -> Callable[[Statement], float]:
    """What a statement gains or loses by its status and its day, for the time that a question is about.

    A question about expectations prefers statements that are; any other prefers what happened, and one that speaks of
    "the visit" without a date what happened on the days that the documents tell most of. Of brought documents, which
    mark nothing as expected, it prefers the newer among the hits. What a correction takes back always loses.
    """
    bonus = dict(BONUS[reading.about])
    if reading.about is not About.BEFORE and _PAST.search(reading.text):
        bonus[Status.EXPECTED] += IN_THE_PAST
    days = overview.main_days if reading.on_main_event else frozenset()
    newer = {} if reading.about is About.BEFORE else _newer(hits)
    return lambda one: (
        bonus.get(one.status, 0.0)
        + MAIN_EVENT_BONUS * (one.event_date in days)
        + newer.get(_newest_day(one), 0.0)
        + TAKEN_BACK * is_taken_back(one)
    )


def is_taken_back(statement: Statement) -> bool:
    """Whether a brought document quotes what an earlier one said wrongly, as in "we wrote that"."""
    return statement.status is Status.REPORTED and _TAKEN_BACK.search(statement.text) is not None


def _newer(hits: Sequence[Hit]) -> dict[date | None, float]:
    """What a statement gains by the day its newest source was published, from oldest to newest of the hits."""
    brought = {_newest_day(one) for hit in hits for one in hit.passage.statements}
    days = sorted(day for day in brought if day)
    return {day: NEWER * (place / (len(days) - 1) - 0.5) for place, day in enumerate(days)} if len(days) > 1 else {}


def _newest_day(statement: Statement) -> date | None:
    """The day its newest source was published; None for a checked statement, whose status says more."""
    return statement.newest if statement.status is Status.REPORTED else None
