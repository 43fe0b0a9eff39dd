"""The page in Gradio: which part stands where, and which event calls what."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when Gradio is imported; with it nothing is sent anywhere
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "1000000000"  # else each event makes a table of the last 10,000

import gradio as gr  # after the two lines above
import gradio.events

from assistant.web.about import about
from assistant.web.events.actions import Actions, Changes
from assistant.web.events.adding import Adding
from assistant.web.limits import MOST_FILES
from assistant.web.parts.first import add_by_address, composer, first_visit
from assistant.web.parts.frame import header, panel_head, top_of_page
from assistant.web.parts.html import Markup
from assistant.web.parts.knowledge import facts_of, own_documents
from assistant.web.parts.menus import briefing_dialog, documents_menu
from assistant.web.parts.panel import Panel
from assistant.web.parts.reader import no_document
from assistant.web.parts.sources import sources_pane
from assistant.web.parts.texts import Texts
from assistant.web.programs import ask_for_programs, search_for_programs
from assistant.web.visitors import Visitors
from knowledge.passage import Filter

if TYPE_CHECKING:
    from assistant import Assistant

Event = Callable[..., Any]  # Any: a listener of Gradio, see `listen`
STORAGE_KEY = "conversation"
_NOT_SECRET = "kept-in-this-browser"  # noqa: S105  Gradio wants a fixed word here; it guards nothing


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the page that change."""

    talk: gr.Markdown
    running: gr.Markdown
    sources: gr.Markdown
    reader: gr.Markdown
    timeline: gr.Markdown
    disagree: gr.Markdown
    knowledge: gr.Markdown
    evaluation: gr.Markdown
    own: gr.Markdown
    report: gr.Markdown
    choices: gr.Markdown
    outbox: gr.Markdown
    conversation: gr.State
    kept: gr.BrowserState


def build_page(
    assistant: Assistant,
    visitors: Visitors,
    language: str = "en",
    results: Path | None = None,
    max_upload_megabytes: int = 20,
) -> gr.Blocks:
    """The whole page in one language."""
    t = Texts(language)
    documents = assistant.knowledge.documents()
    event, facts = about(documents, t.language), facts_of(documents)
    known_up_to = t.day(facts.newest) if facts.newest else ""
    actions = Actions(assistant, Panel(assistant, t, results), t, first_visit(event, t), known_up_to, visitors)
    page = gr.Blocks(
        title=f"{t(event.title)}{t(event.subtitle)}",
        analytics_enabled=False,
        fill_width=True,
        delete_cache=(3600, 3600),
    )
    with page:
        first_tab = "timeline" if assistant.knowledge.overview.timeline(Filter()) else "knowledge"
        own(top_of_page(t, assistant.longest_question, max_upload_megabytes, MOST_FILES, first_tab))
        with gr.Row(elem_id="shell"):
            own(header(event, facts, assistant.answerer.name, assistant.answerer.model, t))
            with gr.Column(elem_id="chat"):
                with gr.Column(elem_id="thread"), gr.Column(elem_id="column"):
                    talk = own(first_visit(event, t), elem_id="talk")
                    running = own("", elem_id="running")
                has_official = any(source.kind == "official" for source in facts.sources)
                own(composer(event, t, has_official=has_official), elem_id="composer")
                choices = own(documents_menu(documents, t), elem_id="choices")
            own(Markup('<div class="scrim" id="scrim"></div>'))
            with gr.Column(elem_id="panel"):
                own(panel_head(t))
                sources = _pane("sources", sources_pane(None, lambda span: ("", ""), t))
                reader = _pane("reader", no_document(t))
                timeline = _pane("timeline")
                disagree = _pane("disagree")
                with gr.Column(elem_id="p-knowledge", elem_classes="pane"):
                    own(Markup(f'<div class="pane-body add"><h3 class="sec">{t("Your documents")}</h3></div>'))
                    mine = own(own_documents((), t), elem_id="mine")
                    with gr.Row(elem_id="add"):
                        upload = gr.UploadButton(
                            t("Add files"), file_count="multiple", elem_id="upload", elem_classes="ctl-box", size="sm"
                        )
                        own(add_by_address(t))
                    report = own("", elem_id="report")
                    knowledge = own("", elem_id="known")
                evaluation = _pane("evaluation")
        outbox = own("", elem_id="outbox")
        own(briefing_dialog(documents, t), elem_id="briefing-dialog")
        conversation = gr.State(None)
        kept = gr.BrowserState(None, storage_key=STORAGE_KEY, secret=_NOT_SECRET)
        parts = Parts(
            talk, running, sources, reader, timeline, disagree, knowledge, evaluation, mine, report, choices, outbox,
            conversation, kept,
        )  # fmt: skip
        _wire(page, parts, actions, Adding(assistant, t, visitors, max_upload_megabytes), upload)
        _doors(assistant)
    return page


