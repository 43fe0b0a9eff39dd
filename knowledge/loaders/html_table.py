"""The tables of an HTML tree, or of the simpler tree that trafilatura makes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.loaders.table import Cell, Table, span
from knowledge.loaders.tags import CELLS, ROWS, words_of

if TYPE_CHECKING:
    from lxml.etree import _Element


def tables_of(tree: _Element) -> dict[str, Table]:
    """The tables of a page by their letters, by which each is found again in the main text that was taken out of it."""
    found = ((element, read_table(element)) for element in tree.iter("table"))
    return {letters_of(element): table for element, table in found if table is not None}


def letters_of(element: _Element) -> str:
    """The letters and digits of an element."""
    return "".join(letter for letter in words_of(element) if letter.isalnum())


def read_table(element: _Element) -> Table | None:
    """A table of cells; None for one that only lays out the page: it holds another one, or has a single column."""
    rows = list(rows_of(element))
    cells = [[cell for cell in row if cell.tag in CELLS] for row in rows]
    nested = any(inner.tag == "table" for row in cells for cell in row for inner in cell.iter())
    if nested or max(map(len, cells), default=0) < 2:
        return None
    caption = next((words_of(child) for child in element if child.tag == "caption"), "")
    return Table(tuple(tuple(_cells(row)) for row in rows), caption)


def rows_of(element: _Element) -> Iterator[_Element]:
    """The rows of a table, without those of tables in its cells."""
    for child in element:
        if child.tag in ROWS:
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from (row for row in child if row.tag in ROWS)


def _cells(row: _Element) -> Iterator[Cell]:
    parent = row.getparent()
    named = parent is not None and parent.tag == "thead"
    for cell in row:
        if cell.tag in CELLS:
            head = named or cell.tag == "th" or cell.get("role") == "head"
            yield Cell(words_of(cell), span(cell.get("colspan", "")), span(cell.get("rowspan", "")), head)
