"""The disagreements: every question on which sources differ, each side with who says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.web.html import Markup, el, icon, prose
from assistant.web.reader import open_payload
from assistant.web.texts import Texts
from knowledge.passage import Dispute, Statement


def disagreements_pane(disputes: Sequence[Dispute], statements: Mapping[str, Sequence[Statement]], t: Texts) -> Markup:
    """One section a dispute. `statements` are those of each dispute, by its key."""
    if not disputes:
        words = t("Nothing in these documents is marked as disputed.")
        return el("div", el("p", words, class_="quiet"), class_="pane-body")
    number = t.count(len(disputes), "{n} question on which sources differ", "{n} questions on which sources differ")
    sections = [_dispute(dispute, statements.get(dispute.key, ()), t) for dispute in disputes]
    return el("div", el("h3", number, class_="sec"), *sections, class_="pane-body", id="disagreements")


def _dispute(dispute: Dispute, statements: Sequence[Statement], t: Texts) -> Markup:
    sides = []
    for place, says in enumerate(dispute.sides):
        mine = [one for one in statements if one.side == place]
        sides.append(el("li", _side(says, mine, t)))
    ask = el("button", t("Ask about this"), " ", icon("arrow"), class_="text", type="button", data_ask=dispute.question)
    note = el("p", prose(dispute.note)) if dispute.note else None
    return el("section", el("h4", prose(dispute.question)), el("ul", *sides), note, ask, class_="dis")


def _side(says: str, statements: Sequence[Statement], t: Texts) -> Markup:
    publishers = list(dict.fromkeys(source.publisher for one in statements for source in one.sources))
    who = publishers[0] if publishers else ""
    if len(publishers) > 1:
        who = t("{who} and {n} more", who=who, n=len(publishers) - 1)
    words = [el("span", prose(says), class_="says"), el("span", who, class_="who")]
    if not statements:
        return el("span", *words, class_="said-row")
    return el("button", *words, class_="said-row", type="button", data_open=open_payload(statements[0].span))
