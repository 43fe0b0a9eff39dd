"""Sessions that ask a server over and over, and what became of it.

Sessions speak HTTP on bare sockets: a comfortable client takes more processor time for a question than the server.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Answer = dict[str, Any]  # the answer's JSON
PAUSE = 0.2  # seconds that a session waits after it was told to come back; the header asks for longer
LONGEST = 60.0  # seconds that a session waits for a reply
KEPT = 4.0  # seconds after which a session does not trust that the server has kept its connection; it does for five


def resident_bytes(process: int) -> int:
    """The memory that a process holds now."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def processor_seconds(process: int) -> tuple[float, float]:
    """What a process's threads have run so far, and how long they were ready but had no processor."""
    parts = [(task / "schedstat").read_text().split() for task in Path(f"/proc/{process}/task").iterdir()]
    return sum(int(part[0]) for part in parts) / 1e9, sum(int(part[1]) for part in parts) / 1e9


class Line:
    """One connection to a server."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._used = 0.0

    async def ask(self, question: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of the reply."""
        if time.monotonic() - self._used > KEPT:
            self.close()
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._streams
        body = json.dumps({"question": question}).encode()
        head = f"POST /v1/ask HTTP/1.1\r\nHost: {self._host}:{self._port}\r\nContent-Type: application/json\r\n"
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").strip().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        reply = await reader.readexactly(int(headers["content-length"]))
        self._used = time.monotonic()
        return int(first.split()[1]), headers, reply

    def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


def told(body: bytes) -> Answer:
    """An answer without what differs from time to time."""
    return {name: value for name, value in json.loads(body).items() if name != "timings_ms"}


@dataclass(slots=True)
class Course:
    """What was seen while a crowd asked."""

    seconds: float = 0.0
    took: list[float] = field(default_factory=list)  # of each answer, from the question's first byte to the last
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    unsent: int = 0  # questions for which no line was free

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.took) / max(self.seconds, 1e-9)

    def share(self, part: float) -> float:
        """The time within which this part of the answers came."""
        return sorted(self.took)[min(len(self.took) - 1, int(len(self.took) * part))] if self.took else 0.0


async def ask(line: Line, question: str, alone: dict[str, Answer], course: Course) -> int:
    """Ask once, and compare with the answer given alone."""
    started = time.monotonic()
    try:
        status, headers, body = await asyncio.wait_for(line.ask(question), LONGEST)
    except (OSError, EOFError, TimeoutError) as error:
        line.close()
        course.statuses[0] += 1
        course.wrong.append(f"{question}: {type(error).__name__} {error}")
        return 0
    course.statuses[status] += 1
    if status == 200:
        course.took.append(time.monotonic() - started)
        if told(body) != alone[question]:
            course.wrong.append(f"{question}: another answer than alone")
    elif status != 429 or int(headers.get("retry-after", 0)) < 1:
        course.wrong.append(f"{question}: {status} {body[:200]!r}")
    return status


async def ask_alone(address: str, questions: list[str]) -> dict[str, Answer]:
    """The answer to each question, asked one after another."""
    line = Line(address)
    answers = {question: told((await line.ask(question))[2]) for question in questions}
    line.close()
    return answers


async def closed_crowd(address: str, process: int, alone: dict[str, Answer], sessions: int, seconds: float) -> Course:
    """Sessions that ask without a pause, each its own questions in turn."""
    questions = list(alone)
    course, began = Course(), time.monotonic()
    until = began + seconds

    async def session(number: int) -> None:
        line = Line(address)
        while time.monotonic() < until:
            if await ask(line, questions[number % len(questions)], alone, course) != 200:
                await asyncio.sleep(PAUSE)
            number += sessions
        line.close()

    async def watch() -> None:
        while time.monotonic() < until:
            course.memory.append(resident_bytes(process))
            await asyncio.sleep(1)

    await asyncio.gather(watch(), *(session(number) for number in range(sessions)))
    course.seconds = time.monotonic() - began
    return course


async def open_crowd(address: str, alone: dict[str, Answer], rate: float, seconds: float, lines: int = 300) -> Course:
    """Questions at a steady rate, whatever becomes of those before; at most as many at once as there are lines."""
    questions = list(alone)
    course, began = Course(), time.monotonic()
    free = [Line(address) for _ in range(lines)]
    tasks = []

    async def one(line: Line, question: str) -> None:
        await ask(line, question, alone, course)
        free.append(line)

    number = 0
    while time.monotonic() < began + seconds:
        while number < (time.monotonic() - began) * rate:
            if free:
                tasks.append(asyncio.create_task(one(free.pop(), questions[number % len(questions)])))
            else:
                course.unsent += 1
            number += 1
        await asyncio.sleep(0.01)
    course.seconds = time.monotonic() - began
    await asyncio.gather(*tasks)
    for line in free:
        line.close()
    return course


async def seconds_to_recover(address: str, question: str) -> float:
    """How long it takes after a rush until a question is answered in under two seconds."""
    began = time.monotonic()
    while time.monotonic() < began + LONGEST:
        line, started = Line(address), time.monotonic()
        status, _, _ = await line.ask(question)
        line.close()
        if status == 200 and time.monotonic() - started < 2:
            break
        await asyncio.sleep(PAUSE)
    return time.monotonic() - began
