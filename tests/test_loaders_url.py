"""Pages from the web: what is fetched, and everything that is refused, in time and with a reason."""

# ruff: noqa: E501 - addresses stand in rows

from __future__ import annotations

import gzip
import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace

import pytest
from langchain_core.documents import Document

from knowledge.document import FailedDocument
from knowledge.errors import DocumentError
from knowledge.loaders import Limits, load_url
from knowledge.loaders.address import check_url, is_public, resolve
from knowledge.loaders.fetch import fetch
from tests.make_files import FILLER, SURROUNDINGS, page, pdf

BOMB = gzip.compress(b"\0" * 20_000_000, 1)
QUICK = replace(Limits(), url_seconds=1.5, url_bytes=200_000, connect_seconds=1.0)
HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n"


@dataclass
class Server:
    """Answers each connection with what `answer` says, on loopback."""

    answer: Callable[[socket.socket, bytes], None]
    requests: list[bytes] = field(default_factory=list)
    port: int = 0

    def start(self) -> socket.socket:
        listening = socket.create_server(("127.0.0.1", 0))
        self.port = listening.getsockname()[1]
        threading.Thread(target=self._serve, args=(listening,), daemon=True).start()
        return listening

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def _serve(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connection, _ = listening.accept()
                threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            request = connection.recv(65536)
            self.requests.append(request)
            self.answer(connection, request)


@pytest.fixture
def serve() -> Iterator[Callable[[Callable[[socket.socket, bytes], None]], Server]]:
    listening: list[socket.socket] = []

    def start(answer: Callable[[socket.socket, bytes], None]) -> Server:
        server = Server(answer)
        listening.append(server.start())
        return server

    yield start
    for each in listening:
        each.close()


def body(content: bytes, content_type: str = "text/html; charset=utf-8", more: str = "") -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(content)}\r\n{more}\r\n"
    return head.encode("ascii") + content


def failure(url: str, limits: Limits = QUICK, allow_loopback: bool = True) -> str:
    (failed,) = load_url(url, limits, allow_loopback=allow_loopback)
    assert isinstance(failed, FailedDocument)
    assert failed.name == url
    return failed.reason


def test_a_page_is_read_without_what_stands_around_its_text(serve: Callable[..., Server]) -> None:
    head = '<meta property="og:site_name" content="The Courier"><meta property="article:published_time" content="2025-03-04T08:00Z">'
    content = page(f"<h1>The bridge</h1><p>{FILLER}</p><h2>Workers</h2><p>It was built by 137 workers.</p>", head)
    server = serve(lambda connection, _: connection.sendall(body(content.encode())))
    (document,) = load_url(server.url("/2025/bridge"), allow_loopback=True)
    assert isinstance(document, Document)
    assert "137 workers" in document.page_content
    assert not [words for words in SURROUNDINGS if words in document.page_content]
    about = document.metadata
    assert (about["title"], about["publisher"], about["published"]) == ("The bridge", "The Courier", "2025-03-04")
    assert about["url"] == server.url("/2025/bridge")
    assert b"Cookie" not in server.requests[0]


def test_the_same_address_gives_the_same_id(serve: Callable[..., Server]) -> None:
    texts = iter(["The first wording stands here.", "The second wording stands here."])
    server = serve(lambda connection, _: connection.sendall(body(next(texts).encode(), "text/plain")))
    first, second = (next(iter(load_url(server.url("/note"), allow_loopback=True))) for _ in range(2))
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert first.metadata["id"] == second.metadata["id"]
    assert first.page_content != second.page_content


def test_a_pdf_and_a_gzipped_page_are_read(serve: Callable[..., Server]) -> None:
    made = bytes(pdf([[("A page of a report stands here.", 11)]]).output())
    packed = gzip.compress(page(f"<h1>T</h1><p>{FILLER}</p>").encode())

    def answer(connection: socket.socket, request: bytes) -> None:
        if b"/report" in request:
            connection.sendall(body(made, "application/pdf"))
        else:
            connection.sendall(body(packed, more="Content-Encoding: gzip\r\n"))

    server = serve(answer)
    (report,) = load_url(server.url("/report.pdf"), allow_loopback=True)
    (packed_page,) = load_url(server.url("/page"), allow_loopback=True)
    assert isinstance(report, Document)
    assert isinstance(packed_page, Document)
    assert "A page of a report" in report.page_content
    assert "committee" in packed_page.page_content


