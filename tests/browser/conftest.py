"""A real server over the curated documents, and Debian's Chromium; a console error or foreign request fails a test."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.visit_index import copy_index

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
expect.set_options(timeout=30_000)
PATIENCE = 30_000  # milliseconds; a busy machine is slow, and no test waits this long when all is well


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def address(visit_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the page is served, from a process of its own."""
    given = os.environ.get("PAGE_ADDRESS")
    if given:
        yield given
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("served")
    index = str(copy_index(visit_index, folder / "index"))
    log = (folder / "log").open("w")
    command = [sys.executable, "-m", "assistant", "serve", "--port", str(port), "--index", index]
    server = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
    try:
        _wait_for(f"http://127.0.0.1:{port}/readyz", server, folder / "log")
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(30)
        log.close()
    assert "output values (needed" not in (folder / "log").read_text()  # a reply of a shape that Gradio does not take


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 600
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"The server ended:\n{log.read_text()[-3000:]}")
        try:
            with urllib.request.urlopen(url, timeout=20) as reply:
                if reply.status == 200:
                    return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError(f"The server did not get ready:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed; name it with CHROMIUM=/path/to/chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens the page; each call is a visitor of their own. Console errors and foreign requests fail the test.

    What Gradio says of its requests when a page is left midway counts only where no page was left.
    """
    contexts: list[BrowserContext] = []
    wrong: list[str] = []
    cut: list[str] = []  # what may be said of a request that was under way when its page was left
    visits: Counter[Page] = Counter()

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and "AbortError" not in message.text:
            told = cut if "Connection errored out" in message.text else wrong
            told.append(f"console: {message.text}")

    def asked(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            wrong.append(f"foreign request: {request.url}")

    def opened(path: str = "", width: int = 1440, height: int = 1000, theme: str = "light", **more: object) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            permissions=["clipboard-read", "clipboard-write"],
            **more,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", heard)
        page.on("framenavigated", lambda frame: visits.update([page] if frame == page.main_frame else []))
        page.on("request", asked)
        page.on("pageerror", lambda error: wrong.append(f"page error: {error}"))
        page.goto(address + path)
        page.wait_for_selector("#shell[data-ready=true]")
        return page

    yield opened
    left = any(count > 1 for count in visits.values())
    for context in contexts:
        context.close()
    assert [*wrong, *([] if left else cut)] == []


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page()
