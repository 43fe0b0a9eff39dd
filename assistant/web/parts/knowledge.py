"""The knowledge tab: what is in, from whom, up to when, what is missing; a visitor's own documents."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.web.parts.html import Markup, el, icon, prose
from assistant.web.parts.reader import open_payload
from assistant.web.parts.texts import Texts
from assistant.web.parts.words import as_of_line
from knowledge.document import StoredDocument
from knowledge.knowledge_base import IngestReport
from knowledge.passage import Outcome, Source, Span, Statement

MOST_SHOWN = 12  # publishers and gaps before "and n more"


@dataclass(frozen=True, slots=True)
class Facts:
    """Counts of what the index holds for one visitor."""

    documents: int
    statements: int
    sources: tuple[Source, ...]
    newest: date | None


def facts_of(documents: Sequence[StoredDocument]) -> Facts:
    """Count documents, statements and sources, and find the newest date of publication.

    The day on which somebody saved a file is none.
    """
    statements = [statement for document in documents for statement in document.statements]
    sources = {source.id: source for statement in statements for source in statement.sources}
    newest = max((day for document in documents if (day := document.newest_day)), default=None)
    return Facts(len(documents), len(statements), tuple(sources.values()), newest)


def knowledge_pane(
    documents: Sequence[StoredDocument], outcomes: Sequence[Outcome], t: Texts, as_of: date | None = None
) -> Markup:
    """Counts, the shared documents, publishers, and gaps, as known on a day."""
    shared = [document for document in documents if not document.owner]
    facts = facts_of(shared)
    return el(
        "div",
        as_of_line(as_of, t),
        _counts(facts, t),
        el("h3", t("Documents"), " ", el("small", str(len(shared))), class_="sec gap"),
        el("ul", *[_document(document, t) for document in shared], class_="docs"),
        _publishers(facts.sources, t),
        _gaps(shared, outcomes, facts, t),
        class_="pane-body tail",
    )


def own_documents(documents: Sequence[StoredDocument], t: Texts) -> Markup:
    """The documents that this visitor added."""
    own = [document for document in documents if document.owner]
    if not own:
        return el("p", t("Nothing added yet. What you add is seen only in this browser."), class_="quiet")
    return el("ul", *[_document(document, t, removable=True) for document in own], class_="docs own-docs")


def report_of(report: IngestReport, t: Texts) -> Markup:
    """What became of added files, as a sentence and the reasons of those that failed."""
    done = len(report.added) + len(report.updated)
    parts = [t.count(done, "{n} document added", "{n} documents added")] if done else []
    if report.unchanged:
        parts.append(t.count(len(report.unchanged), "{n} was here already", "{n} were here already"))
    if report.failed:
        parts.append(t.count(len(report.failed), "{n} could not be read", "{n} could not be read"))
    failed = [el("li", el("b", name), ": ", prose(reason.removeprefix(f"{name}: "))) for name, reason in report.failed]
    words = "; ".join(parts) or t("Nothing was added")
    listed = el("ul", *failed) if failed else None
    return el("div", el("p", f"{words}."), listed, class_="report", role="status", data_failed=len(report.failed))


def _counts(facts: Facts, t: Texts) -> Markup:
    newest = t.day(facts.newest, short=True) if facts.newest else "–"
    cells = [
        (str(facts.documents), t("Documents")),
        (str(facts.statements), t("Statements")),
        (str(len(facts.sources)), t("Sources")),
        (newest, t("Newest source")),
    ]
    return el("dl", *[el("div", el("dt", name), el("dd", number)) for number, name in cells], class_="counts")


def _document(document: StoredDocument, t: Texts, removable: bool = False) -> Markup:
    sources = {source.id: source for statement in document.statements for source in statement.sources}
    newest = document.newest_day
    small = [t.count(len(document.statements), "{n} statement", "{n} statements")]
    if len(sources) > 1:
        small.append(t.count(len(sources), "{n} source", "{n} sources"))
    if newest:
        small.append(t("newest {day}", day=t.day(newest, short=True)))
    read = el(
        "button",
        el("span", prose(document.title), class_="name"),
        el("span", ", ".join(small), class_="small"),
        class_="said-row",
        type="button",
        data_open=open_payload(Span(document.id, 0, 0)),
    )
    remove = None
    if removable:
        label = f"{t('Remove')}: {document.title}"
        payload = json.dumps({"document": document.id})
        remove = el(
            "button",
            icon("trash"),
            class_="ctl icon",
            type="button",
            data_remove=payload,
            aria_label=label,
            title=t("Remove"),
        )
    return el("li", read, remove)


def _publishers(sources: Sequence[Source], t: Texts) -> Markup | None:
    if not sources:
        return None
    ranked = Counter(source.publisher for source in sources).most_common()
    rows = [el("li", el("span", name), el("span", str(number), class_="num")) for name, number in ranked]
    shown, hidden = rows[:MOST_SHOWN], rows[MOST_SHOWN:]
    more = None
    if hidden:
        summary = el("summary", t("{n} more", n=len(hidden)))
        more = el("details", summary, el("ul", *hidden, class_="tally"))
    heading = el("h3", t("Publishers"), " ", el("small", str(len(ranked))), class_="sec gap")
    return el("section", heading, el("ul", *shown, class_="tally"), more)


def _gaps(documents: Sequence[StoredDocument], outcomes: Sequence[Outcome], facts: Facts, t: Texts) -> Markup | None:
    """What the documents leave open: forecasts nobody followed up, pages without a date, the day they end on."""
    by_key = {one.key: one for document in documents for one in document.statements if one.key}
    open_ends = [
        by_key[key] for outcome in outcomes if outcome.verdict == "unknown" for key in outcome.expected if key in by_key
    ]
    undated = sum(1 for source in facts.sources if source.published is None)
    rows = []
    if facts.newest:
        rows.append(el("li", t("Nothing is known after {day}.", day=t.day(facts.newest))))
    if undated:
        rows.append(el("li", t("{n} of {total} sources show no date.", n=undated, total=len(facts.sources))))
    forecasts = [el("li", _forecast(statement)) for statement in open_ends[:MOST_SHOWN]]
    if not rows and not forecasts:
        return None
    return el(
        "section",
        el("h3", t("Known gaps"), class_="sec gap"),
        el("ul", *rows, class_="gaps"),
        el("p", t("Expected, but the documents do not say what came of it:"), class_="label") if forecasts else None,
        el("ul", *forecasts, class_="docs") if forecasts else None,
    )


def _forecast(statement: Statement) -> Markup:
    words = el("span", prose(statement.text), class_="name plain")
    return el("button", words, class_="said-row", type="button", data_open=open_payload(statement.span))
