"""The frame of the page: what every page holds once, the header, and the panel's tabs."""

from __future__ import annotations

import json

from assistant.web.about import About
from assistant.web.parts.html import Child, Markup, el, icon, sprite
from assistant.web.parts.knowledge import Facts
from assistant.web.parts.menus import export_menu, opener, settings_pop
from assistant.web.parts.texts import Texts

TABS = (
    ("sources", "Sources", ""),
    ("reader", "Reader", ""),
    ("timeline", "Timeline", ""),
    ("disagree", "Disagreements", ""),
    ("knowledge", "Knowledge", "stack"),
    ("evaluation", "Evaluation", "chart"),
)
_SCRIPT_TEXTS = (
    "Copied",
    "Noted",
    "Dark theme",
    "Light theme",
    "Send",
    "Stop",
    "latest",
    "Still working",
    "All documents",
    "{n} documents",
    "1 document",
    "Your question is too long: {n} of {total} characters.",
    "Something went wrong here. Ask again, or reload the page.",
    "Many people are asking. Trying again in {n} s.",
    "The page lost its server. Your question is kept: ask it again when the server is back.",
    "Your last question did not reach the server.",
    "Ask again",
    "Conversation",
    "Nothing was added",
    "larger than {n} MB",
    "At most {n} files at once.",
    "The files could not be sent. Try again.",
)


def top_of_page(t: Texts, longest_question: int, largest_megabytes: int, most_files: int, first_tab: str) -> Markup:
    """Icons, the skip link, the live region, and the words, limits and first tab that the script needs."""
    words = {english: t(english) for english in _SCRIPT_TEXTS}
    return el(
        "div",
        sprite(),
        el("a", t("Skip to the question"), class_="skip", href="#q"),
        el("div", id="live", class_="sr", role="status", aria_live="polite"),
        el(
            "div",
            id="words",
            hidden=True,
            data_words=json.dumps(words),
            data_longest=longest_question,
            data_largest=largest_megabytes,
            data_most=most_files,
            data_first=first_tab,
            data_lang=t.language,
            data_months=json.dumps([t.months(), t.months(short=True)]),
        ),
        class_="top-of-page",
    )


def header(event: About, facts: Facts, answerer: str, model: str | None, t: Texts) -> Markup:
    """Title, what is known, and the controls."""
    known = [
        el("span", *_known(facts, t)) if facts.newest else None,
        el("span", t.count(facts.documents, "{n} document", "{n} documents"), class_="mid"),
        el("span", t.count(len(facts.sources), "{n} source", "{n} sources"), class_="mid wide"),
    ]
    subtitle = el("span", t(event.subtitle), class_="hide-narrow")
    brand = el("div", el("h1", t(event.title), subtitle), el("p", *known, class_="facts"), class_="brand")
    words = _answerer_word(answerer, t)
    if model:
        badge = el("span", words, class_="badge model hide-narrow", title=model)
    else:
        leaves_nothing = t("Nothing you type leaves this machine")
        badge = el("span", icon("shield"), t("Offline"), class_="badge hide-narrow", title=leaves_nothing)
    tools = el(
        "div",
        badge,
        opener("settings", icon("gear"), el("span", t("Settings")), class_="ctl hide-narrow"),
        opener(
            "settings",
            icon("cal"),
            el("span", t("As of:"), class_="k"),
            el("span", t("latest"), id="as-of-word"),
            icon("down2"),
            class_="ctl hide-narrow",
            focus="as-of",
        ),
        opener("settings", icon("gear"), class_="ctl icon only-narrow", label=t("Settings")),
        settings_pop(words, model, t),
        export_menu(t),
        _picture_button("moon", t("Dark theme"), "ctl icon", id="theme"),
        _picture_button("plus", t("New conversation"), "ctl icon hide-narrow", id="new"),
        _picture_button("book", t("Sources, reader, timeline"), "ctl icon only-narrow", data_tab_open="sources"),
        class_="tools",
    )
    return el("header", brand, tools, class_="top", role="banner")


def panel_head(t: Texts) -> Markup:
    """The tabs, and on a narrow page the sheet's own title and Close."""
    close = el(
        "button",
        icon("close"),
        class_="ctl icon",
        type="button",
        id="close-sheet",
        aria_label=t("Close"),
        title=t("Close"),
    )
    tabs = [
        el(
            "button",
            icon(picture) if picture else None,
            el("span", t(name), class_="word" if picture else None, data_word=None if picture else t(name)),
            type="button",
            role="tab",
            id=f"t-{key}",
            aria_controls=f"p-{key}",
            aria_selected="false",
            tabindex="-1",
            data_tab=key,
            title=t(name) if picture else None,
            aria_label=t(name) if picture else None,
            class_="pictured" if picture else None,
        )
        for key, name, picture in TABS
    ]
    bar = el("div", el("span", t("Evidence")), close, class_="sheetbar")
    return el(
        "div", bar, el("div", *tabs, class_="tabs", role="tablist", aria_label=t("Evidence")), class_="panel-head"
    )


def _known(facts: Facts, t: Texts) -> list[Child]:
    before, _, after = t("Knows up to {day}").partition("{day}")
    newest = facts.newest
    words = el("b", t.day(newest), id="newest", data_newest=newest.isoformat()) if newest else None
    return [before, words, after]


def _answerer_word(answerer: str, t: Texts) -> str:
    return t("Exact words") if answerer == "extractive" else t("Written by a model")


def _picture_button(name: str, label: str, class_: str, **named: str) -> Markup:
    """A button with a picture alone, which says what it does to those who point at it or cannot see it."""
    return el("button", icon(name), class_=class_, type="button", **named, aria_label=label, title=label)
