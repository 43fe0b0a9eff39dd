"""What was accepted survives: a killed process, a full disk, a folder that cannot be written."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
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


def town_in(index: Path) -> list[list[str]]:
    """Make an index; what it finds for three questions."""
    knowledge = KnowledgeBase(WordHashEmbedder(), index)
    knowledge.ingest(TOWN)
    found = found_in(knowledge)
    knowledge.close()
    return found


def found_in(knowledge: KnowledgeBase) -> list[list[str]]:
    questions = ("When was the old bridge built?", "sea and moon", "fish on Saturday")
    return [[hit.passage.id for hit in knowledge.search(question, 5)] for question in questions]


def answers_but_takes_nothing(index: Path, found: list[list[str]]) -> None:
    """An index that cannot be written answers as it did, refuses changes in one line, and leaves nothing behind."""
    before = sorted(path.name for path in index.rglob("*"))
    knowledge = KnowledgeBase(WordHashEmbedder(), index)
    assert found_in(knowledge) == found
    assert {one.id for one in knowledge.documents()} == {"tides", "bridge", "market"}
    for change in (lambda: knowledge.ingest([document("tower", "It is white.")]), lambda: knowledge.remove(["bridge"])):
        with pytest.raises(StoreError, match="cannot be written"):
            change()
    copy = knowledge.index
    assert copy is not None
    knowledge.close()
    assert not copy.exists()
    assert sorted(path.name for path in index.rglob("*")) == before


@pytest.fixture
def read_only_disk(small_disk: Path) -> Iterator[Path]:
    yield small_disk
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)


def test_an_index_on_a_read_only_disk_answers_and_takes_nothing(read_only_disk: Path) -> None:
    found = town_in(read_only_disk / "index")
    subprocess.run(["mount", "-o", "remount,ro", str(read_only_disk)], check=True)
    answers_but_takes_nothing(read_only_disk / "index", found)
    with pytest.raises(StoreError, match="cannot be written"):
        KnowledgeBase(WordHashEmbedder(), read_only_disk / "other")


@pytest.mark.parametrize("leave", [0, 50_000])
def test_an_index_on_a_full_disk_is_opened_and_answers(small_disk: Path, leave: int) -> None:
    found = town_in(small_disk / "index")
    filler = fill(small_disk, leave)
    answers_but_takes_nothing(small_disk / "index", found)
    filler.unlink()
    knowledge = KnowledgeBase(WordHashEmbedder(), small_disk / "index")
    assert knowledge.ingest([document("tower", "The tower of Lyra is white.")]).added == ("tower",)
    knowledge.close()


def test_an_index_of_a_process_that_was_killed_is_answered_from_when_read_only(read_only_disk: Path) -> None:
    index = read_only_disk / "index"
    told = kill_while_ingesting(index, 0, seed=3)
    subprocess.run(["mount", "-o", "remount,ro", str(read_only_disk)], check=True)
    knowledge = KnowledgeBase(WordHashEmbedder(), index)
    assert {f"d{number}" for number in told} <= {one.id for one in knowledge.documents()}
    for number in told[-2:]:
        assert knowledge.search(f"word{number}", 1)[0].passage.span.document_id == f"d{number}"
    knowledge.close()


AS_NOBODY = """
import fcntl, json, os, sys, tempfile
from pathlib import Path
from tests.test_store_safety import answers_but_takes_nothing, town_in
with tempfile.TemporaryDirectory() as warm:
    town_in(Path(warm))  # imports what nobody may perhaps not read
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
answers_but_takes_nothing(Path(sys.argv[1]), json.loads(sys.argv[2]))
"""


def test_a_folder_without_rights_answers_and_takes_nothing() -> None:
    with tempfile.TemporaryDirectory() as folder:  # pytest's own folders may be entered by nobody else
        index = Path(folder) / "index"
        found = town_in(index)
        Path(folder).chmod(0o755)
        folders = [index, *(path for path in index.rglob("*") if path.is_dir())]
        for path in index.rglob("*"):
            path.chmod(0o444 if path.is_file() else 0o555)
        index.chmod(0o555)
        command = [sys.executable, "-c", AS_NOBODY, str(index), json.dumps(found)]
        child = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        for path in folders:
            path.chmod(0o755)
    assert child.returncode == 0, child.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_rights_is_one_clear_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="cannot be written"):
        KnowledgeBase(WordHashEmbedder(), tmp_path / "index")
    tmp_path.chmod(0o700)
