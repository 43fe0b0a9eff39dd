"""A web page -> its main text with headings, lists and tables, and what the page says about itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from knowledge.errors import DocumentError
from knowledge.loaders.encoding import decode
from knowledge.loaders.extracted import Extracted, TextBuilder, visible
from knowledge.loaders.html_table import letters_of, tables_of
from knowledge.loaders.iso_day import iso_day
from knowledge.loaders.language import language_of
from knowledge.loaders.limits import Limits
from knowledge.loaders.markup import movable, read_markup
from knowledge.loaders.metadata import is_address
from knowledge.loaders.side_by_side import with_its_neighbours

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])"
)
_NEVER_TEXT = frozenset(
    {
        *("script", "style", "noscript", "template", "iframe", "object", "svg", "canvas", "form"),
        *("button", "select", "input", "nav", "footer", "aside", "dialog"),
    }
)
_BUILT = ("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table")
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|newsletter|subscri\w+|promo\w*|advert\w*|ads?|banner|sponsor\w*|taboola|outbrain|related|"
    r"recommend\w*|read-?more|most-?read|trending|share|sharing|social|breadcrumbs?|menu|navbar|sidebar|comments?|popup|modal|"
    r"paywall|skip|widget|tags|pagination|partners|links)(?:$|[\s_-])",
    re.IGNORECASE,
)
_URL_DATE = re.compile(r"/(20\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?:/|-|$|\b)")


def read_web_page(data: bytes, limits: Limits, url: str = "", charset: str = "") -> Extracted:
    """Read the main text of a page; menus, notices, advertisements, related links and hidden text are left out.

    Args:
        data: The page.
        limits: What it may hold.
        url: Where it came from.
        charset: What the server said of its encoding.

    Raises:
        DocumentError: There is no running text on it.
    """
    from lxml import html
    from lxml.etree import ParserError

    declared = _CHARSET.search(data[:4000])
    source = _DECLARATION.sub("", decode(data, charset or (declared.group(1).decode("ascii") if declared else "")))
    try:
        tree = cast("HtmlElement", html.document_fromstring(movable(source)))
    except (ParserError, ValueError) as error:
        raise DocumentError("The page cannot be read as HTML.") from error
    about = _about(tree, url)
    _prune(tree)
    builder = TextBuilder(limits)
    tables = tables_of(tree)
    body = _main_text(tree)
    read_markup(body if body is not None else _body_of(tree), builder, tables)
    if not builder.text.strip():
        raise DocumentError(
            "The page has no running text. If a script makes its text, save the page from a browser first."
        )
    text = builder.text
    return Extracted(
        text,
        title=about["title"],
        publisher=about["publisher"],
        author=about["author"],
        published=about["published"],
        found=about["found"],
        url=url or about["url"],
        language=about["language"] or language_of(text),
        headings=tuple(builder.headings),
        rows=tuple(builder.rows),
    )


def _main_text(tree: HtmlElement) -> HtmlElement | None:
    """The body that trafilatura finds, with what it lacks of a row of articles and the like beside it.

    None when it finds little, or nearly all but as paragraphs alone.
    """
    import trafilatura

    found = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=True, include_links=False, include_formatting=False
    )
    body = getattr(found, "body", None)
    if body is None:
        return None
    whole = _body_of(tree)
    length = sum(len(part) for part in body.itertext())
    flat = all(child.tag == "p" for child in body) and next(whole.iter(*_BUILT), None) is not None
    little = length < 200 and length < 0.5 * len(whole.text_content())
    if little or (flat and len(letters_of(body)) >= 0.8 * len(letters_of(whole))):
        return None
    wider = with_its_neighbours(body, whole)
    return cast("HtmlElement", body) if wider is None else wider


def _body_of(tree: HtmlElement) -> HtmlElement:
    body = tree.find("body")
    return tree if body is None else body


def _prune(tree: HtmlElement) -> None:
    """Take out what is never text, what readers cannot see, and the surroundings of the text."""
    whole = max(1, len(_body_of(tree).text_content()))
    for element in list(tree.iter()):
        parent = element.getparent()
        if (
            parent is None
            or not isinstance(element.tag, str)
            or element.tag in {"html", "head", "body", "main", "article"}
        ):
            continue
        if element.tag in _NEVER_TEXT or _hidden(element) or _around(element, whole):
            element.drop_tree()


def _hidden(element: HtmlElement) -> bool:
    style = element.get("style", "")
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or (bool(style) and _HIDDEN_STYLE.search(style.lower()) is not None)
    )


def _around(element: HtmlElement, whole: int) -> bool:
    """Whether an element is named as part of the surroundings and holds less than a third of the page's text."""
    if element.tag == "header" and element.find(".//h1") is not None:
        return False
    named = f"{element.get('class', '')} {element.get('id', '')}"
    role = element.get("role", "")
    if element.tag == "header" or role in {"navigation", "banner", "dialog", "complementary", "contentinfo", "search"}:
        return len(element.text_content()) < 0.34 * whole
    return bool(named.strip()) and _AROUND.search(named) is not None and len(element.text_content()) < 0.34 * whole


