"""The panel's contents for one visitor: what to open in the reader, and what each tab holds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer import Citation
from assistant.evidence import cite
from assistant.on_day import on_day
from assistant.web.about import about
from assistant.web.beside import also_found
from assistant.web.conversation import Conversation, Exchange
from assistant.web.parts.disagreements import disagreements_pane
from assistant.web.parts.evaluation import evaluation_pane
from assistant.web.parts.html import Markup
from assistant.web.parts.knowledge import knowledge_pane
from assistant.web.parts.reader import Place, reader_pane
from assistant.web.parts.sources import sources_pane
from assistant.web.parts.texts import Texts
from assistant.web.parts.timeline import timeline_pane
from assistant.web.payload import day_in, read_payload
from knowledge.document import StoredDocument
from knowledge.overview import Overview
from knowledge.passage import Filter, Span

if TYPE_CHECKING:
    from assistant import Assistant

LONGEST_CONTEXT = 110  # characters shown before or after a quote


@dataclass(frozen=True, slots=True)
class Panel:
    """Makes the panes. It keeps no state of a visitor: every call names the owner whose documents may be seen."""

    assistant: Assistant
    t: Texts
    results: Path | None = None  # folder of evaluation runs

    def sources(self, exchange: Exchange | None, owner: str) -> Markup:
        """The sources of one exchange, each quote with the words around it."""
        texts: dict[str, str] = {}

        def around(span: Span) -> tuple[str, str]:
            if exchange and exchange.answer and exchange.answer.as_of:
                return "", ""  # they may tell what became known later
            if span.document_id not in texts:
                document = self.assistant.knowledge.document(span.document_id, owner=owner)
                texts[span.document_id] = document.text if document else ""
            return words_around(texts[span.document_id], span)

        return sources_pane(exchange, around, self.t)

    def reader(self, payload: str, conversation: Conversation) -> Markup:
        """The document that a chip, card or entry points to. Only this visitor's own exchanges can be pointed into."""
        value = read_payload(payload)
        place = _pointed_at(value, conversation)
        span = place.citation.span if place.citation else _span(value)
        document = self.assistant.knowledge.document(span.document_id, owner=conversation.owner) if span else None
        if document and span:
            said = place.citation or _said_at(document, span)
            stands = said and document.text[span.start : span.end] == said.quote
            place = replace(place, citation=said if stands else None)
        return reader_pane(document, place, self.t, day_in(value))

    def tab(self, payload: str, conversation: Conversation) -> Markup:
        """The contents of the timeline, the disagreements, the knowledge or the evaluation.

        Raises:
            QuestionError: It is asked for as of what is no day.
        """
        value = read_payload(payload)
        name, knowledge, day = value.get("tab"), self.assistant.knowledge, day_in(value)
        if name == "evaluation":
            return evaluation_pane(self.results, self.t)
        documents = knowledge.documents(owner=conversation.owner)
        overview = Overview(on_day(knowledge.documents(), day)) if day else knowledge.overview
        if name == "timeline":
            statements = overview.timeline(Filter(owner=conversation.owner))
            topics = {document.id: document.topic or document.title for document in documents}
            return timeline_pane(statements, overview.outcomes, topics, about(documents, self.t.language), self.t, day)
        if name == "disagree":
            disputes = list(overview.disputes.values())
            return disagreements_pane(disputes, overview.statements_by_dispute, self.t, day)
        return knowledge_pane(on_day(documents, day), overview.outcomes, self.t, day)


def words_around(text: str, span: Span) -> tuple[str, str]:
    """What stands before and after a span on its line: whole words, at most `LONGEST_CONTEXT` characters each."""
    before = text[text.rfind("\n", 0, span.start) + 1 : span.start].strip().lstrip("#-*• ").replace("**", "")
    stop = text.find("\n", span.end)
    after = text[span.end : stop if stop >= 0 else len(text)].strip()
    if len(before) > LONGEST_CONTEXT:
        before = before[-LONGEST_CONTEXT:].partition(" ")[2]
    if len(after) > LONGEST_CONTEXT:
        after = after[:LONGEST_CONTEXT].rpartition(" ")[0]
    return before, after


def _pointed_at(value: dict[str, object], conversation: Conversation) -> Place:
    """The place in an answer of this conversation that is meant, if one is."""
    exchange = conversation.find(value.get("turn"))
    if exchange is None or exchange.answer is None:
        return Place()
    answer = exchange.answer
    number, near, also = value.get("n"), value.get("near"), value.get("also")
    if isinstance(number, int) and 1 <= number <= len(answer.citations):
        return _cited(exchange.id, answer.citations, number)
    if isinstance(near, int) and 0 <= near < len(answer.nearest):
        return Place(answer.nearest[near].citation)
    found = also_found(answer)
    return Place(found[also]) if isinstance(also, int) and 0 <= also < len(found) else Place()


def _cited(exchange_id: str, citations: Sequence[Citation], number: int) -> Place:
    total = len(citations)

    def payload(other: int) -> str:
        return json.dumps({"turn": exchange_id, "n": other}) if 1 <= other <= total else ""

    return Place(citations[number - 1], number, total, payload(number - 1), payload(number + 1))


def _said_at(document: StoredDocument, span: Span) -> Citation | None:
    return next((cite(one, document.title) for one in document.statements if one.span == span), None)


def _span(value: dict[str, object]) -> Span | None:
    document, start, end = value.get("document"), value.get("start"), value.get("end")
    if isinstance(document, str) and isinstance(start, int) and isinstance(end, int) and 0 <= start <= end:
        return Span(document, start, end)
    return None
