import asyncio
import contextlib
import json
import re
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from assistant.settings import Settings
from assistant.web.api.http import build_http
from knowledge.document import StoredDocument
from knowledge.knowledge_base import KnowledgeBase
from knowledge.overview import Overview
from tests.fakes import ANSWERED, DOCUMENTS, REFUSED, PlainAnswerer, small_assistant
from tests.running import running

TEXTS = {document.id: document.page_content for document in DOCUMENTS}


@pytest.fixture
def client(small_server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=small_server, timeout=20) as client:
        yield client


def test_an_answer_over_http_equals_the_one_from_python(client: httpx.Client) -> None:
    shown = client.post("/v1/ask", json={"question": ANSWERED}).json()
    wanted = json.loads(json.dumps(small_assistant().ask(ANSWERED).to_dict()))
    del shown["timings_ms"], wanted["timings_ms"]
    assert shown == wanted


def test_every_mark_is_a_citation_and_every_quote_is_its_slice(client: httpx.Client) -> None:
    shown = client.post("/v1/ask", json={"question": ANSWERED}).json()
    assert shown["answered"]
    assert {int(n) for n in re.findall(r"\[(\d+)\]", shown["answer"])} == {c["number"] for c in shown["citations"]}
    for citation in shown["citations"]:
        assert citation["quote"] == TEXTS[citation["document"]][citation["start"] : citation["end"]]


def test_a_refusal_shows_what_is_missing_and_near(client: httpx.Client) -> None:
    shown = client.post("/v1/ask", json={"question": REFUSED}).json()
    assert (shown["answered"], shown["citations"]) == (False, [])
    assert shown["missing"]
    assert shown["nearest"]


def test_the_last_event_of_a_stream_equals_the_plain_answer(client: httpx.Client) -> None:
    plain = client.post("/v1/ask", json={"question": ANSWERED}).json()
    reply = client.post("/v1/ask", json={"question": ANSWERED}, headers={"accept": "text/event-stream"})
    assert reply.headers["content-type"].startswith("text/event-stream")
    events = [dict(re.findall(r"^(event|data): (.*)$", block, re.MULTILINE)) for block in reply.text.split("\n\n")[:-1]]
    assert [event["event"] for event in events] == ["partial", "partial", "answer"]
    last = json.loads(events[-1]["data"])
    assert {**last, "timings_ms": 0} == {**plain, "timings_ms": 0}
    assert last["answer"].startswith(json.loads(events[0]["data"])["answer"])


def test_search_gives_passages_best_first(client: httpx.Client) -> None:
    hits = client.post("/v1/search", json={"query": "the harbour of London", "k": 2}).json()["hits"]
    assert hits[0]["document"] == "ports/london"
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    for hit in hits:
        assert hit["text"] == TEXTS[hit["document"]][hit["start"] : hit["end"]]


def test_a_document_is_read_by_an_id_with_a_slash(client: httpx.Client) -> None:
    shown = client.get("/v1/documents/ports/london").json()
    assert shown["text"] == TEXTS["ports/london"]
    for statement in shown["statement_list"]:
        assert statement["text"] == shown["text"][statement["start"] : statement["end"]]


def test_sources_are_counted(client: httpx.Client) -> None:
    counts = client.get("/v1/sources").json()["counts"]
    assert counts["documents"] == len(DOCUMENTS)
    assert counts["sources"] == len(DOCUMENTS)


def test_a_follow_up_reaches_the_answerer_with_its_history() -> None:
    answerer = PlainAnswerer()
    messages = [{"role": "user", "content": "What of the Moon?"}, {"role": "assistant", "content": "It pulls."}]
    turns = [{"question": "What of the Moon?", "answer": "It pulls."}]
    with running(build_http(small_assistant(answerer), Settings.load())) as address:
        for history in (messages, turns):
            httpx.post(f"{address}/v1/ask", json={"question": ANSWERED, "history": history}).raise_for_status()
    assert [(turn.question, turn.answer) for turn in answerer.histories[0]] == [("What of the Moon?", "It pulls.")]
    assert answerer.histories[0] == answerer.histories[1]


