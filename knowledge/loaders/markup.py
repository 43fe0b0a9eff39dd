"""The blocks of an HTML tree, or of the simpler tree that trafilatura makes, in reading order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge.loaders.extracted import TextBuilder

if TYPE_CHECKING:
    from lxml.etree import _Element

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # lxml reads these but cannot move them
_REFERENCE = re.compile(r"&#(?:x([0-9a-f]{1,8})|([0-9]{1,9}));?", re.IGNORECASE)
_HEADING = re.compile(r"h([1-6])$")
_LISTS = frozenset({"ul", "ol", "list", "dl"})
_ITEMS = frozenset({"li", "item", "dt", "dd"})
_ROWS = frozenset({"tr", "row"})
_CELLS = frozenset({"td", "th", "cell"})
_BREAKS = frozenset({"br", "lb"})
_BLOCKS = frozenset(
    {
        *(
            "p",
            "div",
            "section",
            "article",
            "main",
            "body",
            "blockquote",
            "quote",
            "table",
            "pre",
            "header",
            "figure",
            "address",
        ),
        *(
            "figcaption",
            "center",
            "html",
            "head",
            "details",
            "summary",
            "tbody",
            "thead",
            "tfoot",
            "caption",
            "code",
            "ab",
            "hr",
        ),
        *("h1", "h2", "h3", "h4", "h5", "h6"),
        *_LISTS,
        *_ITEMS,
        *_ROWS,
        *_CELLS,
    }
)
_SKIPPED = frozenset({"script", "style", "title", "meta", "link", "graphic", "img", "template", "noscript", "rt"})
_DEEPEST = 200  # levels of nesting; what lies deeper is taken as plain text


def movable(source: str) -> str:
    """The source of a page with spaces for the signs, and for references to them, that a tree may not hold."""
    return _NO_XML.sub(" ", _REFERENCE.sub(_kept, source))


def _kept(reference: re.Match[str]) -> str:
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return " " if code > 0x10FFFF or _NO_XML.match(chr(code)) else reference[0]


def read_markup(root: _Element, builder: TextBuilder) -> None:
    """Add the blocks of a tree to a text being built."""
    _walk(root, builder, 0)


def _walk(element: _Element, builder: TextBuilder, depth: int) -> None:
    """One block element: its own loose words are paragraphs between its blocks."""
    if depth > _DEEPEST:
        builder.paragraph(_words(element))
        return
    loose: list[str] = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _SKIPPED:
            if child.tag in _BREAKS:
                loose.append("\n")
            elif _is_block(child):
                builder.paragraph("".join(loose))
                loose = []
                _block(child, builder, depth + 1)
            else:
                loose.append(_words(child))
        loose.append(child.tail or "")
    builder.paragraph("".join(loose))


def _block(element: _Element, builder: TextBuilder, depth: int) -> None:
    tag = str(element.tag)
    if level := _heading_level(element):
        builder.heading(_words(element), level)
    elif tag in _LISTS:
        _list(element, builder, 0)
    elif tag == "table":
        _table(element, builder)
    elif tag != "hr":
        _walk(element, builder, depth)


def _heading_level(element: _Element) -> int:
    """1 to 6 for a heading, else 0; in trafilatura's tree a heading is `head` and its rank stands beside it."""
    rank = element.get("rend", "") if element.tag == "head" else str(element.tag)
    found = _HEADING.match(rank)
    return int(found.group(1)) if found else (2 if element.tag == "head" else 0)


def _is_block(element: _Element) -> bool:
    if element.tag in _BLOCKS:
        return True
    return any(child.tag in _BLOCKS for child in element.iterdescendants())


def _list(element: _Element, builder: TextBuilder, nesting: int) -> None:
    number = 0
    for child in element:
        if child.tag in _LISTS and nesting < 20:
            _list(child, builder, nesting + 1)
        elif child.tag in _ITEMS:
            number += 1
            inner = [part for part in child if isinstance(part.tag, str) and part.tag in _LISTS]
            mark = f"{number}." if element.tag == "ol" or element.get("rend") == "ol" else "-"
            builder.item(_words(child, without=_LISTS), nesting, mark)
            for part in inner:
                if nesting < 20:
                    _list(part, builder, nesting + 1)
        elif isinstance(child.tag, str):
            builder.item(_words(child), nesting)


def _table(element: _Element, builder: TextBuilder) -> None:
    """A table of cells as rows; one that only lays out the page is read as blocks."""
    rows = [row for row in element.iter() if row.tag in _ROWS]
    cells = [[cell for cell in row if cell.tag in _CELLS] for row in rows]
    if (
        any(cell.tag == "table" for row in cells for one in row for cell in one.iter())
        or max(map(len, cells), default=0) < 2
    ):
        for row in cells:
            for cell in row:
                _walk(cell, builder, 1)
        return
    heads = bool(cells) and bool(cells[0]) and all(_is_head(cell) for cell in cells[0])
    builder.table([[_words(cell) for cell in row] for row in cells], header=heads or None)


def _is_head(cell: _Element) -> bool:
    return bool(cell.tag == "th" or cell.get("role") == "head")


def _words(element: _Element, without: frozenset[str] = frozenset()) -> str:
    """All text of an element on one line, block elements parted by a space."""
    parts: list[str] = []
    stack: list[tuple[_Element, bool]] = [(element, False)]
    while stack:
        current, done = stack.pop()
        if done:
            if current is not element:
                parts.append((" " if current.tag in _BLOCKS else "") + (current.tail or ""))
            continue
        stack.append((current, True))
        if (
            not isinstance(current.tag, str)
            or current.tag in _SKIPPED
            or (current is not element and current.tag in without)
        ):
            continue
        if current.tag in _BREAKS or (current is not element and current.tag in _BLOCKS):
            parts.append(" ")
        parts.append(current.text or "")
        stack.extend((child, False) for child in reversed(current))
    return re.sub(r"\s+", " ", "".join(parts)).strip(" ") if without or element.tag in _BLOCKS else "".join(parts)
