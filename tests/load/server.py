"""A server in a process of its own, whose memory is its own: `python -m tests.load.server small|visit`.

It says its address and ends with its standard input. No answer is remembered: each is worked out anew.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from assistant import Assistant
from assistant.answer_cache import AnswerCache
from assistant.settings import Settings
from assistant.web.api.http import build_http
from assistant.web.heaps import share_heaps
from tests.fakes import PlainAnswerer, document, small_assistant
from tests.running import running

CANARIES = tuple(f"canary{number}x" for number in range(50))


def main() -> None:
    """Serve until standard input ends."""
    share_heaps()
    with tempfile.TemporaryDirectory() as folder:
        if sys.argv[1] == "small":
            assistant = small_assistant(PlainAnswerer())
            assistant.knowledge.ingest(
                [document(word, f"The {word} bird sings at dawn in {word} wood.") for word in CANARIES]
            )
        else:
            assistant = Assistant.open(settings=Settings.load(index=Path(folder)))
            assistant.knowledge.open()
        assistant._answers = AnswerCache(0)
        with running(build_http(assistant, Settings.load())) as address:
            sys.stdout.write(f"{address}\n")
            sys.stdout.flush()
            sys.stdin.read()


if __name__ == "__main__":
    main()
