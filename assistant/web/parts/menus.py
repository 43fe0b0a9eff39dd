"""What opens over the page: settings, export, choosing documents, choosing topics of a briefing."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.web.parts.html import Child, Markup, el, icon, prose
from assistant.web.parts.texts import LANGUAGES, Texts
from assistant.web.parts.words import legend
from knowledge.document import StoredDocument

MOST_AT_A_GLANCE = 10  # documents that need no field to find one
_TOPICS = {"followup": "What followed", "reaction": "Reactions", "announcement": "Before the visit"}


def opener(target: str, *children: Child, class_: str, label: str | None = None, focus: str | None = None) -> Markup:
    """A button that opens one of these, or closes it."""
    return el(
        "button",
        *children,
        class_=class_,
        type="button",
        data_pop=target,
        data_focus=focus,
        aria_haspopup="dialog",
        aria_expanded="false",
        aria_label=label,
        title=label,
    )


def settings_pop(answerer: str, model: str | None, t: Texts) -> Markup:
    """Who words the answers, the day to answer as of, the language of the page.

    On a wide page the day has a button of its own in the header, which opens that part alone.
    """
    if model:
        says = t("{model} words the answers; every sentence is checked against the sources.", model=model)
    else:
        says = t("Answers are the sources’ own words. No model writes them, and nothing you type leaves this machine.")
    languages = [el("option", name, value=key, selected=key == t.language, lang=key) for key, name in LANGUAGES.items()]
    fresh = el("button", icon("plus"), t("New conversation"), class_="ctl box", type="button", data_new=True)
    return el(
        "div",
        el("div", fresh, class_="part only-narrow"),
        el("div", el("p", answerer, class_="label"), el("p", says), class_="part"),
        el(
            "div",
            el("label", t("As of"), for_="as-of", class_="label"),
            el("p", t("Answer as one could have on that day: later sources are left out.")),
            el(
                "p",
                el("input", type="date", id="as-of"),
                el("button", t("Latest"), class_="text", type="button", id="as-of-clear"),
                class_="bar-of-two",
            ),
            class_="part of-day",
        ),
        el(
            "div",
            el("label", t("Language of the page"), for_="language", class_="label"),
            el("span", el("select", *languages, id="language"), icon("down2"), class_="drop"),
            class_="part",
        ),
        el("details", el("summary", t("What the words of status mean"), icon("down2")), legend(t), class_="part words"),
        class_="pop settings-pop",
        id="settings",
        role="dialog",
        aria_label=t("Settings"),
        hidden=True,
    )


def export_menu(t: Texts) -> Markup:
    """Everything that can be taken away."""
    entries: tuple[tuple[str, str] | None, ...] = (
        ("link", "Copy link to this question"),
        ("briefing", "Briefing on chosen topics"),
        None,
        ("markdown", "Conversation as Markdown"),
        ("html", "Conversation as HTML"),
        ("json", "Conversation as JSON"),
        None,
        ("bibtex", "Sources as BibTeX"),
        ("csl", "Sources as CSL-JSON"),
    )
    items = [
        el(
            "li",
            el(
                "button",
                el("span", t(entry[1]), class_="lbl"),
                role="menuitem",
                type="button",
                data_export=entry[0],
                tabindex="-1",
            ),
            role="none",
        )
        if entry
        else el("li", role="separator", class_="sep")
        for entry in entries
    ]
    button = el(
        "button",
        icon("export"),
        el("span", t("Export"), class_="hide-narrow wide"),
        class_="ctl",
        type="button",
        id="export",
        aria_haspopup="menu",
        aria_expanded="false",
        aria_label=t("Export"),
        title=t("Export"),
    )
    return el("div", button, el("ul", *items, role="menu", aria_label=t("Export")), class_="menu", id="menu")


def topic_name(topic: str) -> str:
    """A topic as a heading."""
    return _TOPICS.get(topic) or topic[:1].upper() + topic[1:]


def add_documents(t: Texts) -> Markup:
    """The button that opens the place where documents are added."""
    return el("button", icon("plus"), t("Add documents"), class_="text", type="button", data_add=True)


def documents_menu(documents: Sequence[StoredDocument], t: Texts) -> Markup:
    """The list from which documents are chosen, by topic; the visitor's own stand first."""
    groups: dict[str, list[StoredDocument]] = {}
    for document in sorted(documents, key=lambda one: (not one.owner, one.topic, one.title.casefold())):
        groups.setdefault(t("Your documents") if document.owner else t(topic_name(document.topic)), []).append(document)
    listed: list[Child] = []
    for name, members in groups.items():
        if name:
            listed.append(el("p", name, class_="label"))
        listed.append(el("ul", *[el("li", _choice(one.id, one.title, choice=True)) for one in members]))
    find = el(
        "input",
        type="search",
        id="find-document",
        placeholder=t("Find by title"),
        aria_label=t("Find by title"),
        autocomplete="off",
    )
    done = el("button", t("Done"), class_="text", type="button", data_close="documents")
    every = el("button", t("All documents"), class_="text", type="button", id="documents-all")
    return el(
        "div",
        el("p", el("span", t("Answer only from"), class_="pop-title"), add_documents(t), class_="pop-head"),
        find if len(documents) > MOST_AT_A_GLANCE else None,
        el("div", *listed, class_="choices", tabindex="0", role="group", aria_label=t("Documents")),
        el("p", every, done, class_="bar-of-two"),
        class_="pop documents-pop",
        id="documents",
        role="dialog",
        aria_label=t("Choose documents"),
        hidden=True,
    )


def briefing_dialog(documents: Sequence[StoredDocument], t: Texts) -> Markup:
    """Topics to choose for a briefing; documents without a topic stand for themselves."""
    topics = sorted({document.topic for document in documents if document.topic})
    single = [document for document in documents if not document.topic]
    choices = [el("li", _choice(topic, t(topic_name(topic)))) for topic in topics]
    choices += [el("li", _choice(document.id, document.title)) for document in single]
    words = t("What happened, what was expected and what is disputed, with sources. Choose topics, or none for all.")
    return el(
        "div",
        el("h2", t("Briefing on chosen topics")),
        el("p", words),
        el(
            "div",
            el("ul", *choices, class_="two"),
            class_="choices",
            tabindex="0",
            role="group",
            aria_label=t("Topics"),
        ),
        el(
            "p",
            el("button", t("Cancel"), class_="text", type="button", data_close="briefing"),
            el("button", "HTML", class_="ctl box", type="button", data_brief="html"),
            el("button", "Markdown", class_="ctl box strong", type="button", data_brief="markdown"),
            class_="bar-of-two",
        ),
        class_="pop dialog",
        id="briefing",
        role="dialog",
        aria_modal="true",
        aria_label=t("Briefing on chosen topics"),
        hidden=True,
    )


def _choice(value: str, words: str, choice: bool = False) -> Markup:
    box = el("input", type="checkbox", value=value, data_choice=choice, data_topic_choice=not choice)
    return el("label", box, el("span", prose(words)))
