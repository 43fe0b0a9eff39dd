"""Plain text, kept as it is: only line breaks are made alike and characters that no reader sees are left out."""

from __future__ import annotations

from knowledge.loaders.extracted import Extracted, TextBuilder
from knowledge.loaders.language import language_of
from knowledge.loaders.limits import Limits
from knowledge.loaders.metadata import apply_fields, read_front_matter


def read_plain_text(text: str, limits: Limits) -> Extracted:
    """Read plain text; a form feed begins a new page.

    Raises:
        DocumentError: The text is too long, or a front matter cannot be read.
    """
    fields, text = read_front_matter(text)
    builder = TextBuilder(limits)
    pages = text.split("\f")
    for number, page in enumerate(pages, 1):
        if len(pages) > 1:
            builder.page(number)
        builder.verbatim(page)
    made = Extracted(builder.text, language=language_of(builder.text), pages=tuple(builder.pages))
    return apply_fields(made, fields, "front matter")
