"""The panel's list of sources: what an answer cites, then what was found beside it."""

from __future__ import annotations

import json
from collections.abc import Callable

from assistant.answer import Citation
from assistant.web.beside import also_found
from assistant.web.conversation import Exchange
from assistant.web.parts.html import Child, Markup, el, prose
from assistant.web.parts.quote import copy_quote, original_pages, quoted
from assistant.web.parts.texts import Texts
from assistant.web.parts.words import meta, not_found, sources_of
from knowledge.passage import Span

Around = Callable[[Span], tuple[str, str]]
"""The words before and after a span in its paragraph."""


def sources_pane(exchange: Exchange | None, around: Around, t: Texts) -> Markup:
    """The sources of one exchange; words that say where they will appear when there is none.

    Of a refusal, the nearest evidence that it shows comes first.
    """
    answer = exchange.answer if exchange else None
    if exchange is None or answer is None:
        return el("div", el("p", t("Sources of an answer appear here."), class_="quiet"), class_="pane-body")
    cited = [_cited(exchange.id, number, citation, around, t) for number, citation in enumerate(answer.citations, 1)]
    also = [_also({"turn": exchange.id, "near": n}, near.citation, t) for n, near in enumerate(answer.near)]
    beside = also_found(answer) if cited or answer.near else []
    also += [_also({"turn": exchange.id, "also": n}, one, t) for n, one in enumerate(beside)]
    counts = (
        f"{t.count(len(sources_of(answer.citations)), '{n} source', '{n} sources')}, "
        f"{t.count(len(cited), '{n} passage', '{n} passages')}"
    )
    parts: list[Child] = []
    if cited:
        parts += [_heading(t("Cited in this answer"), counts), el("ol", *cited)]
    else:
        parts.append(el("p", f"{not_found(exchange.options, t)}.", class_="quiet"))
    if also:
        count = t.count(len(also), "{n} passage", "{n} passages")
        words = t("Also found, not cited") if cited else t("Found, but no answer")
        parts += [_heading(words, count, "sec gap"), el("ol", *also)]
    return el("div", *parts, class_="pane-body", data_turn=exchange.id)


def _heading(words: str, small: str, class_: str = "sec") -> Markup:
    return el("h3", words, " ", el("small", small), class_=class_)


def _cited(exchange_id: str, number: int, citation: Citation, around: Around, t: Texts) -> Markup:
    before, after = around(citation.span)
    quote = el(
        "q",
        el("i", "…\u00a0", prose(before), " ") if before else None,
        el("mark", quoted(citation.quote)),
        el("i", " ", prose(after), "\u00a0…") if after else None,
    )
    opens = json.dumps({"turn": exchange_id, "n": number})
    return el(
        "li",
        el("span", str(number), class_="no"),
        el("div", meta(citation, t), quote, _links(opens, citation, t)),
        class_="src",
        data_n=number,
    )


def _also(opens: dict[str, str | int], citation: Citation, t: Texts) -> Markup:
    body = el("div", meta(citation, t), el("q", quoted(citation.quote)), _links(json.dumps(opens), citation, t))
    return el("li", body, class_="src also")


def _links(opens: str, citation: Citation, t: Texts) -> Markup:
    read = el("button", t("Open in reader"), type="button", data_open=opens)
    return el("div", read, copy_quote(citation, t), *original_pages(citation.sources, t), class_="links")
