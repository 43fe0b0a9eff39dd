"""A folder of files as people have them: every good one answers with its place, every bad one is named."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from langchain_core.documents import Document

from knowledge.document import FailedDocument
from knowledge.knowledge_base import IngestReport, KnowledgeBase
from knowledge.loaders import load_path
from tests.fakes import WordHashEmbedder
from tests.make_files import Bad, Good, make_files

LEAST_FILES = 60
MOST_MEGABYTES = 1500


@dataclass(frozen=True)
class Folder:
    path: Path
    good: list[Good]
    bad: list[Bad]
    documents: dict[str, list[Document]]
    knowledge: KnowledgeBase
    report: IngestReport


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    path = tmp_path_factory.mktemp("brought") / "files"
    good, bad = make_files(path)
    loaded = list(load_path(path))
    documents: dict[str, list[Document]] = {}
    for each in loaded:
        if isinstance(each, Document):
            documents.setdefault(each.metadata["name"], []).append(each)
    knowledge = KnowledgeBase(WordHashEmbedder(dimension=512))
    report = knowledge.ingest(loaded)
    yield Folder(path, good, bad, documents, knowledge, report)
    knowledge.close()


def test_there_are_many_files_of_every_sort(folder: Folder) -> None:
    assert len([path for path in folder.path.iterdir() if path.suffix != ".toml"]) >= LEAST_FILES
    assert len(folder.good) >= 55
    assert len(folder.bad) >= 25


def test_every_good_file_answers_with_its_page_and_section(folder: Folder) -> None:
    wrong = []
    for file in folder.good:
        ids = {str(document.metadata["id"]) for document in folder.documents.get(file.name, [])}
        hits = folder.knowledge.search(file.question, k=5)
        said = [
            statement
            for hit in hits
            if hit.passage.span.document_id in ids
            for statement in hit.passage.statements
            if file.answer in " ".join(statement.text.split())
        ]
        placed = [s for s in said if file.page in (None, s.page) and s.heading.endswith(file.heading)]
        if not placed:
            wrong.append((file, [(s.page, s.heading) for s in said], [hit.passage.text[:80] for hit in hits[:2]]))
    assert wrong == []


def test_every_quote_of_a_good_file_is_its_text(folder: Folder) -> None:
    for stored in folder.knowledge.documents():
        for statement in stored.statements:
            assert stored.text[statement.span.start : statement.span.end] == statement.text


def test_every_bad_file_is_named_with_its_reason_and_nothing_else_failed(folder: Folder) -> None:
    reasons = dict(folder.report.failed)
    assert set(reasons) == {file.name for file in folder.bad}
    wrong = [(file, reasons[file.name]) for file in folder.bad if not re.search(file.reason, reasons[file.name])]
    assert wrong == []
    assert all(str(folder.path) not in reason for reason in reasons.values())


def test_what_no_reader_sees_is_not_kept(folder: Folder) -> None:
    everything = "\n".join(document.page_content for each in folder.documents.values() for document in each)
    for words in (
        "Hidden order",
        "Hidden words",
        "eleted words",
        "A secret outside",
        "A quoted question",
        "\u200b",
        "\u00ad",
    ):
        assert words not in everything


def test_reading_again_changes_nothing(folder: Folder) -> None:
    report = folder.knowledge.ingest(load_path(folder.path))
    assert (report.added, report.updated, report.removed) == ((), (), ())
    assert len(report.unchanged) == len(folder.report.added)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc, where a process begins with no one else's memory")
def test_no_process_needed_more_memory_than_promised(folder: Folder) -> None:
    measured = (
        "import re, resource, sys; from pathlib import Path; from knowledge.loaders import load_path;"
        "sum(1 for _ in load_path(Path(sys.argv[1])));"
        "own = re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1];"
        "print(max(int(own), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))"
    )
    command = [
        sys.executable,
        "-c",
        measured,
        str(folder.path),
    ]  # a process of its own: other tests' children count else
    shown = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])
    assert int(shown.stdout) * 1024 < MOST_MEGABYTES * 1_000_000


def test_a_missing_path_is_a_failure_with_a_reason(tmp_path: Path) -> None:
    (failed,) = load_path(tmp_path / "nowhere.txt")
    assert isinstance(failed, FailedDocument)
    assert "no such file" in failed.reason
