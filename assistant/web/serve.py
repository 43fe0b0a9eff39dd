"""Serves the page and the HTTP interface until it is told to stop."""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.errors import SettingsError
from assistant.web.heaps import share_heaps
from knowledge.errors import EmbedderError, ExpectedError, StoreError

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.assistant import Assistant
    from assistant.settings import Settings
    from knowledge.knowledge_base import KnowledgeBase, Progress

STOP_SECONDS = 5  # for replies that are under way when the server is told to stop

logger = logging.getLogger(__name__)


def serve_until_stopped(settings: Settings, tell: Callable[[str], None], progress: Progress | None = None) -> None:
    """Bring the index up to date, then serve.

    Args:
        settings: Everything.
        tell: Called with a line that names the address of the page, and before it with one where the index is new: its
            folder may be mistyped.
        progress: Called with the progress of the index.

    Raises:
        ExpectedError: The port is taken, others could connect without a password, or the index cannot be used.
    """
    import uvicorn

    from assistant.build import build_assistant

    share_heaps()
    settings.check_open()
    listener = listen(settings.host, settings.port)
    try:
        assistant = build_assistant(settings, progress, tell)
    except ExpectedError:
        listener.close()
        raise
    try:
        refresh(assistant.knowledge, progress)
        threading.Thread(target=_warm_up, args=(assistant,), daemon=True).start()
        app = build_server(assistant, settings)
        port = listener.getsockname()[1]
        name = f"[{settings.host}]" if ":" in settings.host else settings.host
        tell(f"The page is on http://{name}:{port} (Ctrl-C stops it).")
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,  # its lines would hold what people look for
            server_header=False,
            timeout_graceful_shutdown=STOP_SECONDS,
        )
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        assistant.knowledge.close()
        listener.close()


def refresh(knowledge: KnowledgeBase, progress: Progress | None = None) -> None:
    """Update the bundled documents that the index holds; a removed one stays removed.

    Where that is not possible, as in a read-only folder, the index is used as it is.

    Raises:
        ExpectedError: The index cannot be used.
    """
    from knowledge.curated import load_documents

    held = {document.id for document in knowledge.documents()}
    shipped = list(load_documents())
    kept = [document for document in shipped if document.metadata["id"] in held]
    if not kept:
        return
    if len(kept) < len(shipped):
        logger.info("%d documents that ship are not held; `visit ingest` takes them in", len(shipped) - len(kept))
    try:
        knowledge.ingest(kept, progress=progress)
    except (EmbedderError, StoreError) as error:
        logger.warning("the documents that ship were not brought up to date: %s", error)


def _warm_up(assistant: Assistant) -> None:
    """Load the model while nobody waits yet; a failure is reported by `/readyz` and by each question."""
    with contextlib.suppress(ExpectedError):
        assistant.knowledge.search("ready?", 1)


def build_server(assistant: Assistant, settings: Settings) -> FastAPI:
    """The application: the routes for programs, and the page mounted below them."""
    from assistant.web.api.http import build_http
    from assistant.web.app import build_app

    return build_app(assistant, max_upload_megabytes=settings.max_upload_megabytes, app=build_http(assistant, settings))


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; taking it before the index is opened makes a taken port a quick failure.

    Raises:
        SettingsError: The address is not of this machine, or the port is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host.strip("[]"), port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise SettingsError(
            f"Cannot listen on {host}:{port} ({error.strerror}). Stop what uses it, or choose another port with "
            "--port or ASSISTANT_PORT (0: any free one)."
        ) from error
    return listener
