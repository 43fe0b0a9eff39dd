"""An ingestion that dies at any moment leaves every document whole, nothing twice, and answers as if it had not."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from langchain_core.documents import Document

from knowledge.errors import IndexLockedError, StoreError
from knowledge.knowledge_base import KnowledgeBase
from tests.fakes import WordHashEmbedder, document

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills processes with SIGKILL")
ROOT = Path(__file__).parent.parent
PLACES = [f"place{number}" for number in range(60)]
INGEST = """
import sys
from pathlib import Path
from knowledge.knowledge_base import KnowledgeBase
from tests.fakes import WordHashEmbedder, document
from tests.test_index_safety import documents

knowledge = KnowledgeBase(WordHashEmbedder(), Path(sys.argv[1]))
print("open", flush=True)
for version in range(int(sys.argv[2]), int(sys.argv[3])):
    knowledge.ingest(documents(version))
    print(version, flush=True)
knowledge.close()
"""


def documents(version: int) -> list[Document]:
    """Sixty documents, a third of which change from one version to the next."""
    made = []
    for number, place in enumerate(PLACES):
        own = version if number % 3 == 0 else 0
        text = f"The mill of {place} was mended {own + 2} times. " + " ".join(
            f"In year {year} the miller of {place} ground {year * (number + 7)} sacks." for year in range(8)
        )
        made.append(Document(page_content=text, metadata={"id": place, "title": place, "publisher": "The town"}))
    return made


def process(index: Path, first: int, last: int) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", INGEST, str(index), str(first), str(last)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT, env=environment
    )


def answers(knowledge: KnowledgeBase) -> list[tuple[str, float]]:
    """The best passage of each place with its score."""
    found = []
    for place in PLACES[::7]:
        hit = knowledge.search(f"How many times was the mill of {place} mended?", k=3)[0]
        found.append((hit.passage.text, round(hit.score, 5)))
    return found


def check_whole(knowledge: KnowledgeBase, version: int) -> None:
    """Each document is of some version up to this one, whole, there once, and found by its words."""
    held = {document.id: document.text for document in knowledge.documents()}
    for number, place in enumerate(PLACES):
        possible = {documents(each)[number].page_content for each in range(version + 1)}
        assert held[place] in possible
        hits = knowledge.search(f"How many times was the mill of {place} mended?", k=20)
        ids = [hit.passage.id for hit in hits]
        assert len(ids) == len(set(ids))
        for hit in hits:
            span = hit.passage.span
            assert held[span.document_id][span.start : span.end] == hit.passage.text


def kills(index: Path, times: int, seed: int) -> None:
    """Kill ingestions at random moments; after each, open, ask, ingest again, and compare with an undisturbed index."""
    chance = random.Random(seed)
    with_none = KnowledgeBase(WordHashEmbedder())
    with_none.ingest(documents(0))
    first = KnowledgeBase(WordHashEmbedder(), index)
    first.ingest(documents(0))
    first.close()
    for version in range(1, times + 1):
        running = process(index, version, version + 3)
        assert running.stdout is not None
        assert running.stdout.readline() == "open\n"
        time.sleep(chance.uniform(0.0, 0.6))
        running.send_signal(signal.SIGKILL)
        running.wait()
        knowledge = KnowledgeBase(WordHashEmbedder(), index)
        try:
            check_whole(knowledge, version + 2)
            knowledge.ingest(documents(version), only=True)
            with_none.ingest(documents(version), only=True)
            assert {d.id: d.text for d in knowledge.documents()} == {d.id: d.text for d in with_none.documents()}
            assert answers(knowledge) == answers(with_none)
        finally:
            knowledge.close()
    with_none.close()


def test_a_killed_ingestion_leaves_old_or_new_documents_whole(tmp_path: Path) -> None:
    kills(tmp_path / "index", times=2, seed=11)


@pytest.mark.slow
def test_thirty_killed_ingestions_leave_old_or_new_documents_whole(tmp_path: Path) -> None:
    kills(tmp_path / "index", times=30, seed=5)


def test_two_processes_cannot_have_one_index_and_the_first_is_not_harmed(tmp_path: Path) -> None:
    index = tmp_path / "index"
    knowledge = KnowledgeBase(WordHashEmbedder(), index)
    knowledge.ingest(documents(0))
    before = answers(knowledge)
    second = process(index, 1, 2)
    assert second.wait(timeout=60) != 0
    with pytest.raises(IndexLockedError):
        KnowledgeBase(WordHashEmbedder(), index)
    assert answers(knowledge) == before
    knowledge.close()
    third = process(index, 1, 2)
    assert third.wait(timeout=60) == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Path:
    """A disk of 24 MB, where this machine lets one be made."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if mount is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("needs the right to mount a small disk")
    made = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("needs the right to mount a small disk")
    return folder


@pytest.mark.slow
def test_a_full_disk_is_said_in_time_the_old_index_answers_and_room_heals_it(small_disk: Path) -> None:
    index = small_disk / "index"
    (small_disk / "ballast").write_bytes(b"\0" * 10_000_000)
    knowledge = KnowledgeBase(WordHashEmbedder(), index)
    try:
        knowledge.ingest(documents(0))
        before = answers(knowledge)
        more = [
            Document(
                page_content=f"{number} " + f"Filler {number} of the full disk. " * 3000,
                metadata={"id": f"more-{number}"},
            )
            for number in range(200)
        ]
        started = time.monotonic()
        with pytest.raises(StoreError):
            knowledge.ingest(more)
        assert time.monotonic() - started < 60
        assert answers(knowledge) == before
        knowledge.close()
        (small_disk / "ballast").unlink()  # on a full disk Chroma cannot open what is there, so room is made first
        knowledge = KnowledgeBase(WordHashEmbedder(), index)
        knowledge.ingest(documents(0), only=True)
        assert answers(knowledge) == before
    finally:
        knowledge.close()
        subprocess.run(["umount", str(small_disk)], check=False)


def test_a_collection_of_near_copies_is_no_damaged_index(tmp_path: Path) -> None:
    class NearlyOne(WordHashEmbedder):
        """Puts all texts at nearly the same place, as the embedding of one form filled in 400 times."""

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            found = np.array(super().embed_documents(texts))
            moved = 1.0 + 0.002 * found
            return (moved / np.linalg.norm(moved, axis=1, keepdims=True)).tolist()

    knowledge = KnowledgeBase(NearlyOne(), tmp_path)
    report = knowledge.ingest(document(f"d{n}", f"Row {n} of the form was filled in.") for n in range(400))
    assert len(report.added) == 400
    knowledge.close()
    again = KnowledgeBase(NearlyOne(), tmp_path)
    assert again.search("row 17 of the form", 1)
    assert not again.ingest([document("d1", "Row 1 of the form was filled in.")]).added
