"""An OpenDocument text (ODT) -> headings, paragraphs, lists and table rows in their order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from knowledge.errors import DocumentError
from knowledge.loaders.extracted import Extracted, TextBuilder
from knowledge.loaders.limits import Limits
from knowledge.loaders.office import finished
from knowledge.loaders.package import Package
from knowledge.loaders.table import Cell, Table, add_table, span

if TYPE_CHECKING:
    from lxml.etree import _Element

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_NOT_READ = frozenset(
    {f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}note", f"{_TEXT}bookmark", f"{_OFFICE}forms"}
)
_DEEPEST = 50  # levels of nesting that are followed


def read_odt(data: bytes, limits: Limits) -> Extracted:
    """Read an ODT; comments, notes and deleted text are left out.

    Raises:
        DocumentError: It is damaged, protected by a password, or beyond the limits.
    """
    package = Package(data, limits)
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise DocumentError("The document is protected by a password. Save a copy without one.")
    builder = TextBuilder(limits)
    body = package.xml("content.xml").find(f"{_OFFICE}body/{_OFFICE}text")
    if body is not None:
        _blocks(body, builder, 0)
    return finished(builder, package, "meta.xml")


def _blocks(parent: _Element, builder: TextBuilder, depth: int) -> None:
    if depth > _DEEPEST:
        return
    for child in parent:
        if child.tag == f"{_TEXT}h":
            level = child.get(f"{_TEXT}outline-level", "1")
            builder.heading("".join(_words(child)), int(level) if level.isdigit() else 1)
        elif child.tag == f"{_TEXT}p":
            builder.paragraph("".join(_words(child)))
        elif child.tag == f"{_TEXT}list":
            _list(child, builder, 0)
        elif child.tag == f"{_TABLE}table":
            add_table(Table(tuple(tuple(_cells(row)) for row in child.iter(f"{_TABLE}table-row"))), builder)
        elif isinstance(child.tag, str) and child.tag not in _NOT_READ:
            _blocks(child, builder, depth + 1)


def _cells(row: _Element) -> Iterator[Cell]:
    parent = row.getparent()
    head = parent is not None and parent.tag == f"{_TABLE}table-header-rows"
    for cell in row.findall(f"{_TABLE}table-cell"):
        text = " ".join("".join(_words(part)) for part in cell.iter(f"{_TEXT}p"))
        across, down = (cell.get(f"{_TABLE}number-{what}-spanned", "") for what in ("columns", "rows"))
        yield Cell(text, span(across), span(down), head)


def _list(element: _Element, builder: TextBuilder, nesting: int) -> None:
    for item in element:
        said = " ".join("".join(_words(part)) for part in item if part.tag in {f"{_TEXT}p", f"{_TEXT}h"})
        builder.item(said, nesting)
        for inner in item.findall(f"{_TEXT}list"):
            if nesting < _DEEPEST:
                _list(inner, builder, nesting + 1)


def _words(element: _Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag in {f"{_TEXT}s", f"{_TEXT}tab"}:
            yield " "
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif isinstance(child.tag, str) and child.tag not in _NOT_READ:
            yield from _words(child)
        yield child.tail or ""
