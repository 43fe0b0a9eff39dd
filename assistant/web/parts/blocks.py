"""The blocks below an answer's sentences: expectations and outcomes, sides of a dispute, nearest evidence."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from textwrap import shorten

from assistant.answer import Answer, Citation, Claim, Conflict, Pair, Side
from assistant.briefing import VERDICTS
from assistant.web.parts.chips import Chips
from assistant.web.parts.html import Markup, el, icon, prose
from assistant.web.parts.quote import quoted
from assistant.web.parts.texts import Texts
from assistant.web.parts.words import is_disputed, meta, named_first, sources_of, tag, told_by

SHOWN_ON_A_SIDE = 2  # quotes; the others of a side are chips
OPENING_LENGTH = 60  # characters of a sentence that stands above, by which one knows it again
LABEL_LENGTH = 80  # characters of a quote that a button's label for screen readers repeats


def pairs_block(pairs: tuple[Pair, ...], above: Iterable[Claim], chips: Chips, t: Texts) -> Markup | None:
    """Each expectation beside what became of it. Words that stand above, or in an earlier pair, are not said again."""
    if not pairs:
        return None
    said = {claim.text.strip() for claim in above}
    heads = el(
        "div",
        el("h3", icon("expected"), t("Expected before the visit"), class_="expected"),
        el("h3", icon("confirmed"), t("What happened"), class_="confirmed"),
        class_="heads",
    )
    rows = [
        el("div", _expected(pair, said, chips, t), _happened(pair, said, chips, t), class_="pair") for pair in pairs
    ]
    return el("section", heads, *rows, class_="block", aria_label=t("Expected, then happened"))


def conflict_block(conflict: Conflict, answer: Answer, chips: Chips, t: Texts) -> Markup:
    """The editor's note on a dispute, and its sides side by side, the weakest last.

    A heading that only repeats the question is not seen, nor is a quote that the answer's sentences say already.
    """
    said = {claim.text.strip() for claim in answer.claims}
    repeats = conflict.about.strip() == answer.question.strip()
    beside = None if is_disputed(answer) else el("p", t("Sources disagree"), class_="label")
    sides = sorted(conflict.sides, key=lambda side: -_voices(side))
    note = None
    if conflict.note:
        note = el("p", el("b", t("Note")), el("span", prose(conflict.note)), class_="weigh")
    return el(
        "section",
        beside,
        el("h3", prose(conflict.about), class_="sr" if repeats else "about"),
        note,
        el("div", *[_side(side, said, chips, t) for side in sides], class_="sides"),
        el(
            "p",
            t.count(conflict.more, "{n} more side is not shown.", "{n} more sides are not shown."),
            class_="more-sides",
        )
        if conflict.more
        else None,
        class_="conflict",
        aria_label=f"{t('Sources disagree')}: {conflict.about}",
    )


def nearest_block(exchange_id: str, answer: Answer, t: Texts) -> Markup | None:
    """What lies nearest to a question that the documents do not answer."""
    if not answer.near:
        return None
    rows = []
    for place, near in enumerate(answer.near):
        read = el(
            "button",
            t("Read"),
            class_="text",
            type="button",
            data_open=json.dumps({"turn": exchange_id, "near": place}),
            aria_label=f"{t('Read')}: {near.citation.quote[:LABEL_LENGTH]}",
        )
        rows.append(el("li", el("div", el("q", quoted(near.citation.quote)), meta(near.citation, t)), read))
    return el("div", el("p", t("Nearest evidence"), class_="label"), el("ul", *rows), class_="near")


def _expected(pair: Pair, said: set[str], chips: Chips, t: Texts) -> Markup:
    return el(
        "div",
        el("span", tag("expected", t, bare=True), class_="mini"),
        _words(pair.expected, said, chips, t),
        el("p", told_by(pair.expected, t), class_="by"),
    )


def _happened(pair: Pair, said: set[str], chips: Chips, t: Texts) -> Markup:
    mini = el("span", t("What happened"), class_="mini label")
    verdict = el("span", t(VERDICTS[pair.verdict]), class_="verdict", data_verdict=pair.verdict)
    told = [_words(citation, said, chips, t) for citation in pair.happened]
    return el("div", mini, verdict, *(told or [el("p", t("The documents do not say what came of it."))]))


def _words(citation: Citation, said: set[str], chips: Chips, t: Texts) -> Markup:
    quote = citation.quote.strip()
    if quote in said:
        opening = shorten(quote, OPENING_LENGTH, placeholder="…")
        return el("p", t("Said above:"), f" “{opening}” ", chips.chip(citation), class_="again")
    said.add(quote)
    return el("p", chips.quote(citation))


def _voices(side: Side) -> int:
    """How many independent sources hold a side, or of those that are shown where nobody counted."""
    return side.voices or len({source.voice for source in sources_of(side.citations)})


def _side(side: Side, said: Collection[str], chips: Chips, t: Texts) -> Markup:
    shown, others = side.citations[:SHOWN_ON_A_SIDE], side.citations[SHOWN_ON_A_SIDE:]
    says = side.label or side.text
    if any(says.strip() == citation.quote.strip() for citation in shown):
        says = ""  # the quote below says it
    told = [bool(says) and citation.quote.strip() in said for citation in shown]
    unnamed = _voices(side) - len({one.voice for citation in side.citations if (one := named_first(citation.sources))})
    items = [
        _quote(citation, again, unnamed if citation is shown[-1] else 0, chips, t)
        for citation, again in zip(shown, told, strict=True)
    ]
    if others:
        items.append(el("li", el("span", t("Also"), class_="also-label"), chips.chips(others), class_="also"))
    number = t.count(_voices(side), "{n} independent source", "{n} independent sources")
    heading = el("h4", el("small", number), prose(says))
    return el("section", heading, el("ul", *items), class_="side brief" if all(told) else "side")


def _quote(citation: Citation, told: bool, unnamed: int, chips: Chips, t: Texts) -> Markup:
    """A quote with who says it, and how many hold the same and are not named; without its words where they are told."""
    who = _who(citation, unnamed, t)
    if told:
        return el("li", who, chips.chip(citation), class_="told")
    return el("li", chips.quote(citation), who)


def _who(citation: Citation, unnamed: int, t: Texts) -> Markup:
    source = named_first(citation.sources)
    others = el("span", t("and {n} more", n=unnamed)) if unnamed > 0 else None
    said = [el("b", source.publisher), others, el("span", t.published(source.published))] if source else []
    return el("span", *said, class_="meta")
