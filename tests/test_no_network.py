from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from assistant.assistant import Assistant

ROOT = Path(__file__).parent.parent
ASKING = """
import sys
from pathlib import Path

tried = []
def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        tried.append((event, str(arguments[1:])))
sys.addaudithook(watch)

from assistant.assistant import Assistant
from knowledge.knowledge_base import KnowledgeBase
from knowledge.embedding.local_embedder import LocalEmbedder
from tests.fakes import TOWN

knowledge = KnowledgeBase(LocalEmbedder(), Path(sys.argv[1]))
knowledge.ingest(TOWN)
answer = Assistant(knowledge, min_confidence=0.0).ask("When was the old bridge built?")
knowledge.close()
print(answer.answered, tried)
"""


@pytest.mark.slow
def test_nothing_is_connected_to_from_the_first_import_on(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASKING, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        timeout=300,
    )
    assert done.stdout.strip().endswith("True []"), done.stdout + done.stderr


def test_nothing_is_connected_to_by_default(visit: Assistant) -> None:
    tried: list[tuple[str, str]] = []
    watched = [True]  # a hook of the interpreter cannot be taken away again

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watched[0] and event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
            tried.append((event, str(arguments[1:])))

    sys.addaudithook(watch)
    for question in ("Was a new S-400 contract signed?", "Who won the football match?"):
        visit.ask(question)
    watched[0] = False
    assert tried == []


LOADING = """
import sys
from pathlib import Path

from knowledge.embedding.local_embedder import bundled_model_folder
from knowledge.embedding.query_model import QueryModel

QueryModel(next(Path(sys.argv[1]).glob("*.onnx")), bundled_model_folder()).embed(["Who asks?"])
"""


def test_the_library_that_embeds_questions_keeps_no_notes_for_its_maker(visit_index: Path, tmp_path: Path) -> None:
    """Its own threads would send them; an audit hook sees nothing of that, but the notes lie in the cache folder."""
    home = {name: str(tmp_path) for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    done = subprocess.run(
        [sys.executable, "-c", LOADING, str(visit_index / "models")],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **home},
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []
