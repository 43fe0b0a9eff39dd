"""A quote as shown: its lines one below the other, without the marks of a list or heading before them."""

from __future__ import annotations

import re

from assistant.web.html import Child, Markup, el, join, prose

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
