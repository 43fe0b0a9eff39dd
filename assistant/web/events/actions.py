"""What happens on each event of the page: values in, changed parts out. Nothing of a visitor is kept here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.briefing import briefing_as_html, briefing_as_markdown, make_briefing
from assistant.errors import QuestionError
from assistant.export import FORMATS, export
from assistant.web.conversation import Conversation, Exchange, new_id
from assistant.web.events.asking import LONGEST_RUN, grow, read_asked, stop
from assistant.web.events.stopping import Stoppable
from assistant.web.kept import keep, read_back
from assistant.web.parts.html import Markup, el, join
from assistant.web.parts.knowledge import own_documents
from assistant.web.parts.menus import documents_menu
from assistant.web.parts.panel import Panel
from assistant.web.parts.reader import no_document
from assistant.web.parts.texts import Texts
from assistant.web.parts.turn import turn
from assistant.web.payload import day_in, read_payload
from assistant.web.visitors import Visitors

if TYPE_CHECKING:
    from assistant import Assistant

Changes = dict[str, object]
"""Name of a part (a field of `page.Parts`) -> its new value."""


@dataclass(frozen=True, slots=True)
class Actions:
    """The handlers of the page's events. Each checks its input, because anyone can call a hidden endpoint."""

    assistant: Assistant
    panel: Panel
    t: Texts
    first: Markup  # the first screen
    known_up_to: str  # the newest date of the documents, in words
    visitors: Visitors
    runs: Stoppable[tuple[Conversation, Exchange]] = field(default_factory=Stoppable)

    def restore(self, kept: object) -> Changes:
        """On load: the conversation that this browser kept."""
        conversation = read_back(kept, self.assistant.knowledge)
        self.visitors.seen(conversation.owner)
        last = conversation.exchanges[-1] if conversation.exchanges else None
        return {
            "conversation": conversation,
            "kept": keep(conversation),
            "talk": self._talk(conversation, ready=True),
            "sources": self.panel.sources(last, conversation.owner),
            **self._documents(conversation),
        }

    def ask(self, payload: str, conversation: Conversation | None) -> Iterator[Changes]:
        """A question, step by step. Stop ends it with what was found by then."""
        conversation = stop(conversation or Conversation())
        try:
            asked = read_asked(payload, self.assistant.longest_question)
        except QuestionError as error:
            refused = Exchange(new_id(), "", state="error", error=str(error))
            yield {"running": turn(refused, self.t)}
            return
        self.visitors.seen(conversation.owner)
        grown, exchange = conversation, None
        for grown, exchange in self.runs.steps(asked.run, lambda: grow(self.assistant, conversation, asked)):
            if exchange.state == "busy":
                changes: Changes = {"running": turn(exchange, self.t, self.known_up_to), "conversation": grown}
                if exchange.answer is None and (asked.replaces or asked.anew or not conversation.exchanges):
                    changes["talk"] = self._talk(grown)  # an old turn goes, or the first screen
                yield changes
        grown = stop(grown)
        yield self._settled(grown, grown.find(exchange.id) if exchange else None)

    def stop(self, payload: str) -> Changes:
        """Stop was pressed: that run ends at once and shows what it has found."""
        run = read_payload(payload).get("run")
        if isinstance(run, str) and 0 < len(run) <= LONGEST_RUN:
            self.runs.stop(run)
        return {}

    def show(self, payload: str, conversation: Conversation | None) -> Changes:
        """The sources of an earlier answer."""
        conversation = conversation or Conversation()
        exchange = conversation.find(read_payload(payload).get("turn"))
        return {"sources": self.panel.sources(exchange, conversation.owner)}

    def read(self, payload: str, conversation: Conversation | None) -> Changes:
        """A document in the reader; with the sources of the answer that it was opened from."""
        conversation = conversation or Conversation()
        try:
            return {"reader": self.panel.reader(payload, conversation)}
        except QuestionError as error:
            return {"reader": el("p", str(error), class_="report", role="status")}

    def tab(self, payload: str, conversation: Conversation | None) -> Changes:
        """A tab was opened whose contents are made when they are wanted."""
        name = read_payload(payload).get("tab")
        if name not in {"timeline", "disagree", "knowledge", "evaluation"}:
            return {}
        try:
            return {str(name): self.panel.tab(payload, conversation or Conversation())}
        except QuestionError as error:
            return {str(name): el("p", str(error), class_="report", role="status")}

    def clear(self, conversation: Conversation | None) -> Changes:
        """A new conversation. What the visitor added stays."""
        fresh = replace(conversation or Conversation(), exchanges=())
        return {
            "conversation": fresh,
            "kept": keep(fresh),
            "talk": self.first,
            "running": "",
            "sources": self.panel.sources(None, fresh.owner),
            "reader": no_document(self.t),
        }

    def export(self, payload: str, conversation: Conversation | None) -> Changes:
        """The conversation, or a briefing on chosen documents, as a file that the page's script saves."""
        value = read_payload(payload)
        form = value.get("form")
        if value.get("what") == "briefing":
            try:
                return {"outbox": self._briefing(value, conversation or Conversation())}
            except QuestionError:  # it is asked for as of what is no day
                return {}
        if not isinstance(form, str) or form not in FORMATS:
            return {}
        exchanges = (conversation or Conversation()).exchanges
        answers = [exchange.answer for exchange in exchanges if exchange.answer is not None]
        name, media_type = FORMATS[form]
        return {"outbox": _file(name, media_type, export(answers, form))}

    def _briefing(self, value: Mapping[str, object], conversation: Conversation) -> Markup:
        chosen, html = value.get("documents"), value.get("form") == "html"
        documents = self.assistant.knowledge.documents(owner=conversation.owner)
        if isinstance(chosen, list) and chosen:
            documents = [document for document in documents if document.id in chosen or document.topic in chosen]
        briefing = make_briefing(documents, self.t("Briefing"), day_in(value))
        if html:
            return _file("briefing.html", "text/html", briefing_as_html(briefing))
        return _file("briefing.md", "text/markdown", briefing_as_markdown(briefing))

    def _settled(self, conversation: Conversation, exchange: Exchange | None) -> Changes:
        return {
            "conversation": conversation,
            "kept": keep(conversation),
            "talk": self._talk(conversation),
            "running": "",
            "sources": self.panel.sources(exchange, conversation.owner),
        }

    def _talk(self, conversation: Conversation, ready: bool = False) -> Markup:
        """All finished exchanges; the first screen when there is none."""
        finished = [turn(one, self.t, self.known_up_to) for one in conversation.exchanges if one.state != "busy"]
        if not finished and not conversation.exchanges:
            return join([self.first, el("span", hidden=True, data_ready="true")]) if ready else self.first
        return el("div", *finished, class_="turns", data_ready="true")

    def _documents(self, conversation: Conversation) -> Changes:
        documents = self.assistant.knowledge.documents(owner=conversation.owner)
        return {"own": own_documents(documents, self.t), "choices": documents_menu(documents, self.t)}


def _file(name: str, media_type: str, text: str) -> Markup:
    return el("div", data_file=name, data_type=media_type, data_text=text, data_id=new_id(), hidden=True)
