"""An e-book (EPUB) -> its chapters in reading order."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from knowledge.errors import DocumentError
from knowledge.loaders.encoding import decode
from knowledge.loaders.extracted import Extracted, TextBuilder, visible
from knowledge.loaders.iso_day import iso_day
from knowledge.loaders.language import language_of
from knowledge.loaders.limits import Limits
from knowledge.loaders.markup import movable, read_markup
from knowledge.loaders.package import Package

if TYPE_CHECKING:
    from lxml.etree import _Element

_DC = "{http://purl.org/dc/elements/1.1/}"


def read_epub(data: bytes, limits: Limits) -> Extracted:
    """Read an EPUB; a section of its spine is a page for citations.

    Raises:
        DocumentError: It is damaged, protected, or beyond the limits.
    """
    from lxml import html
    from lxml.etree import ParserError

    package = Package(data, limits)
    if "META-INF/encryption.xml" in package and b"EncryptedData" in package.read("META-INF/encryption.xml"):
        raise DocumentError("The e-book is protected (DRM) and cannot be read.")
    container = package.xml("META-INF/container.xml")
    root_file = next(
        (element.get("full-path", "") for element in container.iter() if _local(element) == "rootfile"), ""
    )
    book = package.xml(root_file)
    folder = posixpath.dirname(root_file)
    files = {str(element.get("id")): element for element in book.iter() if _local(element) == "item"}
    spine = [str(element.get("idref")) for element in book.iter() if _local(element) == "itemref"]
    builder = TextBuilder(limits)
    for idref in spine:
        element = files.get(idref)
        if (
            element is None
            or "html" not in element.get("media-type", "")
            or "nav" in element.get("properties", "").split()
        ):
            continue
        name = posixpath.normpath(posixpath.join(folder, unquote(element.get("href", ""))))
        source = movable(decode(package.read(name))).encode("utf-8")
        try:
            read_markup(html.document_fromstring(source, parser=html.HTMLParser(encoding="utf-8")), builder)
        except (ParserError, ValueError) as error:
            raise DocumentError(f"The chapter {name!r} of the e-book is damaged.") from error
    about = {
        name: visible(book.findtext(f".//{_DC}{name}") or "")
        for name in ("title", "creator", "publisher", "date", "language")
    }
    text = builder.text
    published = iso_day(about["date"])
    return Extracted(
        text,
        title=about["title"],
        publisher=about["publisher"],
        author=about["creator"],
        published=published,
        found="e-book metadata" if published else "",
        language=about["language"][:2] or language_of(text),
        headings=tuple(builder.headings),
        rows=tuple(builder.rows),
    )


def _local(element: _Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]
