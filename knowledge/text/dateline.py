"""Datelines: the day with who speaks, on a line of its own, or with the place, in front of a text.

"Tolmen Courier, 16 January 2024" is one of the first sort, "TOLMEN, 16 January 2024 (Northern Wire) - The bridge" one
of the second.
"""

from __future__ import annotations

import re

from knowledge.text.byline import MARKS, are_names
from knowledge.text.month_names import WEEKDAY
from knowledge.text.written_day import written_days

_LONGEST = 120  # characters
_OUTLET = re.compile(
    r"""\b(?:agency|association|bureau|chronicle|council|courier|daily|department|echo|gazette|guardian|herald|institute
    |journal|magazine|mail|ministry|monthly|news|newspaper|observer|office|post|press|review|society|standard|star
    |telegraph|times|tribune|university|weekly)(?:\s+(?:of|for)\s.*)?$""",
    re.IGNORECASE | re.VERBOSE,
)
TIME = re.compile(
    r"(?:(?:last\s+)?updated\s+)?(?:at\s+|T)?[0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})?\s*(?:[ap]\.?m\b\.?|[A-Z]{1,5}\b)?",
    re.IGNORECASE,
)
"""An hour behind a day, as of an update or not."""

_AGENCY = re.compile(r"\s*(?:\([A-Z][\w .&'\u2019-]{1,40}\)|/[A-Z][\w .&'\u2019-]{1,40}/)")
_DASH = re.compile(r"\s*(?:--?|\u2013|\u2014)\s+\S")
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
    if len(days) != 1 or not days[0].iso:
        return ""
    after = line[days[0].end :].strip(MARKS)
    if after and not TIME.fullmatch(after):
        return ""
    before = _DAY_OF_WEEK.sub("", line[: days[0].start]).rstrip()
    said = before.strip(MARKS)
    return said if before[-1:] in (*",|\u00b7\u2013\u2014-",) and is_masthead(said) else ""


def day_before_text(line: str) -> str:
    """The ISO date of a dateline that opens a text: the place in capitals or an agency in brackets, then a dash."""
    days = written_days(line[:_LONGEST])
    if not days or not days[0].iso:
        return ""
    agency = _AGENCY.match(line, days[0].end)
    if not _DASH.match(line, agency.end() if agency else days[0].end):
        return ""
    place = _DAY_OF_WEEK.sub("", line[: days[0].start]).rstrip()
    if not place:
        return days[0].iso if agency else ""
    loud = place.split(",")[0].isupper() and line.rstrip().endswith((".", "!", "?", '."', ".\u201d"))
    named = place[-1] in MARKS and are_names(place.strip(MARKS))
    return days[0].iso if named and (agency or loud) else ""
