"""What every request passes before a route sees it: host, origin, password, size of the body."""

from __future__ import annotations

import base64
import binascii
import hmac
import ipaddress
from collections.abc import Collection, Mapping

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.api.failures import ApiError, error_response
from assistant.web.limits import MOST_FILES

JSON_LIMIT = 64 * 1024  # bytes
PAGE_LIMIT = 1024 * 1024  # bytes; the page sends the conversation back with each event
_CHANGES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_OPEN_PATHS = frozenset({"/healthz"})
_PROGRAM_PATHS = ("/v1/", "/mcp", "/metrics", "/readyz")


class HostGuard:
    """Refuses names of this server that are not its own (else a foreign page could rebind its name to us).

    Args:
        app: What comes next.
        hosts: Names under which this server may be reached, besides `localhost` and loopback addresses.
        any_address: Whether a bare IP address will do; such a name cannot be rebound.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str], any_address: bool) -> None:
        self._app = app
        self._hosts = {host.lower() for host in hosts} | {"localhost"}
        self._any_address = any_address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let it pass, or answer 400."""
        if scope["type"] in ("http", "websocket"):
            headers = Headers(scope=scope)
            host = headers.get("host", "")
            if not self._is_ours(_name_of(host)):
                return await _refuse(scope, receive, send, ApiError(400, "This server has no such name.", "wrong_host"))
            origin = headers.get("origin")
            if origin is not None and not self._may_ask(scope, origin, host):
                error = ApiError(400, "Pages of other servers may not use this one.", "wrong_origin")
                return await _refuse(scope, receive, send, error)
        return await self._app(scope, receive, send)

    def _is_ours(self, name: str) -> bool:
        if name in self._hosts:
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return address.is_loopback or self._any_address

    @staticmethod
    def _may_ask(scope: Scope, origin: str, host: str) -> bool:
        """Reading is harmless, for no page of another origin is shown the reply."""
        if scope["type"] == "http" and scope["method"] not in _CHANGES:
            return True
        return origin.partition("://")[2].lower() == host.lower()


class PasswordGuard:
    """Asks for a password or key when there is one; a browser is asked by its own dialogue.

    Args:
        app: What comes next.
        users: Name -> password of those who may do everything.
        key: The bearer token of programs; alone, it guards only the doors for programs.
    """

    def __init__(self, app: ASGIApp, users: Mapping[str, str], key: str) -> None:
        self._app = app
        self._users = dict(users)
        self._key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let it pass, or answer 401."""
        if scope["type"] in ("http", "websocket") and self._guards(path_of(scope)):
            given = Headers(scope=scope).get("authorization", "")
            if not self._knows(given):
                asks = 'Basic realm="visit", charset="UTF-8"' if self._users else 'Bearer realm="visit"'
                error = ApiError(401, "A password or key is needed.", headers={"WWW-Authenticate": asks})
                return await _refuse(scope, receive, send, error)
        return await self._app(scope, receive, send)

    def _guards(self, path: str) -> bool:
        if path in _OPEN_PATHS:
            return False
        return bool(self._users) or (bool(self._key) and path.startswith(_PROGRAM_PATHS))

    def _knows(self, given: str) -> bool:
        kind, _, token = given.partition(" ")
        if kind.lower() == "bearer":
            return bool(self._key) and _same(token.strip(), self._key)
        if kind.lower() != "basic":
            return False
        try:
            user, _, password = base64.b64decode(token.strip(), validate=True).decode("utf-8").partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return False
        return _same(password, self._users.get(user, "")) and user in self._users


class BodyLimit:
    """Answers 413 to bodies that are too large, before anything reads them whole.

    Args:
        app: What comes next.
        upload_bytes: Largest uploaded file.
    """

    def __init__(self, app: ASGIApp, upload_bytes: int) -> None:
        self._app = app
        self._upload_bytes = upload_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let it pass, or answer 413."""
        if scope["type"] != "http" or scope["method"] not in _CHANGES:
            return await self._app(scope, receive, send)
        headers = Headers(scope=scope)
        limit = self._limit(path_of(scope), headers.get("content-type", ""))
        error = ApiError(413, f"The body is too large: at most {limit} bytes may be sent here.")
        announced = headers.get("content-length", "0")
        if not announced.isdecimal() or int(announced) > limit:
            return await _refuse(scope, receive, send, error)
        if limit > PAGE_LIMIT:  # uploads are written to disk as they come, so they are counted and not gathered
            return await self._app(scope, _counting(receive, limit, error), send)
        body = b""
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return None  # the sender has gone
            body += message.get("body", b"")
            if len(body) > limit:
                return await _refuse(scope, receive, send, error)
            if not message.get("more_body", False):
                break
        return await self._app(scope, _replay(body, receive), send)

    def _limit(self, path: str, content_type: str) -> int:
        if content_type.startswith("multipart/form-data") and not path.startswith(_PROGRAM_PATHS):
            return self._upload_bytes * MOST_FILES + PAGE_LIMIT  # and what the form puts around them
        return JSON_LIMIT if path.startswith(_PROGRAM_PATHS) else PAGE_LIMIT


def path_of(scope: Scope) -> str:
    """The path below the place where the application is mounted."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _counting(receive: Receive, limit: int, error: ApiError) -> Receive:
    seen = 0

    async def count() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise error
        return message

    return count


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8"), wanted.encode("utf-8"))


def _name_of(host: str) -> str:
    """The name in a Host header: without port, brackets and letter case."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.rpartition(":")[0].lower() if host.count(":") == 1 else host.lower()


async def _refuse(scope: Scope, receive: Receive, send: Send, error: ApiError) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    await error_response(scope, error)(scope, receive, send)