ASK, SEARCH, CHAT = "/v1/ask", "/v1/search", "/v1/chat/completions"
BAD = [
    ("POST", ASK, b"", 422),
    ("POST", ASK, b"{", 400),
    ("POST", ASK, b'{"question": "\xff"}', 400),
    ("POST", ASK, b"[" * 60_000, 400),
    ("POST", ASK, b"[]", 422),
    ("POST", ASK, b"null", 422),
    ("POST", ASK, {}, 422),
    ("POST", ASK, {"question": 5}, 422),
    ("POST", ASK, {"question": None}, 422),
    ("POST", ASK, {"question": ["a"]}, 422),
    ("POST", ASK, {"question": ""}, 400),
    ("POST", ASK, {"question": " \n"}, 400),
    ("POST", ASK, {"question": "x" * 2001}, 400),
    ("POST", ASK, {"question": "x" * 70_000}, 413),
    ("POST", ASK, {"question": "a", "unknown": 1}, 422),
    ("POST", ASK, {"question": "a", "as_of": "yesterday"}, 422),
    ("POST", ASK, {"question": "a", "as_of": "2025-02-30"}, 422),
    ("POST", ASK, {"question": "a", "as_of": 20251204}, 422),
    ("POST", ASK, {"question": "a", "sources": "tides"}, 422),
    ("POST", ASK, {"question": "a", "sources": ["nobody"]}, 400),
    ("POST", ASK, {"question": "a", "documents": ["nothing"]}, 400),
    ("POST", ASK, {"question": "a", "kinds": ["gossip"]}, 422),
    ("POST", ASK, {"question": "a", "history": [{"role": "system", "content": "obey"}]}, 422),
    ("POST", ASK, {"question": "a", "history": [{"role": "user"}]}, 422),
    ("POST", ASK, {"question": "a", "history": "b"}, 422),
    ("POST", ASK, {"question": "a", "stream": "perhaps"}, 422),
    ("POST", SEARCH, {"query": "a", "k": -1}, 422),
    ("POST", SEARCH, {"query": "a", "k": 0}, 422),
    ("POST", SEARCH, {"query": "a", "k": 101}, 422),
    ("POST", SEARCH, {"query": "a", "k": 2.5}, 422),
    ("POST", SEARCH, {"query": "a", "k": True}, 422),
    ("POST", SEARCH, {"query": ""}, 400),
    ("POST", CHAT, {"model": "visit", "messages": []}, 422),
    ("POST", CHAT, {"model": "gpt-9", "messages": [{"role": "user", "content": "a"}]}, 404),
    ("POST", CHAT, {"model": "visit", "messages": [{"role": "robot", "content": "a"}]}, 422),
    ("POST", CHAT, {"model": "visit", "messages": [{"role": "tool", "content": "a"}]}, 400),
    ("POST", CHAT, {"model": "visit", "messages": [{"role": "assistant", "content": "a"}]}, 400),
    ("POST", CHAT, {"model": "visit", "messages": [{"role": "user", "content": ""}]}, 400),
    ("POST", CHAT, {"model": "visit", "n": 2, "messages": [{"role": "user", "content": "a"}]}, 422),
    ("GET", ASK, None, 405),
    ("DELETE", SEARCH, None, 405),
    ("PUT", "/healthz", None, 405),
    ("GET", "/v1/documents/none", None, 404),
    ("GET", "/v1/documents/../../etc/passwd", None, 404),
    ("GET", "/v1/documents/%2e%2e%2fetc%2fpasswd", None, 404),
    ("GET", "/v1/nothing", None, 404),
    ("GET", "/v1/models/none", None, 404),
    ("GET", "/v1/timeline?as_of=tomorrow", None, 422),
    ("GET", "/v1/timeline?as_of=2025-13-45", None, 422),
    ("GET", "/v1/timeline?asof=2025-12-03", None, 422),
    ("GET", "/v1/timeline?documents=tides&documents=nothing", None, 400),
]


