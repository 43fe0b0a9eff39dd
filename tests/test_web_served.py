"""The page's HTML as it leaves the server."""

from __future__ import annotations

import re
from pathlib import Path

import gradio
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.web.parts.html import STATIC
from assistant.web.served import OwnHead, dress

GRADIO = (Path(gradio.__file__).parent / "templates/frontend/index.html").read_text(encoding="utf-8")


def test_style_script_title_and_language_are_in_the_page_before_any_script_has_run() -> None:
    page = dress(GRADIO, "hi", "<The visit>")
    head = page.partition("</head>")[0]
    assert head.count('<script type="module" src="/web/page/main.js">') == 1
    for path in re.findall(r'(?:href|src)="/web/([^"]+)"', head):
        assert (STATIC / path).is_file()
    linked = set(re.findall(r'href="/web/(?:styles|page)/([^"]+)"', head))
    assert linked == {path.name for folder in ("styles", "page") for path in (STATIC / folder).iterdir()}
    assert "<title>&#60;The visit&#62;</title>" in head
    assert 'lang="hi"' in page.partition("<head>")[0]


def test_a_preview_of_a_link_does_not_speak_of_gradio() -> None:
    assert "og:image" in GRADIO
    page = dress(GRADIO, "en", "The visit")
    assert "og:" not in page
    assert "twitter:" not in page


def test_only_pages_are_dressed_and_their_length_is_true() -> None:
    async def page(request: Request) -> HTMLResponse:
        return HTMLResponse('<html lang="en"><head></head></html>')

    app = Starlette(routes=[Route(path, page) for path in ("/", "/hi/", "/docs")])
    app.add_middleware(OwnHead, titles={"": ("en", "The visit"), "/hi": ("hi", "यात्रा")})
    client = TestClient(app)
    assert "The visit" in client.get("/").text
    hindi = client.get("/hi/")
    assert "यात्रा" in hindi.text
    assert int(hindi.headers["content-length"]) == len(hindi.content)
    assert "/web/" not in client.get("/docs").text
