"""A Word file (DOCX) -> headings, paragraphs, lists and table rows in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.loaders.extracted import Extracted, TextBuilder, visible
from knowledge.loaders.limits import Limits
from knowledge.loaders.office import finished
from knowledge.loaders.package import Package
from knowledge.loaders.table import Cell, Table, add_table, span

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NOT_READ = frozenset(
    {
        f"{_W}del",
        f"{_W}moveFrom",
        f"{_W}instrText",
        f"{_W}pPr",
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    }
)
_RANK = re.compile(
    r"(?:heading|\u0437\u0430\u0433\u043e\u043b\u043e\u0432\u043e\u043a|\u00fcberschrift|titre|t\u00edtulo)\s*(\d)",
    re.IGNORECASE,
)
_TITLE = "title:"  # in front of the id of a style, which is that of a title
_DEEPEST_TABLE = 5  # tables inside tables


def read_docx(data: bytes, limits: Limits) -> Extracted:
    """Read a DOCX; deleted and hidden text, headers, footers and comments are left out.

    Raises:
        DocumentError: It is damaged or beyond the limits.
    """
    package = Package(data, limits)
    ranks = _style_ranks(package)
    builder = TextBuilder(limits)
    body = package.xml("word/document.xml").find(f"{_W}body")
    if body is not None:
        _blocks(body, builder, ranks, 0)
    title = "" if body is None else _title_of(body, ranks)
    return finished(builder, package, "docProps/core.xml", title)


def _title_of(body: _Element, ranks: dict[str, int]) -> str:
    """The first paragraph in the style of a title; empty where there is none."""
    for paragraph in body.iterchildren(f"{_W}p"):
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        identity = style.get(f"{_W}val", "") if style is not None else ""
        titled = f"{_TITLE}{identity}" in ranks or (identity == "Title" and identity not in ranks)
        if titled and (said := visible("".join(_runs(paragraph))).replace("\n", " ")):
            return said
    return ""


def _style_ranks(package: Package) -> dict[str, int]:
    """Style id -> level of heading, from the names and outline levels of the styles."""
    ranks: dict[str, int] = {}
    if "word/styles.xml" not in package:
        return ranks
    for style in package.xml("word/styles.xml").iter(f"{_W}style"):
        identity = style.get(f"{_W}styleId", "")
        named = style.find(f"{_W}name")
        name = named.get(f"{_W}val", "") if named is not None else ""
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        if rank := _RANK.match(name):
            ranks[identity] = int(rank.group(1))
        elif name.lower() == "title":
            ranks[identity] = ranks[f"{_TITLE}{identity}"] = 1
        elif outline is not None and outline.get(f"{_W}val", "9").isdigit() and int(outline.get(f"{_W}val", "9")) < 9:
            ranks[identity] = int(outline.get(f"{_W}val", "9")) + 1
    return ranks


def _blocks(parent: _Element, builder: TextBuilder, ranks: dict[str, int], depth: int) -> None:
    for child in parent:
        if child.tag == f"{_W}p":
            _paragraph(child, builder, ranks)
        elif child.tag == f"{_W}tbl":
            _table(child, builder, ranks, depth)
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo"}:
            _blocks(child, builder, ranks, depth)


def _paragraph(element: _Element, builder: TextBuilder, ranks: dict[str, int]) -> None:
    text = "".join(_runs(element))
    properties = element.find(f"{_W}pPr")
    style = outline = numbering = None
    if properties is not None:
        style = properties.find(f"{_W}pStyle")
        outline = properties.find(f"{_W}outlineLvl")
        numbering = properties.find(f"{_W}numPr")
    identity = style.get(f"{_W}val", "") if style is not None else ""
    level = ranks.get(identity, 0) or _rank_of(identity)
    if outline is not None and outline.get(f"{_W}val", "9").isdigit() and int(outline.get(f"{_W}val", "9")) < 9:
        level = int(outline.get(f"{_W}val", "0")) + 1
    if level:
        builder.heading(text, level)
    elif numbering is not None or identity.lower().startswith("list"):
        place = numbering.find(f"{_W}ilvl") if numbering is not None else None
        value = place.get(f"{_W}val", "0") if place is not None else "0"
        builder.item(text, min(int(value), 8) if value.isdigit() else 0)
    else:
        builder.paragraph(text)


def _rank_of(identity: str) -> int:
    found = re.match(r"Heading(\d)$", identity)
    return int(found.group(1)) if found else int(identity == "Title")


def _runs(element: _Element) -> Iterator[str]:
    """The words of a paragraph, without what was deleted or hidden."""
    stack = list(reversed(element))
    while stack:
        part = stack.pop()
        if part.tag in _NOT_READ or not isinstance(part.tag, str):
            continue
        if part.tag == f"{_W}r" and part.find(f"{_W}rPr/{_W}vanish") is not None:
            continue
        if part.tag == f"{_W}t":
            yield part.text or ""
        elif part.tag == f"{_W}tab":
            yield " "
        elif part.tag in {f"{_W}br", f"{_W}cr"}:
            yield "\n"
        elif part.tag == f"{_W}noBreakHyphen":
            yield "-"
        stack.extend(reversed(part))


def _table(element: _Element, builder: TextBuilder, ranks: dict[str, int], depth: int) -> None:
    rows = [row.findall(f"{_W}tc") for row in element.iterchildren(f"{_W}tr")]
    if max(map(len, rows), default=0) < 2 and depth < _DEEPEST_TABLE:  # a frame around text, not a table
        for row in rows:
            for cell in row:
                _blocks(cell, builder, ranks, depth + 1)
        return
    add_table(Table(tuple(tuple(_cells(row)) for row in element.iterchildren(f"{_W}tr"))), builder)


def _cells(row: _Element) -> Iterator[Cell]:
    """The cells of a row: joined ones say how many columns they cover, or that they go on from the row above."""
    head = _is_on(row.find(f"{_W}trPr/{_W}tblHeader"))
    for cell in row.findall(f"{_W}tc"):
        text = " ".join("".join(_runs(part)) for part in cell.iter(f"{_W}p"))
        joined, merge = cell.find(f"{_W}tcPr/{_W}gridSpan"), cell.find(f"{_W}tcPr/{_W}vMerge")
        across = span(joined.get(f"{_W}val", "")) if joined is not None else 1
        goes_on = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
        yield Cell(text, across, head=head, goes_on=goes_on)


def _is_on(switch: _Element | None) -> bool:
    return switch is not None and switch.get(f"{_W}val", "true") not in {"0", "false", "off"}
