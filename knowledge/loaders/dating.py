"""The day of a document whose metadata has none: from its title, its file's name, or a line near the top.

Taken is only a full day that is written as the document's own: behind the kind of document ("Minutes of the board
meeting, 16 January 2024"), a label ("Date:"), a byline or a newspaper's name, in front of the text with its place, or
in the file's name. Never one inside a sentence. Where two places name different days, there is none; only the day of an
update gives way to the day of publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.loaders.extracted import Extracted
from knowledge.text.byline import BY, MARKS, are_names
from knowledge.text.dateline import TIME, day_before_text, is_masthead, is_outlet, outlet_of
from knowledge.text.written_day import WrittenDay, written_days

_TOP_LINES = 8  # lines with words that count as the top
_TOP = 20_000  # characters in which they are looked for
_LONGEST_LINE = 120  # characters; what is longer is running text
_KIND = (
    r"(?:minutes|reports?|judge?ment|ruling|verdict|interview|letter|memo(?:randum)?|newsletter|bulletin|(?:press|news)\s+release|statement|communiqu\u00e9"
    "|notes?|briefing|update|corrections?|protocol|transcript|circular|diary|journal|dispatch|announcement)"
)
_MEETING = r"(?:meeting(?!\s+the\b)|session|hearing|sitting|stand-?up|retrospective)"
_OWN = re.compile(  # what stands before a day; not "Report on the fire,": that day may be the fire's
    rf"""(?:[^:?!]{{1,60}}:\s+)?(?:{_KIND}\s+of\s+(?:the\s+)?)?
    (?:(?!(?:the|of|to|on|about|after|before|since|in|from|against|behind|what|why|how|when)\b)[^\s?!]+\s+){{0,5}}?
    (?:
        (?:{_KIND}|{_MEETING})\b(?!\s+(?:on|about|into|concerning|regarding)\b)[^:?!]*[,:;(\[|\u00b7\u2013\u2014-]
        | {_KIND}(?:\s+(?:of|from|dated))?
        | {_MEETING}(?:\s+(?:of|from|on|held\s+on))?
        | (?:minutes|{_MEETING})\b(?!\s+(?:on|about|into|concerning|regarding)\b)[^:?!]*\sheld(?:\s+on)?
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_HELD = re.compile(r"\sheld(?:\s+on)?$", re.IGNORECASE)
_PLACE = re.compile(r"\s+(?:at|in)\s", re.IGNORECASE)
_RECORD = re.compile(rf"\b(?:{_KIND}|{_MEETING})\b", re.IGNORECASE)
_AHEAD = re.compile(  # named for a day to come
    r"\b(?:agenda|invitation|program(?:me)?|schedule|timetable|itinerary|calendar|deadline|due|next|upcoming|valid"
    r"|effective|expir\w+)\b",
    re.IGNORECASE,
)
_BOUND = re.compile(r"\b(?:from|since|until|till|before|after|by|through|as of|to)[\s-]*$", re.IGNORECASE)
_LABEL = re.compile(
    r"""(?:(?:first|last)\s+)?
        (?:dated?|published|posted|issued|updated|revised|modified|reviewed|changed|amended|signed|sent|filed|lodged|adopted)
        (?:\s+of\s+(?:the\s+)?(?:issue|publication|meeting|letter|report|memo))?(?:\s+on)?\s*:?
    | (?:publication|posting|meeting|report|letter)\s+date\s*:?""",
    re.IGNORECASE | re.VERBOSE,
)
_WEEKDAY = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s*$", re.IGNORECASE)
_LATER = re.compile(r"\b(?:updated|revised|modified|reviewed|changed|amended)\b", re.IGNORECASE)
_PARTS = re.compile(  # between what a line says of its publication and of its update
    r"\s*[|\u00b7\u2022]\s*|(?:[,;]|\s[-\u2013\u2014])\s+(?=(?:(?:first|last)\s+)?(?:published|posted|updated|modified|revised)\b)",
    re.IGNORECASE,
)
_LONGEST_PLACE = 60  # characters


def day_of(made: Extracted, name: str) -> tuple[str, str]:
    """The day of a document by what stands in it, as an ISO date, and where it was found.

    Args:
        made: What was read.
        name: Of its file, with folders before it; a member of an archive stands behind `!`.

    Returns:
        Both empty when no day is named, or when two places disagree.
    """
    title = made.title.strip() or next(iter(_top_lines(made)), "")
    found = list(_in_top(made, title))
    if not _AHEAD.search(title):
        found = [*_in_title(title), *found]
        if not made.name:  # the file of a record is named for the day of the whole
            found += _in_name(name)
    days = {day for day, _ in found}
    return found[0] if len(days) == 1 and "" not in days else ("", "")


def outlet_near_top(made: Extracted) -> str:
    """The newspaper or office that a dateline among the first three lines names; empty where there is none."""
    return next((said for line in _top_lines(made)[:3] if (said := outlet_of(line))), "")


def dated_line_under(title: str, made: Extracted) -> str:
    """The line right under a title that names a record and its day: "Minutes of the meeting of 16 January 2024".

    Empty where the title is not the first line, or has a day itself.
    """
    first, second = (*_top_lines(made)[:2], "", "")[:2]
    days = written_days(second) if first == title and len(second) <= _LONGEST_LINE and not written_days(title) else ()
    return second if len(days) == 1 and days[0].iso and _is_own(*_around(second, days[0])) else ""


def _in_title(title: str) -> Iterator[tuple[str, str]]:
    """The day of a title; empty where it names several, or one that cannot be told."""
    days = written_days(title) if len(title) <= _LONGEST_LINE else ()
    if not days:
        return
    before, after = _around(title, days[0])
    entry = not before and (_ends(after) or (title.startswith(days[0].iso) and not after.strip()[:1].islower()))
    if len({day.iso for day in days}) > 1 or not days[0].iso:
        yield "", "title"
    elif entry or _is_own(before, after) or (_ends(after) and is_masthead(before.strip(MARKS))):
        yield days[0].iso, "title"


def _in_name(name: str) -> Iterator[tuple[str, str]]:
    """The day in a file's name; empty where it names several."""
    stem = re.sub(r"\.[^.\s]{1,8}$", "", re.split(r"[/\\!]", name)[-1])
    said = re.sub(r"(?<![0-9])([0-9]{4})[_.]([0-9]{2})[_.]([0-9]{2})(?![0-9])", r"\1-\2-\3", stem).replace("_", " ")
    days = written_days(said)
    if days and not _AHEAD.search(said) and not _BOUND.search(said[: days[0].start]):
        yield days[0].iso if len({day.iso for day in days}) == 1 else "", "file name"


def _in_top(made: Extracted, title: str) -> Iterator[tuple[str, str]]:
    """The days of those lines near the top that say when the document was written; other lines are passed over."""
    said: set[tuple[str, bool]] = set()  # the days of labels and bylines, and whether each is that of an update
    running = False
    lines = _top_lines(made)
    for number, line in enumerate(lines):
        days = written_days(line[:_LONGEST_LINE])
        if not running and days and (day := day_before_text(line) or _day_they_met(line, days[0], title, number)):
            yield day, "line near the top"
            continue
        running = running or len(line) > _LONGEST_LINE or (line[-1] in ".!?" and len(line.split()) > _TOP_LINES)
        if not days or len(line) > _LONGEST_LINE:
            continue
        before, after = _around(line, days[0])
        if labelled := _labelled(line):
            said |= labelled
        elif running or len(days) > 1 or line == title:
            continue
        elif (
            (not before and _ends(after) and (number == 0 or _names_record(title, lines[number - 1])))
            or _is_own(before, after)
            or (_ends(after) and (_is_outlet(before, made) if number else is_masthead(before.strip(MARKS))))
        ):
            yield days[0].iso, "line near the top"
    if said and said >= _said_anywhere(made.text):  # a collection of articles has a byline for each
        for day in sorted({day for day, later in said if not later} or {day for day, _ in said}):
            yield day, "line near the top"


def _day_they_met(line: str, day: WrittenDay, title: str, number: int) -> str:
    """The day of a line under the name of a meeting, where an hour follows, and nothing or who met stands before it."""
    if not number or not _RECORD.search(title) or _AHEAD.search(title) or len(line) > _LONGEST_LINE:
        return ""
    before, after = _around(line, day)
    said = before.strip(MARKS)
    hour = TIME.match(after.strip(MARKS))
    if hour is None or (said and not are_names(said)):
        return ""
    place = after.strip(MARKS)[hour.end() :].strip().partition(".")[0]
    parted = not place or place[0] in MARKS
    return day.iso if parted and len(place) <= _LONGEST_PLACE and not re.search("[?!]", place) else ""


def _labelled(line: str) -> set[tuple[str, bool]]:
    """The days of a line that says when the document was written, each with whether it is the day of an update."""
    days = written_days(line)
    before, after = _around(line, days[0])
    if _says_when(before, after):
        return {(day.iso, _LATER.search(before) is not None) for day in days}
    found: set[tuple[str, bool]] = set()
    for part in _PARTS.split(line):
        if within := written_days(part):
            before, after = _around(part, within[0])
            if len(within) > 1 or not _says_when(before, after):
                return set()
            found.add((within[0].iso, _LATER.search(before) is not None))
    return found


def _names_record(title: str, above: str) -> bool:
    """Whether the title, or the line above, says that this is a record of a day: "Minutes of the board"."""
    return bool(_RECORD.search(title) or (_RECORD.search(above) and above[-1] not in ".!?:;,"))


def _top_lines(made: Extracted) -> list[str]:
    """The first lines with words in them that are no row of a table."""
    rows = {start for start, _ in made.rows}
    lines: list[str] = []
    position = 0
    for line in made.text[:_TOP].split("\n"):
        whole = position + len(line) < _TOP
        if line.strip() and position not in rows and whole:
            lines.append(line.strip())
        position += len(line) + 1
    return lines[:_TOP_LINES]


def _said_anywhere(text: str) -> set[tuple[str, bool]]:
    """The days of all labels and bylines of a text."""
    said: set[tuple[str, bool]] = set()
    for line in map(str.strip, text.split("\n")):
        if len(line) <= _LONGEST_LINE and written_days(line):
            said |= _labelled(line)
    return said


def _around(line: str, day: WrittenDay) -> tuple[str, str]:
    """What stands before a day, without the day of the week, and what stands behind it."""
    return _WEEKDAY.sub("", line[: day.start]).strip(), line[day.end :]


def _is_own(before: str, after: str) -> bool:
    """Whether a kind of document stands before a day, and no sentence goes on behind it but where it was held."""
    ends = not after.strip() or after.strip()[0] in MARKS or (_HELD.search(before) and _PLACE.match(after))
    return bool(ends) and _OWN.fullmatch(before) is not None


def _says_when(before: str, after: str) -> bool:
    """Whether a day stands behind a label, or in a byline."""
    said = before.strip(MARKS)
    if not before:
        return _is_byline(after.strip(MARKS))
    return _ends(after) and (_LABEL.fullmatch(said) is not None or _is_byline(said))


def _is_byline(said: str) -> bool:
    """Whether it is "By" and names."""
    found = BY.match(said)
    return found is not None and are_names(re.sub(r",?\s(?:published|posted)(?:\son)?$", "", said[found.end() :]))


def _is_outlet(before: str, made: Extracted) -> bool:
    """Whether it is the name of a newspaper or an office, or of the author."""
    said = before.strip(MARKS)
    return is_outlet(said) or (are_names(said) and said in {made.author, made.publisher})


def _ends(after: str) -> bool:
    """Whether behind a day there is nothing but a time or a byline."""
    said = after.strip(MARKS)
    return not said or TIME.fullmatch(said) is not None or _is_byline(said)
