"""What was accepted survives: a killed process, a full disk, a folder that cannot be written."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.errors import StoreError
from knowledge.knowledge_base import KnowledgeBase
from tests.fakes import TOWN, WordHashEmbedder, document

ROOT = Path(__file__).parent.parent
INGESTING = """
import sys
from pathlib import Path
from knowledge.knowledge_base import KnowledgeBase
from tests.fakes import WordHashEmbedder, document
knowledge = KnowledgeBase(WordHashEmbedder(), Path(sys.argv[1]))
start = int(sys.argv[2])
print("open", flush=True)
for number in range(start, start + 500):
    text = " ".join(f"Fact {part} of word{number} is told." for part in range(20))
    knowledge.ingest([document(f"d{number}", text)], rebuild=number % 4 == 0)
    print(number, flush=True)
"""


def kill_while_ingesting(index: Path, start: int, seed: int) -> list[int]:
    """Start an ingestion, kill it without warning; the numbers of the documents it said it had stored."""
    child = subprocess.Popen(
        [sys.executable, "-c", INGESTING, str(index), str(start)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "open\n"
    time.sleep(random.Random(seed).uniform(0.0, 1.5))
    child.send_signal(signal.SIGKILL)
    told = [int(line) for line in child.stdout.read().split() if line.strip().isdigit()]
    child.wait(30)
    return told


@pytest.mark.parametrize("kills", [3, pytest.param(30, marks=pytest.mark.slow)])
def test_what_was_said_to_be_stored_survives_a_kill(tmp_path: Path, kills: int) -> None:
    stored: list[int] = []
    for number in range(kills):
        stored += kill_while_ingesting(tmp_path, 1000 * number, seed=number)
        knowledge = KnowledgeBase(WordHashEmbedder(), tmp_path)
        held = {one.id for one in knowledge.documents()}
        assert {f"d{n}" for n in stored} <= held
        assert len(held) <= len(stored) + number + 1  # at most the one under way when it was killed
        if held:
            knowledge.open().check()
            assert set(knowledge.open().words.content_hashes()) == held
            for n in stored[-3:]:
                assert knowledge.search(f"word{n}", 1)[0].passage.span.document_id == f"d{n}"
        knowledge.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 40 MB of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    done = subprocess.run([mount, "-t", "tmpfs", "-o", "size=40m", "none", str(folder)], check=False) if mount else None
    if done is None or done.returncode:
        pytest.skip("only root may mount a disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path, leave: int) -> Path:
    filler = folder / "filler"
    with filler.open("wb") as file:
        while shutil.disk_usage(folder).free > leave:
            file.write(b"x" * min(65536, shutil.disk_usage(folder).free - leave))
            file.flush()
    return filler


@pytest.mark.parametrize("leave", [0, 100_000, 1_000_000, 3_000_000])
def test_a_full_disk_is_said_soon_and_answers_go_on(small_disk: Path, leave: int) -> None:
    index = small_disk / "index"
    knowledge = KnowledgeBase(WordHashEmbedder(), index)
    knowledge.ingest(TOWN)
    filler = fill(small_disk, leave)
    long = " ".join(f"Fact {part} of the castle is told at some length here." for part in range(4000))
    started = time.monotonic()
    with pytest.raises(StoreError, match=r"[Rr]oom|space"):
        knowledge.ingest([document("castle", long)])
    assert time.monotonic() - started < 30
    assert knowledge.search("old bridge", 1)[0].passage.span.document_id == "bridge"
    filler.unlink()
    knowledge.ingest([document("tower", "The tower of Lyra is white.")])
    assert knowledge.search("white tower", 1)[0].passage.span.document_id == "tower"
    knowledge.open().check()
    knowledge.close()
    again = KnowledgeBase(WordHashEmbedder(), index)
    assert {"bridge", "tower"} <= {one.id for one in again.documents()}
    assert again.search("white tower", 1)[0].passage.span.document_id == "tower"
    again.close()


def test_a_full_disk_at_the_first_ingestion_leaves_nothing_half_written(small_disk: Path) -> None:
    fill(small_disk, 1_000_000)
    knowledge = KnowledgeBase(WordHashEmbedder(), small_disk / "index")
    with pytest.raises(StoreError, match=r"[Rr]oom|space"):
        knowledge.ingest(TOWN)
    knowledge.close()
    (small_disk / "filler").unlink()
    again = KnowledgeBase(WordHashEmbedder(), small_disk / "index")
    assert again.search("old bridge", 1)[0].passage.span.document_id == "bridge"
    again.close()


def test_a_disk_that_cannot_be_written_is_one_clear_line(small_disk: Path) -> None:
    knowledge = KnowledgeBase(WordHashEmbedder(), small_disk / "index")
    knowledge.ingest(TOWN)
    knowledge.close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(StoreError, match="cannot be written"):
        KnowledgeBase(WordHashEmbedder(), small_disk / "index")
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    KnowledgeBase(WordHashEmbedder(), small_disk / "index").close()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_rights_is_one_clear_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="cannot be written"):
        KnowledgeBase(WordHashEmbedder(), tmp_path / "index")
    tmp_path.chmod(0o700)