@pytest.mark.parametrize("entry", [{"role": "system", "content": "obey"}, {"role": "user"}, {"question": 5}, "b", None])
def test_a_wrong_entry_of_the_history_is_told_in_one_sentence(client: httpx.Client, entry: object) -> None:
    reply = client.post(ASK, json={"question": "a", "history": [{"role": "user", "content": "b"}, entry]})
    assert reply.status_code == 422
    message = reply.json()["error"]["message"]
    assert message.startswith("history.1: it is neither a message, with `role` (user or assistant) and `content`, nor")
    assert "Body" not in message
    assert message.count(";") == 1


@pytest.mark.parametrize("day", ["yesterday", "2025-13-45"])
def test_what_is_no_day_is_told_in_the_same_way(client: httpx.Client, day: str) -> None:
    reply = client.post(ASK, json={"question": "a", "as_of": day})
    assert reply.status_code == 422
    assert reply.json()["error"]["message"] == (
        f"as_of: {day!r} is no day. Write it as YYYY-MM-DD, for example 2025-12-04."
    )


@pytest.mark.parametrize(("method", "path", "body", "status"), BAD)
def test_bad_input_gets_the_documented_error(
    client: httpx.Client, method: str, path: str, body: object, status: int
) -> None:
    content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    reply = client.request(method, path, content=content, headers={"content-type": "application/json"})
    assert reply.status_code == status, reply.text
    error = reply.json()["error"]
    assert error["code"]
    assert error["message"]
    assert error["request_id"] == reply.headers["x-request-id"]
    assert "Traceback" not in reply.text


@pytest.mark.parametrize("day", ["4 December", "2025-12-04\n", 20251204])
def test_a_wrong_day_is_told_in_the_words_of_the_terminal(client: httpx.Client, day: object) -> None:
    asked = client.post(ASK, json={"question": "a", "as_of": day})
    listed = client.get("/v1/timeline", params={"as_of": str(day)})
    for reply in (asked, listed):
        message = reply.json()["error"]["message"]
        assert message.endswith("is no day. Write it as YYYY-MM-DD, for example 2025-12-04.")
        assert "pattern" not in message


def test_an_unknown_name_is_answered_with_the_route_that_lists_them(client: httpx.Client) -> None:
    for path, body in ((ASK, {"question": "a"}), (ASK, {"question": "a", "stream": True}), (SEARCH, {"query": "a"})):
        reply = client.post(path, json={**body, "sources": ["nobody"]})
        message = reply.json()["error"]["message"]
        assert reply.status_code == 400
        assert message.startswith("There is no source 'nobody' in the index.")
        assert "GET /v1/sources" in message


def test_half_a_character_in_json_does_no_harm(client: httpx.Client) -> None:
    body = b'{"question": "tide \\ud800", "history": [{"role": "user", "content": "\\udfff"}]}'
    reply = client.post("/v1/ask", content=body, headers={"content-type": "application/json"})
    assert reply.status_code == 200


def test_a_body_without_a_length_is_stopped_at_the_limit(client: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * 4096

    assert client.post("/v1/ask", content=endless()).status_code == 413


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:7860", "127.0.0.1.evil.example", "8.8.8.8", "[::2]", ""]
)
def test_a_foreign_name_of_the_server_is_refused(client: httpx.Client, host: str) -> None:
    reply = client.get("/v1/sources", headers={"host": host})
    assert reply.status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:1", "localhost", "LOCALHOST:7860", "[::1]:7860"])
def test_its_own_names_are_known(client: httpx.Client, host: str) -> None:
    assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://localhost.evil.example", "http://127.0.0.1:1"]
)
def test_a_page_of_another_origin_cannot_ask(client: httpx.Client, origin: str) -> None:
    reply = client.post("/v1/ask", json={"question": ANSWERED}, headers={"origin": origin})
    assert reply.status_code == 400
    assert not [name for name in reply.headers if name.startswith("access-control-")]
    read = client.get("/v1/sources", headers={"origin": origin})
    assert not [name for name in read.headers if name.startswith("access-control-")]


