"""The lines of a text and their kinds: headings, paragraphs, list items, table rows, and lines that say nothing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.text.boilerplate import is_boilerplate
from knowledge.text.courtesy import is_closing

Kind = Literal["blank", "heading", "paragraph", "item", "row", "junk"]

CAPTION = 10
"""The level from which a heading stands over the table rows that follow it, and over nothing else."""

_TERMINAL = (*".!?:;,\u2026\u0964\u0965\u3002\uff01\uff1f\u061f\u06d4", "''", '."', ".\u201d", "?\u201d", "!\u201d")
_MARKDOWN = re.compile(r"(#{1,6})\s+\S")
_UNDERLINE = re.compile(r"(=|-){3,}$")
_BULLET = re.compile(
    r"(?:[-*+\u2022\u2023\u25e6\u25aa\u25cf\u2043\u2219\u00b7\u2013\u2014]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])(?=\s|$)\s*"
)
_NUMBERED = re.compile(r"(\d{1,3}(?:\.\d{1,3})*)[.)]?\s+\S")
_SEPARATOR_SIGNS = re.compile(r"[\s|:+=-]+")
_WORD = re.compile(r"[^\W\d_][\w'\u2019-]*")
_SMALL = frozenset(
    (
        "a an the and or but nor of in on at to for from by with as vs via into over under after before up is are be "
        "und der die das de la le les et du des y el los en von zu"
    ).split()
)
_FACT = re.compile(r".*:\s*\S*\d")  # "Deliveries: 3 of 5" states a fact, though it looks like a title
_BYLINE = re.compile(
    r"(?:by|photo|image|source|date|author|(?:(?:first|last)\s+)?(?:updated|published|posted|reviewed|revised|modified)"
    r"|(?:approved|adopted|signed|issued|written|prepared)\s+(?:by|on))\b[\s:]"
    r"|(?:present|absent|apologies|excused|participants|chair(?:man|woman|person)?|secretary|owner|contact):",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `start` to `end` without the white space around it."""

    kind: Kind
    start: int
    end: int
    level: int = 0  # of a heading
    body: int = 0  # of a list item: where its words begin
    header: str = ""  # of a table row: the cells of its separate header row


def read_lines(text: str, headings: Sequence[Sequence[int]], rows: Sequence[Sequence[int]]) -> list[Line]:
    """Every line with its kind, which may depend on the lines around it."""
    heading_at = {start: (end, level) for start, end, level in headings}
    row_starts = [start for start, _ in rows]
    lines: list[Line] = []
    for start, end in _line_spans(text):
        place = bisect_right(row_starts, start) - 1
        if start == end:
            lines.append(Line("blank", start, end))
        elif start in heading_at:
            lines.append(Line("heading", start, end, heading_at[start][1]))
        elif place >= 0 and start < rows[place][1]:
            lines.append(Line("row", start, end))
        else:
            lines.append(_alone(text, start, end))
    _mark_tables(text, lines)
    _mark_underlined(text, lines)
    _mark_headings(text, lines, guess=all(level >= CAPTION for _, _, level in headings))
    return lines