def redirect(target: str, status: int = 302) -> Callable[[socket.socket, bytes], None]:
    answer = f"HTTP/1.1 {status} Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode()
    return lambda connection, _: connection.sendall(answer)


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::ffff:10.0.0.1]/",
        "file:///etc/passwd",
        "ftp://a.example/",
    ],
)
def test_a_redirect_into_a_private_network_or_another_scheme_is_refused(
    serve: Callable[..., Server], target: str
) -> None:
    assert "private" in failure(serve(redirect(target)).url()) or "Only http" in failure(serve(redirect(target)).url())


def test_redirects_without_end_are_refused(serve: Callable[..., Server]) -> None:
    server = serve(redirect("/again"))
    assert "leads on more than 5 times" in failure(server.url())
    assert len(server.requests) == 6


def test_a_redirect_is_followed_and_the_last_address_is_cited(serve: Callable[..., Server]) -> None:
    def answer(connection: socket.socket, request: bytes) -> None:
        if b"GET /old" in request:
            redirect("/new", 301)(connection, request)
        else:
            connection.sendall(body(b"The text has moved to a new place.", "text/plain"))

    server = serve(answer)
    (document,) = load_url(server.url("/old"), allow_loopback=True)
    assert isinstance(document, Document)
    assert document.metadata["url"] == server.url("/new")


def drip(connection: socket.socket, _: bytes) -> None:
    connection.sendall(HTML + b"\r\n")
    while True:
        connection.sendall(b"x")
        time.sleep(0.05)


def drip_head(connection: socket.socket, _: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    while True:
        connection.sendall(b"x")
        time.sleep(0.05)


def drip_of_a_known_length(connection: socket.socket, _: bytes) -> None:
    connection.sendall(HTML + b"Content-Length: 9999\r\n\r\n")
    while True:
        connection.sendall(b"x")
        time.sleep(0.05)


def silence(connection: socket.socket, _: bytes) -> None:
    time.sleep(30)


def endless(connection: socket.socket, _: bytes) -> None:
    connection.sendall(HTML + b"\r\n")
    while True:
        connection.sendall(b"x" * 65536)


def bomb(connection: socket.socket, _: bytes) -> None:
    connection.sendall(HTML + b"Content-Encoding: gzip\r\n\r\n" + BOMB)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (drip, "longer than 1.5 seconds"),
        (drip_head, "longer than 1.5 seconds"),
        (drip_of_a_known_length, "longer than 1.5 seconds"),
        (silence, "longer than 1.5 seconds"),
        (endless, "more than 0.2 MB"),
        (bomb, "more than 0.2 MB"),
    ],
    ids=["slow body", "slow header", "slow body of a known length", "silence", "endless", "gzip bomb"],
)
def test_a_server_that_does_not_keep_to_the_limits_is_left_in_time(
    serve: Callable[..., Server], answer: Callable[[socket.socket, bytes], None], reason: str
) -> None:
    server = serve(answer)
    started = time.monotonic()
    with pytest.raises(DocumentError, match=reason):
        fetch(server.url(), QUICK, allow_loopback=True)
    assert time.monotonic() - started < 5


PAGE = page(f"<h1>T</h1><p>{FILLER}</p>" + "".join(f"<p>Row {n} was read.</p>" for n in range(999))).encode()
PACKED = gzip.compress(PAGE)


@pytest.mark.parametrize(
    "answer",
    [
        body(PAGE)[:-500],
        body(PACKED, more="Content-Encoding: gzip\r\n")[:-500],
        body(PACKED[:-500], more="Content-Encoding: gzip\r\n"),
        HTML + b"Content-Encoding: gzip\r\n\r\n" + PACKED[:-4],
        HTML + b"Transfer-Encoding: chunked\r\n\r\n800\r\n" + PAGE[:0x800] + b"\r\n",
        HTML + b"Transfer-Encoding: chunked\r\n\r\n800\r\n" + PAGE[:0x700],
    ],
    ids=["plain", "packed", "packed in a whole answer", "the packed end alone", "between chunks", "in a chunk"],
)
def test_a_page_that_breaks_off_is_refused(serve: Callable[..., Server], answer: bytes) -> None:
    assert "cut before the end" in failure(serve(lambda connection, _: connection.sendall(answer)).url())