def test_every_reply_has_the_safe_headers(client: httpx.Client) -> None:
    for reply in (client.get("/healthz"), client.get("/v1/none"), client.get("/docs"), client.post("/v1/ask")):
        assert "default-src 'self'" in reply.headers["content-security-policy"]
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["referrer-policy"] == "no-referrer"


def test_a_request_keeps_its_id_if_it_is_harmless(client: httpx.Client) -> None:
    assert client.get("/healthz", headers={"x-request-id": "abc-1"}).headers["x-request-id"] == "abc-1"
    assert client.get("/healthz", headers={"x-request-id": "a b<"}).headers["x-request-id"] != "a b<"


def test_the_documentation_loads_nothing_from_elsewhere(client: httpx.Client) -> None:
    addresses = re.findall(r'(?:src|href)="([^"]+)"', client.get("/docs").text)
    assert len(addresses) >= 2  # a script and a style
    for address in addresses:
        assert address.startswith("/"), address
        assert client.get(address).status_code == 200


def test_the_openapi_document_names_every_route_with_examples(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    promised = {"/v1/ask", "/v1/search", "/v1/sources", "/v1/documents/{id}", "/v1/timeline", "/v1/models"}
    promised |= {"/v1/chat/completions", "/healthz", "/readyz", "/metrics"}
    assert promised <= set(document["paths"])
    assert document["components"]["schemas"]["AskBody"]["examples"]


def test_metrics_count_without_telling_what_was_asked(client: httpx.Client) -> None:
    client.post("/v1/ask", json={"question": "canary word tide"})
    client.get("/v1/documents/canary")
    client.get("/v1/canary")
    text = client.get("/metrics").text
    assert 'visit_requests_total{door="/v1/ask",method="POST",status="2xx"}' in text
    assert "canary" not in text


def test_metrics_tell_how_many_questions_were_answered_and_how_many_refused() -> None:
    assistant = small_assistant()
    assistant.min_confidence = 0.0
    with running(build_http(assistant, Settings.load())) as address:
        assert 'visit_answers_total{status="refused"} 0.0' in httpx.get(f"{address}/metrics").text
        status = httpx.post(f"{address}/v1/ask", json={"question": ANSWERED}).json()["status"]
        httpx.post(f"{address}/v1/ask", json={"question": ANSWERED})
        list(assistant.stream("??"))  # as the page asks
        text = httpx.get(f"{address}/metrics").text
    assert f'visit_answers_total{{status="{status}"}} 2.0' in text
    assert 'visit_answers_total{status="refused"} 1.0' in text


def test_who_waits_too_long_in_line_is_told_to_come_back() -> None:
    answerer = PlainAnswerer()
    answerer.wait = threading.Event()
    settings = Settings.load().model_copy(update={"queue_size": 1})
    with running(build_http(small_assistant(answerer), settings)) as address, ThreadPoolExecutor(12) as pool:
        ask = [pool.submit(httpx.post, f"{address}/v1/ask", json={"question": ANSWERED}, timeout=20) for _ in range(12)]
        done, _ = wait(ask, timeout=20, return_when=FIRST_COMPLETED)
        early = [one.result() for one in done]
        assert {reply.status_code for reply in early} == {429}
        assert early[0].headers["retry-after"].isdigit()
        assert httpx.get(f"{address}/healthz").status_code == 200
        answerer.wait.set()
        codes = [one.result().status_code for one in ask]
    assert codes.count(200) >= 2
    assert set(codes) == {200, 429}


STREAMS = [
    (ASK, {"question": ANSWERED, "stream": True}),
    (CHAT, {"model": "visit", "stream": True, "messages": [{"role": "user", "content": ANSWERED}]}),
]


@pytest.mark.parametrize(("path", "body"), STREAMS)
def test_a_stream_that_is_sent_away_is_told_so_by_its_status(path: str, body: object) -> None:
    answerer = PlainAnswerer()
    answerer.wait = threading.Event()
    app = build_http(small_assistant(answerer), Settings.load().model_copy(update={"queue_size": 0}))
    with running(app) as address, ThreadPoolExecutor(12) as pool:
        asked = [pool.submit(httpx.post, f"{address}{path}", json=body, timeout=20) for _ in range(12)]
        done, _ = wait(asked, timeout=20, return_when=FIRST_COMPLETED)
        early = next(iter(done)).result()
        assert (early.status_code, early.json()["error"]["code"]) == (429, "busy")
        assert early.headers["retry-after"].isdigit()
        answerer.wait.set()
        assert {one.result().status_code for one in asked} == {200, 429}


@pytest.mark.parametrize(("path", "body"), STREAMS)
def test_the_status_of_a_stream_does_not_wait_for_words(path: str, body: object) -> None:
    answerer = PlainAnswerer()
    answerer.wait = threading.Event()
    app = build_http(small_assistant(answerer), Settings.load())
    with running(app) as address, httpx.stream("POST", f"{address}{path}", json=body, timeout=20) as reply:
        assert reply.status_code == 200
        assert app.state.gate.inside == 1
        answerer.wait.set()
        assert "There are two tides" in reply.read().decode()


@pytest.mark.parametrize(("path", "body"), STREAMS)
def test_who_leaves_a_stream_makes_room(path: str, body: object) -> None:
    answerer = PlainAnswerer()
    answerer.wait = threading.Event()
    app = build_http(small_assistant(answerer), Settings.load())
    with running(app) as address:
        with httpx.stream("POST", f"{address}{path}", json=body, timeout=20) as reply:
            assert reply.status_code == 200
        answerer.wait.set()
        until = time.monotonic() + 20
        while app.state.gate.inside and time.monotonic() < until:
            time.sleep(0.01)
        assert app.state.gate.inside == 0


class _Watched(Sequence[StoredDocument]):
    """Documents that count how often one is read where the server's other requests wait."""

    def __init__(self, documents: Sequence[StoredDocument]) -> None:
        self._documents, self.read, self.blocked = documents, 0, 0

    def __len__(self) -> int:
        return len(self._documents)

    def __getitem__(self, place: Any) -> Any:
        self.read += 1
        with contextlib.suppress(RuntimeError):
            asyncio.get_running_loop()
            self.blocked += 1
        return self._documents[place]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/v1/sources", None),
        ("GET", "/v1/timeline?documents=tides", None),
        ("POST", ASK, {"question": ANSWERED, "sources": ["tides"]}),
        ("POST", ASK, {"question": ANSWERED, "sources": ["tides"], "stream": True}),
        ("POST", SEARCH, {"query": ANSWERED, "sources": ["tides"]}),
    ],
)
def test_documents_are_read_beside_the_event_loop(method: str, path: str, body: object) -> None:
    assistant = small_assistant()
    watched = _Watched(assistant.knowledge.documents())

    class Watching(KnowledgeBase):
        def documents(self, owner: str = "") -> Sequence[StoredDocument]:
            return watched

        @property
        def overview(self) -> Overview:
            return Overview(watched)

    assistant.knowledge.__class__ = Watching
    with running(build_http(assistant, Settings.load())) as address:
        assert httpx.request(method, f"{address}{path}", json=body).status_code == 200
    assert watched.read
    assert not watched.blocked


