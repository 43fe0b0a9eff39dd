"""An RTF file -> its paragraphs."""

from __future__ import annotations

from knowledge.errors import DocumentError
from knowledge.loaders.extracted import Extracted, TextBuilder
from knowledge.loaders.language import language_of
from knowledge.loaders.limits import Limits


def read_rtf(data: bytes, limits: Limits) -> Extracted:
    """Read an RTF file; its table cells are parted by bars.

    Raises:
        DocumentError: It is damaged.
    """
    from striprtf.striprtf import rtf_to_text

    try:
        plain: str = rtf_to_text(  # type: ignore[no-untyped-call]  # the library has no types
            data.decode("latin-1"), errors="replace"
        )
    except (ValueError, LookupError, TypeError, OverflowError) as error:
        raise DocumentError("The RTF file is damaged.") from error
    builder = TextBuilder(limits)
    table: list[list[str]] = []
    for line in plain.splitlines():
        if line.count("|") >= 2 and line.rstrip().endswith("|"):
            table.append(line.strip().rstrip("|").split("|"))
            continue
        builder.table(table)
        table = []
        if line.lstrip().startswith(("\u2022", "\u00b7")):
            builder.item(line.lstrip("\u2022\u00b7 \t"))
        else:
            builder.paragraph(line)
    builder.table(table)
    return Extracted(builder.text, language=language_of(builder.text), rows=tuple(builder.rows))
