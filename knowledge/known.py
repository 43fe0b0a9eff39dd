"""Which statements a filter admits: by the day they became known, their sources and the kinds of these."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from knowledge.passage import Filter, Statement, Status

AHEAD = timedelta(days=31)  # how long before its event an expectation of an undated page counts as known
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
_EVER = date.min
_NEVER = date.max


def known_on(statement: Statement) -> date:
    """The first day on which the statement was known, as far as its sources tell.

    That is the earliest date of publication among its sources. Without one it is the last day that the event date can
    mean, or, for an expectation, a month before the first, but never earlier than a day that its undated sources
    already tell of as past (`Source.after`). Without any date, expectations and background always count as known,
    other statements never.
    """
    published = [source.published for source in statement.sources if source.published]
    if published:
        return min(published)
    past = [source.after or _EVER for source in statement.sources]
    return max(_of_its_event(statement), min(past, default=_EVER))


def _of_its_event(statement: Statement) -> date:
    """The first day on which a statement of undated sources counts as known by what it tells."""
    days = span_of_days(statement.event_date)
    if days is None:
        return _EVER if statement.status in (Status.EXPECTED, Status.BACKGROUND) else _NEVER
    if statement.status is Status.EXPECTED:
        return days[0] - AHEAD if days[0] - _EVER > AHEAD else _EVER
    return days[1]


def span_of_days(text: str) -> tuple[date, date] | None:
    """The first and the last day that `YYYY`, `YYYY-MM` or `YYYY-MM-DD` can mean; None for anything else."""
    if not _DATE.fullmatch(text):
        return None
    year, *rest = map(int, text.split("-"))
    first, last = (rest[0], rest[0]) if rest else (1, 12)
    try:
        if len(rest) == 2:
            return date(year, *rest), date(year, *rest)
        return date(year, first, 1), date(year, last, monthrange(year, last)[1])
    except ValueError:  # such as the 30th of February
        return None


def passes(statement: Statement, filter: Filter) -> bool:
    """Whether the filter admits this statement; the store filters by owner and documents."""
    if filter.as_of is not None and known_on(statement) > filter.as_of:
        return False
    if filter.sources and not any(source.id in filter.sources for source in statement.sources):
        return False
    return not filter.kinds or any(source.kind in filter.kinds for source in statement.sources)


def narrows_statements(filter: Filter) -> bool:
    """Whether `passes` can reject any statement."""
    return bool(filter.as_of or filter.sources or filter.kinds)
