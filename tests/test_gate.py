"""The gate: who is let in starts soon, whoever is not is told so at once."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import anyio
import pytest

from assistant.web.api.gate import BusyError, Gate


async def until_inside(gate: Gate, number: int) -> None:
    while gate.inside < number:
        await anyio.sleep(0.005)


async def test_a_question_whose_turn_does_not_come_is_sent_away_and_the_next_is_answered() -> None:
    gate, go = Gate(workers=1, queue_size=9, shortest_wait=0.05), threading.Event()
    async with anyio.create_task_group() as group:
        group.start_soon(gate.run, lambda: go.wait(20))
        await until_inside(gate, 1)
        with pytest.raises(BusyError):
            await gate.run(lambda: True)
        go.set()
    assert gate.inside == 0
    assert await gate.run(lambda: 2) == 2


async def test_the_line_is_no_longer_than_the_last_answers_allow() -> None:
    gate, go = Gate(workers=1, queue_size=1000, shortest_wait=0.5), threading.Event()
    await gate.run(lambda: time.sleep(2))  # so an answer takes two seconds, and nobody waits for more than one answer

    async def one_more() -> None:
        with suppress(BusyError):
            await gate.run(lambda: go.wait(20))

    async with anyio.create_task_group() as group:
        for number in (1, 2):
            group.start_soon(one_more)
            await until_inside(gate, number)
        with pytest.raises(BusyError) as error:
            await gate.run(lambda: True)
        go.set()
    assert 2 <= error.value.retry_after_seconds <= 30


async def test_leaving_a_stream_early_frees_its_place() -> None:
    gate, closed = Gate(workers=1, queue_size=1), threading.Event()

    def numbers() -> Iterator[int]:
        try:
            yield from range(100)
        finally:
            closed.set()

    stream = await gate.stream(numbers)
    assert await anext(stream) == 0
    assert gate.inside == 1
    await stream.aclose()  # type: ignore[attr-defined]  # a generator, as its body says
    assert closed.is_set()
    assert gate.inside == 0
    assert await gate.run(lambda: 3) == 3


async def test_a_stream_that_nobody_reads_frees_its_place() -> None:
    gate = Gate(workers=1, queue_size=1)
    stream = await gate.stream(lambda: iter(range(100)))
    assert gate.inside == 1
    del stream
    while gate.inside:
        gc.collect()
        await anyio.sleep(0.005)
    assert await gate.run(lambda: 3) == 3


async def test_a_stream_is_refused_before_there_are_items() -> None:
    gate, go = Gate(workers=1, queue_size=0), threading.Event()

    def broken() -> Iterator[int]:
        raise ValueError("no index")

    async with anyio.create_task_group() as group:
        group.start_soon(gate.run, lambda: go.wait(20))
        await until_inside(gate, 1)
        with pytest.raises(BusyError):
            await gate.stream(lambda: iter(range(3)))
        go.set()
    with pytest.raises(ValueError, match="no index"):
        await gate.stream(broken)
    assert gate.inside == 0
