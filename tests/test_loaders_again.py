"""A folder ingested again after files were edited, removed, renamed or damaged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.document import FailedDocument
from knowledge.knowledge_base import IngestReport, KnowledgeBase
from knowledge.loaders import load_path
from tests.fakes import WordHashEmbedder

TEXTS = {
    "bridge.txt": "The bridge of Kelmar was built by 137 workers in three years.",
    "museum.txt": "The museum of Tovansk keeps 812 paintings of the old school.",
    "tunnel.txt": "The tunnel of Ruvida is 4100 metres long and has two tracks.",
    "windmill.txt": "The windmill of Ostrele grinds nine tons of flour in a day.",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "files"
    path.mkdir()
    for name, text in TEXTS.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def knowledge(folder: Path, tmp_path: Path) -> Iterator[KnowledgeBase]:
    with_index = KnowledgeBase(WordHashEmbedder(dimension=256), tmp_path / "index")
    with_index.ingest(load_path(folder))
    yield with_index
    with_index.close()


def stems(ids: tuple[str, ...]) -> list[str]:
    return sorted(name.rpartition("-")[0] for name in ids)


def counts(report: IngestReport) -> list[int]:
    return [len(each) for each in (report.added, report.updated, report.unchanged, report.removed, report.renamed)]


def found(knowledge: KnowledgeBase, words: str) -> list[str]:
    return [hit.passage.text for hit in knowledge.search(words, k=10)]


def test_the_same_folder_again_is_all_unchanged(folder: Path, knowledge: KnowledgeBase) -> None:
    assert counts(knowledge.ingest(load_path(folder))) == [0, 0, 4, 0, 0]


def test_edited_removed_and_renamed_files_are_told_apart(folder: Path, knowledge: KnowledgeBase) -> None:
    (folder / "bridge.txt").write_text("The bridge of Kelmar was pulled down last summer.", encoding="utf-8")
    (folder / "museum.txt").unlink()
    (folder / "tunnel.txt").rename(folder / "railway.txt")
    report = knowledge.ingest(load_path(folder), only=True)
    assert stems(report.updated) == ["bridge"]
    assert stems(report.removed) == ["museum"]
    assert [stems(pair) for pair in report.renamed] == [["railway", "tunnel"]]
    assert stems(report.unchanged) == ["windmill"]
    assert report.added == ()
    everything = found(knowledge, "bridge museum tunnel windmill of Kelmar Tovansk Ruvida Ostrele")
    assert sorted(everything) == sorted(
        ["The bridge of Kelmar was pulled down last summer.", TEXTS["tunnel.txt"], TEXTS["windmill.txt"]]
    )
    titles = {document.id.rpartition("-")[0]: document.title for document in knowledge.documents()}
    assert titles == {"bridge": "bridge", "railway": "railway", "windmill": "windmill"}


def test_a_second_file_of_the_same_text_is_no_renaming(folder: Path, knowledge: KnowledgeBase) -> None:
    (folder / "copy.txt").write_text(TEXTS["bridge.txt"], encoding="utf-8")
    assert counts(knowledge.ingest(load_path(folder))) == [1, 0, 4, 0, 0]


def test_a_file_that_cannot_be_read_this_time_is_not_forgotten(folder: Path, knowledge: KnowledgeBase) -> None:
    (folder / "bridge.txt").write_bytes(b"MZ\0\0")
    report = knowledge.ingest(load_path(folder), only=True)
    assert [name for name, _ in report.failed] == ["bridge.txt"]
    assert report.removed == ()
    assert TEXTS["bridge.txt"] in found(knowledge, "the bridge of Kelmar")


def test_a_sidecar_that_changes_is_an_update(folder: Path, knowledge: KnowledgeBase) -> None:
    (folder / "bridge.txt.meta.toml").write_text('publisher = "The Gazette"', encoding="utf-8")
    report = knowledge.ingest(load_path(folder))
    assert stems(report.updated) == ["bridge"]
    assert "The Gazette" in {document.source.publisher for document in knowledge.documents()}


def test_a_new_version_of_an_upload_replaces_the_old_one(tmp_path: Path, knowledge: KnowledgeBase) -> None:
    for number, text in enumerate(
        ("The first wording of the note stands here.", "The second wording stands here now.")
    ):
        lying = tmp_path / f"upload-{number}" / "blob"
        lying.parent.mkdir()
        lying.write_text(text, encoding="utf-8")
        report = knowledge.ingest(load_path(lying, owner="ann", name="note.txt"))
    assert stems(report.updated) == ["note"]
    assert [d.text for d in knowledge.documents("ann") if d.owner == "ann"] == ["The second wording stands here now."]


def test_a_failure_carries_the_id_that_the_document_would_have(folder: Path) -> None:
    (before,) = load_path(folder / "bridge.txt")
    assert not isinstance(before, FailedDocument)
    (folder / "bridge.txt").write_bytes(b"")
    (after,) = load_path(folder / "bridge.txt")
    assert isinstance(after, FailedDocument)
    assert after.id == before.metadata["id"]
