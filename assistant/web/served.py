"""The page's HTML as it leaves the server: Gradio's, with our style, script, title and language in it at once."""

from __future__ import annotations

import re
from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.api.middleware import path_of
from assistant.web.parts.html import STATIC, el

_STYLES = (  # in this order, for later ones win
    *("base", "parts", "frame", "thread", "cited", "doubt", "after", "first", "composer", "popups", "panel", "reading"),
    *("timeline", "knowledge", "evaluation"),
)
_MODULES = sorted(path.name for path in (STATIC / "page").glob("*.js"))
_HEAD = "".join(
    (
        '<link rel="icon" href="data:,">',
        '<link rel="stylesheet" href="/web/tokens.css">',
        *(f'<link rel="stylesheet" href="/web/styles/{name}.css">' for name in _STYLES),
        '<script src="/web/theme.js"></script>',
        *(f'<link rel="modulepreload" href="/web/page/{name}">' for name in _MODULES),  # at once, not import by import
        '<script type="module" src="/web/page/main.js"></script>',
    )
)
_PREVIEWS = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*>')


class OwnHead:
    """Dresses the pages as they are served.

    Gradio would put in what it is given as `head` when its own script runs, a second later: until then the page would
    be white on a dark desk, and a link to it would be shown with Gradio's name and picture in a messenger.

    Args:
        app: What comes next.
        titles: Path of a page, without the last slash -> its language and title.
    """

    def __init__(self, app: ASGIApp, titles: Mapping[str, tuple[str, str]]) -> None:
        self._app = app
        self._titles = titles

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on; of a page the whole body is gathered first."""
        path = path_of(scope).rstrip("/") if scope["type"] == "http" else "not a page"
        if path not in self._titles or scope["method"] != "GET":
            return await self._app(scope, receive, send)
        start: Message = {}
        body = b""

        async def dressed(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            body += message.get("body", b"")
            if message.get("more_body", False):
                return
            headers = MutableHeaders(scope=start)
            if headers.get("content-type", "").startswith("text/html"):
                body = dress(body.decode(), *self._titles[path]).encode()
                headers["content-length"] = str(len(body))
            await send(start)
            await send({"type": "http.response.body", "body": body})

        await self._app(scope, receive, dressed)
        return None


def dress(page: str, language: str, title: str) -> str:
    """Gradio's HTML with our head, the page's language and title, and nothing that Gradio says of itself to others."""
    page = _PREVIEWS.sub("", page).replace('lang="en"', f'lang="{language}"', 1)
    return page.replace("</head>", f"{el('title', title)}{_HEAD}</head>", 1)