@pytest.mark.parametrize(
    "answer",
    [
        body(PAGE),
        body(PACKED, more="Content-Encoding: gzip\r\n"),
        HTML + b"\r\n" + PAGE,
        HTML + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE),
    ],
    ids=["of a known length", "packed", "until the connection ends", "chunked"],
)
def test_a_page_that_comes_whole_is_read_whole(serve: Callable[..., Server], answer: bytes) -> None:
    server = serve(lambda connection, _: connection.sendall(answer))
    assert fetch(server.url(), QUICK, allow_loopback=True).data == PAGE


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (body(b"\x89PNG", "image/png"), "image/png"),
        (body(b"x", "application/octet-stream"), "octet-stream"),
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "status 404"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "could not be read from"),
        (body(b"not gzip", more="Content-Encoding: gzip\r\n"), "damaged compressed"),
        (body(b"x", more="Content-Encoding: br\r\n"), "encoding 'br'"),
        (body(b"MZ\0\0 program", "text/html"), "a program"),
    ],
)
def test_what_is_no_document_is_refused_with_its_reason(
    serve: Callable[..., Server], answer: bytes, reason: str
) -> None:
    server = serve(lambda connection, _: connection.sendall(answer))
    assert reason in failure(server.url())


def test_loopback_is_refused_without_the_switch_and_nothing_is_sent(serve: Callable[..., Server]) -> None:
    server = serve(lambda connection, _: connection.sendall(body(b"secret", "text/plain")))
    for url in (server.url(), "http://127.0.0.1/", "http://localhost/", "http://[::1]/"):
        assert failure(url, allow_loopback=False)
    assert server.requests == []


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0177.0.0.1/",
            "http://127.1/",
            "http://0x7f.1/",
            "http://127.0.0.1.nip.0x1/",
        ),
        *(
            "http://10.1.2.3/",
            "http://192.168.0.1/",
            "http://172.16.0.1/",
            "http://169.254.169.254/",
            "http://100.64.0.1/",
        ),
        *("http://[::]/", "http://[::1]/", "http://[fe80::1]/", "http://[fc00::1]/", "http://[::ffff:127.0.0.1]/"),
        *(
            "http://[64:ff9b::7f00:1]/",
            "http://[64:ff9b::a9fe:a9fe]/",
            "http://[2002:7f00:1::]/",
            "http://[::127.0.0.1]/",
        ),
        *(
            "http://①②⑦.⓪.⓪.①/",
            "http://127。0。0。1/",
            "http://localhost./",
            "http://0/",
            "http://0.0.0.0/",
            "http://255.255.255.255/",
        ),
        *(
            "http://224.0.0.1/",
            "http://198.18.0.1/",
            "http://192.0.2.1/",
            "http://[2001:db8::1]/",
            "http://[fe80::1%25lo]/",
        ),
        *(
            "https://user:password@example.org/",
            "http://example.org:8080/",
            "https://example.org:22/",
            "ftp://example.org/",
        ),
        *(
            "file:///etc/passwd",
            "gopher://example.org/",
            "javascript:alert(1)",
            "//example.org/",
            "http:///x",
            "http://exa mple.org/",
        ),
        *(
            "http://example.org\\@127.0.0.1/",
            "http://a..b/",
            "http://-a.org/",
            "http://" + "a" * 3000,
            "http://[::1",
            "http://a:99999/",
        ),
    ],
)
def test_an_address_that_may_not_be_fetched_is_refused_before_connecting(url: str) -> None:
    def check() -> None:
        _, host, port, _ = check_url(url)
        resolve(host, port, 2.0)

    with pytest.raises(DocumentError):
        check()


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.215.14", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::808:808"]
)
def test_a_plain_public_address_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.0.0.1",
            "0.0.0.0",
            "169.254.1.1",
            "100.64.0.1",
            "192.0.0.8",
            "198.18.0.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
        ),
        *(
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "64:ff9b:1::808:808",
        ),
        *(
            "2002:a00:1::",
            "2001:0:4136:e378:8000:63bf:3fff:fdd2",
            "::a00:1",
            "fe80::5efe:a00:1",
            "2600::5efe:a00:1",
            "100::1",
        ),
    ],
)
def test_an_address_of_another_sort_is_not(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))
