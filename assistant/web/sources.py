"""The panel's list of sources: what an answer cites, then what was found beside it."""

from __future__ import annotations

import json
from collections.abc import Callable

from assistant.answer import Answer, Citation
from assistant.render import is_web_address
from assistant.web.conversation import Exchange
from assistant.web.html import Child, Markup, el, icon, link, prose
from assistant.web.quote import quoted
from assistant.web.texts import Texts
from assistant.web.words import meta, named_first, not_found, sources_of
from knowledge.passage import Span, Statement

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
    nearest = () if cited else answer.nearest
    also = [_also({"turn": exchange.id, "near": n}, near.citation, t) for n, near in enumerate(nearest)]
    also += [_also({"turn": exchange.id, "also": n}, one, t) for n, one in enumerate(also_found(answer))]
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


def also_found(answer: Answer) -> list[Statement]:
    """The first statement of each passage that was found and from which nothing is cited, best first, at most eight."""
    cited = [citation.span for citation in answer.citations] + [near.citation.span for near in answer.nearest]
    found = []
    for hit in answer.hits:
        statements = [one for one in hit.passage.statements if not any(one.span.covers(span) for span in cited)]
        if len(statements) == len(hit.passage.statements) and statements and statements[0].sources:
            found.append(statements[_nearest_statement(hit.passage.statements, answer)])
    return found[:8]


def _nearest_statement(statements: tuple[Statement, ...], answer: Answer) -> int:
    """The statement that shares most long words with the question."""
    asked = {word for word in (answer.standalone_question or answer.question).casefold().split() if len(word) > 3}
    shared = [len(asked & set(statement.text.casefold().split())) for statement in statements]
    return shared.index(max(shared))


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


def _also(opens: dict[str, str | int], said: Citation | Statement, t: Texts) -> Markup:
    words = said.quote if isinstance(said, Citation) else said.text
    body = el("div", meta(said, t), el("q", quoted(words)), _links(json.dumps(opens), said, t))
    return el("li", body, class_="src also")


def _links(opens: str, said: Citation | Statement, t: Texts) -> Markup:
    read = el("button", t("Open in reader"), type="button", data_open=opens)
    source = named_first(said.sources)
    original = None
    if source and source.url and is_web_address(source.url):
        original = link(
            source.url, t("Original page"), " ", icon("out"), aria_label=f"{t('Original page')}: {source.title}"
        )
    return el("div", read, original, class_="links")
