"""The server: one FastAPI app that holds the page in each language and whatever programs call."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assistant.web.limits import MEGABYTE

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI

    from assistant import Assistant

QUEUE_SIZE = 32  # events that may wait, where the page is alone
RESULTS = Path("runs/latest")  # where `make eval` leaves its results, for the page's last tab


def build_app(
    assistant: Assistant,
    max_upload_megabytes: int = 20,
    app: FastAPI | None = None,
) -> FastAPI:
    """The page at `/` (Hindi at `/hi`, Russian at `/ru`) with its style and script, ready to be served.

    Args:
        assistant: What answers.
        max_upload_megabytes: The largest file a visitor may add.
        app: An app whose routes stand before the page, as `build_http` makes it: as many may wait for the page as at
            its gate. Without one the page is alone, and 32 may wait.
    """
    from fastapi import FastAPI
    from fastapi.staticfiles import StaticFiles

    from assistant.web.page import build_page
    from assistant.web.parts.html import STATIC
    from assistant.web.parts.texts import LANGUAGES
    from assistant.web.served import OwnHead
    from assistant.web.visitors import Visitors

    app = app or FastAPI(title="Visit assistant", docs_url=None, redoc_url=None, openapi_url=None)
    queue_size = app.state.gate.queue_size if hasattr(app.state, "gate") else QUEUE_SIZE
    app.mount("/web", StaticFiles(directory=STATIC), name="static")
    visitors = Visitors(assistant.knowledge)
    visitors.look_now_and_then()
    titles: dict[str, tuple[str, str]] = {}
    for language in sorted(LANGUAGES, key=lambda key: key == "en"):  # the one at `/` last: it takes all that is left
        page = build_page(assistant, visitors, language, RESULTS, max_upload_megabytes)
        path = "" if language == "en" else f"/{language}"
        titles[path] = (language, str(page.title))
        app = _mount(app, page, path or "/", max_upload_megabytes, queue_size)
    app.add_middleware(OwnHead, titles=titles)
    return app


def _mount(app: FastAPI, page: gr.Blocks, path: str, max_upload_megabytes: int, queue_size: int) -> FastAPI:
    import gradio as gr

    from assistant.web.api.failures import not_found

    page.queue(max_size=queue_size, default_concurrency_limit=16)
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        page,
        path=path,
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["monospace"]),
        footer_links=[],
        show_error=False,
        max_file_size=max_upload_megabytes * MEGABYTE,
        ssr_mode=False,
        enable_monitoring=False,
        run_history=False,
        mcp_server=False,
        app_kwargs={"exception_handlers": {404: not_found}},
        pwa=False,
    )
    return mounted
