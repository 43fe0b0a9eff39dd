"""Full days as they are written in English text: 2024-01-16, 16 January 2024, Jan. 16th, 2024."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from knowledge.text.month_names import MONTH_OR_SHORT, MONTHS

_NUMBERS = {name[:3].lower(): number for number, name in enumerate(MONTHS, start=1)}
_MONTH = rf"(?:{MONTH_OR_SHORT})\b\.?"
_YEAR = r"(?:1[5-9]|20)[0-9]{2}(?![0-9])"
_NUMBER = r"(?<![0-9])[0-9]{1,2}(?:st|nd|rd|th)?"
_DAY = re.compile(
    rf"(?<![0-9])(?P<iso>{_YEAR}-[0-9]{{2}}-[0-9]{{2}}(?![0-9]))"
    rf"|(?P<day>{_NUMBER})\s+(?P<month>{_MONTH}),?\s+(?P<year>{_YEAR})"
    rf"|\b(?P<us_month>{_MONTH})\s+(?P<us_day>{_NUMBER}),?\s+(?P<us_year>{_YEAR})",
    re.IGNORECASE,
)
_OTHER = re.compile(  # 01/02/2024, 16.1.2024, 16. Januar 2024: not read, but a day that may be another one
    rf"(?<![0-9])[0-9]{{1,2}}([./-])[0-9]{{1,2}}\1{_YEAR}"
    r"|(?<![0-9])[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}(?![0-9])"
    rf"|(?<![0-9])[0-9]{{1,2}}\.?\s+(?:de\s+)?[^\W\d_]{{3,12}}\.?\s+(?:de\s+)?{_YEAR}",
    re.IGNORECASE,
)
_JOIN = r"(?:[-\u2013\u2014/&+]|\b(?:to|and|or|until|till|through)\b)"
_RANGE_BEFORE = re.compile(rf"(?:[0-9](?:st|nd|rd|th)?|\b{_MONTH})\s*{_JOIN}\s*$", re.IGNORECASE)
_RANGE_AFTER = re.compile(rf"\s*{_JOIN}\s*(?:[0-9]|{_MONTH})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day in a text, from `start` to `end`; `iso` is empty where it cannot be told which day is meant."""

    iso: str
    start: int
    end: int


def written_days(line: str) -> tuple[WrittenDay, ...]:
    """The days in a short text, in order.

    A day of a range (10-12 September 2024), one that does not exist, and one in a form that is not read for sure
    (01/02/2024, 16. Januar 2024) are among them without saying which day they are.
    """
    found = [WrittenDay(_iso(match), match.start(), match.end()) for match in _DAY.finditer(line)]
    if len(found) == 1 and (_RANGE_BEFORE.search(line[: found[0].start]) or _RANGE_AFTER.match(line, found[0].end)):
        found = [WrittenDay("", found[0].start, found[0].end)]
    taken = {place for day in found for place in range(day.start, day.end)}
    found += [
        WrittenDay("", match.start(), match.end())
        for match in _OTHER.finditer(line)
        if taken.isdisjoint(range(match.start(), match.end()))
    ]
    return tuple(sorted(found, key=lambda day: day.start))


def _iso(found: re.Match[str]) -> str:
    """The day as an ISO date; empty when there is no such day."""
    part = found.groupdict()
    try:
        if part["iso"]:
            return date.fromisoformat(part["iso"]).isoformat()
        month = _NUMBERS[(part["month"] or part["us_month"])[:3].lower()]
        number = re.sub(r"[^0-9]", "", part["day"] or part["us_day"])
        return date(int(part["year"] or part["us_year"]), month, int(number)).isoformat()
    except ValueError:
        return ""
