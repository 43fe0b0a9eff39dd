"""Where a conversation begins: the first screen, the composer, and the field for a page to add."""

from __future__ import annotations

from assistant.web.about import About
from assistant.web.parts.html import Markup, el, icon, prose
from assistant.web.parts.menus import add_documents, opener
from assistant.web.parts.texts import Texts
from assistant.web.parts.turn import question_button
from assistant.web.parts.words import legend


def first_visit(event: About, t: Texts) -> Markup:
    """What this is, five questions, and the words that it uses."""
    questions = [el("li", question_button(question, t(topic))) for topic, question in event.questions]
    good = el("div", el("p", t("Good questions to begin with"), class_="label"), el("ul", *questions), class_="good")
    return el(
        "div",
        el("h2", t(event.headline)),
        el("p", prose(t(event.lead))),
        legend(t) if event.questions else None,
        good if questions else None,
        el("p", el("span", t("Documents of your own can be asked too.")), add_documents(t), class_="own-line"),
        class_="first",
        data_ready="first",
    )


def composer(event: About, t: Texts, *, has_official: bool = True) -> Markup:
    """Where a question is typed; narrowing to official sources is offered where there are any."""
    box = el(
        "textarea",
        id="q",
        rows=1,
        placeholder=t(event.placeholder),
        autocomplete="off",
        maxlength=20000,
    )
    official = el(
        "button",
        el("span", class_="switch"),
        el("span", t("Official sources only")),
        class_="ctl",
        type="button",
        role="switch",
        aria_checked="false",
        id="official",
    )
    documents = opener("documents", icon("quote"), el("span", t("All documents"), id="documents-word"), class_="ctl")
    send = el(
        "button",
        icon("send", "go"),
        icon("stop", "stop"),
        class_="send",
        type="submit",
        id="send",
        aria_label=t("Send"),
        title=t("Send"),
    )
    label = el("label", t("Your question"), class_="sr", for_="q")
    limit = el("p", id="limit", class_="limit", role="alert", hidden=True)
    reading = el(
        "p",
        t("A document is still being read. Answers do not draw on it yet."),
        id="reading",
        class_="reading",
        role="status",
        hidden=True,
    )
    well = el(
        "div",
        label,
        box,
        el("div", official if has_official else None, documents, class_="line-of-controls"),
        send,
        class_="well",
    )
    return el("form", well, limit, reading, class_="compose", id="form")


def add_by_address(t: Texts) -> Markup:
    """The field for the address of a page to add."""
    return el(
        "form",
        el("label", t("Address of a page"), for_="url", class_="sr"),
        el("input", id="url", type="url", placeholder="https://", autocomplete="off", maxlength=2000),
        el("button", t("Add page"), class_="ctl box", type="submit"),
        class_="by-address",
        id="url-form",
        novalidate=True,  # what is wrong with an address is said below, in words
    )
