"""One exchange as an article: question, status, sentences, evidence set apart, what to do and ask next."""

from __future__ import annotations

import json
from collections.abc import Sequence

from assistant.answer import Answer, Claim
from assistant.export import answer_as_text
from assistant.web.conversation import Exchange, Options
from assistant.web.kept import options_as_values
from assistant.web.parts.blocks import conflict_block, nearest_block, pairs_block
from assistant.web.parts.chips import Chips
from assistant.web.parts.html import Child, Markup, el, icon, join, prose
from assistant.web.parts.missing import what_is_missing
from assistant.web.parts.texts import Texts
from assistant.web.parts.words import STATUS, newest, not_found, sources_of, status_of, support, tag

NEAREST, DOUBT = "Nearest found", "This may not answer the question."
UNREAD = (
    "A document was still being read when this was asked, so the answer does not draw on it. "
    "Ask again for one that does."
)
LONG_QUESTION = 120  # characters from which on it is set smaller, and folded where it takes many lines
BUSY_STEPS = ("Searching the documents", "Checking the next sentence against its source")


def turn(exchange: Exchange, t: Texts, known_up_to: str = "") -> Markup:
    """The article of one exchange, whatever state it is in."""
    parts: list[Child] = [_asked(exchange, t)]
    answer, above = exchange.answer, _above(exchange)
    chips = Chips(exchange.id, answer, t) if answer else None
    if answer and chips and (answer.answered or exchange.state != "busy"):
        parts += [_read_as(answer, t), _status(exchange, answer, t, known_up_to), _doubt(answer, t)]
        parts += [_claims(answer, above, chips, exchange.state == "busy", t)]
    if answer and chips and exchange.state != "busy":
        pairs = pairs_block(answer.pairs, above, chips, t)
        conflicts = [conflict_block(conflict, answer, chips, t) for conflict in answer.conflicts]
        notice = _notice(answer.notice)
        if _is_on_outcomes(answer):
            parts += [pairs, notice, _all_expectations(t), *conflicts]
        else:
            parts += [*conflicts, pairs, nearest_block(exchange.id, answer, t), notice]
        parts.append(_notice(t(UNREAD) if exchange.unread else ""))
    if exchange.state == "busy":
        words = BUSY_STEPS[1 if answer and answer.answered else 0]
        parts.append(el("p", el("i"), el("span", t(words)), class_="busy", role="status"))
    if exchange.state == "stopped":
        parts.append(_notice(t("Stopped. This is what had been found.") if answer else t("Stopped before an answer.")))
    if exchange.state in {"error", "changed"}:
        parts.append(_trouble(exchange, t))
    if exchange.state in {"done", "stopped", "error", "changed"}:
        parts.append(_actions(exchange, t))
    if answer and exchange.state == "done":
        parts.append(_ask_next(answer.suggestions, t))
    return el(
        "article",
        *parts,
        class_="turn",
        id=f"turn-{exchange.id}",
        data_turn=exchange.id,
        data_state=exchange.state,
        data_options=json.dumps(options_as_values(exchange.options)),
        data_said=_said(exchange, t),
    )


def question_button(question: str, topic: str = "", language: str | None = None) -> Markup:
    """A whole-width button that asks a question; `language` is that of the question where it is not the page's."""
    return el(
        "button",
        el("span", topic, class_="topic") if topic else None,
        el("span", prose(question), lang=language),
        icon("arrow"),
        class_="ask",
        type="button",
        data_ask=question,
    )


def _asked(exchange: Exchange, t: Texts) -> Markup:
    words = el("span", t("Edit"), class_="hide-narrow")
    label = t("Edit this question")
    edit = el(
        "button", icon("edit"), words, class_="ctl", type="button", data_act="edit", aria_label=label, title=label
    )
    headline = el("h2", prose(exchange.question))
    if len(exchange.question) > LONG_QUESTION:
        whole = el("button", t("Whole question"), class_="text", type="button", data_act="whole", aria_expanded="false")
        headline = el("div", headline, whole, class_="long")
    return el("div", headline, edit if exchange.state != "busy" else None, class_="asked")


def _read_as(answer: Answer, t: Texts) -> Markup | None:
    if not answer.standalone_question or answer.standalone_question.strip() == answer.question.strip():
        return None
    return el("p", t("Read as"), " ", el("em", prose(answer.standalone_question)), class_="readas")


def _status(exchange: Exchange, answer: Answer, t: Texts, knows_up_to: str) -> Markup:
    facts: list[str | None] = []
    if exchange.state == "busy":
        found = len(sources_of(answer.citations))
        facts.append(t.count(found, "{n} source so far", "{n} sources so far"))
    elif answer.answered:
        day = newest(answer)
        facts += [support(answer, t), t("Newest: {day}", day=t.day(day, short=True)) if day else None]
        facts += _narrowed(exchange.options, t)
    elif knows_up_to and answer.as_of is None:
        facts.append(t("Knows up to {day}", day=knows_up_to))
    if answer.as_of:
        facts.append(t("As of {day}", day=t.day(answer.as_of, short=True)))
    why = el("span", *[el("span", fact) for fact in facts if fact], class_="why")
    if answer.unsure:
        mark = el("span", icon("nearest"), t(NEAREST), class_="tag nearest")
    elif answer.answered:
        mark = tag(status_of(answer), t)
    else:
        mark = el("span", icon("refused"), not_found(exchange.options, t), class_="tag refused")
    return el("div", mark, why, class_="status")


