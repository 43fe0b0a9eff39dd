"""The reader: a whole document with the cited words marked and a footnote for every source."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answer import Citation
from assistant.render import is_web_address
from assistant.web.parts.html import Child, Markup, el, icon, join, link, prose
from assistant.web.parts.quote import LINE_MARK, copy_quote, original_pages
from assistant.web.parts.texts import Texts
from assistant.web.parts.words import meta, named_first
from knowledge.document import StoredDocument
from knowledge.passage import HEADING_SEPARATOR, Source, Span, Statement

LONGEST_SHOWN = 80_000  # characters around the mark; a longer document is shown in part
_HEADING = re.compile(r"(#{1,6})\s+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the reader stands: what is marked, and which of an answer's citations it is (0 and 0: none of one's)."""

    citation: Citation | None = None
    number: int = 0
    total: int = 0
    previous: str = ""  # what the arrows open, as JSON
    following: str = ""


def reader_pane(document: StoredDocument | None, place: Place, t: Texts, as_of: date | None = None) -> Markup:
    """The document, below what is marked in it; when it is gone, words that say so and the quote that was kept.

    It is whole also where the page answers as of a day, and says so then.
    """
    if document is None:
        gone = el("p", t("This document is no longer here."), class_="quiet")
        kept = el("blockquote", prose(place.citation.quote)) if place.citation else None
        return el("div", _bar(place, t), el("article", gone, kept, class_="doc"), class_="read")
    sources = _numbered(document.statements)
    article = el(
        "article",
        el("h2", prose(document.title)),
        _about(document, sources, t),
        _whole(as_of, t),
        *_blocks(document, place.citation.span if place.citation else None, sources, t),
        _footnotes(sources, t),
        class_="doc",
        lang=document.language or None,
        data_document=document.id,
    )
    return el("div", _bar(place, t), article, class_="read")


def no_document(t: Texts) -> Markup:
    """What the reader shows before anything was opened."""
    words = t("Choose a number in an answer, or a document under Knowledge, to read it here.")
    return el("div", el("p", words, class_="quiet"), class_="pane-body")


def _bar(place: Place, t: Texts) -> Markup:
    """Who says what is marked, what can be taken from it, and the way to the other citations of the answer."""
    citation = place.citation
    if citation is None:
        return el("div", el("p", t("Whole document")), class_="bar")
    where = t("Citation {n} of {total}", n=place.number, total=place.total) if place.total else t("Marked words")
    source = named_first(citation.sources)
    takes = [copy_quote(citation, t), *original_pages([source] if source else [], t)]
    arrows = [
        el(
            "button",
            icon(name),
            class_="ctl icon",
            type="button",
            data_open=opens,
            aria_label=label,
            title=label,
            disabled=not opens,
        )
        for name, opens, label in (
            ("prev", place.previous, t("Previous citation")),
            ("next", place.following, t("Next citation")),
        )
    ]
    turning = el("span", *arrows, class_="arrows") if place.total else None
    return el(
        "div",
        el("p", el("span", where, class_="num"), meta(citation, t)),
        el("p", *takes, turning, class_="links"),
        class_="bar",
    )


def _about(document: StoredDocument, sources: dict[str, tuple[int, Source]], t: Texts) -> Markup:
    words = t("Your document. Only this browser sees it." if document.owner else "Document of this knowledge base.")
    counts = t.count(len(document.statements), "{n} statement", "{n} statements")
    if sources:
        counts += f" {t('from {n} sources', n=len(sources))}. {t('The numbers lead to the original reports.')}"
    address = document.source.url
    original = link(address, t("Original page")) if address and is_web_address(address) else None
    return el("p", f"{words} {counts}", " " if original else None, original, class_="dek")


def _whole(as_of: date | None, t: Texts) -> Markup | None:
    if as_of is None:
        return None
    words = t("Shown whole, also what became known after {day}.", day=t.day(as_of, short=True))
    return el("p", words, class_="as-of")


def _numbered(statements: Sequence[Statement]) -> dict[str, tuple[int, Source]]:
    """Sources by id with their footnote's number; none where the document is its own only source."""
    found: dict[str, tuple[int, Source]] = {}
    for statement in statements:
        for source in statement.sources:
            found.setdefault(source.id, (len(found) + 1, source))
    return found if len(found) > 1 else {}


def _blocks(
    document: StoredDocument, span: Span | None, sources: dict[str, tuple[int, Source]], t: Texts
) -> Iterator[Markup]:
    first, last = _window(len(document.text), span)
    lines = [line for line in _lines(document.text) if line[0] >= first and line[1] <= last]
    if lines and _is_title(document, *lines[0]) and not (span and span.start < lines[0][1]):
        del lines[0]  # it is shown above already
    if first > 0:
        yield el("p", t("The document is long. This is the part around the marked words."), class_="dek")
    items: list[Markup] = []
    paragraph: list[Child] = []
    starts = {one.span.start for one in document.statements}
    levels = _levels(document, lines)
    for start, end in lines:
        line = document.text[start:end]
        body = start + len((LINE_MARK.match(line) or [""])[0])
        run = _run(document, body, end, span, sources, t)
        level = levels.get(start, 0)
        listed = not level and body > start and not line.lstrip().startswith(">")
        if items and not listed:
            yield el("ul", *items)
            items = []
        if paragraph and (level or listed or start in starts or not _goes_on(document.text, start)):
            yield el("p", join(paragraph, " "))
            paragraph = []
        if level:
            yield _heading(document, end, level, run)
        elif listed:
            items.append(el("li", run))
        else:
            paragraph.append(run)
    if items:
        yield el("ul", *items)
    if paragraph:
        yield el("p", join(paragraph, " "))


