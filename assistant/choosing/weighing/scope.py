"""What a statement gains by belonging to the time, and loses by not naming the thing, that a question singles out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import regex

from assistant.choosing.weighing.headings import lines_above, tells_above
from assistant.question import QuestionReading, Wants
from assistant.question.designation import designations, stand_apart, unnamed
from assistant.statements.answer_types import holds
from assistant.statements.days import Days, Times, days_in, meet, times_named, times_of_day
from knowledge.known import span_of_days
from knowledge.passage import Hit, Statement, Status

OF_THE_TIME = 1.0  # a question names a day, month or year, and the statement is of it
OF_ANOTHER_TIME = 1.0  # and the statement names other days alone
WITHOUT_DATE = 2.0  # a question asks when, and the statement gives no date that it lacks
DATE_ABOVE = 1.0  # the same, where a line above the statement gives one
OF_ANOTHER = 1.0  # a question names things such as S-400, and neither statement nor heading names any of them
THOUGH_TOLD = 1.0  # and others of the statements found do name all of them
NAMES_ANOTHER = 2.0  # and statement or heading names another thing of that kind, such as S-500
_RELATED = regex.compile(
    r"\b(?:before|after|since|until|till|by|between|from|than|last|next|previous|following|ago|later|earlier)\b",
    regex.IGNORECASE,
)


def scope_prior(reading: QuestionReading, hits: Sequence[Hit]) -> Callable[[Statement], float]:
    """What a statement gains or loses by the dates and designations of a question, or by a date that is asked for.

    A statement is of the time of its own dates; without any, of those in its heading or title; without any, of the
    day on which a brought document was published.
    """
    asked, named = days_in(reading.text), designations(reading.text)
    times = asked_times(reading)
    on_time = Wants.DATE in reading.wants
    found = [one for hit in hits for one in hit.passage.statements] if named else []
    lost = OF_ANOTHER + THOUGH_TOLD * any(not unnamed(reading.text, (one.text, one.heading)) for one in found)
    titles = {one.span: hit.passage.title for hit in hits for one in hit.passage.statements}

    def gained(one: Statement) -> float:
        gain = 0.0
        if asked:
            own = days_of(one, titles[one.span])
            gain += OF_THE_TIME * meet(asked, own)
        if times != Times():
            gain -= OF_ANOTHER_TIME * times.differ(times_told(one, titles[one.span]))
        if on_time and not holds(Wants.DATE, one.text, reading.text):
            is_above = tells_above(Wants.DATE, reading.text, one, titles[one.span])
            gain -= DATE_ABOVE if is_above else WITHOUT_DATE
        if named:
            gain -= lost * len(unnamed(reading.text, (one.text, one.heading))) / len(named)
            gain -= NAMES_ANOTHER * stand_apart((reading.text,), (one.text, one.heading))
        return gain

    return gained


def asked_times(reading: QuestionReading) -> Times:
    """The times that a question is about: none where it asks when, compares, or asks what was before or after."""
    if reading.wants & {Wants.DATE, Wants.COMPARISON} or _RELATED.search(reading.text):
        return Times()
    return times_named(reading.text)


def times_told(statement: Statement, title: str) -> Times:
    """The times that a statement or the lines above it name, its day, and with any that of its publication."""
    told = times_named(statement.text).and_of(times_of_day(statement.event_date))
    for line in lines_above(statement, title):
        told = told.and_of(times_named(line))
    if told.days and statement.status is Status.REPORTED:
        for source in statement.sources:
            told = told.and_of(times_of_day(source.published.isoformat() if source.published else ""))
    return told


def days_of(statement: Statement, title: str) -> tuple[Days, ...]:
    """The time a statement is of, as far as it can be told."""
    event = span_of_days(statement.event_date)
    own = days_in(statement.text) + ((event,) if event else ())
    if own or (above := days_in(statement.heading) + days_in(title)):
        return own or above
    if statement.status is not Status.REPORTED:
        return ()
    return tuple((source.published, source.published) for source in statement.sources if source.published)
