"""A small web client that only reads: public addresses, few redirects, little data, little time, no cookies."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from time import monotonic
from urllib.parse import urljoin

from knowledge.errors import DocumentError
from knowledge.loaders.address import check_url, resolve
from knowledge.loaders.limits import Limits

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TYPES = frozenset(
    {
        *("text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/csv", "text/tab-separated-values"),
        *(
            "application/pdf",
            "application/json",
            "application/x-ndjson",
            "application/rtf",
            "text/rtf",
            "application/epub+zip",
        ),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.oasis.opendocument.text",
    }
)
_PIECE = 16 * 1024  # bytes read at a time


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back: the content, the address it really came from, and what the server said of it."""

    data: bytes
    url: str
    content_type: str
    charset: str


def fetch(url: str, limits: Limits, allow_loopback: bool = False) -> Fetched:
    """Fetch a page or file.

    Every hop is checked anew, and the connection goes to the very address that was checked.

    Args:
        url: An http or https address.
        limits: Bytes, seconds and redirects.
        allow_loopback: Lets this machine's own servers be fetched from, at any port; for tests only.

    Raises:
        DocumentError: The address may not be fetched, or the server does not keep to the limits.
    """
    deadline = monotonic() + limits.url_seconds
    for _ in range(limits.redirects + 1):
        answer = _hop(url, limits, deadline, allow_loopback)
        if isinstance(answer, Fetched):
            return answer
        url = urljoin(url, answer)
    raise DocumentError(f"The address leads on more than {limits.redirects} times.")


def _hop(url: str, limits: Limits, deadline: float, allow_loopback: bool) -> Fetched | str:
    """One request: what it brought, or where it leads."""
    scheme, host, port, path = check_url(url, allow_loopback)
    address = resolve(host, port, min(limits.connect_seconds, _left(deadline, limits)), allow_loopback)
    left = _left(deadline, limits)
    connection = _Connection(scheme, host, port, address, min(limits.connect_seconds, left), left)
    watch = threading.Timer(left, connection.cut)
    watch.daemon = True
    watch.start()
    try:
        with closing(connection):
            connection.request(
                "GET",
                path,
                headers={
                    "User-Agent": "visit-assistant/0.1",
                    "Accept": "text/html,application/pdf,text/plain;q=0.9,*/*;q=0.1",
                    "Accept-Encoding": "gzip",
                    "Connection": "close",
                },
            )
            response = connection.getresponse()
            if response.status in _REDIRECTS and (target := response.getheader("Location")):
                return target
            return _body(response, url, limits, deadline)
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
        _left(deadline, limits)  # says so if the time was up
        raise DocumentError(f"The server at {host} could not be read from ({_reason(error)}).") from error
    finally:
        watch.cancel()


def _body(response: http.client.HTTPResponse, url: str, limits: Limits, deadline: float) -> Fetched:
    """The content of an answer, decoded and counted."""
    if response.status != 200:
        raise DocumentError(f"The server answered with status {response.status}.")
    content_type = (response.headers.get_content_type() or "").lower()
    if content_type not in _TYPES:
        raise DocumentError(f"The server sends {content_type!r}; only pages, texts and documents are read.")
    encoding = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if encoding not in {"identity", "gzip", "deflate"}:
        raise DocumentError(f"The server sends the encoding {encoding!r}, which was not asked for.")
    pieces: list[bytes] = []
    size = 0
    for piece in _decoded(response, encoding):
        size += len(piece)
        if size > limits.url_bytes:
            raise DocumentError(f"The server sends more than {limits.url_bytes / 1e6:g} MB.")
        _left(deadline, limits)
        pieces.append(piece)
    _left(deadline, limits)
    return Fetched(b"".join(pieces), url, content_type, response.headers.get_content_charset() or "")


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return "its certificate does not hold"
    if isinstance(error, http.client.IncompleteRead):
        return "the connection was cut before the end"
    return type(error).__name__


def _decoded(response: http.client.HTTPResponse, encoding: str) -> Iterator[bytes]:
    """Pieces of the content, unpacked a little at a time so that a bomb is seen before it goes off.

    Raises:
        DocumentError: What is compressed is damaged.
        IncompleteRead: The connection ended before the content did.
    """
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32) if encoding != "identity" else None
    for piece in _pieces(response):
        if unpacker is None:
            yield piece
            continue
        while piece:
            try:
                yield unpacker.decompress(piece, _PIECE)
            except zlib.error as error:
                raise DocumentError("The server sends damaged compressed data.") from error
            piece = unpacker.unconsumed_tail
    if unpacker is not None and not unpacker.eof:
        raise http.client.IncompleteRead(b"")


def _pieces(response: http.client.HTTPResponse) -> Iterator[bytes]:
    """The content as it comes; `read1` alone takes a connection that is cut for the end of it."""
    announced, size = response.length, 0
    while piece := response.read1(_PIECE):
        size += len(piece)
        yield piece
    if announced is not None and size < announced:
        raise http.client.IncompleteRead(b"", announced - size)


def _left(deadline: float, limits: Limits) -> float:
    """Seconds left; a DocumentError when there are none."""
    left = deadline - monotonic()
    if left <= 0:
        raise DocumentError(f"Fetching it took longer than {limits.url_seconds:g} seconds.")
    return left


class _Connection(http.client.HTTPConnection):
    """A connection to the address that was checked, under the host's own name."""

    def __init__(self, scheme: str, host: str, port: int, address: str, connect_seconds: float, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self._scheme = scheme
        self._address = address
        self._connect_seconds = connect_seconds
        if scheme == "https":
            self.default_port = 443  # so that the Host header does not name the port
        self._plain: socket.socket | None = None

    def connect(self) -> None:
        """Connect; the name is not resolved again."""
        self._plain = socket.create_connection((self._address, self.port), self._connect_seconds)
        self._plain.settimeout(self.timeout)
        self.sock = self._plain
        if self._scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(self._plain, server_hostname=self.host)

    def cut(self) -> None:
        """Break the connection, whoever is waiting on it; called when the time is up."""
        for each in (self.sock, self._plain):
            if isinstance(each, socket.socket):
                with suppress(OSError):
                    socket.socket.shutdown(each, socket.SHUT_RDWR)
