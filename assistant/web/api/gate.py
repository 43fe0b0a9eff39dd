"""Lets a few questions run at a time in threads, some wait for a moment, and sends the rest away until later."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import asynccontextmanager, contextmanager
from time import monotonic
from typing import TypeVar

import anyio
import anyio.to_thread

from knowledge.errors import ExpectedError

Value = TypeVar("Value")
SHORTEST_WAIT = 1.0  # seconds that a question may always wait for its turn
MEMORY = 0.1  # weight of the newest question in the mean of how long one takes
_LONGEST_ADVICE = 30  # seconds
_BEGUN, _END = object(), object()


class BusyError(ExpectedError):
    """The queue is full, or a question has waited too long."""

    def __init__(self, retry_after_seconds: int) -> None:
        unit = "second" if retry_after_seconds == 1 else "seconds"
        super().__init__(f"Too many questions are waiting. Try again in {retry_after_seconds} {unit}.")
        self.retry_after_seconds = retry_after_seconds


class Gate:
    """One for a server; both the HTTP routes and the MCP tools go through it. The page has a queue of its own.

    A question starts soon or is refused: the queue holds no more than the workers lately finished within the longest
    wait, and a question that has waited that long is refused. The longest wait is the usual time of one question, so
    that questions can wait for a slow chat model, and at least `shortest_wait`.

    Args:
        workers: Questions that run at the same time, each in a thread.
        queue_size: Questions that may wait for a thread, however fast they are.
        shortest_wait: Seconds that a question may always wait.
    """

    def __init__(self, workers: int, queue_size: int, shortest_wait: float = SHORTEST_WAIT) -> None:
        self._workers = workers
        self.queue_size = queue_size
        self._room = workers + queue_size
        self._shortest_wait = shortest_wait
        self._turns = anyio.CapacityLimiter(workers)
        self._inside = 0
        self._usual = 0.0  # seconds that a question takes on average; 0 before the first

    @property
    def inside(self) -> int:
        """How many questions run or wait now."""
        return self._inside

    async def run(self, work: Callable[[], Value]) -> Value:
        """The result of `work`, done in a thread.

        Raises:
            BusyError: Too many wait already, or its turn has not come soon enough.
        """
        with self._admitted():
            async with self._turn():
                return await anyio.to_thread.run_sync(work, limiter=anyio.CapacityLimiter(1))

    async def stream(self, work: Callable[[], Iterator[Value]]) -> AsyncIterator[Value]:
        """Begin `work` when its turn comes and give its items, each made in a thread; leaving early ends the work.

        What refuses the turn, or fails when the work is called, is raised before there are items, so that it can still
        be the status of a reply.

        Raises:
            BusyError: Too many wait already, or its turn has not come soon enough.
        """
        items = self._in_turn(work)
        await anext(items)  # begun, so that dropping it gives the turn back
        return items

    async def _in_turn(self, work: Callable[[], Iterator[Value]]) -> AsyncIterator[Value]:
        """`_BEGUN`, then the items."""
        with self._admitted():
            async with self._turn():
                own = anyio.CapacityLimiter(1)
                items = await anyio.to_thread.run_sync(work, limiter=own)
                try:
                    yield _BEGUN  # type: ignore[misc]  # taken by `stream`
                    while True:
                        item = await anyio.to_thread.run_sync(_next_or_end, items, limiter=own)
                        if item is _END:
                            return
                        yield item  # type: ignore[misc]  # _END is none
                finally:
                    if isinstance(items, Generator):
                        with anyio.CancelScope(shield=True):
                            await anyio.to_thread.run_sync(items.close, limiter=own)

    @property
    def _longest_wait(self) -> float:
        return max(self._shortest_wait, self._usual)

    @contextmanager
    def _admitted(self) -> Iterator[None]:
        waiting = self._inside + 1 - self._workers
        if self._inside >= self._room or waiting * self._usual / self._workers > self._longest_wait:
            raise self._busy()
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """Wait for a worker, and give it back at the end."""
        me = object()
        with anyio.move_on_after(self._longest_wait) as waiting:
            await self._turns.acquire_on_behalf_of(me)
        if waiting.cancelled_caught:
            raise self._busy()
        started = monotonic()
        try:
            yield
        finally:
            self._turns.release_on_behalf_of(me)
            took = monotonic() - started
            self._usual += (took - self._usual) * (MEMORY if self._usual else 1.0)

    def _busy(self) -> BusyError:
        needed = math.ceil(self._inside * self._usual / self._workers)
        return BusyError(min(max(1, needed), _LONGEST_ADVICE))


def _next_or_end(items: Iterator[Value]) -> Value | object:
    return next(items, _END)  # StopIteration cannot leave a thread's future
