"""The labelling page on this machine's own address: one file, no network, plain HTTP of the standard library."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from threading import Lock
from urllib.parse import parse_qs, unquote, urlsplit

from eval.errors import DatasetError, EvaluationError
from eval.labelling.label import Labels

HOST = "127.0.0.1"
LARGEST = 1_000_000  # bytes of a request
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:"


def open_server(folder: Path, port: int = 0) -> ThreadingHTTPServer:
    """A server that is ready to serve a folder's labelling page.

    Args:
        folder: The benchmark folder.
        port: Where to listen on 127.0.0.1; 0 takes any that is free.

    Raises:
        DatasetError: The folder cannot be labelled.
        EvaluationError: The port is taken.
    """
    labels, changing = Labels(folder), Lock()

    class Handler(_Handler):
        kept, lock = labels, changing

    try:
        return ThreadingHTTPServer((HOST, port), Handler)
    except OSError as error:
        raise EvaluationError(f"Port {port} cannot be used: {error.strerror}. Choose another with --port.") from error


def serve(folder: Path, port: int) -> str:
    """Serve the page until Ctrl-C; gives what to do next."""
    with open_server(folder, port) as server:
        sys.stderr.write(f"Label on http://{HOST}:{server.server_port} - stop with Ctrl-C.\n")
        sys.stderr.flush()
        with suppress(KeyboardInterrupt):
            server.serve_forever()
    return f"{folder / 'questions.jsonl'} is kept. Next: python -m eval bench validate {folder}"


class _Handler(BaseHTTPRequestHandler):
    kept: Labels
    lock: Lock

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if not self._is_own():
            return
        if address.path == "/":
            page = (files("eval.labelling") / "label.html").read_text(encoding="utf-8")
            self._send(200, page.encode(), "text/html; charset=utf-8")
        elif address.path == "/questions":
            self._json(200, self.kept.rows)
        elif address.path == "/documents":
            self._json(200, self.kept.find(" ".join(parse_qs(address.query).get("find", []))))
        elif address.path.startswith("/documents/"):
            found = self.kept.document(unquote(address.path.removeprefix("/documents/")))
            self._json(200 if found else 404, found or {"error": "There is no such document."})
        else:
            self._json(404, {"error": "There is no such page."})

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not self._is_own() or not self._is_json():
            return
        if not length.isdecimal() or int(length) > LARGEST:
            self._json(413, {"error": "The question is too long."})
            return
        try:
            asked = json.loads(self.rfile.read(int(length)))
            with self.lock:
                self._json(200, self.kept.add(asked if isinstance(asked, dict) else {}))
        except (DatasetError, ValueError) as error:
            self._json(400, {"error": str(error)})

    def do_DELETE(self) -> None:
        if self._is_own() and self._is_json():
            with self.lock:
                found = self.kept.remove(unquote(urlsplit(self.path).path.removeprefix("/questions/")))
            self._json(200 if found else 404, {"removed": found})

    def _is_own(self) -> bool:
        """Whether this page's own address was asked for; another site's name that leads here is turned away."""
        host = self.headers.get("Host", "").rpartition(":")[0]
        if host not in (HOST, "localhost"):
            self._json(403, {"error": "Only this machine may label."})
            return False
        return True

    def _is_json(self) -> bool:
        """Whether the body is said to be JSON, which no other site's page can say without asking first."""
        if self.headers.get("Content-Type", "").split(";")[0] != "application/json":
            self._json(415, {"error": "Send JSON."})
            return False
        return True

    def _json(self, status: int, value: object) -> None:
        self._send(status, json.dumps(value, ensure_ascii=False).encode(), "application/json")

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        for name, value in (
            ("Content-Type", kind),
            ("Content-Length", str(len(body))),
            ("Content-Security-Policy", POLICY),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing: the page shows what happened."""