def _narrowed(options: Options, t: Texts) -> list[str]:
    """To what sources the question was narrowed; a refusal says it in place of its status."""
    chosen = len(options.documents)
    official = [t("Official sources only")] if options.official else []
    return official + ([t.count(chosen, "Of {n} chosen document", "Of {n} chosen documents")] if chosen else [])


def _doubt(answer: Answer, t: Texts) -> Markup | None:
    return el("p", t(DOUBT), class_="doubt") if answer.unsure else None


def _above(exchange: Exchange) -> list[Claim]:
    """The sentences of an answer; once it is whole, without those that stand in the block of expectations below."""
    if exchange.answer is None:
        return []
    busy, pairs, claims = exchange.state == "busy", exchange.answer.pairs, exchange.answer.claims
    below = set() if busy else {one for pair in pairs for one in (pair.expected, *pair.happened)}
    return [one for place, one in enumerate(claims) if place == 0 or not below.issuperset(one.citations)]


def _is_on_outcomes(answer: Answer) -> bool:
    """Whether the sentences are expectations and what came of them, and so the answer to a question about these."""
    claimed = {citation for claim in answer.claims for citation in claim.citations}
    return any(claimed.issuperset((pair.expected, *pair.happened)) for pair in answer.pairs)


def _all_expectations(t: Texts) -> Markup:
    words = t("All expectations in the timeline")
    return el("p", el("button", words, class_="text", type="button", data_timeline="expected"), class_="notice")


def _claims(answer: Answer, above: Sequence[Claim], chips: Chips, busy: bool, t: Texts) -> Markup:
    if not answer.answered:
        says, english = what_is_missing(answer, t)
        lead, more = (says, "") if t.language == "en" and says else (t("The documents do not say."), says)
        quiet = [
            el("p", prose(words), class_="quiet", lang=lang) for words, lang in ((more, None), (english, "en")) if words
        ]
        return el("div", el("p", prose(lead), class_="lead"), *quiet, class_="claims")
    first, *others = [_sentence_or_row(one, chips) for one in above]
    fresh = "new" if busy else ""
    lead = el("p", first, class_=f"lead {fresh if not others else ''}".strip())
    return el("div", lead, el("p", join(others, " "), class_=fresh or None) if others else None, class_="claims")


def _sentence_or_row(claim: Claim, chips: Chips) -> Markup:
    return el("span", chips.claim(claim), class_="row") if claim.is_row else chips.claim(claim)


def _notice(words: str) -> Markup | None:
    return el("p", prose(words), class_="notice") if words else None


def _trouble(exchange: Exchange, t: Texts) -> Markup:
    words = exchange.error or t("Something went wrong here. Ask again, or reload the page.")
    if exchange.state == "changed":
        words = t("The documents have changed since this was answered. Ask again for an answer from what they say now.")
    return el("p", icon("warn"), el("span", prose(words)), class_="trouble", role="alert")


def _actions(exchange: Exchange, t: Texts) -> Markup:
    answer = exchange.answer
    number = len(sources_of(answer.citations)) if answer else 0
    words = t.count(number, "{n} source", "{n} sources") if number else t("Sources")
    to_sources = el("button", icon("book"), words, class_="ctl only-narrow", type="button", data_show=exchange.id)
    copy = _action("copy", t("Copy with sources"), t("Copy"), data_copy=answer_as_text(answer) if answer else "")
    votes = [
        el(
            "button",
            icon(name),
            class_="ctl icon",
            type="button",
            data_act=name,
            aria_label=label,
            title=label,
            aria_pressed="false",
        )
        for name, label in (("up", t("Helpful")), ("down", t("Not helpful")))
    ]
    return el(
        "div",
        to_sources if answer else None,
        copy if answer else None,
        _action("retry", t("Ask again")),
        _action("link", t("Copy link"), t("Link")),
        el("span", *votes, class_="end") if answer else None,
        class_="acts",
    )


def _action(name: str, label: str, brief: str = "", data_copy: str | None = None) -> Markup:
    """A button with its words; on a phone with brief ones, and no picture."""
    words = [el("span", label, class_="lbl" if brief else "lbl brief full")]
    words += [el("span", brief, class_="lbl brief")] if brief else []
    return el("button", icon(name), *words, class_="ctl", type="button", data_act=name, data_copy=data_copy)


def _ask_next(questions: tuple[str, ...], t: Texts) -> Markup | None:
    if not questions:
        return None
    english = None if t.language == "en" else "en"  # as the documents and their editors' questions are
    items = [el("li", question_button(question, language=english)) for question in questions[:3]]
    return el("div", el("p", t("Ask next"), class_="label"), el("ul", *items), class_="next")


def _said(exchange: Exchange, t: Texts) -> str | None:
    """What the live region says once, when the exchange is finished."""
    answer = exchange.answer
    if exchange.state == "busy" or answer is None:
        return exchange.error or None
    if not answer.answered:
        return f"{not_found(exchange.options, t)}. {' '.join(what_is_missing(answer, t)).strip()}"
    status = f"{t(NEAREST)}. {t(DOUBT)}" if answer.unsure else f"{t(STATUS[status_of(answer)])}."
    return f"{status} {answer.claims[0].lead} {answer.claims[0].text}"
