"""The days and weekdays that a text names, and whether two texts are of one time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from assistant.support.figures import date_of, days_meant, read_figures

Days = tuple[date, date]  # the first and the last


@lru_cache(maxsize=65536)
def days_in(text: str) -> tuple[Days, ...]:
    """What the dates of a text can mean, those with a year."""
    return tuple(days for figure in read_figures(text) if (days := days_meant(figure)))


def meet(some: Iterable[Days], others: Iterable[Days]) -> bool:
    """Whether a day is in one of the first and in one of the second."""
    others = tuple(others)
    return any(one[0] <= other[1] and other[0] <= one[1] for one in some for other in others)


@dataclass(frozen=True, slots=True)
class Times:
    """What a text names: `days` as (year, month, day) with 0 for what is not said, `weekdays` from 0 for Monday."""

    days: frozenset[tuple[int, int, int]] = frozenset()
    weekdays: frozenset[int] = frozenset()

    def and_of(self, other: Times) -> Times:
        """Those of both."""
        return Times(self.days | other.days, self.weekdays | other.weekdays)

    def differ(self, other: Times) -> bool:
        """Whether both name days, or weekdays, and none of one can be one of the other.

        Between the first and the last year that a text names is every year.
        """
        if self.weekdays and other.weekdays and self.weekdays.isdisjoint(other.weekdays):
            return True
        if not self.days or not other.days or self._within(other) or other._within(self):
            return False
        return all(_differ(one, another) for one in self.days for another in other.days)

    def _within(self, other: Times) -> bool:
        years, own = sorted({day[0] for day in other.days if day[0]}), {day[0] for day in self.days if day[0]}
        return len(years) > 1 and any(years[0] < year < years[-1] for year in own)


@lru_cache(maxsize=65536)
def times_named(text: str) -> Times:
    """The days and weekdays that a text names."""
    figures = read_figures(text)
    return Times(
        frozenset(figure.day for figure in figures if figure.kind == "date"),
        frozenset(int(figure.value) for figure in figures if figure.kind == "weekday"),
    )


def times_of_day(written: str) -> Times:
    """Those of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; none of an empty text."""
    return Times(frozenset([date_of(written)])) if written else Times()


def _differ(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return any(first and second and first != second for first, second in zip(one, other, strict=True))
