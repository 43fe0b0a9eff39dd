"""Questions that name the day as of which they ask: "As of 15 September 2025, when was he due?"."""

from __future__ import annotations

import re
from datetime import date

from assistant.support.figures import days_meant, read_figures

_AS_OF = re.compile(r"\bas (?:of|at|on)\s+(?:the )?(?:(?:end|beginning|middle) of )?", re.IGNORECASE)


def split_as_of(question: str) -> tuple[str, date | None]:
    """The question without its as-of date, and that date; for a month or a year its last day.

    A day without a year, or one that does not exist, is left in the question.
    """
    for match in _AS_OF.finditer(question):
        for figure in read_figures(question):
            days = days_meant(figure) if figure.start == match.end() else None
            if days is not None:
                before, after = question[: match.start()].rstrip(" ,("), question[figure.end :].lstrip(" ,:)")
                return f"{before} {after}".strip() if after[:1].isalnum() else before + after, days[1]
    return question, None
