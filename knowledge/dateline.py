"""Datelines: who speaks and the day, on a line of their own: "Tolmen Courier, 16 January 2024"."""

from __future__ import annotations

import re

from knowledge.byline import MARKS, are_names
from knowledge.month_names import WEEKDAY
from knowledge.written_day import written_days

_LONGEST = 120  # characters
_OUTLET = re.compile(
    r"""\b(?:agency|association|bureau|chronicle|council|courier|daily|department|echo|gazette|guardian|herald|institute
    |journal|magazine|mail|ministry|monthly|news|newspaper|observer|office|post|press|review|society|standard|star
    |telegraph|times|tribune|university|weekly)(?:\s+(?:of|for)\s.*)?$""",
    re.IGNORECASE | re.VERBOSE,
)
_DAY_OF_WEEK = re.compile(rf"\b{WEEKDAY}\b\.?,?\s*$", re.IGNORECASE)


def is_outlet(said: str) -> bool:
    """Whether it is the name of a newspaper or an office."""
    return are_names(said) and _OUTLET.search(said) is not None


def is_masthead(said: str) -> bool:
    """Whether it is the name of a newspaper or an office and can be nothing else, so that it may be a first line.

    Not "Battle of the Post Office" and "Fire in Tolmen University", whose day is that of the subject.
    """
    found = _OUTLET.search(said)
    return found is not None and are_names(said) and not re.search(r"\b(?:of|for|in)\s", said[: found.start()])


def outlet_of(line: str) -> str:
    """Who speaks, where a line is nothing but a dateline; empty for another line.

    What stands between the name and the day is a comma, a bar, a dash or a point in the middle.
    """
    if len(line) > _LONGEST or not any(letter.isdigit() for letter in line):
        return ""
    days = written_days(line)
    if len(days) != 1 or not days[0].iso or line[days[0].end :].strip(MARKS):
        return ""
    before = _DAY_OF_WEEK.sub("", line[: days[0].start]).rstrip()
    said = before.strip(MARKS)
    return said if before[-1:] in (*",|\u00b7\u2013\u2014-",) and is_masthead(said) else ""
