"""The blocks of an HTML tree, or of the simpler tree that trafilatura makes, in reading order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from knowledge.loaders.extracted import TextBuilder, visible
from knowledge.loaders.html_table import letters_of, read_table, rows_of
from knowledge.loaders.table import Table, add_table
from knowledge.loaders.tags import BLOCKS, BREAKS, CELLS, ITEMS, LISTS, SKIPPED, words_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # lxml reads these but cannot move them
_REFERENCE = re.compile(r"&#(?:x([0-9a-f]{1,8})|([0-9]{1,9}));?", re.IGNORECASE)
_HEADING = re.compile(r"h([1-6])$")
_LONGEST_ROW = 300  # characters of a definition that is one statement
_DEEPEST = 200  # levels of nesting; what lies deeper is taken as plain text


def movable(source: str) -> str:
    """The source of a page with spaces for the signs, and for references to them, that a tree may not hold."""
    return _NO_XML.sub(" ", _REFERENCE.sub(_kept, source))


def _kept(reference: re.Match[str]) -> str:
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return " " if code > 0x10FFFF or _NO_XML.match(chr(code)) else reference[0]


def read_markup(root: _Element, builder: TextBuilder, tables: Mapping[str, Table] | None = None) -> None:
    """Add the blocks of a tree to a text being built.

    Args:
        root: The tree.
        builder: The text.
        tables: The tables of the page that the tree was made from, by their letters, where it shows them less exactly.

    Raises:
        DocumentError: The text grows beyond the limit.
    """
    _walk(root, builder, 0, tables or {})


def _walk(element: _Element, builder: TextBuilder, depth: int, tables: Mapping[str, Table]) -> None:
    """One block element: its own loose words are paragraphs between its blocks."""
    if depth > _DEEPEST:
        builder.paragraph(words_of(element))
        return
    loose: list[str] = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in SKIPPED:
            if child.tag in BREAKS:
                loose.append("\n")
            elif _is_block(child):
                builder.paragraph("".join(loose))
                loose = []
                _block(child, builder, depth + 1, tables)
            else:
                loose.append(words_of(child))
        loose.append(child.tail or "")
    builder.paragraph("".join(loose))


def _block(element: _Element, builder: TextBuilder, depth: int, tables: Mapping[str, Table]) -> None:
    tag = str(element.tag)
    if level := _heading_level(element):
        builder.heading(words_of(element), level)
    elif tag in LISTS:
        _list_of_any_sort(element, builder, 0)
    elif tag == "table":
        _table(element, builder, tables)
    elif tag != "hr":
        _walk(element, builder, depth, tables)


def _heading_level(element: _Element) -> int:
    """1 to 6 for a heading, else 0; in trafilatura's tree a heading is `head` and its rank stands beside it."""
    rank = element.get("rend", "") if element.tag == "head" else str(element.tag)
    found = _HEADING.match(rank)
    return int(found.group(1)) if found else (2 if element.tag == "head" else 0)


def _is_block(element: _Element) -> bool:
    if element.tag in BLOCKS:
        return True
    return any(child.tag in BLOCKS for child in element.iterdescendants())


def _list_of_any_sort(element: _Element, builder: TextBuilder, nesting: int) -> None:
    if nesting > 20:
        return
    if element.tag == "dl" or element.get("rend") == "dl":
        _definitions(element, builder, nesting)
    else:
        _list(element, builder, nesting)


def _definitions(element: _Element, builder: TextBuilder, nesting: int) -> None:
    """A list of terms, each with what is said of it: "Opening: 9 to 5"; several terms may share one definition."""
    entries: list[tuple[list[str], list[_Element]]] = []
    for child in [part for each in element for part in (each if each.tag == "div" else [each])]:
        if isinstance(child.tag, str) and "dt" in (child.tag, child.get("rend", "")[:2]):
            if not entries or entries[-1][1]:
                entries.append(([], []))
            entries[-1][0].append(words_of(child))
        elif isinstance(child.tag, str):
            entries = entries or [([], [])]
            entries[-1][1].append(child)
    builder.part()
    for terms, said in entries:
        words = [text for child in said if (text := words_of(child, without=LISTS))]
        inner = [part for child in said for part in child if isinstance(part.tag, str) and part.tag in LISTS]
        term = ", ".join(visible(each).rstrip(":") for each in terms)
        whole = f"{term}{'' if term.endswith(('?', '!', '.')) or not term else ':'} {'; '.join(words)}".strip()
        if sum(map(len, words)) > _LONGEST_ROW or inner:
            builder.paragraph(whole)
        else:
            builder.row((), [whole if words else term])
        for part in inner:
            _list_of_any_sort(part, builder, nesting)


def _list(element: _Element, builder: TextBuilder, nesting: int) -> None:
    number = 0
    for child in element:
        if child.tag in LISTS:
            _list_of_any_sort(child, builder, nesting + 1)
        elif child.tag in ITEMS:
            number += 1
            inner = [part for part in child if isinstance(part.tag, str) and part.tag in LISTS]
            mark = f"{number}." if element.tag == "ol" or element.get("rend") == "ol" else "-"
            builder.item(words_of(child, without=LISTS), nesting, mark)
            for part in inner:
                _list_of_any_sort(part, builder, nesting + 1)
        elif isinstance(child.tag, str):
            builder.item(words_of(child), nesting)


def _table(element: _Element, builder: TextBuilder, tables: Mapping[str, Table]) -> None:
    """A table of cells as rows; one that only lays out the page is read as blocks."""
    table = tables.get(letters_of(element)) or read_table(element)
    if table is not None:
        add_table(table, builder)
        return
    for row in rows_of(element):
        for cell in row:
            if cell.tag in CELLS:
                _walk(cell, builder, 1, tables)
