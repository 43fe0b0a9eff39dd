"""The timeline: every dated statement under its day, expected hollow, happened filled, disputed with arrows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

from assistant.briefing import VERDICTS
from assistant.web.about import About
from assistant.web.parts.html import Child, Markup, el, icon, prose
from assistant.web.parts.menus import topic_name
from assistant.web.parts.reader import open_payload
from assistant.web.parts.texts import Texts
from assistant.web.parts.words import STATUS, as_of_line, named_first
from knowledge.passage import Outcome, Statement

_FILTERS = ("all", "expected", "confirmed", "claimed", "disputed")
_NAMES = {"all": "All", "confirmed": "Happened"}
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def timeline_pane(
    statements: Sequence[Statement],
    outcomes: Iterable[Outcome],
    topics: Mapping[str, str],
    event: About,
    t: Texts,
    as_of: date | None = None,
) -> Markup:
    """Days in order with their statements, as known on a day. `topics` gives each document its topic, to filter by."""
    verdicts = {key: outcome.verdict for outcome in outcomes for key in outcome.expected}
    first = event.first_day.isoformat() if event.first_day else ""
    begins = next((one.event_date for one in statements if first and one.event_date >= first), None)
    days: list[Child] = []
    for day, entries in groupby(statements, key=lambda one: one.event_date):
        rows = [el("li", _entry(one, verdicts, topics, t)) for one in entries]
        days.append(
            el("section", _day(day, event, t), el("ul", *rows), class_="day", data_day=day, data_begins=day == begins)
        )
    if not days:
        none = el("p", t("No statement of these documents has a date."), class_="quiet")
        return el("div", as_of_line(as_of, t) or none, class_="pane-body")
    return el(
        "div",
        _filters(statements, topics, as_of, t),
        el("div", *days, class_="tl"),
        el(
            "p",
            t("No entries."),
            " ",
            el("button", t("Show all"), class_="text", type="button", data_filter="all"),
            class_="quiet none",
            hidden=True,
        ),
        class_="pane-body",
        id="timeline",
    )


def kind_of(statement: Statement) -> str:
    """What a statement is shown and filtered as."""
    return "disputed" if statement.dispute else statement.status.value


def distance(day: date, event: About, t: Texts) -> str:
    """How far a day lies from the event, in words: "six days before", "second day"."""
    if event.first_day is None or event.last_day is None:
        return ""
    if event.first_day <= day <= event.last_day:
        return t(("first day", "second day", "third day", "later day")[min((day - event.first_day).days, 3)])
    days = (event.first_day - day).days if day < event.first_day else (day - event.last_day).days
    if days > 60:
        return ""
    number = _SMALL[days] if days < len(_SMALL) and t.language == "en" else str(days)
    if day < event.first_day:
        return t("one day before") if days == 1 else t("{n} days before", n=number)
    return t("one day after") if days == 1 else t("{n} days after", n=number)


def in_words(event_date: str, t: Texts) -> str:
    """`2025-12-05`, `2025-12` or `2025` as people write it."""
    year, month, day = [*map(int, event_date.split("-")), 0, 0][:3]
    if day:
        return t.day(date(year, month, day))
    return t.day(date(year, month, 1)).split(" ", 1)[1] if month else str(year)


def _filters(statements: Sequence[Statement], topics: Mapping[str, str], as_of: date | None, t: Texts) -> Markup:
    present = {"all", *map(kind_of, statements)}
    pills = [
        el(
            "button",
            t(_NAMES.get(name) or STATUS[name]),
            type="button",
            data_filter=name,
            aria_pressed=_bool(name == "all"),
        )
        for name in _FILTERS
        if name in present
    ]
    present_topics = sorted({topics.get(one.span.document_id, "") for one in statements} - {""})
    options = [el("option", t(topic_name(topic)), value=topic) for topic in present_topics]
    choose = el("select", el("option", t("All topics"), value=""), *options, data_topic=True, aria_label=t("Topic"))
    return el(
        "div",
        *pills,
        el("span", choose, icon("down2"), class_="drop"),
        as_of_line(as_of, t),
        class_="filters",
        role="group",
        aria_label=t("Show"),
    )


def _day(event_date: str, event: About, t: Texts) -> Markup:
    words = in_words(event_date, t)
    far = distance(date.fromisoformat(event_date), event, t) if len(event_date) == 10 else ""
    question = f"What happened on {in_words(event_date, Texts())}?" if len(event_date) == 10 else None
    ask = None
    if question:
        label = f"{t('Ask about this day')}: {words}"
        ask = el("button", t("Ask"), class_="text day-ask", type="button", data_ask=question, aria_label=label)
    return el("h3", el("span", words, el("small", far) if far else None), ask)


def _entry(statement: Statement, verdicts: Mapping[str, str], topics: Mapping[str, str], t: Texts) -> Markup:
    verdict = verdicts.get(statement.key, "")
    kind = kind_of(statement)
    source = named_first(statement.sources)
    who = source.publisher if source else ""
    return el(
        "button",
        el("span", icon(kind), class_=f"dot {kind}-ink"),
        el("span", prose(statement.text), class_="said"),
        el(
            "span",
            el("span", t(STATUS[kind]), class_=f"tag {kind} bare"),
            el("span", who) if who else None,
            el("span", t(VERDICTS[verdict])) if verdict else None,
            class_="meta",
        ),
        class_=f"ev{' exp' if kind == 'expected' else ''}",
        type="button",
        data_open=open_payload(statement.span),
        data_kind=kind,
        data_topic_of=topics.get(statement.span.document_id),
    )


def _bool(value: bool) -> str:
    return "true" if value else "false"
