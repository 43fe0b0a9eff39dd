import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import TypeVar

import httpx
import pytest
from fastapi import FastAPI
from mcp import Client
from mcp.types import CallToolResult

from assistant.answer import UNSURE
from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.version import own_version
from assistant.web.api.http import build_http
from knowledge.knowledge_base import KnowledgeBase
from tests.fakes import ANSWERED, DOCUMENTS, PlainAnswerer, WordHashEmbedder, document, small_assistant
from tests.running import running

Value = TypeVar("Value")
TEXTS = {document.id: document.page_content for document in DOCUMENTS}


def with_client(address: str, use: Callable[[Client], Awaitable[Value]], mode: str = "auto") -> Value:
    async def run() -> Value:
        async with Client(f"{address}/mcp", mode=mode) as client:
            return await use(client)

    return asyncio.run(run())


def call(address: str, tool: str, **arguments: object) -> CallToolResult:
    return with_client(address, lambda client: client.call_tool(tool, arguments))


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_official_client_finds_the_tools_described(small_server: str, mode: str) -> None:
    tools = with_client(small_server, lambda client: client.list_tools(), mode).tools
    assert {tool.name for tool in tools} == {"ask", "search", "get_document", "timeline"}
    for tool in tools:
        assert tool.description
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint
        assert tool.output_schema
        assert "the ingested documents" in tool.description or tool.name == "get_document"
    (ask,) = [tool for tool in tools if tool.name == "ask"]
    for named in ("`answered` is false", f"below {UNSURE}"):
        assert named in str(ask.description)
    assert "YYYY-MM-DD" in ask.input_schema["properties"]["as_of"]["description"]


def test_the_server_tells_its_version(small_server: str) -> None:
    async def version_of(client: Client) -> str:
        return client.server_info.version

    assert with_client(small_server, version_of) == own_version()


def test_the_tools_say_which_event_the_curated_documents_are_about() -> None:
    knowledge = KnowledgeBase(embedder=WordHashEmbedder())
    statements = [{"start": 0, "end": 8, "status": "confirmed", "sources": [], "key": "s-400/landed"}]
    knowledge.ingest([document("arrival", "He came.", statements=statements)])
    with running(build_http(Assistant(knowledge, answerer=PlainAnswerer()), Settings.load(mcp=True))) as address:
        tools = with_client(address, lambda client: client.list_tools()).tools
    assert "Putin in India, 4–5 December 2025" in str(tools[0].description)


def test_an_answer_over_mcp_equals_the_one_from_python(small_server: str) -> None:
    result = call(small_server, "ask", question=ANSWERED)
    wanted = json.loads(json.dumps(small_assistant().ask(ANSWERED).to_dict()))
    shown = dict(result.structured_content)
    assert json.loads(result.content[0].text) == shown
    del shown["timings_ms"], wanted["timings_ms"]
    assert shown == wanted


def test_search_and_documents_agree(small_server: str) -> None:
    hits = call(small_server, "search", query="harbour of London", k=1).structured_content["hits"]
    assert len(hits) == 1
    document = call(small_server, "get_document", id=hits[0]["document"]).structured_content
    assert document["text"][hits[0]["start"] : hits[0]["end"]] == hits[0]["text"]
    assert document["text"] == TEXTS[hits[0]["document"]]


def test_the_timeline_is_a_list(small_server: str) -> None:
    assert call(small_server, "timeline", begin="2025", status="confirmed").structured_content["statements"] == []


@pytest.fixture(scope="module")
def dated() -> Iterator[str]:
    """The address of a server over four events, of a year, a month and two days."""
    text, statements = "", []
    for number, day in enumerate(("2025", "2025-12", "2025-12-04", "2026-01-02")):
        said = f"The ferry number {number} sailed. "
        place = {"start": len(text), "end": len(text) + len(said) - 1}
        statements.append({**place, "status": "confirmed", "sources": [], "event_date": day})
        text += said
    knowledge = KnowledgeBase(embedder=WordHashEmbedder())
    knowledge.ingest([document("ferries", text, statements=statements)])
    assistant = Assistant(knowledge, answerer=PlainAnswerer())
    with running(build_http(assistant, Settings.load(mcp=True))) as address:
        yield address