def _about(tree: HtmlElement, url: str) -> dict[str, str]:
    """Title, publisher, author, date, language and address as the page gives them."""
    meta: dict[str, str] = {}
    for element in tree.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or ""
        meta.setdefault(key.lower(), visible(element.get("content") or ""))
    linked = _linked_data(tree)
    published, found = _published(tree, meta, linked, url)
    site = meta.get("og:site_name") or linked.get("publisher") or meta.get("application-name") or ""
    address = url or meta.get("og:url", "")
    host = urlsplit(address).hostname or ""
    heading = next(
        (visible(element.text_content()) for element in tree.iter("h1") if element.text_content().strip()), ""
    )
    page_title = visible(tree.findtext(".//title") or "")
    return {
        "title": meta.get("og:title") or linked.get("headline") or heading or page_title,
        "publisher": site or host.removeprefix("www."),
        "author": meta.get("author") or linked.get("author") or meta.get("article:author", ""),
        "published": published,
        "found": found,
        "language": (tree.get("lang") or meta.get("og:locale") or "")[:2].lower(),
        "url": address if is_address(address) else "",
    }


def _linked_data(tree: HtmlElement) -> dict[str, str]:
    """The few fields we use of the page's JSON-LD."""
    fields: dict[str, str] = {}
    for element in tree.iter("script"):
        if element.get("type") != "application/ld+json" or len(element.text or "") > 200_000:
            continue
        try:
            parsed = json.loads(element.text or "")
        except (ValueError, RecursionError):
            continue
        for entry in _entries(parsed):
            for name in ("headline", "datePublished"):
                if isinstance(entry.get(name), str):
                    fields.setdefault(name, visible(str(entry[name])))
            for name in ("publisher", "author"):
                value = entry.get(name)
                first = value[0] if isinstance(value, list) and value else value
                label = first.get("name") if isinstance(first, dict) else first
                if isinstance(label, str):
                    fields.setdefault(name, visible(label))
    return fields


def _entries(parsed: object) -> Iterable[dict[str, object]]:
    """The objects of a JSON-LD block that describe the page."""
    entries = parsed if isinstance(parsed, list) else [parsed]
    for entry in entries[:50]:
        if isinstance(entry, dict):
            yield entry
            graph = entry.get("@graph")
            if isinstance(graph, list):
                yield from (part for part in graph[:50] if isinstance(part, dict))


def _published(tree: HtmlElement, meta: dict[str, str], linked: dict[str, str], url: str) -> tuple[str, str]:
    """The day of publication and how it was found; both empty when the page does not say."""
    for name in (
        "article:published_time",
        "datepublished",
        "date",
        "dc.date",
        "dc.date.issued",
        "publish-date",
        "pubdate",
    ):
        if day := iso_day(meta.get(name, "")):
            return day, f"meta {name}"
    if day := iso_day(linked.get("datePublished", "")):
        return day, "JSON-LD datePublished"
    for element in tree.iter("time"):
        if day := iso_day(element.get("datetime") or ""):
            return day, "time element"
    if parts := _URL_DATE.search(url):
        year, month, number = (int(part) for part in parts.groups())
        if day := iso_day(f"{year:04}-{month:02}-{number:02}"):
            return day, "address"
    return "", ""
