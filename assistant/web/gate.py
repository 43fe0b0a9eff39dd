"""Lets a few questions run at a time in threads, some wait, and sends the rest away until later."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import contextmanager
from typing import TypeVar

import anyio
import anyio.to_thread

from knowledge.errors import ExpectedError

Value = TypeVar("Value")
_END = object()


class BusyError(ExpectedError):
    """As many questions wait as may."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(f"Too many questions are waiting. Try again in {retry_after_seconds} seconds.")
        self.retry_after_seconds = retry_after_seconds


class Gate:
    """One for a server; both the HTTP routes and the MCP tools go through it.

    Args:
        workers: Questions that run at the same time, each in a thread.
        queue_size: Questions that may wait for a thread.
    """

    def __init__(self, workers: int, queue_size: int) -> None:
        self._room = workers + queue_size
        self._threads = anyio.CapacityLimiter(workers)
        self._inside = 0

    @property
    def inside(self) -> int:
        """How many questions run or wait now."""
        return self._inside

    async def run(self, work: Callable[[], Value]) -> Value:
        """The result of `work`, done in a thread.

        Raises:
            BusyError: Too many wait already.
        """
        with self._admitted():
            return await anyio.to_thread.run_sync(work, limiter=self._threads)

    async def stream(self, work: Callable[[], Iterator[Value]]) -> AsyncIterator[Value]:
        """The items of `work`, each made in a thread; leaving early ends the work.

        Raises:
            BusyError: Too many wait already.
        """
        with self._admitted():
            async with self._threads:
                items = await anyio.to_thread.run_sync(work, limiter=anyio.CapacityLimiter(1))
                own = anyio.CapacityLimiter(1)
                try:
                    while True:
                        item = await anyio.to_thread.run_sync(_next_or_end, items, limiter=own)
                        if item is _END:
                            return
                        yield item  # type: ignore[misc]  # only _END is no Value
                finally:
                    if isinstance(items, Generator):
                        with anyio.CancelScope(shield=True):
                            await anyio.to_thread.run_sync(items.close, limiter=own)

    @contextmanager
    def _admitted(self) -> Iterator[None]:
        if self._inside >= self._room:
            raise BusyError(retry_after_seconds=2)
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1


def _next_or_end(items: Iterator[Value]) -> Value | object:
    return next(items, _END)  # StopIteration cannot leave a thread's future