def _levels(document: StoredDocument, lines: Sequence[tuple[int, int]]) -> dict[int, int]:
    """The level of each line that is a heading, by where it starts."""
    below = deque(sorted(document.statements, key=lambda one: one.span))
    found = {}
    for start, end in lines:
        while below and below[0].span.end <= start:
            below.popleft()
        if level := _level(document, below[0] if below else None, start, end):
            found[start] = level
    return found


def _level(document: StoredDocument, following: Statement | None, start: int, end: int) -> int:
    """The level of the heading that a line is, from 1; 0 where it is none.

    It bears Markdown's mark, or is no statement itself and stands in the path of headings of that which follows.
    """
    line = document.text[start:end]
    if marked := _HEADING.match(line):
        return len(marked[1])
    if following is None or following.span.start < end:
        return 0
    path = [part.strip() for part in following.heading.split(HEADING_SEPARATOR)]
    return path.index(line.strip()) + 1 if line.strip() in path else 0


def _goes_on(text: str, start: int) -> bool:
    """Whether the line that starts here continues the sentence of a long line just above it (wrapped text)."""
    above = text[text.rfind("\n", 0, start - 1) + 1 : start - 1] if start else ""
    return len(above) >= 40 and text[start - 1] == "\n" and above.rstrip()[-1:] not in '.!?:;”"।'


def _is_title(document: StoredDocument, start: int, end: int) -> bool:
    return document.text[start:end].lstrip("# ").strip().casefold() == document.title.casefold()


def _heading(document: StoredDocument, end: int, level: int, run: Markup) -> Markup:
    if level <= 2:
        status = _status_below(document, end)
        return el("h3", icon(status) if status else None, run, class_=status)
    return el("h4", run)


def _status_below(document: StoredDocument, end: int) -> str | None:
    """The status of the statements up to the next heading of this level, when they all have the same."""
    following = re.compile(r"^#{1,2}\s", re.MULTILINE).search(document.text, end)
    stop = following.start() if following else len(document.text)
    below = [one for one in document.statements if end <= one.span.start < stop]
    kinds = {"disputed" if all(one.dispute for one in below) else one.status.value for one in below}
    return kinds.pop() if len(kinds) == 1 and kinds != {"reported"} else None


def _run(
    document: StoredDocument, start: int, end: int, span: Span | None, sources: dict[str, tuple[int, Source]], t: Texts
) -> Markup:
    """The characters from `start` to `end`, the marked ones marked, a footnote after each statement that ends here."""
    ends = {one.span.end: one for one in document.statements if start < one.span.end <= end}
    cuts = {start, end, *ends}
    if span:
        cuts |= {cut for cut in (span.start, span.end) if start < cut < end}
    places = sorted(cuts)
    pieces: list[Child] = []
    for a, b in zip(places, places[1:], strict=False):
        words = _strong(document.text[a:b])
        marked = span is not None and span.start <= a and b <= span.end
        pieces.append(el("mark", words, class_="cited") if marked else words)
        if b in ends:
            pieces += [_note(sources[one.id][0], t) for one in ends[b].sources if one.id in sources]
    return join(pieces)


def _strong(text: str) -> Markup:
    """Text with the parts between Markdown's `**` strong; a `**` without a partner stays as it is."""
    pieces = re.split(r"\*\*(\S[^*]*?)\*\*", text)
    return join([el("strong", prose(piece)) if place % 2 else prose(piece) for place, piece in enumerate(pieces)])


def _note(number: int, t: Texts) -> Markup:
    label = f"{t('Footnote')} {number}"
    return el("sup", el("a", str(number), href=f"#foot-{number}", aria_label=label, data_foot=number))


def _footnotes(sources: dict[str, tuple[int, Source]], t: Texts) -> Markup | None:
    if not sources:
        return None
    rows = []
    for number, source in sources.values():
        words = el(
            "span",
            el("b", source.publisher),
            f", {t.published(source.published)}. ",
            link(source.url, prose(source.title)),
        )
        rows.append(el("li", el("span", str(number), class_="num"), words, id=f"foot-{number}", tabindex="-1"))
    return el("ol", *rows, class_="foot", aria_label=t("Footnotes"))


def _window(length: int, span: Span | None) -> tuple[int, int]:
    if length <= LONGEST_SHOWN:
        return 0, length
    middle = (span.start + span.end) // 2 if span else LONGEST_SHOWN // 2
    first = max(0, min(middle - LONGEST_SHOWN // 2, length - LONGEST_SHOWN))
    return first, first + LONGEST_SHOWN


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every line with something on it."""
    for found in re.finditer(r"[^\n]+", text):
        if found.group().strip():
            yield found.start(), found.end()


def open_payload(span: Span) -> str:
    """What a button carries to open these words in the reader."""
    return json.dumps({"document": span.document_id, "start": span.start, "end": span.end})
