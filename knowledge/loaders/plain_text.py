"""Plain text -> paragraphs, with lines that were only full put together."""

from __future__ import annotations

from knowledge.loaders.extracted import Extracted, TextBuilder
from knowledge.loaders.language import language_of
from knowledge.loaders.limits import Limits
from knowledge.loaders.metadata import apply_fields, read_front_matter
from knowledge.loaders.wrapped import paragraphs


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
        add_lines(page.splitlines(), builder)
    made = Extracted(builder.text, language=language_of(builder.text), pages=tuple(builder.pages))
    return apply_fields(made, fields, "front matter")


def add_lines(lines: list[str], builder: TextBuilder) -> None:
    """Add lines of text; lines that belong close together stay so, one paragraph a line."""
    run: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            run.append(line.expandtabs(4))
        elif run:
            builder.paragraph("\n".join(paragraphs(run)))
            run = []
