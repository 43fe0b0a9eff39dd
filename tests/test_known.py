from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.known import first_day, known_on, passes
from knowledge.passage import Filter, Source, Span, Statement, Status

DAY = date(2025, 12, 5)


def said(status: Status = Status.CONFIRMED, event: str = "", *published: date | None) -> Statement:
    sources = tuple(Source(str(n), "t", "p", published=day) for n, day in enumerate(published))
    return Statement(Span("d", 0, 1), "x", status, sources, event)


@pytest.mark.parametrize(
    ("statement", "known"),
    [
        (said(Status.CONFIRMED, "", date(2025, 12, 4), date(2025, 12, 9)), True),  # its earliest source counts
        (said(Status.CONFIRMED, "", date(2025, 12, 6)), False),
        (said(Status.CONFIRMED, "2025-12-05", date(2025, 12, 6)), False),  # it happened, but nobody had said so
        (said(Status.CONFIRMED, "2025-12-05", None), True),  # undated page: the day of the event
        (said(Status.CONFIRMED, "2025-12", None), True),
        (said(Status.CONFIRMED, "2026", None), False),
        (said(Status.CONFIRMED, "", None), False),  # no date at all: never
        (said(Status.EXPECTED, "2026-01-01", None), True),  # an expectation is known before its event
        (said(Status.BACKGROUND, "", None), True),
        (said(Status.CLAIMED, "", None), False),
    ],
)
def test_a_restriction_to_a_day_lets_in_what_was_known_then(statement: Statement, known: bool) -> None:
    assert passes(statement, Filter(as_of=DAY)) is known


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025", date(2025, 1, 1)),
        ("2025-07", date(2025, 7, 1)),
        ("2025-07-09", date(2025, 7, 9)),
        ("", None),
        ("2025-13", None),
        ("soon", None),
        ("-", None),
        ("0", None),
        ("99999", None),
    ],
)
def test_the_first_day_of_a_date_with_gaps(text: str, day: date | None) -> None:
    assert first_day(text) == day


@given(st.text(max_size=12))
def test_any_text_has_a_first_day_or_none(text: str) -> None:
    first_day(text)


@given(
    st.lists(st.none() | st.dates(date(2024, 1, 1), date(2026, 12, 31)), max_size=3),
    st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    st.sampled_from(list(Status)),
)
def test_what_was_known_on_a_day_is_known_ever_after(published: list[date | None], day: date, status: Status) -> None:
    statement = said(status, "2025-06", *published)
    later = Filter(as_of=date(2027, 1, 1))
    assert not passes(statement, Filter(as_of=day)) or passes(statement, later)
    assert passes(statement, Filter(as_of=day)) == (known_on(statement) <= day)


def test_filters_of_sources_and_kinds_want_one_that_fits() -> None:
    statement = Statement(Span("d", 0, 1), "x", sources=(Source("a", "t", "p", kind="news"), Source("b", "t", "p")))
    assert passes(statement, Filter(sources=frozenset({"b", "z"})))
    assert not passes(statement, Filter(sources=frozenset({"z"})))
    assert passes(statement, Filter(kinds=frozenset({"news"})))
    assert not passes(statement, Filter(kinds=frozenset({"official"})))
