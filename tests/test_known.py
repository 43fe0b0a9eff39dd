from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.known import known_on, passes, span_of_days
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
        (said(Status.CONFIRMED, "2025-11", None), True),
        (said(Status.CONFIRMED, "2025-12", None), False),  # it may have been later in the month
        (said(Status.CONFIRMED, "2026", None), False),
        (said(Status.CONFIRMED, "", None), False),  # no date at all: never
        (said(Status.EXPECTED, "2026-01-01", None), True),  # an expectation is known before its event
        (said(Status.EXPECTED, "2026-09-12", None), False),  # but not for how long before
        (said(Status.BACKGROUND, "", None), True),
        (said(Status.CLAIMED, "", None), False),
    ],
)
def test_a_restriction_to_a_day_lets_in_what_was_known_then(statement: Statement, known: bool) -> None:
    assert passes(statement, Filter(as_of=DAY)) is known


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2025", (date(2025, 1, 1), date(2025, 12, 31))),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2025-07-09", (date(2025, 7, 9), date(2025, 7, 9))),
        ("", None),
        ("2025-13", None),
        ("soon", None),
        ("-", None),
        ("0", None),
        ("99999", None),
        ("0000", None),
        ("2025--12", None),
        ("-2025", None),
        ("2025-12-05-99", None),
        ("2025-12-5", None),
        ("2025-00", None),
        ("2025-02-30", None),
        ("2025-12-", None),
        ("\u0968\u0966\u0968\u096b", None),
    ],
)
def test_the_days_that_a_date_with_gaps_can_mean(text: str, days: tuple[date, date] | None) -> None:
    assert span_of_days(text) == days


@given(st.text(max_size=12) | st.from_regex(r"\d{1,4}(-\d{1,2}){0,2}", fullmatch=True))
def test_any_text_has_days_or_none(text: str) -> None:
    known_on(said(Status.EXPECTED, text, None))
    days = span_of_days(text)
    assert days is None or days[0] <= days[1]


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


def test_what_an_undated_page_expects_is_not_known_before_a_day_that_it_tells_of_as_past() -> None:
    undated = replace(said(Status.EXPECTED, "2025-12-20", None).sources[0], after=date(2025, 12, 5))
    plan = replace(said(Status.EXPECTED, "2025-12-20", None), sources=(undated,))
    assert known_on(plan) == date(2025, 12, 5)
    assert known_on(replace(plan, event_date="2026-06-01")) == date(2026, 5, 1)


def test_filters_of_sources_and_kinds_want_one_that_fits() -> None:
    statement = Statement(Span("d", 0, 1), "x", sources=(Source("a", "t", "p", kind="news"), Source("b", "t", "p")))
    assert passes(statement, Filter(sources=frozenset({"b", "z"})))
    assert not passes(statement, Filter(sources=frozenset({"z"})))
    assert passes(statement, Filter(kinds=frozenset({"news"})))
    assert not passes(statement, Filter(kinds=frozenset({"official"})))
