"""The HTTP application that the page is mounted in."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from fastapi_offline import FastAPIOffline
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.routing import compile_path

from assistant.settings import is_loopback
from assistant.version import own_version
from assistant.web.api.failures import ApiError, install_error_handlers
from assistant.web.api.gate import Gate
from assistant.web.api.middleware import BodyLimit, HostGuard, PasswordGuard, path_of
from assistant.web.api.observe import Metrics, Observer
from assistant.web.api.openai_routes import build_openai_routes
from assistant.web.api.routes import build_routes, errors_of
from assistant.web.limits import MEGABYTE

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.settings import Settings

_ABOUT = """Questions about the visit, answered with the exact words of dated sources.

Every error is `{"error": {"code", "message", "request_id"}}`. Names are promises; fields may be added."""


def build_http(assistant: Assistant, settings: Settings) -> FastAPI:
    """The application with all routes for programs; the page is mounted in it afterwards, under `/`.

    Its state holds `metrics` and `gate`, whose size the page's own queue takes over. Where it is mounted in another
    application, that one has to enter its lifespan too: the MCP door needs it.

    Args:
        assistant: Answers; it must be open.
        settings: Hosts, passwords, limits, and whether the MCP door is open.
    """
    gate = Gate(max(2, os.cpu_count() or 2), settings.queue_size, settings.queue_seconds)
    metrics = Metrics(gate, assistant.counts)
    mcp = None
    if settings.mcp:
        from assistant.web.api.mcp import build_mcp

        mcp = build_mcp(assistant, gate)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if mcp is None:
            yield
            return
        async with mcp.session_manager.run():
            yield

    app = FastAPIOffline(
        title="Visit assistant", description=_ABOUT, version=own_version(), redoc_url=None, lifespan=lifespan
    )
    app.state.gate, app.state.metrics = gate, metrics
    app.include_router(build_routes(assistant, gate))
    app.include_router(build_openai_routes(assistant, gate))
    _add_health(app, assistant, gate, metrics)
    if mcp is not None:
        from assistant.web.api.mcp import mcp_routes

        app.router.routes.extend(mcp_routes(mcp))
    _add_catch_all(app, has_mcp=mcp is not None)
    install_error_handlers(app)
    hosts = [settings.host, *(name.strip() for name in settings.allowed_hosts.split(",") if name.strip())]
    app.add_middleware(BodyLimit, upload_bytes=settings.max_upload_megabytes * MEGABYTE)
    app.add_middleware(PasswordGuard, users=settings.users(), key=settings.api_key.get_secret_value())
    app.add_middleware(HostGuard, hosts=hosts, any_address=not is_loopback(settings.host))
    app.add_middleware(Observer, metrics=metrics)  # added last, so outermost
    return app


def _add_health(app: FastAPI, assistant: Assistant, gate: Gate, metrics: Metrics) -> None:
    @app.get("/healthz", tags=["health"], summary="Is it alive?", responses=errors_of(500))
    async def healthz() -> dict[str, str]:
        return {"status": "alive"}

    @app.get("/readyz", tags=["health"], summary="Can it answer?", responses=errors_of(401, 429, 500, 503))
    async def readyz() -> dict[str, str]:
        # A real search: it opens the index and loads the model where that has not happened yet.
        await gate.run(partial(assistant.knowledge.search, "ready?", 1))
        return {"status": "ready"}

    @app.get(
        "/metrics",
        tags=["health"],
        summary="Figures for Prometheus",
        response_class=PlainTextResponse,
        responses=errors_of(401, 500),
    )
    async def figures() -> Response:
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)


def _add_catch_all(app: FastAPI, *, has_mcp: bool) -> None:
    """Errors under the paths for programs keep their shape; without this the page, mounted below, would answer."""
    known: list[tuple[re.Pattern[str], set[str]]] = []

    async def nothing(request: Request) -> JSONResponse:
        if not known:
            paths = app.openapi()["paths"]
            known.extend((compile_path(path)[0], {name.upper() for name in methods}) for path, methods in paths.items())
        path = path_of(request.scope)
        allowed = {method for pattern, methods in known if pattern.match(path) for method in methods}
        if allowed - {request.method}:
            allow = {"Allow": ", ".join(sorted(allowed))}
            raise ApiError(405, "This address does not take this method.", headers=allow)
        if path == "/mcp" and not has_mcp:
            raise ApiError(404, "The MCP door is closed. Set ASSISTANT_MCP=true and start the server again.")
        raise ApiError(404, "There is nothing at this address.")

    methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"]
    for path in ("/v1/{rest:path}", "/healthz", "/readyz", "/metrics", "/mcp", "/openapi.json", "/docs"):
        app.add_api_route(path, nothing, methods=methods, include_in_schema=False)
