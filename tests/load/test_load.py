"""Many sessions at once: honest 429s alone, no mixed answer, memory flat, and a rush is shed.

LOAD_SECONDS=600 for long; LOAD_OF=visit asks the real assistant instead of a small one.
"""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from eval.questions.suites import load_suite
from tests.load.crowd import ask_alone, closed_crowd, open_crowd, processor_seconds, seconds_to_recover
from tests.load.server import CANARIES

SESSIONS = 50
SECONDS = float(os.environ.get("LOAD_SECONDS", "20"))
OF = os.environ.get("LOAD_OF", "small")


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, int]]:
    """The address and process of a server."""
    command = [sys.executable, "-m", "tests.load.server", OF]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdin is not None
    assert child.stdout is not None
    yield child.stdout.readline().strip(), child.pid
    child.stdin.close()
    child.wait(30)


def within(address: str) -> dict[float, int]:
    """Seconds -> replies to questions that took the server no longer, by its own clock."""
    text = httpx.get(f"{address}/metrics", timeout=60).text
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {
        float(sample.labels["le"]): int(sample.value)
        for sample in samples
        if sample.name == "visit_request_seconds_bucket" and sample.labels["door"] == "/v1/ask"
    }


@pytest.mark.slow
def test_fifty_sessions_get_their_own_answers_or_are_told_to_come_back(server: tuple[str, int]) -> None:
    address, process = server
    questions = (
        [f"Where does the {word} bird sing?" for word in CANARIES]
        if OF == "small"
        else [question.text for question in load_suite("visit").questions][:100]
    )
    alone = asyncio.run(ask_alone(address, questions))
    before, (ran_before, waited_before) = within(address), processor_seconds(process)
    course = asyncio.run(closed_crowd(address, process, alone, SESSIONS, SECONDS))
    after, (ran, waited) = within(address), processor_seconds(process)
    warm = course.memory[len(course.memory) // 4]
    rush = asyncio.run(open_crowd(address, alone, 10 * course.rate, min(15.0, SECONDS)))
    recovered = asyncio.run(seconds_to_recover(address, questions[0]))
    inside = {bound: after[bound] - before[bound] for bound in sorted(after)}
    summary = (
        f"{OF}: {len(course.took)} answers in {course.seconds:.0f} s ({course.rate:.1f} a second), "
        f"{course.statuses[429]} told to wait; half in {course.share(0.5):.2f} s, p99 {course.share(0.99):.2f} s; "
        f"by the server's clock {inside[1.0]} of {inside[float('inf')]} within 1 s, {inside[2.5]} within 2.5 s; the "
        f"server ran {ran - ran_before:.0f} s and was kept waiting {waited - waited_before:.0f} s for a processor; "
        f"memory {warm / 1e6:.1f} -> {course.memory[-1] / 1e6:.1f} MB, most {max(course.memory) / 1e6:.1f}; rush at "
        f"{10 * course.rate:.0f} a second for {rush.seconds:.0f} s: {dict(rush.statuses)}, {rush.unsent} not sent, p99 "
        f"{rush.share(0.99):.2f} s, recovered after {recovered:.1f} s; load average {os.getloadavg()}"
    )
    logging.getLogger(__name__).warning(summary)
    assert course.wrong + rush.wrong == [], summary
    assert len(course.took) > SESSIONS, summary
    assert course.memory[-1] < warm * 1.05 + 2_000_000, summary
    assert rush.statuses[429], summary
    assert recovered < 10, summary
