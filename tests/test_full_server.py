"""The page and all doors in one process, as `serve` runs them."""

import json
import re
from collections.abc import Iterator

import httpx
import pytest
from gradio_client import Client

from assistant.settings import Settings
from assistant.web.serve import build_server
from tests.fakes import ANSWERED, small_assistant
from tests.running import running
from tests.test_mcp import call


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with running(build_server(small_assistant(), Settings.load(mcp=True))) as address:
        yield address


@pytest.fixture(scope="module")
def client(address: str) -> Client:
    return Client(address, verbose=False)


def without_time(shown: object) -> object:
    return {**json.loads(json.dumps(shown)), "timings_ms": 0}


def test_one_answer_is_the_same_from_every_door(address: str, client: Client) -> None:
    python = without_time(small_assistant().ask(ANSWERED).to_dict())
    http = httpx.post(f"{address}/v1/ask", json={"question": ANSWERED}, timeout=20).json()
    assert without_time(http) == python
    assert without_time(client.predict(ANSWERED, api_name="/ask")) == python
    assert without_time(call(address, "ask", question=ANSWERED).structured_content) == python


def test_gradios_client_searches(client: Client) -> None:
    found = client.predict("harbour of London", 2, api_name="/search")
    hits = found["hits"] if isinstance(found, dict) else found
    assert hits[0]["document"] == "ports/london"


def test_the_page_and_every_door_are_there(address: str) -> None:
    for path in ("/", "/healthz", "/readyz", "/metrics", "/docs", "/v1/sources", "/v1/models", "/web/styles/base.css"):
        assert httpx.get(f"{address}{path}", timeout=20).status_code == 200, path
    for path in ("/v1/nothing", "/nope", "/hi/nope", "/nope/again", "/web/nope.css"):
        reply = httpx.get(f"{address}{path}", timeout=20)
        assert (reply.status_code, reply.json()["error"]["code"]) == (404, "not_found"), path
    assert httpx.get(f"{address}/v1/ask").status_code == 405


def test_the_page_names_no_other_server(address: str) -> None:
    reply = httpx.get(f"{address}/", timeout=20)
    assert "default-src 'self'" in reply.headers["content-security-policy"]
    loaded = re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="(https?:)?//', reply.text)
    assert loaded == []


@pytest.mark.parametrize(
    "path", ["/gradio_api/file=/etc/passwd", "/file=/etc/passwd", "/web/../app.py", "/web/%2e%2e/x"]
)
def test_no_file_of_the_machine_is_served(address: str, path: str) -> None:
    reply = httpx.get(f"{address}{path}", timeout=20)
    assert "root:" not in reply.text
    assert reply.status_code in (400, 403, 404)


def test_a_huge_body_for_the_page_is_refused(address: str) -> None:
    reply = httpx.post(f"{address}/gradio_api/queue/join", content=b"x" * 3_000_000, timeout=20)
    assert reply.status_code == 413


def test_the_pages_own_events_are_no_doors_for_programs(client: Client) -> None:
    named = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert set(named) == {"/ask", "/search"}


def test_as_many_may_wait_for_the_page_as_the_settings_say() -> None:
    app = build_server(small_assistant(), Settings.load().model_copy(update={"queue_size": 5}))
    pages = [blocks for route in app.routes if (blocks := getattr(getattr(route, "app", None), "blocks", None))]
    assert [page._queue.max_size for page in pages] == [5, 5, 5]
