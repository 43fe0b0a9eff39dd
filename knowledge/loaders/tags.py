"""Which tags of HTML, and of the simpler tree that trafilatura makes, part the words, and the words of an element."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

LISTS = frozenset({"ul", "ol", "list", "dl"})
ITEMS = frozenset({"li", "item", "dt", "dd"})
ROWS = frozenset({"tr", "row"})
CELLS = frozenset({"td", "th", "cell"})
BREAKS = frozenset({"br", "lb"})
_PARTS = (
    "p div section article main body blockquote quote table pre header figure address figcaption center html head"
    " details summary tbody thead tfoot caption code ab hr h1 h2 h3 h4 h5 h6"
)
BLOCKS = frozenset(_PARTS.split()) | LISTS | ITEMS | ROWS | CELLS
SKIPPED = frozenset({"script", "style", "title", "meta", "link", "graphic", "img", "template", "noscript", "rt"})


def words_of(element: _Element, without: frozenset[str] = frozenset()) -> str:
    """All text of an element on one line, block elements parted by a space."""
    parts: list[str] = []
    stack: list[tuple[_Element, bool]] = [(element, False)]
    while stack:
        current, done = stack.pop()
        if done:
            if current is not element:
                parts.append((" " if current.tag in BLOCKS else "") + (current.tail or ""))
            continue
        stack.append((current, True))
        if (
            not isinstance(current.tag, str)
            or current.tag in SKIPPED
            or (current is not element and current.tag in without)
        ):
            continue
        if current.tag in BREAKS or (current is not element and current.tag in BLOCKS):
            parts.append(" ")
        parts.append(current.text or "")
        stack.extend((child, False) for child in reversed(current))
    return re.sub(r"\s+", " ", "".join(parts)).strip(" ") if without or element.tag in BLOCKS else "".join(parts)
