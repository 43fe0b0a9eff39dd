"""The disagreements: every question on which sources differ, each side with who says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from assistant.web.parts.html import Markup, el, icon, prose
from assistant.web.parts.reader import open_payload
from assistant.web.parts.texts import Texts
from assistant.web.parts.words import as_of_line, named_first, sources_of
from knowledge.passage import Dispute, Statement


def disagreements_pane(
    disputes: Sequence[Dispute], statements: Mapping[str, Sequence[Statement]], t: Texts, as_of: date | None = None
) -> Markup:
    """One section a dispute, as known on a day. `statements` are those of each dispute, by its key."""
    line = as_of_line(as_of, t)
    if not disputes:
        words = t("Nothing in these documents is marked as disputed.")
        return el("div", line, el("p", words, class_="quiet"), class_="pane-body")
    number = t.count(len(disputes), "{n} question on which sources differ", "{n} questions on which sources differ")
    sections = [_dispute(dispute, statements.get(dispute.key, ()), t) for dispute in disputes]
    return el("div", line, el("h3", number, class_="sec"), *sections, class_="pane-body", id="disagreements")


def _dispute(dispute: Dispute, statements: Sequence[Statement], t: Texts) -> Markup:
    sides = []
    for place, says in enumerate(dispute.sides):
        if not says:  # not known yet on the day that was asked for
            continue
        mine = [one for one in statements if one.side == place]
        sides.append(el("li", _side(says, mine, t)))
    ask = el("button", t("Ask about this"), " ", icon("arrow"), class_="text", type="button", data_ask=dispute.question)
    note = el("p", prose(dispute.note)) if dispute.note else None
    return el("section", el("h4", prose(dispute.question)), el("ul", *sides), note, ask, class_="dis")


def _side(says: str, statements: Sequence[Statement], t: Texts) -> Markup:
    sources = sources_of(statements)
    first = named_first(sources)
    who, others = (first.publisher, len({one.publisher for one in sources} - {first.publisher})) if first else ("", 0)
    if others:
        who = t("{who} and {n} more", who=who, n=others)
    words = [el("span", prose(says), class_="says"), el("span", who, class_="who")]
    if not statements:
        return el("span", *words, class_="said-row")
    said = next((one for one in statements if first in one.sources), statements[0])
    return el("button", *words, class_="said-row", type="button", data_open=open_payload(said.span))
