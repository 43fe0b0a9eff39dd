"""What office files share: core properties, and the document that is made of them and the text."""

from __future__ import annotations

from knowledge.document import DAY_OF_OFFICE_FILE
from knowledge.loaders.extracted import Extracted, TextBuilder, visible
from knowledge.loaders.iso_day import iso_day
from knowledge.loaders.language import language_of
from knowledge.loaders.package import Package

_TEMPLATE_DAY = "2013-12-23"  # stands in every file made from python-docx's template


def finished(builder: TextBuilder, package: Package, properties: str, title: str = "") -> Extracted:
    """The document: the text that was built, and what the member `properties` says of it, its title before `title`."""
    said, author, published, found = _about(package, properties)
    text = builder.text
    return Extracted(
        text,
        title=said or title,
        author=author,
        published=published,
        found=found,
        of_file=True,
        language=language_of(text),
        headings=tuple(builder.headings),
        rows=tuple(builder.rows),
    )


def _about(package: Package, name: str) -> tuple[str, str, str, str]:
    """Title, author, day of the last change, and how that was found, from a file's core properties."""
    if name not in package:
        return "", "", "", ""
    fields: dict[str, str] = {}
    for element in package.xml(name).iter():
        if isinstance(element.tag, str):
            fields.setdefault(element.tag.rpartition("}")[2], visible(element.text or ""))
    for field in ("modified", "date"):
        day = iso_day(fields.get(field, ""))
        if day and day != _TEMPLATE_DAY:
            return fields.get("title", ""), fields.get("creator", ""), day, DAY_OF_OFFICE_FILE
    return fields.get("title", ""), fields.get("creator", ""), "", ""
