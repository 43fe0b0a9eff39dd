"""What serving does to the documents before it begins."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.web.serve import refresh, serve_until_stopped
from knowledge.curated import load_documents
from knowledge.knowledge_base import KnowledgeBase
from tests.fakes import TOWN, WordHashEmbedder, document


@pytest.fixture
def curated(tmp_path: Path) -> Iterator[KnowledgeBase]:
    knowledge = KnowledgeBase(WordHashEmbedder(), tmp_path / "index")
    knowledge.ingest(load_documents())
    yield knowledge
    knowledge.close()


def test_a_removed_document_stays_removed(curated: KnowledgeBase) -> None:
    curated.remove(["s-400"])
    refresh(curated)
    assert curated.document("s-400") is None


def test_a_document_that_was_older_becomes_what_ships(curated: KnowledgeBase) -> None:
    shipped = curated.text_of("s-400")
    curated.ingest([document("s-400", "What was known a year ago.")])
    refresh(curated)
    assert curated.text_of("s-400") == shipped


def test_an_index_of_other_documents_is_left_alone(tmp_path: Path) -> None:
    knowledge = KnowledgeBase(WordHashEmbedder(), tmp_path)
    knowledge.ingest(TOWN)
    refresh(knowledge)
    assert len(knowledge.documents()) == len(TOWN)
    knowledge.close()


def test_an_index_that_cannot_be_written_answers_as_it_is(
    curated: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert curated.index is not None
    curated.close()
    usage = shutil.disk_usage(curated.index)
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage._replace(free=0))
    copy = KnowledgeBase(WordHashEmbedder(), curated.index)
    refresh(copy)
    assert copy.search("When did the first S-400 arrive?", 1)
    assert "takes no change" in caplog.text
    copy.close()


def test_an_index_without_its_model_answers_as_it_is(curated: KnowledgeBase) -> None:
    embedder = curated.embedder
    assert isinstance(embedder, WordHashEmbedder)
    curated.ingest([document("s-400", "What was known a year ago.")])
    embedder.broken = True
    Path(curated.index or "", "vectors.sqlite3").unlink()
    refresh(curated)
    assert curated.find("When did the first S-400 arrive?", 1).hits


@pytest.mark.slow  # it embeds all that ships
def test_a_new_index_is_said_to_be_new_before_the_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("uvicorn.Server.run", lambda *_, **__: None)
    said: list[str] = []
    serve_until_stopped(Settings(index=tmp_path / "mistyped", port=0), said.append)
    assert said[0] == f"There is no index in {tmp_path / 'mistyped'}; one is made there from the documents that ship."
    assert "http://" in said[1]
