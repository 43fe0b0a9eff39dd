"""Which statements a filter lets pass: as of which day something was known, who says it, where it stands."""

from __future__ import annotations

from datetime import date

from knowledge.passage import Filter, Statement, Status

_EVER = date.min
_NEVER = date.max


def known_on(statement: Statement) -> date:
    """The first day on which the statement was known, as far as its sources tell.

    That is the earliest date of publication among its sources. Where no page shows a date: the day of the event, except
    that an expectation was known before its event and background always. What has no date at all counts as known on no
    day, so that a restriction to a day never lets in what might be later.
    """
    published = [source.published for source in statement.sources if source.published]
    if published:
        return min(published)
    if statement.status in (Status.EXPECTED, Status.BACKGROUND):
        return _EVER
    return first_day(statement.event_date) or _NEVER


def first_day(text: str) -> date | None:
    """The first day that `YYYY`, `YYYY-MM` or `YYYY-MM-DD` can mean; None for anything else."""
    parts = text.split("-")
    try:
        numbers = [int(part) for part in parts if part]
        return date(*(numbers + [1, 1])[:3]) if numbers else None
    except (ValueError, TypeError):
        return None


def passes(statement: Statement, filter: Filter) -> bool:  # noqa: A002 - the value's name everywhere
    """Whether the filter lets this statement be used; owner and documents are the store's part."""
    if filter.as_of is not None and known_on(statement) > filter.as_of:
        return False
    if filter.sources and not any(source.id in filter.sources for source in statement.sources):
        return False
    return not filter.kinds or any(source.kind in filter.kinds for source in statement.sources)


def narrows_statements(filter: Filter) -> bool:  # noqa: A002
    """Whether `passes` could say no."""
    return bool(filter.as_of or filter.sources or filter.kinds)
