"""What a statement gains by belonging to the time, and loses by not naming the thing, that a question singles out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache

from assistant.choosing.answer_types import holds
from assistant.question import QuestionReading, Wants
from assistant.question.designation import designations, stand_apart, unnamed
from assistant.support.figures import days_meant, read_figures
from knowledge.known import span_of_days
from knowledge.passage import Hit, Statement, Status

OF_THE_TIME = 1.0  # a question names a day, month or year, and the statement is of it
WITHOUT_DATE = 2.0  # a question asks when, and the statement gives no date that it lacks
OF_ANOTHER = 1.0  # a question names things such as S-400, and neither statement nor heading names any of them
NAMES_ANOTHER = 2.0  # and the statement names another thing of that kind, such as S-500

Days = tuple[date, date]  # the first and the last


def scope_prior(reading: QuestionReading, hits: Sequence[Hit]) -> Callable[[Statement], float]:
    """What a statement gains or loses by the dates and designations of a question, or by a date that is asked for.

    A statement is of the time of its own dates; without any, of those in its heading or title; without any, of the
    day on which a brought document was published.
    """
    asked, named = days_in(reading.text), designations(reading.text)
    titles = {one.span: hit.passage.title for hit in hits for one in hit.passage.statements} if asked else {}

    def gained(one: Statement) -> float:
        gain = 0.0
        if asked:
            own = days_of(one, titles.get(one.span, ""))
            gain += OF_THE_TIME * any(_overlap(first, second) for first in asked for second in own)
        if Wants.DATE in reading.wants:
            gain -= WITHOUT_DATE * (not holds(Wants.DATE, one.text, reading.text))
        if named:
            gain -= OF_ANOTHER * len(unnamed(reading.text, (one.text, one.heading))) / len(named)
            gain -= NAMES_ANOTHER * stand_apart((reading.text,), (one.text,))
        return gain

    return gained


def days_of(statement: Statement, title: str) -> tuple[Days, ...]:
    """The time a statement is of, as far as it can be told."""
    event = span_of_days(statement.event_date)
    own = days_in(statement.text) + ((event,) if event else ())
    if own or (above := days_in(statement.heading) + days_in(title)):
        return own or above
    if statement.status is not Status.REPORTED:
        return ()
    return tuple((source.published, source.published) for source in statement.sources if source.published)


@lru_cache(maxsize=65536)
def days_in(text: str) -> tuple[Days, ...]:
    """What the dates of a text can mean, those with a year."""
    return tuple(days for figure in read_figures(text) if (days := days_meant(figure)))


def _overlap(first: Days, second: Days) -> bool:
    return first[0] <= second[1] and second[0] <= first[1]
