"""Parts of a page that stand side by side, such as the articles of a page of news, none of which may be lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from knowledge.loaders.html_table import letters_of

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

_PARTS = frozenset({"article", "section", "div"})
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SAYINGS = ("p", "li", "dd", "td", "blockquote")
_AROUND = _PARTS | {"main", "body"}
_DEEPEST = 20  # levels of nesting that are looked at
_SHORTEST = 10  # letters of a text that counts as one
_WHOLE = 0.95  # share of the letters found that must lie in an element that is read in their place


def with_its_neighbours(found: _Element, page: HtmlElement) -> HtmlElement | None:
    """The element of a page to read in place of the main text that was found, where that lacks some of its neighbours.

    Neighbours are elements of one sort under one parent: articles, or sections with a heading each, as the entries of
    a diary have. One whose heading only leads to another page is left out beside one that is told here.

    Args:
        found: The main text that was found.
        page: The page it was found on, without its surroundings; what is no text is taken out of it.

    Returns:
        None when no neighbour of a text that was found lacks its heading or its text.
    """
    said = letters_of(found)
    for row in _rows(page):
        told = [part for part in row if _text_of(part) in said]
        own = [part for part in row if not _leads_elsewhere(part)]
        kept = own if any(part in own for part in told) else row
        lacking = any(piece not in said for part in kept for piece in (_heading_of(part), _text_of(part)))
        if told and lacking and len(kept) > 1:
            whole = _around_all(kept[0].getparent(), found)
            _drop_links(whole, kept)
            return whole
    return None


def _rows(page: HtmlElement) -> Iterator[list[HtmlElement]]:
    """Neighbours of one sort, the outermost first."""
    level: list[HtmlElement] = [page]
    for _ in range(_DEEPEST):
        for parent in level:
            yield from _rows_under(parent)
        level = [child for parent in level for child in parent if child.tag in _AROUND]


def _rows_under(parent: HtmlElement) -> Iterator[list[HtmlElement]]:
    """The children of one sort, of each sort of which there are several: one tag and one class."""
    rows: dict[tuple[str, str], list[HtmlElement]] = {}
    for child in parent:
        headed = child.tag == "article" or (child.tag in _PARTS and _heading_of(child))
        if headed and len(_text_of(child)) >= _SHORTEST:
            for name in (child.get("class") or "").split() or [""]:
                rows.setdefault((str(child.tag), name), []).append(child)
    for row in sorted(rows.values(), key=len, reverse=True):
        if len(row) > 1:
            yield row


def _heading_of(part: _Element) -> str:
    """The letters of its first heading."""
    return next((letters_of(heading) for heading in part.iter(*_HEADINGS) if letters_of(heading)), "")


def _text_of(part: _Element) -> str:
    """The letters of its longest paragraph or item."""
    return max((letters_of(said) for said in part.iter(*_SAYINGS)), key=len, default="")


def _leads_elsewhere(part: _Element) -> bool:
    """Whether its heading is a link, or it consists of links for the most part, as the teaser of another page does."""
    heading = next((each for each in part.iter(*_HEADINGS) if letters_of(each)), None)
    links = () if heading is None else (*heading.iter("a"), *heading.iterancestors("a"))
    return _is_mostly_links(part) or any(not link.get("href", "#").startswith("#") for link in links)


def _is_mostly_links(part: _Element) -> bool:
    return sum(len(letters_of(link)) for link in part.iter("a")) > 0.5 * len(letters_of(part))


def _around_all(parent: HtmlElement, found: _Element) -> HtmlElement:
    """The innermost element from `parent` up that holds what was found."""
    pieces = [letters_of(child) for child in found]
    whole = parent
    while (above := whole.getparent()) is not None and whole.tag != "body" and not _holds(whole, pieces):
        whole = above
    return whole


def _holds(element: _Element, pieces: Iterable[str]) -> bool:
    letters = letters_of(element)
    pieces = list(pieces)
    return sum(len(piece) for piece in pieces if piece in letters) >= _WHOLE * sum(map(len, pieces))


def _drop_links(whole: HtmlElement, kept: list[HtmlElement]) -> None:
    """Take out the neighbours that only lead elsewhere, and blocks of links."""
    for parent in {kept[0].getparent(), whole}:
        for child in list(parent):
            if not isinstance(child.tag, str) or child.tag in _HEADINGS or child in kept or not letters_of(child):
                continue
            teaser = child.tag in _PARTS and _heading_of(child) and _leads_elsewhere(child)
            if (teaser or _is_mostly_links(child)) and kept[0] not in child.iterdescendants():
                child.drop_tree()
