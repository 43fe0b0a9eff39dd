"""Questions that name the day as of which they ask: "As of 15 September 2025, when was he due?"."""

from __future__ import annotations

from datetime import date, timedelta

import regex

from assistant.support.figures import days_meant, read_figures

_AS_OF = regex.compile(  # and "What was known before May 2024?"
    r"(?:\bas (?:of|at|on)|(?<=\bkn(?:own|ew|ow)\b[^.?!]{0,60})\b(?:by|on|(?P<before>before)|until|up to|as of))\s+"
    r"(?:the )?(?:(?:end|beginning|middle) of )?",
    regex.IGNORECASE,
)


def split_as_of(question: str) -> tuple[str, date | None]:
    """The question without its as-of date, and that date; for a month or a year its last day.

    What was known "before" a date was known on the day before it. A day without a year, or one that does not exist, is
    left in the question.
    """
    for match in _AS_OF.finditer(question):
        for figure in read_figures(question):
            days = days_meant(figure) if figure.start == match.end() else None
            if days is not None:
                before, after = question[: match.start()].rstrip(" ,("), question[figure.end :].lstrip(" ,:)")
                day = days[0] - timedelta(days=1) if match["before"] and days[0] > date.min else days[1]
                return f"{before} {after}".strip() if after[:1].isalnum() else before + after, day
    return question, None
