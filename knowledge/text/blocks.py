"""The blocks of a text (headings, paragraphs, lists, table rows), found from how its lines look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.text.lines import Kind, Line, read_lines


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together: one heading, one paragraph, one table row, or the items of one list."""

    kind: Kind
    start: int
    end: int
    level: int = 0
    items: tuple[tuple[int, int], ...] = ()
    header: str = ""


def read_blocks(
    text: str, headings: Sequence[Sequence[int]] = (), rows: Sequence[Sequence[int]] = ()
) -> Iterator[Block]:
    """Find the blocks of a text, in order.

    Args:
        text: The whole document.
        headings: `(start, end, level)` of the headings that a loader saw; when there are any, none is guessed from
            a short line alone (Markdown and numbered headings are still seen).
        rows: `(start, end)` of table rows that a loader saw.

    Yields:
        Blocks that cover everything but blank lines.
    """
    lines = read_lines(text, headings, rows)
    return _joined(text, lines)


def _joined(text: str, lines: list[Line]) -> Iterator[Block]:
    """Lines put together: wrapped lines into paragraphs, items into lists."""
    index = 0
    while index < len(lines):
        line = lines[index]
        if line.kind == "item":
            index, block = _list_from(text, lines, index)
            yield block
        elif line.kind == "paragraph":
            end = index + 1
            width = _width(lines, index)
            while (
                end < len(lines) and lines[end].kind == "paragraph" and _wraps(text, lines[end - 1], lines[end], width)
            ):
                end += 1
            yield Block("paragraph", line.start, lines[end - 1].end)
            index = end
        else:
            if line.kind != "blank":
                yield Block(line.kind, line.start, line.end, line.level, header=line.header)
            index += 1


def _width(lines: list[Line], index: int) -> int:
    """The length of the longest line of this run of lines, looking a little ahead."""
    longest = 0
    for line in lines[index : index + 40]:
        if line.kind != "paragraph":
            break
        longest = max(longest, line.end - line.start)
    return longest


def _wraps(text: str, upper: Line, lower: Line, width: int) -> bool:
    """Whether a line break only wraps a full line."""
    if text[lower.start].islower():
        return True
    word = text[lower.start : lower.end].split(maxsplit=1)[0]
    length = upper.end - upper.start
    return 40 <= width <= 120 and length + 1 + len(word) > width - 1 and length > 0.7 * width


def _list_from(text: str, lines: list[Line], index: int) -> tuple[int, Block]:
    """The list that begins at a line: items, their continuations, and marks whose words stand on the next line."""
    items: list[tuple[int, int]] = []
    start = lines[index].start
    while index < len(lines):
        line = lines[index]
        if line.kind == "item":
            end = line.end
            index += 1
            if line.body >= line.end:  # a bullet alone: its words are the next line
                while index < len(lines) and lines[index].kind == "blank":
                    index += 1
                if index < len(lines) and lines[index].kind == "paragraph":
                    end = lines[index].end
                    index += 1
                else:
                    continue
            while index < len(lines) and lines[index].kind == "paragraph" and _continues(text, lines, index):
                end = lines[index].end
                index += 1
            items.append((line.start, end))
        elif line.kind == "blank" and index + 1 < len(lines) and lines[index + 1].kind == "item":
            index += 1
        else:
            break
    return index, Block("item", start, items[-1][1] if items else start, items=tuple(items))


def _continues(text: str, lines: list[Line], index: int) -> bool:
    """Whether a line goes on with the list item above it."""
    line = lines[index]
    before = text.rfind("\n", 0, line.start) + 1
    indented = line.start - before >= 2
    upper = lines[index - 1]
    return indented or text[line.start].islower() or _wraps(text, upper, line, _width(lines, index - 1))