@pytest.mark.parametrize(
    ("begin", "end", "events"),
    [
        ("", "", ["2025", "2025-12", "2025-12-04", "2026-01-02"]),
        ("2025-12-05", "", ["2025", "2025-12", "2026-01-02"]),
        ("2025-12-05", "2025-12-31", ["2025", "2025-12"]),
        ("2026", "", ["2026-01-02"]),
        ("", "2025-12-03", ["2025", "2025-12"]),
        ("", "2025-11", ["2025"]),
        ("2025-12", "2025-12", ["2025", "2025-12", "2025-12-04"]),
    ],
)
def test_the_timeline_holds_what_can_have_been_in_the_time_asked_for(
    dated: str, begin: str, end: str, events: list[str]
) -> None:
    statements = call(dated, "timeline", begin=begin, end=end).structured_content["statements"]
    assert [statement["event_date"] for statement in statements] == events


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("ask", {"question": " "}, "empty"),
        ("ask", {"question": "x" * 2001}, "too long"),
        ("ask", {"question": "a", "as_of": "soon"}, "YYYY-MM-DD"),
        (
            "ask",
            {"question": "a", "as_off": "2025-12-03"},
            "'ask' has no argument 'as_off', only these: question, as_of",
        ),
        ("get_document", {"id": "tides", "owner": "ann"}, "'get_document' has no argument 'owner', only these: id."),
        ("ask", {"question": "a", "sources": ["nobody"]}, "no source"),
        ("ask", {}, "The arguments of 'ask' do not fit: question: Field required."),
        ("ask", {"question": "a", "sources": "nobody"}, "sources: Input should be a valid list"),
        ("search", {"query": "a", "k": -1}, "greater than or equal"),
        ("search", {"query": "a", "sources": ["nobody"]}, "no source 'nobody' in the index. Answers and passages name"),
        ("get_document", {"id": "none"}, "no document"),
        ("timeline", {"status": "gossip"}, "status"),
        ("timeline", {"begin": "December 2025"}, "YYYY-MM-DD"),
        ("timeline", {"end": "2025-13"}, "YYYY-MM-DD"),
    ],
)
def test_bad_input_is_told_to_the_client(
    small_server: str, tool: str, arguments: dict[str, object], words: str
) -> None:
    result = call(small_server, tool, **arguments)
    assert result.is_error
    assert words in result.content[0].text
    for leaked in ("Traceback", "pydantic", "Error executing", "[type="):
        assert leaked not in result.content[0].text


def test_an_unknown_tool_is_an_error(small_server: str) -> None:
    assert call(small_server, "forget_everything").is_error


def test_the_tools_answer_inside_another_application() -> None:
    inner = build_http(small_assistant(), Settings.load(mcp=True))
    site = FastAPI(lifespan=inner.router.lifespan_context)
    site.mount("/visit", inner)
    with running(site) as address:
        assert call(f"{address}/visit", "ask", question=ANSWERED).structured_content["answered"]


def test_the_tools_answer_inside_an_application_with_a_lifespan_of_its_own() -> None:
    inner = build_http(small_assistant(), Settings.load(mcp=True))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with inner.router.lifespan_context(inner):
            yield

    site = FastAPI(lifespan=lifespan)
    site.mount("/visit", inner)
    with running(site) as address:
        assert call(f"{address}/visit", "ask", question=ANSWERED).structured_content["answered"]


def test_without_the_setting_there_is_no_such_door() -> None:
    with running(build_http(small_assistant(), Settings.load())) as address:
        reply = httpx.post(f"{address}/mcp", json={})
    assert reply.status_code == 404
    assert "Set ASSISTANT_MCP=true" in reply.json()["error"]["message"]
