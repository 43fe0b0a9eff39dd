"""Many sessions at once: honest 429s alone, no mixed answer, memory flat. LOAD_SECONDS=600 for long."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from pathlib import Path

import httpx
import pytest

from assistant.settings import Settings
from tests.fakes import PlainAnswerer, document, small_assistant
from tests.running import running

SESSIONS = 50
SECONDS = float(os.environ.get("LOAD_SECONDS", "20"))
WORDS = [f"canary{number}x" for number in range(SESSIONS)]


def resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.slow
def test_fifty_sessions_get_their_own_answers_or_are_told_to_come_back() -> None:
    from assistant.web.http import build_http

    assistant = small_assistant(PlainAnswerer())
    assistant.knowledge.ingest([document(word, f"The {word} bird sings at dawn in {word} wood.") for word in WORDS])
    questions = {word: f"Where does the {word} bird sing?" for word in WORDS}
    alone = {word: assistant.ask(question).text for word, question in questions.items()}
    took: list[float] = []
    wrong: list[str] = []
    busy = 0
    memory: list[int] = []

    async def session(client: httpx.AsyncClient, word: str, until: float) -> None:
        nonlocal busy
        while time.monotonic() < until:
            started = time.monotonic()
            reply = await client.post("/v1/ask", json={"question": questions[word]})
            if reply.status_code == 429:
                busy += 1
                assert int(reply.headers["Retry-After"]) > 0
                await asyncio.sleep(0.2)
                continue
            took.append(time.monotonic() - started)
            if reply.status_code != 200 or reply.json()["answer"] != alone[word]:
                wrong.append(f"{word}: {reply.status_code} {reply.text[:200]}")

    async def watch(until: float) -> None:
        while time.monotonic() < until:
            memory.append(resident_bytes())
            await asyncio.sleep(0.5)

    async def crowd(address: str) -> None:
        until = time.monotonic() + SECONDS
        limits = httpx.Limits(max_connections=SESSIONS)
        async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
            await asyncio.gather(watch(until), *(session(client, word, until) for word in WORDS))

    with running(build_http(assistant, Settings.load())) as address:
        asyncio.run(crowd(address))
        started = time.monotonic()
        assert httpx.post(f"{address}/v1/ask", json={"question": questions[WORDS[0]]}, timeout=10).status_code == 200
        assert time.monotonic() - started < 10  # it has recovered
    assert wrong == []
    took.sort()
    early, late = memory[len(memory) // 3], memory[-1]
    summary = (
        f"{len(took)} answers, {busy} told to wait, p99 {took[int(len(took) * 0.99)]:.2f} s, {early} -> {late} bytes"
    )
    assert len(took) > SESSIONS, summary
    assert late < early * 1.05 + 5_000_000, summary
    logging.getLogger(__name__).warning(summary)
