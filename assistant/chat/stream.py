"""A chat model's stream with limits on every wait: begun, kept going, ended, and cut off when nobody reads it."""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections.abc import AsyncGenerator, Generator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

logger = logging.getLogger(__name__)

BACK_OFF = (0.5, 1.5)
"""Seconds before the first and the second retry, unless the server says how long to wait."""
MAX_RETRY_AFTER = 5.0
"""Longest wait, in seconds, that a server may ask for; a longer one counts as a refusal."""
_STARTING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to wait for a model, in seconds, and how much of it to read, in characters."""

    first_token: float = 30.0
    between_chunks: float = 15.0
    total: float = 120.0
    retries: int = 2
    characters: int = 8000

    @classmethod
    def within(cls, total: float) -> Limits:
        """The usual limits, none of them longer than `total` seconds."""
        return cls(min(cls().first_token, total), min(cls().between_chunks, total), total)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of the stream: its text, which may be empty, and why the model stopped, once it did."""

    text: str
    finish: str = ""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a stream ended. `reason` is empty for a proper end, otherwise words for the reader."""

    reason: str = ""


def stream_chunks(
    chain: Runnable[dict[str, Any], Chunk], variables: Mapping[str, str], limits: Limits
) -> Generator[str, None, Ending]:
    """Run a chain and yield its text piece by piece; return how it ended.

    The chain runs on an event loop in a thread of its own, so that every wait can be cut short. Closing this generator
    cancels the request, which closes its connection: the server stops working.

    Errors of the model are never raised: the `Ending` reports them, in words without key, prompt or text.
    """
    request = _Request(chain, variables, limits)
    future = asyncio.run_coroutine_threadsafe(request.run(), _loop())
    try:
        while True:
            piece = request.pieces.get(timeout=limits.total + 10)
            if isinstance(piece, Ending):
                return piece
            yield piece
    except queue.Empty:  # the loop's own limit comes first; this is for a model that blocks the loop
        return Ending("it took too long")
    finally:
        request.wanted = False
        future.cancel()


class _Request:
    """One request: puts the chain's pieces, and at last an `Ending`, into a queue."""

    def __init__(self, chain: Runnable[dict[str, Any], Chunk], variables: Mapping[str, str], limits: Limits) -> None:
        self.pieces: queue.SimpleQueue[str | Ending] = queue.SimpleQueue()
        self.wanted = True
        self._chain = chain
        self._variables = dict(variables)
        self._limits = limits
        self._characters = 0

    async def run(self) -> None:
        """Read the chain to its end or to a limit; try again while nothing has come."""
        ending = Ending("it failed")
        loop = asyncio.get_running_loop()
        self._end = loop.time() + self._limits.total
        self._start_by = min(loop.time() + self._limits.first_token, self._end)
        try:
            ending = await self._with_retries()
        finally:
            self.pieces.put(ending)

    async def _with_retries(self) -> Ending:
        loop = asyncio.get_running_loop()
        for attempt in range(self._limits.retries + 1):
            try:
                return await self._read()
            except TimeoutError:
                return self._late()
            except Exception as error:  # each provider has its own classes; `_explain` goes by kind and status
                reason, again, wait = _explain(error, attempt)
                logger.warning("chat model: %s (%s)", reason, type(error).__name__)
                if self._characters:
                    return Ending("the connection was cut in the middle")
                if not again or attempt == self._limits.retries or loop.time() + wait >= self._start_by:
                    return Ending(reason)
                await asyncio.sleep(wait)
        return Ending("it failed")

    async def _read(self) -> Ending:
        loop = asyncio.get_running_loop()
        finish = ""
        stream = self._untraced()
        try:
            while True:
                # Asked anew for each chunk: `asyncio.wait_for`, which clients use inside, may swallow a cancellation
                # that comes together with a chunk (seen with Python 3.11 and langchain-openai 1.7).
                if not self.wanted:
                    return Ending("nobody reads it")
                if loop.time() >= self._until():
                    raise TimeoutError
                try:
                    async with asyncio.timeout_at(self._until()):
                        chunk = await anext(stream)
                except StopAsyncIteration:
                    return _ending(finish, self._characters)
                finish = chunk.finish or finish
                if chunk.text:
                    self._characters += len(chunk.text)
                    self._next_by = loop.time() + self._limits.between_chunks
                    self.pieces.put(chunk.text)
                if self._characters > self._limits.characters:
                    return Ending("it went on for too long")
        finally:
            await stream.aclose()

    def _until(self) -> float:
        return min(self._end, self._next_by) if self._characters else self._start_by

    def _late(self) -> Ending:
        if asyncio.get_running_loop().time() >= self._end:
            return Ending("it took too long")
        return Ending("it stopped in the middle" if self._characters else "it was too slow to start")

    async def _untraced(self) -> AsyncGenerator[Chunk, None]:
        """The chain's stream, never reported to a tracing service, whatever the environment says."""
        from langsmith import tracing_context

        with tracing_context(enabled=False):
            chunks = self._chain.astream(self._variables)
            try:
                async for chunk in chunks:
                    yield chunk
            finally:
                if isinstance(chunks, AsyncGenerator):
                    await chunks.aclose()


def _ending(finish: str, characters: int) -> Ending:
    if not characters:
        return Ending("it said nothing")
    if finish in ("length", "max_tokens", "MAX_TOKENS"):
        return Ending("it ran into its length limit")
    if finish in ("content_filter", "refusal", "SAFETY"):
        return Ending("its provider filtered the answer")
    if not finish:
        return Ending("it was cut off before its end")
    return Ending()


def _explain(error: Exception, attempt: int) -> tuple[str, bool, float]:
    """What to tell the reader of an error, whether to try again, and after how many seconds.

    Nothing of the error's own text is used: it may hold the prompt or the key.
    """
    status = getattr(error, "status_code", None)
    wait = BACK_OFF[min(attempt, len(BACK_OFF) - 1)]
    if status == 429:
        asked = _retry_after(error)
        return "it has too many requests (429)", asked <= MAX_RETRY_AFTER, max(wait, asked)
    if status in (401, 403):
        return f"its server refused the key ({status})", False, 0.0
    if status == 404:
        return "its server knows no such model or address (404)", False, 0.0
    if isinstance(status, int) and status in (408, 409) or isinstance(status, int) and status >= 500:
        return f"its server reported an error ({status})", True, wait
    if isinstance(status, int):
        return f"its server refused the request ({status})", False, 0.0
    name = type(error).__name__.casefold()
    if "timeout" in name:
        return "it was too slow to start", False, 0.0
    if "connect" in name or "network" in name or "protocol" in name or isinstance(error, OSError):
        return "its server cannot be reached", True, wait
    return "it failed", False, 0.0


def _retry_after(error: Exception) -> float:
    headers = getattr(getattr(error, "response", None), "headers", None)
    value = headers.get("retry-after", "") if headers is not None else ""
    try:
        return max(0.0, float(value)) if value else 0.0
    except ValueError:
        return MAX_RETRY_AFTER + 1  # a date: not worth waiting for


def _loop() -> asyncio.AbstractEventLoop:
    """One event loop for all requests: HTTP clients keep connections that belong to the loop they were made on."""
    with _STARTING:  # a cache alone lets two first requests start a loop each
        return _started_loop()


@cache
def _started_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="chat-model", daemon=True).start()
    return loop