def own(markup: str, elem_id: str | None = None) -> gr.Markdown:
    """A piece of our own markup. It is not sanitised, which would strip the names of buttons: all of it is escaped."""
    return gr.Markdown(markup, sanitize_html=False, latex_delimiters=[], elem_classes="own", elem_id=elem_id)


def _pane(name: str, markup: str = "") -> gr.Markdown:
    with gr.Column(elem_id=f"p-{name}", elem_classes="pane"):
        return own(markup)


def _wire(page: gr.Blocks, parts: Parts, actions: Actions, adding: Adding, upload: gr.UploadButton) -> None:
    """Join events to handlers. A handler returns the parts it changes by name; all others stay as they are.

    The page's script fills a hidden box and presses its hidden button (`static/page/server.js`), because an event with
    `js=` needs a looser policy for scripts than ours.
    """
    shown_after = {
        "restore": ("conversation", "kept", "talk", "sources", "own", "choices"),
        "ask": ("conversation", "kept", "talk", "running", "sources"),
        "stop": (),
        "clear": ("conversation", "kept", "talk", "running", "sources", "reader"),
        "read": ("reader",),
        "show": ("sources",),
        "tab": ("timeline", "disagree", "knowledge", "evaluation"),
        "export": ("outbox",),
        "remove": ("own", "choices", "report"),
        "page": ("own", "choices", "report"),
        "files": ("own", "choices", "report"),
    }  # the fewer parts an event names, the sooner the browser is done with its reply

    def shown(name: str, changes: Changes) -> dict[object, object] | None:
        kept = {part: gr.skip() for part in shown_after[name]}  # an empty reply would be an error to Gradio
        return {getattr(parts, part): value for part, value in {**kept, **changes}.items()} or None

    def once(name: str, handler: Callable[..., Changes]) -> Callable[..., dict[object, object] | None]:
        return lambda *values: shown(name, handler(*values))

    def stepwise(
        name: str, handler: Callable[..., Iterator[Changes]]
    ) -> Callable[..., Iterator[dict[object, object] | None]]:
        def steps(*values: object) -> Iterator[dict[object, object] | None]:
            for changes in handler(*values):
                yield shown(name, changes)
            yield shown(name, {})  # Gradio sends the last step twice

        return steps

    def listen(name: str, event: Event, handler: Callable[..., object], *inputs: object, **more: Any) -> None:  # noqa: ANN401
        outputs = [getattr(parts, part) for part in shown_after[name]]
        event(
            handler,
            inputs=list(inputs),
            outputs=outputs,
            show_progress="hidden",
            show_progress_on=[],  # hidden alone would still tell every part of each step
            api_visibility="private",
            **more,  # Any: Gradio's listeners take some twenty keywords and give a value of no public type
        )

    talk = parts.conversation
    listen("restore", page.load, once("restore", actions.restore), parts.kept)
    with gr.Column(elem_id="bridge"):
        box, go = _hidden("ask")
        listen("ask", go.click, stepwise("ask", actions.ask), box, talk, concurrency_limit=16, trigger_mode="multiple")
        box, go = _hidden("stop")
        listen("stop", go.click, once("stop", actions.stop), box, concurrency_limit=None, trigger_mode="multiple")
        _, go = _hidden("clear")
        listen("clear", go.click, once("clear", actions.clear), talk, trigger_mode="multiple")
        for name, handler in {
            "read": actions.read,
            "show": actions.show,
            "tab": actions.tab,
            "export": actions.export,
            "remove": adding.remove,
        }.items():
            box, go = _hidden(name)
            listen(name, go.click, once(name, handler), box, talk, concurrency_limit=16, trigger_mode="always_last")
        box, go = _hidden("page")
        listen("page", go.click, stepwise("page", adding.page), box, talk, concurrency_limit=4)
    listen("files", upload.upload, stepwise("files", adding.files), upload, talk, concurrency_limit=4)


def _hidden(name: str) -> tuple[gr.Textbox, gr.Button]:
    one_line = 1  # a taller box would be measured at each change
    box = gr.Textbox(show_label=False, label=name, container=False, elem_id=f"box-{name}", max_lines=one_line)
    return box, gr.Button(name, elem_id=f"go-{name}")


def _doors(assistant: Assistant) -> None:
    """The endpoints that Gradio's own clients find by name; all others are private."""

    def ask(question: str, as_of: str = "") -> dict[str, object]:
        return ask_for_programs(assistant, question, as_of)

    def search(query: str, k: int = 10) -> dict[str, object]:
        return search_for_programs(assistant, query, k)

    gradio.events.api(ask, api_name="ask", concurrency_limit=16)
    gradio.events.api(search, api_name="search", concurrency_limit=16)
