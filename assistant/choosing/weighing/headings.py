"""Headings that answer: "3.1.0 (3 December 2025)" says when what stands below it was added.

A line of a change log, of minutes or of a programme often holds the time, the place or the name of a thing for all that
stands below it. Such lines, headings or the title, count as words of a statement where it lacks what is asked for, and
are shown and cited with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

import regex

from assistant.evidence import Evidence, ScoredStatement, names_above
from assistant.question import Wants, read_question
from assistant.question.designation import unnamed
from assistant.statements.answer_types import holds, judged
from assistant.statements.days import days_in, meet, times_named
from knowledge.passage import HEADING_SEPARATOR, Span, Statement, Status
from knowledge.text.month_names import MONTH_OR_SHORT, WEEKDAY

TOLD_WITH = 12  # best statements that are told with the lines above them
MARKS = "#*=_ \t"  # what may stand around the words of a heading in its line
TELLING = (Wants.DATE, Wants.DURATION, Wants.MONEY, Wants.SHARE)  # a bare number above may count anything
_DAY = regex.compile(rf"\b(?:{WEEKDAY}|{MONTH_OR_SHORT}|[12]\d\d\d)\b", regex.IGNORECASE)
HOUR = regex.compile(r"\b\d{1,2}[:.]\d\d\b")  # without a day it does not say when
_WHICH_PART = regex.compile(
    r"\b(?:which|what) (?P<part>version|release|edition|issue|volume|chapter|section|article|clause|paragraph|part|step"
    r"|stage|round|lesson|module|meeting|session|track|room|hall)\b",
    regex.IGNORECASE,
)
_SPOT = regex.compile(
    r"\b(?:room|hall|building|house|stage|studio|gallery|auditorium|theat(?:re|er)|pavilion|tent|gate|floor|foyer|court"
    r"|arena|park|square|station|terminal|pier|library|museum|church|school|cent(?:re|er))\b",
    regex.IGNORECASE,
)
# A title's date is mostly that of the report; of a record it is that of what was done or will be.
_RECORD = regex.compile(
    r"\b(?:minutes|proceedings|meeting|assembly|session|hearing|agenda|programme|program|schedule|itinerary|timetable"
    r"|diary|log|logbook|round|match|seminar|lecture|workshop|tour|trip)\b",
    regex.IGNORECASE,
)
_BYLINE = regex.compile(r"\b[Bb]y \p{Lu}|\bno\. ?\d|\b(?:reporter|correspondent|edition)\b")
_IN_A_PLACE = regex.compile(r"\b(?:in|at|on|near|to|from|outside|inside) (?:the )?\p{Lu}")


def lines_above(statement: Statement, title: str) -> tuple[str, ...]:
    """The title and the headings above a statement of a brought document, the outermost first.

    A statement of a dossier is written to stand alone: what is above it is no part of what it says. Neither is a title
    that is a file's name.
    """
    if statement.status is not Status.REPORTED:
        return ()
    above, heading = names_above(title, statement.heading)
    return tuple(line for line in (above, *heading.split(HEADING_SEPARATOR)) if line)


@lru_cache(maxsize=65536)
def telling(question: str, statement: Statement, title: str) -> tuple[str, ...]:
    """The lines above a statement from the first that tells what the question asks for, or is about, and it does not.

    That is a time, a price or a share; the place; the part of the document that "which version" asks for; a thing such
    as version 3.1.0, or a day, that the question names. The lines below it belong to it: "Removed" under "3.1.0".
    """
    lines = lines_above(statement, title)
    if not lines:
        return ()
    told = {
        *_holding_what_is_wanted(question, statement, title),
        *_naming_the_thing(question, statement.text, lines),
        *_of_the_day(question, statement, title),
        *_the_part(question, statement.text, lines),
    }
    first = next((place for place, line in enumerate(lines) if line in told), len(lines))
    return lines[first:]


def tells_above(kind: Wants, question: str, statement: Statement, title: str) -> bool:
    """Whether a line above a statement holds what is wanted of this kind, and it is one that a heading can tell."""
    return any(True for _ in _holding(kind, question, statement, title))


def told_with_headings(question: str, evidence: Evidence, text_of: Callable[[str], str | None]) -> Evidence:
    """The evidence whose best statements have with them the lines above that tell what is asked for.

    Args:
        question: What is asked, in words that stand alone.
        evidence: Statements, best first.
        text_of: The text of a document by its id.
    """
    best = [_with_lines(question, item, text_of) for item in evidence.statements[:TOLD_WITH]]
    return replace(evidence, statements=(*best, *evidence.statements[TOLD_WITH:]))


def _with_lines(question: str, item: ScoredStatement, text_of: Callable[[str], str | None]) -> ScoredStatement:
    statement = item.statement
    names = telling(question, statement, item.passage.title)
    text = text_of(statement.span.document_id) if names else None
    if text is None:
        return item
    found = [line_of(name, text, statement) for name in names]
    return replace(item, under=tuple(one for one in found if one))


def line_of(name: str, text: str, statement: Statement) -> Statement | None:
    """The last line of this name before a statement, as a statement; None where no line is that and nothing else."""
    start = text.rfind(name, 0, statement.span.start)
    while start >= 0:
        end = start + len(name)
        before = text[text.rfind("\n", 0, start) + 1 : start]
        after = text[end : text.find("\n", end)]
        if not before.strip(MARKS) and not after.strip(MARKS):
            return replace(statement, span=Span(statement.span.document_id, start, end), text=name, heading="")
        start = text.rfind(name, 0, start)
    return None


def _holding(kind: Wants, question: str, statement: Statement, title: str) -> Iterator[str]:
    """The lines above that hold what is wanted, the nearest first."""
    for line in reversed(lines_above(statement, title) if kind in TELLING else ()):
        if holds(kind, line, question) and (kind is not Wants.DATE or _is_of_the_deed(line, title)):
            yield line


def _is_of_the_deed(line: str, title: str) -> bool:
    """Whether the date of a line is that of what is told below it."""
    return _RECORD.search(line) is not None or (line != title and _BYLINE.search(line) is None)


def _holding_what_is_wanted(question: str, statement: Statement, title: str) -> Iterator[str]:
    wants, text = read_question(question).wants, statement.text
    for kind in judged(wants):
        lacks_day = kind is Wants.DATE and HOUR.search(text) and not _DAY.search(text)
        if holds(kind, text, question) and not lacks_day:
            continue
        for line in _holding(kind, question, statement, title):
            yield line
            if kind is not Wants.DATE or _DAY.search(line):
                break
    if Wants.PLACE in wants and not _SPOT.search(text) and not _IN_A_PLACE.search(text):
        yield from [line for line in lines_above(statement, title) if _SPOT.search(line)][-1:]


def _naming_the_thing(question: str, text: str, lines: tuple[str, ...]) -> Iterator[str]:
    missing = unnamed(question, [text])
    for line in reversed(lines if missing else ()):
        if unnamed(question, [text, line]) < missing:
            yield line
            break


def _of_the_day(question: str, statement: Statement, title: str) -> Iterator[str]:
    asked = [days for days in days_in(question) if days[0] == days[1]]
    weekdays = times_named(question).weekdays
    above = [line for line in reversed(lines_above(statement, title)) if _is_of_the_deed(line, title)]
    if asked and not days_in(statement.text):
        yield from [line for line in above if meet(asked, days_in(line))][:1]
    if weekdays and not times_named(statement.text).weekdays:
        yield from [line for line in above if weekdays & times_named(line).weekdays][:1]


def _the_part(question: str, text: str, lines: tuple[str, ...]) -> Iterator[str]:
    part = _WHICH_PART.search(question)
    noun = part["part"].casefold() if part else ""
    if noun and noun not in text.casefold() and (noun in lines[-1].casefold() or regex.search(r"\d", lines[-1])):
        yield lines[-1]