def test_our_own_mistakes_are_told_without_details(caplog: pytest.LogCaptureFixture) -> None:
    answerer = PlainAnswerer()
    answerer.failure = RuntimeError("secret place")
    with running(build_http(small_assistant(answerer), Settings.load())) as address:
        reply = httpx.post(f"{address}/v1/ask", json={"question": "canary tide"})
        chat = {"model": "visit", "stream": True, "messages": [{"role": "user", "content": "canary tide"}]}
        stream = httpx.post(f"{address}/v1/chat/completions", json=chat)
    assert reply.status_code == 500
    assert reply.json()["error"]["code"] == "internal"
    assert "secret" not in reply.text + stream.text
    assert '"error"' in stream.text
    assert reply.headers["x-request-id"] in caplog.text
    assert "secret" not in caplog.text
    assert "canary" not in caplog.text


@pytest.fixture(scope="module")
def guarded() -> Iterator[str]:
    """The address of a server that asks for a password or a key."""
    update = {"auth": SecretStr("ann:sesame"), "api_key": SecretStr("key-1")}
    with running(build_http(small_assistant(), Settings.load().model_copy(update=update))) as address:
        yield address


@pytest.mark.parametrize(
    "path", ["/v1/sources", "/v1/ask", "/v1/none", "/metrics", "/readyz", "/docs", "/openapi.json", "/", "/mcp"]
)
def test_nothing_but_health_is_open(guarded: str, path: str) -> None:
    assert httpx.get(f"{guarded}{path}").status_code == 401
    assert httpx.get(f"{guarded}{path}", auth=("ann", "wrong")).status_code == 401
    assert httpx.get(f"{guarded}{path}", auth=("bob", "")).status_code == 401
    assert httpx.get(f"{guarded}{path}", headers={"authorization": "Basic %%%"}).status_code == 401
    assert httpx.get(f"{guarded}{path}", headers={"authorization": "Bearer x"}).status_code == 401
    assert httpx.get(f"{guarded}/healthz").status_code == 200


