"""Busy, stopped and failed: what the page shows while an answer is being made, and when none can be."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from assistant.answer import Claim, Turn
from assistant.evidence import Evidence
from assistant.settings import Settings
from assistant.web.serve import build_server
from tests.fakes import ANSWERED, PlainAnswerer, WordHashEmbedder, small_assistant
from tests.running import running

STOP_AND_SEND = """() => {
    document.querySelector('#send').click();
    document.querySelector('#form').requestSubmit();
}"""


class SlowAnswerer(PlainAnswerer):
    """Says its first claim at once and the others when it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = threading.Event()

    def write(self, question: str, evidence: Evidence, history: Sequence[Turn]) -> Iterator[Claim]:
        for claim in super().write(question, evidence, history):
            yield claim
            self.go_on.wait(20)


class SlowEmbedder(WordHashEmbedder):
    """Embeds no document while it is held."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = threading.Event()
        self.go_on.set()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.go_on.wait(20)
        return super().embed_documents(texts)


@pytest.fixture(scope="module")
def embedder() -> SlowEmbedder:
    return SlowEmbedder()


@pytest.fixture(scope="module")
def answerer() -> SlowAnswerer:
    return SlowAnswerer()


@pytest.fixture(scope="module")
def slow_address(answerer: SlowAnswerer, embedder: SlowEmbedder) -> Iterator[str]:
    with running(build_server(small_assistant(answerer, embedder=embedder), Settings.load())) as address:
        yield address + "/"


@pytest.fixture
def page(browser: Browser, slow_address: str, answerer: SlowAnswerer) -> Iterator[Page]:
    answerer.go_on.clear()
    answerer.failure = None
    with browser.new_context(viewport={"width": 1200, "height": 800}) as context:
        page = context.new_page()
        page.goto(slow_address)
        page.wait_for_selector("#shell[data-ready=true]")
        yield page
    answerer.go_on.set()


@pytest.fixture
def ask(page: Page) -> Callable[[str], None]:
    def send(question: str) -> None:
        page.get_by_label("Your question").fill(question)
        page.keyboard.press("Enter")

    return send


def test_a_running_answer_shows_its_first_claim_and_what_is_being_done(page: Page, ask: Callable[[str], None]) -> None:
    ask(ANSWERED)
    expect(page.locator("#running .claims .chip").first).to_be_visible()
    expect(page.locator("#running .busy")).to_contain_text("Checking the next sentence against its source")
    expect(page.locator("#running .status")).to_contain_text("1 source so far")
    expect(page.get_by_role("button", name="Stop")).to_be_visible()


def test_stop_keeps_what_was_found_and_the_next_question_works(
    page: Page, ask: Callable[[str], None], answerer: SlowAnswerer
) -> None:
    ask(ANSWERED)
    page.locator("#running .claims .chip").first.wait_for()
    page.get_by_label("Your question").fill("typed meanwhile")
    page.get_by_role("button", name="Stop").click()
    turn = page.locator("#talk .turn[data-state=stopped]")
    expect(turn.locator(".claims .chip").first).to_be_visible()
    expect(turn.locator(".notice")).to_contain_text("Stopped.")
    expect(page.get_by_label("Your question")).to_have_value("typed meanwhile")
    answerer.go_on.set()
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#talk .turn h2")).to_have_text([ANSWERED, "typed meanwhile"])


def test_questions_sent_in_the_moment_of_stop_are_not_lost_while_the_model_is_silent(
    page: Page, ask: Callable[[str], None], answerer: SlowAnswerer
) -> None:
    ask(ANSWERED)
    asked = [ANSWERED]
    for again in range(4):
        page.locator("#running .claims .chip").first.wait_for()
        page.get_by_label("Your question").fill(f"{ANSWERED} {again}")
        asked.append(f"{ANSWERED} {again}")
        # both in one turn of the page's event loop: nothing can have come back from the server in between
        page.evaluate(STOP_AND_SEND)
        expect(page.locator("#talk .turn[data-state=stopped]")).to_have_count(again + 1)
    answerer.go_on.set()
    expect(page.locator("#talk .turn h2")).to_have_text(asked)
    expect(page.locator("#talk .turn").last).to_have_attribute("data-state", "done")


def test_a_question_that_is_stopped_at_once_stays_and_can_be_asked_again(page: Page, answerer: SlowAnswerer) -> None:
    page.get_by_label("Your question").fill(ANSWERED)
    page.evaluate("document.querySelector('#send').click(); document.querySelector('#send').click()")
    turn = page.locator("#talk .turn[data-state=stopped]")
    expect(turn.locator("h2")).to_have_text(ANSWERED)
    answerer.go_on.set()
    turn.get_by_role("button", name="Ask again").click()
    expect(page.locator("#talk .turn[data-state=done] h2")).to_have_text([ANSWERED])


def test_a_new_conversation_while_an_answer_runs_is_empty(
    page: Page, ask: Callable[[str], None], answerer: SlowAnswerer
) -> None:
    ask(ANSWERED)
    page.locator("#running .claims .chip").first.wait_for()
    page.get_by_label("New conversation").click()
    expect(page.locator(".first")).to_be_visible()
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    answerer.go_on.set()
    ask(ANSWERED)
    expect(page.locator("#talk .turn[data-state=done] h2")).to_have_text([ANSWERED])


def test_an_answer_reaches_the_page_when_the_stream_of_replies_ended_as_it_was_asked(
    page: Page, ask: Callable[[str], None], answerer: SlowAnswerer
) -> None:
    answerer.go_on.set()
    close = 'data: {"msg": "close_stream"}\n\n'
    streams = []

    def cut_the_first(route: Route) -> None:
        streams.append(route.request.url)
        if len(streams) == 1:
            route.fulfill(content_type="text/event-stream", body=close)
        else:
            route.continue_()

    page.route("**/queue/data*", cut_the_first)
    ask(ANSWERED)
    expect(page.locator("#talk .turn[data-state=done] h2")).to_have_text([ANSWERED])
    assert len(streams) > 1


def test_a_failure_is_said_inside_the_turn_and_the_question_is_not_lost(
    page: Page, ask: Callable[[str], None], answerer: SlowAnswerer
) -> None:
    answerer.failure = RuntimeError("secret")
    ask(ANSWERED)
    turn = page.locator("#talk .turn[data-state=error]")
    expect(turn.get_by_role("alert")).to_contain_text("tell the operator")
    expect(turn.locator("h2")).to_have_text(ANSWERED)
    answerer.failure = None
    answerer.go_on.set()
    turn.get_by_role("button", name="Ask again").click()
    expect(page.locator("#talk .turn[data-state=done] h2")).to_have_text([ANSWERED])


def test_a_question_that_does_not_reach_the_server_is_kept_and_can_be_asked_again(
    page: Page, ask: Callable[[str], None], answerer: SlowAnswerer
) -> None:
    answerer.go_on.set()
    for address in ("**/queue/join*", "**/app_id*"):  # by the second Gradio asks whether the server is back
        page.route(address, lambda route: route.abort())
    ask(ANSWERED)
    expect(page.locator("#trouble")).to_contain_text("The page lost its server.")
    expect(page.locator("#trouble")).to_be_in_viewport(ratio=1)
    expect(page.get_by_label("Your question")).to_have_value(ANSWERED)
    page.unroute("**/queue/join*")
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator("#talk .turn[data-state=done] h2")).to_have_text([ANSWERED])
    expect(page.locator("#trouble")).to_be_hidden()
    expect(page.get_by_label("Your question")).to_have_value("")


def test_what_was_typed_is_there_after_a_reload_until_it_is_asked(
    page: Page, ask: Callable[[str], None], answerer: SlowAnswerer
) -> None:
    answerer.go_on.set()
    page.get_by_label("Your question").fill(ANSWERED)
    page.reload()
    page.wait_for_selector("#shell[data-ready=true]")
    expect(page.get_by_label("Your question")).to_have_value(ANSWERED)
    ask(ANSWERED)
    page.locator("#talk .turn[data-state=done]").wait_for()
    page.reload()
    page.wait_for_selector("#shell[data-ready=true]")
    expect(page.get_by_label("Your question")).to_have_value("")


def test_the_composer_and_an_answer_say_that_a_document_is_still_being_read(
    page: Page, ask: Callable[[str], None], answerer: SlowAnswerer, embedder: SlowEmbedder, tmp_path: Path
) -> None:
    path = tmp_path / "lighthouse.md"
    path.write_text("# Gull Rock\n\nThe lighthouse of Gull Rock was painted violet in 1911 by its keeper Ann Doe.\n")
    reading = page.locator("#reading")
    expect(reading).to_be_hidden()
    embedder.go_on.clear()
    page.locator("#p-knowledge input[type=file]").set_input_files(str(path))
    expect(reading).to_have_text("A document is still being read. Answers do not draw on it yet.")
    expect(reading).to_be_in_viewport(ratio=1)
    answerer.go_on.set()
    ask(ANSWERED)
    answered = page.locator("#talk .turn[data-state=done]")
    expect(answered).to_contain_text("A document was still being read when this was asked")
    embedder.go_on.set()
    expect(reading).to_be_hidden()
    ask(ANSWERED)
    expect(answered).to_have_count(2)
    expect(answered.last).not_to_contain_text("still being read")


def test_documents_of_ones_own_are_introduced_as_such(page: Page) -> None:
    expect(page.locator("h1")).to_contain_text("Your documents")
    expect(page.locator(".first h2")).to_have_text("Ask what these documents say")
    expect(page.get_by_role("tab", name="Knowledge")).to_have_attribute("aria-selected", "true")
    knowledge = page.locator("#p-knowledge").evaluate("one => getComputedStyle(one).paddingTop")
    page.get_by_role("tab", name="Timeline").click()
    expect(page.locator("#p-timeline")).to_have_text("No statement of these documents has a date.")
    assert page.locator("#p-timeline").evaluate("one => getComputedStyle(one).paddingTop") == knowledge


def test_a_file_that_is_too_large_is_named_with_its_reason_and_the_others_are_added(page: Page, tmp_path: Path) -> None:
    huge, good = tmp_path / "huge.txt", tmp_path / "harbour.md"
    huge.write_bytes(b"a line\n" * 3_000_000)
    good.write_text("# The harbour\n\nThe harbour of Lyra was dredged in 1987.\n")
    page.get_by_role("tab", name="Knowledge").click()
    files = page.locator("#p-knowledge input[type=file]")
    for _ in range(2):
        files.set_input_files(str(huge))
        expect(page.locator("#left-out")).to_have_text("Nothing was added.huge.txt: larger than 20 MB")
        expect(page.locator("#reading")).to_be_hidden()
    files.set_input_files([str(huge), str(good)])
    expect(page.locator("#report")).to_have_text("1 document added.")
    expect(page.locator("#left-out")).to_have_text("huge.txt: larger than 20 MB")
    good.with_name("pier.md").write_text("# The pier\n\nThe pier of Lyra was mended in 1991.\n")
    files.set_input_files(str(good.with_name("pier.md")))
    expect(page.locator("#left-out")).to_have_count(0)
    expect(page.locator("#trouble")).to_have_count(0)
    expect(page.locator("#reading")).to_be_hidden()


def test_of_too_many_files_the_first_are_added_and_the_others_named(page: Page, tmp_path: Path) -> None:
    paths = [tmp_path / f"shed {number}.txt" for number in range(1, 22)]
    for path in paths:
        path.write_text(f"The {path.stem} of the yard is painted green.\n")
    page.get_by_role("tab", name="Knowledge").click()
    page.locator("#p-knowledge input[type=file]").set_input_files([str(path) for path in paths])
    expect(page.locator("#report")).to_have_text("20 documents added.", timeout=60_000)
    expect(page.locator("#left-out")).to_have_text("shed 21.txt: At most 20 files at once.")


def test_files_that_do_not_reach_the_server_are_said_not_to_have_been_sent(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "shed.txt"
    path.write_text("The shed is painted green.\n")
    page.route("**/upload*", lambda route: route.fulfill(status=413, body="too large"))
    page.get_by_role("tab", name="Knowledge").click()
    for _ in range(2):
        page.locator("#p-knowledge input[type=file]").set_input_files(str(path))
        expect(page.locator("#left-out")).to_have_text("The files could not be sent. Try again.")
        expect(page.locator("#reading")).to_be_hidden()
    expect(page.locator("#trouble")).to_have_count(0)
