"""Citations inside an answer: the chip with its number, and the card that shows the quote."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import count

from assistant.answer import Answer, Citation, Claim
from assistant.web.parts.html import Child, Markup, el, ending, icon, join, prose
from assistant.web.parts.quote import quoted
from assistant.web.parts.texts import Texts
from assistant.web.parts.words import STATUS, meta, told_by

_BULLETS = "-*• "


class Chips:
    """Makes the chips of one answer; each card gets an id of its own."""

    def __init__(self, exchange_id: str, answer: Answer, t: Texts) -> None:
        self._exchange_id = exchange_id
        self._answer = answer
        self._t = t
        self._places = count()

    def chip(self, citation: Citation) -> Markup:
        """A button that opens the words in the reader, with the card that hovering or focusing shows."""
        t, number = self._t, self._answer.number(citation)
        card_id = f"c-{self._exchange_id}-{next(self._places)}"
        who = told_by(citation, t)
        marked = citation.status.value in {"expected", "claimed"}
        button = el(
            "button",
            icon(citation.status.value) if marked else None,
            str(number),
            class_=f"chip {citation.status.value}-chip",
            type="button",
            data_open=json.dumps({"turn": self._exchange_id, "n": number}),
            data_n=number,
            aria_label=f"{t('Source {n}', n=number)}: {who}. {t(STATUS[citation.status.value])}. {t('Open in reader')}",
            aria_describedby=card_id,
        )
        go = el("span", t("Open in reader"), class_="go")
        card = el("span", el("q", quoted(citation.quote)), meta(citation, t, go))
        return el("span", button, el("span", card, class_="card", role="tooltip", id=card_id), class_="cite")

    def chips(self, citations: Iterable[Citation]) -> Markup:
        """Several chips in a row."""
        return join([self.chip(citation) for citation in citations])

    def quote(self, citation: Citation) -> Markup:
        """A citation's words, a sentence or a list, with its chip after the last one."""
        return _told(citation.quote, self.chip(citation))

    def claim(self, claim: Claim) -> Markup:
        """A claim with its chips after the last word and some of it in bold, below the headings it is told with."""
        chips = self.chips(claim.citations)
        if not claim.under:
            return _told(claim.text, chips, claim.lead, claim.emphasis)
        headings = el("span", prose(" › ".join(claim.under)), class_="under")
        return join([headings, _told(claim.citations[0].quote.lstrip(_BULLETS), chips, claim.lead)])


def _told(text: str, tail: Markup, lead: str = "", emphasis: tuple[int, int] | None = None) -> Markup:
    first, *rest = [line.strip() for line in text.splitlines() if line.strip()] or [""]
    opening: Child = f"{lead} " if lead else None
    if emphasis and not rest:
        start, end = emphasis
        bold = el("strong", prose(text[start:end]))
        return join([opening, prose(text[:start]), bold, ending(text[end:], tail)])
    if not rest:
        return join([opening, ending(first, tail)])
    points = [point.lstrip(_BULLETS) for point in rest]
    texts = [*[prose(point) for point in points[:-1]], ending(points[-1], tail)]
    items = [el("span", text, class_="point") for text in texts]  # spans: a paragraph may not hold a list
    return join([opening, prose(first), el("span", *items, class_="points")])