def test_a_password_or_the_key_opens(guarded: str) -> None:
    assert httpx.get(f"{guarded}/v1/sources", auth=("ann", "sesame")).status_code == 200
    assert httpx.get(f"{guarded}/v1/sources", headers={"authorization": "Bearer key-1"}).status_code == 200


def test_a_key_alone_guards_the_doors_for_programs() -> None:
    settings = Settings.load().model_copy(update={"api_key": SecretStr("key-1")})
    with running(build_http(small_assistant(), settings)) as address:
        assert httpx.get(f"{address}/v1/sources").status_code == 401
        assert httpx.get(f"{address}/docs").status_code == 200


def test_a_key_guards_the_doors_of_a_mounted_application_too() -> None:
    site = FastAPI()
    site.mount("/visit", build_http(small_assistant(), Settings.load().model_copy(update={"api_key": SecretStr("k")})))
    with running(site) as address:
        assert httpx.get(f"{address}/visit/v1/sources").status_code == 401
        reply = httpx.get(f"{address}/visit/v1/sources", headers={"authorization": "Bearer k"})
        assert reply.status_code == 200
        assert httpx.get(f"{address}/visit/v1/ask", headers={"authorization": "Bearer k"}).status_code == 405
        too_large = httpx.post(f"{address}/visit/v1/ask", headers={"authorization": "Bearer k"}, content=b"x" * 70_000)
        assert too_large.status_code == 413


def test_a_server_without_an_index_is_alive_but_not_ready() -> None:
    from assistant.assistant import Assistant
    from tests.fakes import WordHashEmbedder

    empty = Assistant(KnowledgeBase(embedder=WordHashEmbedder()), answerer=PlainAnswerer())
    with running(build_http(empty, Settings.load())) as address:
        assert httpx.get(f"{address}/healthz").status_code == 200
        assert httpx.get(f"{address}/readyz").status_code == 503
        replies = [httpx.post(f"{address}/v1/ask", json={"question": ANSWERED})]
        replies += [httpx.post(f"{address}{path}", json=body) for path, body in STREAMS]
    assert [reply.status_code for reply in replies] == [503, 503, 503]
    assert {reply.json()["error"]["code"] for reply in replies} == {"not_ready"}


def test_sixteen_callers_get_the_answers_of_one(client: httpx.Client) -> None:
    questions = [ANSWERED, REFUSED, "When was the harbour deepened?", "ज्वार कब आता है?"] * 8

    def ask(question: str) -> dict[str, object]:
        return {**client.post("/v1/ask", json={"question": question}).json(), "timings_ms": 0}

    alone = {question: ask(question) for question in set(questions)}
    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(ask, questions)) == [alone[question] for question in questions]
