"""A server on this machine that speaks OpenAI's chat completions, streaming included, and does what a script says."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """What the server does with one request.

    `pieces` are sent one event each, `pause` seconds apart; bytes are sent as they are, outside the protocol.
    """

    pieces: tuple[str | bytes | float, ...] = ()  # a float is a wait in seconds
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    pause: float = 0.0
    before: float = 0.0  # seconds before the first byte
    finish: str = "stop"
    closes: bool = False  # the connection is closed after the last piece, without an end


Script = Callable[[list[dict[str, str]]], Reply]


class ChatServer:
    """Listens on loopback until closed; remembers every request and whether its reader went away."""

    def __init__(self, script: Script | list[Reply] | Reply) -> None:
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.abandoned = threading.Event()
        self.sent: list[float] = []  # when each piece was about to be written
        self._replies = script
        self._lock = threading.Lock()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with owner._lock:
                    owner.requests.append(body)
                    owner.headers.append(dict(self.headers.items()))
                try:
                    owner._answer(self, body, owner._next(body))
                except (BrokenPipeError, ConnectionResetError):
                    owner.abandoned.set()
                    self.close_connection = True

            def log_message(self, *arguments: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        return f"{self.root}/v1"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> ChatServer:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def prompt(self, number: int = -1) -> str:
        """All text of one request."""
        return "\n".join(message["content"] for message in self.requests[number]["messages"])

    def _next(self, body: dict[str, Any]) -> Reply:
        if isinstance(self._replies, Reply):
            return self._replies
        if isinstance(self._replies, list):
            return self._replies[min(len(self.requests), len(self._replies)) - 1]
        return self._replies(body["messages"])

    def _answer(self, handler: BaseHTTPRequestHandler, body: dict[str, Any], reply: Reply) -> None:
        self._wait(handler, reply.before)
        if reply.status != 200:
            data = (reply.body or json.dumps({"error": {"message": "scripted", "type": "scripted"}})).encode()
            handler.send_response(reply.status)
            for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                handler.send_header(name, value)
            handler.send_header("Content-Length", str(len(data)))
            handler.end_headers()
            handler.wfile.write(data)
            return
        if handler.path.endswith(("/api/chat", "/messages")):
            write = write_ollama if handler.path.endswith("/api/chat") else write_anthropic
            handler.send_response(200)
            handler.send_header(
                "Content-Type", "application/x-ndjson" if write is write_ollama else "text/event-stream"
            )
            handler.send_header("Connection", "close")
            handler.end_headers()
            handler.close_connection = True
            handler.wfile.write(write("".join(piece for piece in reply.pieces if isinstance(piece, str))).encode())
            return
        if not body.get("stream"):
            self._answer_whole(handler, body, reply)
            return
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.close_connection = True
        self._event(handler, body, {"role": "assistant", "content": ""})
        for piece in reply.pieces:
            if isinstance(piece, float):
                self._wait(handler, piece)
            elif isinstance(piece, bytes):
                handler.wfile.write(piece)
                handler.wfile.flush()
            else:
                self.sent.append(time.perf_counter())  # before it is written: the reader may be faster than this thread
                self._event(handler, body, {"content": piece})
                self._wait(handler, reply.pause)
        if reply.closes:
            return
        self._event(handler, body, {}, reply.finish)
        handler.wfile.write(b"data: [DONE]\n\n")

    def _answer_whole(self, handler: BaseHTTPRequestHandler, body: dict[str, Any], reply: Reply) -> None:
        text = "".join(piece for piece in reply.pieces if isinstance(piece, str))
        choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": reply.finish}
        data = json.dumps(
            {"id": "c", "object": "chat.completion", "created": 0, "model": body["model"], "choices": [choice]}
        ).encode()
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    def _event(
        self, handler: BaseHTTPRequestHandler, body: dict[str, Any], delta: dict[str, str], finish: str | None = None
    ) -> None:
        handler.wfile.write(b"data: " + event(body["model"], delta, finish).encode() + b"\n\n")
        handler.wfile.flush()

    def _wait(self, handler: BaseHTTPRequestHandler, seconds: float) -> None:
        """Wait, and notice meanwhile when the reader goes away."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            handler.connection.settimeout(min(left, 0.02))
            try:
                if handler.connection.recv(1) == b"":
                    raise BrokenPipeError
            except TimeoutError:
                pass
            finally:
                handler.connection.settimeout(None)


def event(model: str, delta: dict[str, str], finish: str | None = None) -> str:
    """One event of a stream, as JSON."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    data = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": model, "choices": [choice]}
    return json.dumps(data, ensure_ascii=False)


def write_ollama(text: str) -> str:
    """A whole stream in Ollama's protocol: one JSON object a line."""
    rows: list[dict[str, Any]] = [
        {"message": {"role": "assistant", "content": piece}, "done": False} for piece in tokens(text)
    ]
    rows.append({"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop"})
    stamp = {"model": "scripted", "created_at": "2025-12-05T00:00:00Z"}
    return "".join(json.dumps({**stamp, **row}) + "\n" for row in rows)


def write_anthropic(text: str) -> str:
    """A whole stream in Anthropic's protocol: named events."""
    usage = {"input_tokens": 1, "output_tokens": 1}
    message = {"id": "m", "type": "message", "role": "assistant", "model": "scripted", "content": [], "usage": usage}
    block = {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}
    events: list[dict[str, Any]] = [{"type": "message_start", "message": message}, block]
    for piece in tokens(text):
        events.append({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": piece}})
    events.append({"type": "content_block_stop", "index": 0})
    events.append(
        {"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": None}, "usage": usage}
    )
    events.append({"type": "message_stop"})
    return "".join(f"event: {one['type']}\ndata: {json.dumps(one)}\n\n" for one in events)


def tokens(text: str, size: int = 4) -> Iterator[str]:
    """A text in pieces of a few characters, as models send it."""
    for start in range(0, len(text), size):
        yield text[start : start + size]
