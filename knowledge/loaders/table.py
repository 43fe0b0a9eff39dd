"""A table whose cells may reach over several columns and rows -> rows under the names of their columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.loaders.extracted import TextBuilder, looks_like_names, visible

_WIDEST = 200  # columns that one cell is spread over at most
_MOST_HEADS = 3  # rows of a header
_LONGEST_CAPTION = 100  # characters


@dataclass(frozen=True, slots=True, eq=False)  # one cell is not another with the same words
class Cell:
    """A cell and how far it reaches.

    Attributes:
        text: Its words.
        across: Columns it covers.
        down: Rows it covers.
        head: Whether it names a column or a row.
        goes_on: Whether it is only the lower part of the cell above it.
    """

    text: str
    across: int = 1
    down: int = 1
    head: bool = False
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table as its format has them, and its caption."""

    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""


def span(written: str) -> int:
    """How many columns or rows a cell covers, as it is written in a file; 1 where that is no number."""
    return max(1, int(written)) if written.strip().isdecimal() and len(written) <= 6 else 1


def add_table(table: Table, builder: TextBuilder) -> None:
    """Add a table: a cell is said in every column and row that it covers, each row with the names of its columns.

    A header of several rows is joined for each column: "Price, Child". A caption, and a cell as wide as the table that
    stands over rows, become headings of these rows alone.

    Raises:
        DocumentError: The text grows beyond the limit.
    """
    grid = _spread(table.rows)
    builder.part()
    caption = visible(table.caption)
    if caption and not _is_title(caption):
        builder.paragraph(caption)
    elif caption:
        builder.caption(caption)
    while len(grid) > 1 and (_is_whole(grid[0]) or _is_lone_head(grid)):
        _say_whole(grid.pop(0)[0].text, builder, inner=bool(caption))
    heads = _header_size(grid)
    names = [
        _joined([row[place] for row in grid[:heads] if place < len(row)])
        for place in range(max(map(len, grid[:heads]), default=0))
    ]
    by_row = not heads and all(row[0].head and not any(cell.head for cell in row[1:]) for row in grid)
    rows = grid[heads:]
    for number, row in enumerate(rows):
        if _is_whole(row) and number + 1 < len(rows):
            _say_whole(row[0].text, builder, inner=True)
        elif _is_whole(row):
            builder.row((), [row[0].text])
        elif by_row:
            _say_row(row[1:], [row[0].text], builder)
        else:
            _say_row(row, names, builder)


def _spread(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """The rows that have words of their own, with one cell for each column; a cell stands wherever it reaches."""
    width = min(max((sum(cell.across for cell in row) for row in rows if len(row) > 1), default=1), _WIDEST)
    grid: list[list[Cell]] = []
    above: list[Cell] = []
    reaching: dict[int, int] = {}  # column -> the further rows that the cell above reaches into
    for row in rows:
        line: list[Cell] = []
        below: dict[int, int] = {}
        waiting = list(reversed(row))
        last = max(reaching, default=-1)
        while waiting or len(line) <= last:
            column = len(line)
            if column in reaching:
                cell, across, down = above[column], 1, reaching[column]
            else:
                cell = waiting.pop() if waiting else Cell("")
                across, down = max(1, min(cell.across, width - column)), cell.down - 1
                if cell.goes_on and column < len(above):
                    cell = above[column]
            for place in range(column, column + across):
                if place > column and place in reaching:
                    break
                line.append(cell)
                if down > 0:
                    below[place] = down - (column in reaching)
        reaching = {column: down for column, down in below.items() if down > 0}
        above = line
        if any(visible(cell.text) for cell in row if not cell.goes_on):
            grid.append(line)
    return grid


def _is_whole(row: Sequence[Cell]) -> bool:
    """Whether one cell is as wide as the table."""
    return len(row) > 1 and all(cell is row[0] for cell in row)


def _is_lone_head(grid: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first row holds nothing but one head over the heads of the columns: a caption that became a row."""
    return grid[0][0].head and not any(cell.text for cell in grid[0][1:]) and _names_columns(grid[1])


def _say_whole(text: str, builder: TextBuilder, *, inner: bool) -> None:
    """A cell as wide as the table, over rows: a heading of theirs, or a statement where it is a sentence."""
    if _is_title(visible(text)):
        builder.caption(text, inner=inner)
    else:
        builder.row((), [text])


def _is_title(text: str) -> bool:
    return len(text) <= _LONGEST_CAPTION and not text.endswith((".", "!", "?", ";", ","))


def _header_size(grid: Sequence[Sequence[Cell]]) -> int:
    """How many rows at the top name the columns: those of heads or, where there are none, one that looks like it."""
    size = 0
    while size < min(len(grid) - 1, _MOST_HEADS) and _names_columns(grid[size]):
        size += 1
    if not size and len(grid) > 1 and not grid[0][0].head:
        size = int(looks_like_names([cell.text for cell in grid[0]]))
    if 0 < size < min(len(grid) - 1, _MOST_HEADS) and _parts(grid[size - 1], grid[size]):
        size += 1
    return size


def _names_columns(row: Sequence[Cell]) -> bool:
    """Whether all cells with words are heads, one of them at least of another column than the first."""
    return all(cell.head for cell in row if cell.text) and any(cell.text for cell in row[1:]) and not _is_whole(row)


def _parts(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """Whether a row only parts the columns of the header above it: "Adult" and "Child" under "Price"."""
    under = {
        column for place in range(1, len(upper)) if upper[place] is upper[place - 1] for column in (place - 1, place)
    }
    if not under or len(lower) != len(upper):
        return False
    beside = [place for place in range(len(upper)) if place not in under]
    goes_on = all(not lower[place].text or lower[place] is upper[place] for place in beside)
    return goes_on and looks_like_names([lower[place].text for place in sorted(under)])


def _joined(cells: Sequence[Cell]) -> str:
    """The name of one column from all rows of the header."""
    return ", ".join(dict.fromkeys(name for cell in cells if (name := visible(cell.text).rstrip(":"))))


def _say_row(row: Sequence[Cell], names: Sequence[str], builder: TextBuilder) -> None:
    """A row; a cell that covers several columns is said once for each name that they have."""
    named = [(names[place] if place < len(names) else "", cell) for place, cell in enumerate(row)]
    kept = [pair for place, pair in enumerate(named) if not place or pair != named[place - 1]]
    builder.row([name for name, _ in kept], [cell.text for _, cell in kept])
