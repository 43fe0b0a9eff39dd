"""Around every request: its id, its headers, its count and time; and an answer even where the code fails."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Iterator
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.counts import AnswerCounts
from assistant.web.api.failures import as_api_error, error_response
from assistant.web.api.gate import Gate
from assistant.web.api.middleware import path_of

logger = logging.getLogger(__name__)

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; connect-src 'self'; frame-src 'none'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_CORS = ("access-control-allow-origin", "access-control-allow-credentials", "access-control-allow-methods")
_SAFE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """What `/metrics` shows. Every label has few values, none of which comes from a person.

    Args:
        gate: Knows how many questions run or wait.
        counts: Knows how many answers were given, the page's too.
    """

    def __init__(self, gate: Gate, counts: AnswerCounts) -> None:
        self.registry = CollectorRegistry()
        names = ("door", "method")
        self.requests = Counter("visit_requests", "requests answered", (*names, "status"), registry=self.registry)
        self.seconds = Histogram(
            "visit_request_seconds", "time to the end of a reply", names, buckets=_BUCKETS, registry=self.registry
        )
        waiting = Gauge("visit_questions_inside", "questions that run or wait", registry=self.registry)
        waiting.set_function(lambda: gate.inside)
        self.registry.register(_Answers(counts))

    def count(self, scope: Scope, status: int, seconds: float) -> None:
        """Take one finished request into account."""
        door, method = _door(path_of(scope)), _method(scope["method"])
        self.requests.labels(door, method, f"{status // 100}xx" if status < 400 else str(status)).inc()
        self.seconds.labels(door, method).observe(seconds)


class _Answers(Collector):
    """The answers given, by status; refusals are the status `refused`."""

    def __init__(self, counts: AnswerCounts) -> None:
        self._counts = counts

    def collect(self) -> Iterator[CounterMetricFamily]:
        """As they stand now."""
        answers = CounterMetricFamily("visit_answers", "answers given, refusals among them", labels=("status",))
        for status, count in self._counts.by_status().items():
            answers.add_metric((status,), count)
        yield answers


class Observer:
    """The outermost layer: request ids, security headers, metrics, one log line, and errors nobody else caught."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on; see the class."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _SAFE_ID.fullmatch(given) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        started, status = perf_counter(), 0

        async def dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _dress(MutableHeaders(scope=message), request_id)
            await send(message)

        try:
            await self._app(scope, receive, dressed)
        except Exception as error:  # the last place where a failure can become a reply
            failure = as_api_error(error, scope)
            if status:
                logger.warning("request %s: the reply broke off", request_id)
            else:
                await error_response(scope, failure)(scope, receive, dressed)
        finally:
            seconds = perf_counter() - started
            self._metrics.count(scope, status, seconds)
            door = _door(path_of(scope))
            logger.info("%s %s %s %.0f ms %s", _method(scope["method"]), door, status, seconds * 1000, request_id)
        return None


def _dress(headers: MutableHeaders, request_id: str) -> None:
    for name, value in _HEADERS.items():
        headers[name] = value
    headers["X-Request-ID"] = request_id
    for name in _CORS:  # Gradio gives them to some origins; no other page has business here
        del headers[name]


def _door(path: str) -> str:
    if path.startswith("/v1/documents/"):
        return "/v1/documents/{id}"
    if path.startswith("/v1/models/"):
        return "/v1/models/{name}"
    if path in _KNOWN_DOORS:
        return path
    return "/v1/other" if path.startswith("/v1/") else "page"


_KNOWN_DOORS = frozenset(
    [
        *("/v1/ask", "/v1/search", "/v1/sources", "/v1/timeline", "/v1/models", "/v1/chat/completions"),
        *("/healthz", "/readyz", "/metrics", "/mcp"),
    ]
)


def _method(method: str) -> str:
    return method if method in ("GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE") else "other"
