"""A quote as shown, and what one takes from it: a copy with its source, the pages that it is from."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.answer import Citation
from assistant.export import citation_as_text
from assistant.render import is_web_address
from assistant.web.parts.html import Child, Markup, el, icon, join, link, prose
from assistant.web.parts.texts import Texts
from knowledge.passage import Source

LINE_MARK = re.compile(r"^\s*(?:#{1,6}\s+|>\s+|[-*•]\s+|\d{1,3}[.)]\s+(?=\S))?")


def quoted(text: str) -> Markup:
    """A quote in markup. Only marks at the start of lines after the first are left out; every word stays."""
    lines = [line for line in text.splitlines() if line.strip()]
    pieces: list[Child] = []
    for place, line in enumerate(lines):
        shown = LINE_MARK.sub("", line)
        pieces.append(el("span", prose(shown), class_="line") if len(lines) > 1 else prose(shown))
        if place < len(lines) - 1:
            pieces.append(" ")
    return join(pieces)


def copy_quote(citation: Citation, t: Texts) -> Markup:
    """The button that copies a quote with its sources."""
    words = el("span", t("Copy quote"), class_="lbl")
    return el("button", words, type="button", data_copy=citation_as_text(citation))


def original_pages(sources: Iterable[Source], t: Texts) -> list[Markup]:
    """A link to each page on the web that something is from; of several, each bears its publisher's name."""
    pages = [source for source in sources if source.url and is_web_address(source.url)]
    return [
        link(
            page.url,
            t("Original page") if len(pages) == 1 else page.publisher,
            " ",
            icon("out"),
            aria_label=f"{t('Original page')}: {page.publisher}, {page.title}",
        )
        for page in pages
    ]
