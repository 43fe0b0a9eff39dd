"""What a statement gains or loses by its status and its day, for the time that a question is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from datetime import date, timedelta

from assistant.question import About, QuestionReading
from assistant.question.tense import asks_of_now, asks_of_the_first, asks_of_the_last, looks_back
from assistant.statements.corrections import is_taken_back
from knowledge.known import span_of_days
from knowledge.overview import Overview
from knowledge.passage import Hit, Statement, Status

NEWER = 0.8  # what lies between the newest and the oldest brought document among the hits
NEWEST = 2.4  # the same, where a question asks how things stand now, or in the end
OLDEST = -2.4  # the same, where a question asks how things stood at first
TAKEN_BACK = -1.5  # for what a correction quotes as wrong
MAIN_EVENT_BONUS = 0.8  # for what happened on the main days, when a question speaks of "the visit" without a date
# What a statement gains by its status, by the time that is asked about.
BONUS: Mapping[About, Mapping[Status, float]] = {
    About.BEFORE: {Status.EXPECTED: 0.9},
    About.AFTER: {Status.CONFIRMED: 0.6, Status.EXPECTED: -0.5},
    About.ANY: {Status.CONFIRMED: 0.5, Status.EXPECTED: -0.5},
}
LAST_WORD = 4.0  # what lies between the first and the last word on a plan, where it is still to come
OVER = -1.5  # for what was over on a day as of which a question asks about what was still to come
IN_THE_PAST = -1.5  # for an expectation, where a question asks what happened: "Did he visit Rajghat?"
LONG_BEFORE = -2.0  # for what was over long before the main event, where a question asks what happened at it
LONG = 180  # days


def time_prior(
    reading: QuestionReading, overview: Overview, hits: Sequence[Hit] = (), ahead_of: date | None = None
) -> Callable[[Statement], float]:
    """What a statement gains or loses by its status and its day, for the time that a question is about.

    A question about expectations prefers statements that are; any other prefers what happened, and one that speaks of
    "the visit" without a date what happened on the days that the documents tell most of, and in the past tense nothing
    that was over long before; nor is that what came of an expectation. Of brought documents, which mark nothing as
    expected, it prefers the newer among the hits, the more so where it asks how things stand "now" or "in the end", and
    the older where it asks how they stood "at first"; of checked statements those of later days, where it asks how
    things stand "now". What a correction takes back always loses.

    `ahead_of` is a day as of which something is asked that was then still to come: what was expected tells it, the last
    word on it best, and nothing that was over.
    """
    bonus = dict(BONUS[About.BEFORE if ahead_of else reading.about])
    past = looks_back(reading.text)
    if reading.about is not About.BEFORE and past:
        bonus[Status.EXPECTED] += IN_THE_PAST
    days = overview.main_days if reading.on_main_event else frozenset()
    day_of = _last_day if asks_of_now(reading.text) else _newest_day
    newer = _by_age({day_of(one) for hit in hits for one in hit.passage.statements}, _newer_counts(reading))
    words = _words_on_the_plan(hits) if ahead_of else {}
    of_the_event = overview.main_days and (reading.on_outcome or (past and reading.on_main_event))
    long_before = date.fromisoformat(min(overview.main_days)) - timedelta(LONG) if of_the_event else None
    return lambda one: (
        bonus.get(one.status, 0.0)
        + MAIN_EVENT_BONUS * (one.event_date in days)
        + newer.get(day_of(one), 0.0)
        + OVER * (ahead_of is not None and _was_over(one, ahead_of))
        + LONG_BEFORE * (long_before is not None and _was_over(one, long_before))
        + words.get(_planned_on(one), 0.0)
        + TAKEN_BACK * is_taken_back(one)
    )


def _was_over(one: Statement, day: date) -> bool:
    """Whether what a statement tells of lay wholly before a day; a plan may bear the day on which it was told."""
    event = span_of_days(one.event_date)
    return one.status is not Status.EXPECTED and event is not None and event[1] < day


def _newer_counts(reading: QuestionReading) -> float:
    """What a statement gains by the day its newest source was published, from oldest to newest of the hits."""
    if asks_of_the_first(reading.text):
        return OLDEST
    if reading.about is About.BEFORE:
        return 0.0
    return NEWEST if reading.on_outcome or asks_of_the_last(reading.text) else NEWER


def _words_on_the_plan(hits: Sequence[Hit]) -> dict[date | None, float]:
    """The same for the days on which something was expected: plans change, and the last word counts."""
    return _by_age({_planned_on(one) for hit in hits for one in hit.passage.statements}, LAST_WORD)


def _by_age(told: Set[date | None], most: float) -> dict[date | None, float]:
    """What lies between the oldest and the newest of some days, spread around 0."""
    days = sorted(day for day in told if day)
    return {day: most * (place / (len(days) - 1) - 0.5) for place, day in enumerate(days)} if len(days) > 1 else {}


def _planned_on(one: Statement) -> date | None:
    return one.newest if one.status is Status.EXPECTED else None


def _last_day(statement: Statement) -> date | None:
    """The day its newest source was published, or of a checked statement the last day that it tells of."""
    event = None if statement.status is Status.REPORTED else span_of_days(statement.event_date)
    return event[1] if event else statement.newest


def _newest_day(statement: Statement) -> date | None:
    """The day its newest source was published; None for a checked statement, whose status says more."""
    return statement.newest if statement.status is Status.REPORTED else None