def _line_spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every line, without the white space around it."""
    position = 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        start = position + (line.find(stripped) if stripped else 0)
        yield start, start + len(stripped)
        position += len(line)


def _alone(text: str, start: int, end: int) -> Line:
    """The kind of a line, judged by itself."""
    line = text[start:end]
    if markdown := _MARKDOWN.match(line):
        return Line("heading", start, end, len(markdown.group(1)))
    if is_boilerplate(line):
        return Line("junk", start, end)
    if (bullet := _BULLET.match(line)) and not _is_dialogue(line):
        return Line("item", start, end, body=start + bullet.end())
    return Line("paragraph", start, end)


def _is_dialogue(line: str) -> bool:
    """A long dash and a whole sentence is speech or an attribution, not a list item."""
    return line[0] in "\u2013\u2014" and line.endswith((".", "!", "?"))


def _mark_tables(text: str, lines: list[Line]) -> None:
    """Turn Markdown pipe tables into rows; the header and the rule under it are not rows."""
    past = 0  # end of the last table read
    for index in range(1, len(lines)):
        line = lines[index]
        if index < past:
            continue
        rule = text[line.start : line.end]
        if "-" not in rule or "|" not in rule or not _SEPARATOR_SIGNS.fullmatch(rule):
            continue
        header = text[lines[index - 1].start : lines[index - 1].end]
        if "|" not in header:
            continue
        names = " | ".join(cell.strip() for cell in header.strip("|").split("|"))
        lines[index - 1] = Line("junk", lines[index - 1].start, lines[index - 1].end)
        lines[index] = Line("junk", line.start, line.end)
        below = index + 1
        while below < len(lines) and "|" in text[lines[below].start : lines[below].end]:
            lines[below] = Line("row", lines[below].start, lines[below].end, header=names)
            below += 1
        past = below


def _mark_underlined(text: str, lines: list[Line]) -> None:
    """Turn `Title` over `=====` into a heading; a rule alone says nothing."""
    for index, line in enumerate(lines):
        content = text[line.start : line.end]
        if line.kind not in {"paragraph", "item"} or not _UNDERLINE.match(content):
            continue
        above = lines[index - 1] if index else None
        if above and above.kind == "paragraph" and above.end - above.start <= 120:
            lines[index - 1] = Line("heading", above.start, above.end, 1 if content[0] == "=" else 2)
        lines[index] = Line("blank", line.start, line.start)


def _mark_headings(text: str, lines: list[Line], *, guess: bool) -> None:
    """Turn numbered and short title-like lines above other text into headings, from the last line up."""
    below: Line | None = None  # the nearest non-blank line below
    chain = 0  # how many guessed headings follow one another
    gap_below = True
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if line.kind == "blank":
            gap_below = True
            continue
        if line.kind in {"item", "paragraph"} and below is not None and chain < 3:
            if _is_bare_mark(lines, index - 1) or _has_signed(text, lines, index - 1):
                below, chain, gap_below = line, 0, False
                continue  # the text of the bare bullet, or the name under the closing, above
            gap_above = index == 0 or lines[index - 1].kind in {"blank", "junk", "heading"}
            level = _guessed_level(text, line, below, first=index == 0, apart=gap_above and gap_below, guess=guess)
            if level:
                line = lines[index] = Line("heading", line.start, line.end, level)
                chain += 1
            else:
                chain = 0
        else:
            chain = 0
        if line.kind != "junk":
            below = line
        gap_below = line.kind == "junk"


def _is_bare_mark(lines: list[Line], index: int) -> bool:
    """Whether the nearest non-blank line above is a bullet without words."""
    while index >= 0 and lines[index].kind == "blank":
        index -= 1
    return index >= 0 and lines[index].kind == "item" and lines[index].body >= lines[index].end


def _has_signed(text: str, lines: list[Line], index: int) -> bool:
    """Whether the nearest non-blank line above takes leave, so that what follows is a name."""
    while index >= 0 and lines[index].kind == "blank":
        index -= 1
    return index >= 0 and lines[index].kind == "junk" and is_closing(text[lines[index].start : lines[index].end])


def _guessed_level(text: str, line: Line, below: Line, *, first: bool, apart: bool, guess: bool) -> int:
    """The level of a heading without a mark of its own; 0 when the line is not a heading."""
    content = text[line.start : line.end]
    if len(content) > 100 or content.endswith(_TERMINAL) or "|" in content:
        return 0
    stands_over_text = below.kind in {"heading", "row"} or (
        below.kind == "paragraph" and (below.end - below.start >= 60 or _has_terminal(text, below))
    )
    numbered = _NUMBERED.match(content)
    if numbered and stands_over_text and _looks_like_title(content[numbered.end() - 1 :], 0.3):
        return 3 + numbered.group(1).count(".")
    if not guess or line.kind == "item":
        return 0
    over_list = below.kind == "item" and apart
    if (
        not (stands_over_text or over_list)
        or _BYLINE.match(content)
        or _FACT.match(content)
        or len(content.split()) > 14
    ):
        return 0
    if _looks_like_title(content, 0.2 if apart and len(content.split()) <= 9 else 0.6):
        return 1 if first else 2
    return 0


def _has_terminal(text: str, line: Line) -> bool:
    """Whether the line ends as a sentence or a lead-in does."""
    return text[line.start : line.end].endswith(_TERMINAL)


def _looks_like_title(content: str, share: float) -> bool:
    """Whether the line and enough of its words begin with a capital (or a letter of a script without capitals)."""
    words = _WORD.findall(content)
    if not words or not (content[0].isdigit() or not content[0].isalpha() or not content[0].islower()):
        return False
    if not any(letter.islower() or letter.isupper() for letter in content):
        return len(content) <= 60
    if words[0][0].islower() and not content[0].isdigit():
        return False
    heavy = [word for word in words if word.lower() not in _SMALL]
    digits = sum(letter.isdigit() for letter in content)
    return (
        bool(heavy)
        and digits <= len(content) // 3
        and sum(not word[0].islower() for word in heavy) >= share * len(heavy)
    )
