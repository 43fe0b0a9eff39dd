"""Questions that name the day as of which they ask: "As of 15 September 2025, when was he due?"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import regex

from assistant.support.figures import Figure, days_meant, read_figures

LEAP_YEARS = 8  # in so many years every day of the calendar is found
_AS_OF = regex.compile(  # and "What was known before May 2024?"
    r"(?:\bas (?:of|at|on)|(?<=\bkn(?:own|ew|ow)\b[^.?!]{0,60})\b(?:by|on|(?P<before>before)|until|up to|as of))\s+"
    r"(?:the )?(?:(?:end|beginning|middle) of )?",
    regex.IGNORECASE,
)


def split_as_of(question: str, newest: Callable[[], date | None] = lambda: None) -> tuple[str, date | None]:
    """The question without its as-of date, and that date; for a month or a year its last day.

    What was known "before" a date was known on the day before it. A day without a year is the last of its name up to
    the newest day that the documents were published on, which `newest` finds. A day that does not exist is left in the
    question, and so is one without a year where no document is dated.
    """
    for match in _AS_OF.finditer(question):
        for figure in read_figures(question):
            days = _days(figure, newest) if figure.start == match.end() else None
            if days is not None:
                before, after = question[: match.start()].rstrip(" ,("), question[figure.end :].lstrip(" ,:)")
                day = days[0] - timedelta(days=1) if match["before"] and days[0] > date.min else days[1]
                return f"{before} {after}".strip() if after[:1].isalnum() else before + after, day
    return question, None


def _days(figure: Figure, newest: Callable[[], date | None]) -> tuple[date, date] | None:
    """The first and the last day that a date means, of the last year that fits where it names none."""
    if figure.kind != "date" or figure.day[0] or (last := newest()) is None:
        return days_meant(figure)
    years = (replace(figure, day=(year, *figure.day[1:])) for year in range(last.year, last.year - LEAP_YEARS, -1))
    return next((days for one in years if (days := days_meant(one)) and days[0] <= last), None)
