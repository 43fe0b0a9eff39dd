from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from langchain_core.documents import Document

from knowledge.document import FailedDocument
from knowledge.errors import (
    DocumentError,
    EmbedderError,
    IndexDamagedError,
    IndexLockedError,
    IndexMismatchError,
    IndexMissingError,
    StoreError,
)
from knowledge.index.search import NO_MODEL, NO_VECTORS
from knowledge.index.upkeep import BEHIND
from knowledge.knowledge_base import KnowledgeBase
from knowledge.passage import Filter
from tests.fakes import BRIDGE, MARKET, TIDES, TOWN, ExactStore, WordHashEmbedder, document

ROOT = Path(__file__).parent.parent
NEW_BRIDGE = document("bridge", "A new bridge of steel stands in Lyra since 2025.")


def best(knowledge: KnowledgeBase, query: str, **narrowed: object) -> str:
    hits = knowledge.search(query, 3, Filter(**narrowed))  # type: ignore[arg-type]
    return hits[0].passage.span.document_id if hits else ""


def build_of(index: Path) -> Path:
    return index / "builds" / (index / "CURRENT").read_text()


def test_a_question_finds_the_document_that_speaks_of_it(town: KnowledgeBase) -> None:
    assert [best(town, q) for q in ("When was the bridge built?", "sea and moon", "fish on Saturday")] == [
        "bridge",
        "tides",
        "market",
    ]


def test_every_passage_is_the_slice_of_its_document(town: KnowledgeBase) -> None:
    for hit in town.search("bridge sea market", 20):
        document_ = town.document(hit.passage.span.document_id)
        assert document_ is not None
        assert document_.text[hit.passage.span.start : hit.passage.span.end] == hit.passage.text
        assert hit.statement_vectors is not None
        assert len(hit.statement_vectors) == len(hit.passage.statements)


def test_ingesting_twice_changes_nothing(town: KnowledgeBase, embedder: WordHashEmbedder) -> None:
    build, embedded, fingerprint = town.open(), len(embedder.embedded), town.index_fingerprint
    report = town.ingest(TOWN)
    assert (report.added, report.updated, report.removed) == ((), (), ())
    assert report.unchanged == ("tides", "bridge", "market")
    assert (town.open(), len(embedder.embedded), town.index_fingerprint) == (build, embedded, fingerprint)


def test_an_edit_replaces_the_passages_of_that_document_alone(town: KnowledgeBase, embedder: WordHashEmbedder) -> None:
    others = [hit for hit in town.search("sea market fish moon", 9) if hit.passage.span.document_id != "bridge"]
    before = len(embedder.embedded)
    report = town.ingest([NEW_BRIDGE])
    assert report.updated == ("bridge",)
    assert all("bridge" in text for text in embedder.embedded[before:])
    assert [hit.passage.text for hit in town.search("bridge", 1)] == [NEW_BRIDGE.page_content]
    assert not any("1911" in hit.passage.text for hit in town.search("old bridge built in 1911", 9))
    again = [hit for hit in town.search("sea market fish moon", 9) if hit.passage.span.document_id != "bridge"]
    assert [hit.passage for hit in again] == [hit.passage for hit in others]


def test_only_forgets_every_other_shared_document(town: KnowledgeBase) -> None:
    town.ingest([document("mine", "A private note about kites.", owner="ann")])
    report = town.ingest([TIDES], only=True)
    assert sorted(report.removed) == ["bridge", "market"]
    assert [one.id for one in town.documents()] == ["tides"]
    assert best(town, "kites", owner="ann") == "mine"


def test_the_newest_day_is_of_the_documents_that_somebody_may_see(embedder: WordHashEmbedder) -> None:
    with KnowledgeBase(embedder, None, store=ExactStore()) as knowledge:
        knowledge.ingest([document("undated", "The bridge is old.")])
        assert knowledge.newest_day() is None
        knowledge.ingest(
            [
                document("shared", "The fair is open.", published="2024-03-01"),
                document("mine", "The mill is closed.", published="2025-01-02", owner="ann"),
            ]
        )
        assert knowledge.newest_day() == knowledge.newest_day("bob") == date(2024, 3, 1)
        assert knowledge.newest_day("ann") == date(2025, 1, 2)


def test_a_removed_document_is_gone_from_everywhere(town: KnowledgeBase) -> None:
    assert town.remove(["bridge", "unknown"]) == ("bridge",)
    assert best(town, "old bridge 1911") != "bridge"
    assert town.document("bridge") is None
    assert town.text_of("bridge") is None
    assert town.rarity("bridge")["bridg"] == town.rarity("zebra")["zebra"]


def test_everything_can_be_removed_and_come_back(town: KnowledgeBase) -> None:
    town.remove(["tides", "bridge", "market"])
    assert not town.documents()
    with pytest.raises(IndexMissingError):
        town.search("bridge")
    town.ingest([BRIDGE])
    assert best(town, "bridge") == "bridge"


def test_an_index_remembers_that_it_was_emptied_or_made_of_some_documents_only(tmp_path: Path) -> None:
    for name, only in (("removed", False), ("only", True)):
        with closing(KnowledgeBase(WordHashEmbedder(), tmp_path / name)) as knowledge:
            assert knowledge.may_be_filled
            knowledge.remove(["unknown"])
            assert knowledge.may_be_filled
            knowledge.ingest([TIDES], only=only)
            knowledge.remove(["tides"])
        with closing(KnowledgeBase(WordHashEmbedder(), tmp_path / name)) as knowledge:
            assert not knowledge.documents()
            assert not knowledge.may_be_filled
            with pytest.raises(IndexMissingError, match=f"ingest FILE --index {tmp_path / name}`"):
                knowledge.search("tide")


def test_a_private_document_that_goes_says_nothing_of_the_shared_ones() -> None:
    knowledge = KnowledgeBase(WordHashEmbedder())
    knowledge.ingest([document("mine", "A private note about kites.", owner="ann")])
    knowledge.remove(["mine"], "ann")
    assert knowledge.may_be_filled


def test_what_is_anns_is_seen_by_ann_alone(town: KnowledgeBase) -> None:
    town.ingest([document("mine", "The canary zygote sings.", owner="ann")])
    assert best(town, "canary zygote", owner="ann") == "mine"
    for owner in ("", "bob"):
        assert all("canary" not in hit.passage.text for hit in town.search("canary zygote", 9, Filter(owner=owner)))
        assert town.document("mine", owner) is None
        assert town.text_of("mine", owner) is None
        assert "mine" not in [one.id for one in town.documents(owner)]
        assert town.remove(["mine"], owner) == ()
    assert [one.id for one in town.documents("ann")] == ["bridge", "market", "mine", "tides"]
    assert town.timeline(Filter(owner="bob")) == town.timeline()
    assert town.remove(["mine"], "ann") == ("mine",)


def test_an_id_of_somebody_else_cannot_be_taken(town: KnowledgeBase) -> None:
    report = town.ingest([document("bridge", "Evil text.", owner="ann")])
    assert [name for name, _ in report.failed] == ["bridge"]
    assert "1911" in (town.text_of("bridge") or "")


def test_a_second_document_of_one_id_fails_and_the_first_stays(town: KnowledgeBase) -> None:
    first, second = document("fair", "The fair opens in May."), document("fair", "The fair was called off.")
    report = town.ingest([first, second, first])
    assert (report.added, report.updated, report.unchanged) == (("fair",), (), ())
    [(name, reason)] = report.failed
    assert name == "fair"
    assert "another document with this id" in reason
    assert town.text_of("fair") == first.page_content
    again = town.ingest([first, first])
    assert (again.unchanged, again.updated, again.failed) == (("fair",), (), ())


def test_one_bad_document_does_not_stop_the_others(town: KnowledgeBase) -> None:
    bad = Document(page_content="  ", metadata={"id": "blank"})
    unread = FailedDocument("scan.pdf", "It holds pictures alone.")
    report = town.ingest([bad, unread, NEW_BRIDGE])
    assert report.updated == ("bridge",)
    assert [name for name, _ in report.failed] == ["blank", "scan.pdf"]


def test_an_index_is_answered_from_after_reopening_and_nothing_is_embedded(tmp_path: Path) -> None:
    with_first = KnowledgeBase(WordHashEmbedder(), tmp_path)
    with_first.ingest(TOWN)
    fingerprint = with_first.index_fingerprint
    with_first.close()
    embedder = WordHashEmbedder()
    again = KnowledgeBase(embedder, tmp_path)
    assert best(again, "old bridge") == "bridge"
    assert (embedder.embedded, again.index_fingerprint) == ([], fingerprint)
    again.close()


def test_an_index_of_another_model_is_refused_until_it_is_rebuilt(tmp_path: Path) -> None:
    first = KnowledgeBase(WordHashEmbedder(name="first"), tmp_path)
    first.ingest(TOWN)
    first.close()
    other = KnowledgeBase(WordHashEmbedder(dimension=32, name="second"), tmp_path)
    for attempt in (
        lambda: other.search("bridge"),
        lambda: other.ingest([NEW_BRIDGE]),
        lambda: other.remove(["tides"]),
    ):
        with pytest.raises(IndexMismatchError, match=rf"first:64.*second:32.*--rebuild --index {tmp_path}`"):
            attempt()
    assert other.document("bridge").text == BRIDGE.page_content  # type: ignore[union-attr]
    other.ingest([], rebuild=True)
    assert best(other, "bridge") == "bridge"
    other.close()


@pytest.mark.parametrize("first", ["search", "ingest", "remove"])
def test_an_index_made_by_earlier_rules_is_brought_up_to_date_by_itself(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, first: str
) -> None:
    before = KnowledgeBase(WordHashEmbedder(), tmp_path)
    before.ingest(TOWN)
    fingerprint = before.index_fingerprint
    before.close()
    manifest = build_of(tmp_path) / "manifest.json"
    manifest.write_text(re.sub(r"rules:\w+", "rules:of-old", manifest.read_text()))
    embedder = WordHashEmbedder()
    after = KnowledgeBase(embedder, tmp_path)
    {"search": lambda: after.search("bridge"), "ingest": lambda: after.ingest([]), "remove": lambda: after.remove([])}[
        first
    ]()
    assert f"The index in {tmp_path} was made by earlier rules" in caplog.text
    assert "rules:of-old" not in (build_of(tmp_path) / "manifest.json").read_text()
    assert (best(after, "old bridge"), after.index_fingerprint, embedder.embedded) == ("bridge", fingerprint, [])
    after.close()


def test_a_text_is_split_anew_when_it_is_ingested_under_new_rules(
    town: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = [{"start": 0, "end": 5, "status": "confirmed", "sources": []}]
    town.ingest([marked := document("marked", "Nine. Ten.", statements=given)])
    monkeypatch.setattr("knowledge.document.RULES_VERSION", "of-tomorrow")
    report = town.ingest([BRIDGE, marked])
    assert (report.updated, report.unchanged) == (("bridge",), ("marked",))


def test_a_check_finds_an_index_whose_two_sides_differ(town: KnowledgeBase) -> None:
    town.check()
    town.open().words.forget(["market"])
    with pytest.raises(IndexDamagedError, match="3 vectors for 2 passages"):
        town.check()


def test_other_passage_sizes_are_another_index(tmp_path: Path) -> None:
    KnowledgeBase(WordHashEmbedder(), tmp_path / "a").ingest(TOWN)
    first = KnowledgeBase(WordHashEmbedder(), tmp_path / "b", passage_size=200)
    second = KnowledgeBase(WordHashEmbedder(), tmp_path / "c", passage_size=400)
    assert first.fingerprint != second.fingerprint


def test_a_missing_index_names_the_command(tmp_path: Path) -> None:
    knowledge = KnowledgeBase(WordHashEmbedder(), tmp_path)
    with pytest.raises(IndexMissingError, match="python -m assistant ingest"):
        knowledge.search("bridge")
    knowledge.close()


@pytest.mark.parametrize("k", [0, -1, "2", 1.5, None])
def test_fewer_than_one_hit_is_a_wrong_argument(town: KnowledgeBase, k: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        town.search("bridge", k)


def test_another_store_can_be_put_in(embedder: WordHashEmbedder) -> None:
    store = ExactStore()
    knowledge = KnowledgeBase(embedder, store=store)
    knowledge.ingest(TOWN)
    assert best(knowledge, "old bridge") == "bridge"
    knowledge.ingest([NEW_BRIDGE])
    assert sorted(store.content_hashes()) == ["bridge", "market", "tides"]


class AskedStore(ExactStore):
    """Counts how often it is asked."""

    asked = 0

    def nearest(self, *of: object, **narrowed: object) -> list[tuple[str, float]]:
        self.asked += 1
        return super().nearest(*of, **narrowed)  # type: ignore[arg-type]  # as they came


def test_another_store_answers_also_over_a_folder_that_holds_an_index(tmp_path: Path) -> None:
    with closing(KnowledgeBase(WordHashEmbedder(), tmp_path)) as first:
        first.ingest(TOWN)
    store = AskedStore()
    other = WordHashEmbedder(name="other")  # nothing on disk was made with it, so nothing on disk can differ from it
    with closing(KnowledgeBase(other, tmp_path, store=store)) as knowledge:
        assert best(knowledge, "old bridge") == "bridge"
        assert store.asked == 1
        assert sorted(store.content_hashes()) == ["bridge", "market", "tides"]
        knowledge.remove(["market"])
        assert sorted(store.content_hashes()) == ["bridge", "tides"]


def test_the_index_of_a_folder_outlives_the_use_of_another_store(tmp_path: Path) -> None:
    with closing(KnowledgeBase(WordHashEmbedder(), tmp_path)) as first:
        first.ingest(TOWN)
        build = build_of(tmp_path)
    with closing(KnowledgeBase(WordHashEmbedder(), tmp_path, store=ExactStore())) as knowledge:
        knowledge.ingest([NEW_BRIDGE])
    assert (build / "manifest.json").is_file()
    with closing(KnowledgeBase(WordHashEmbedder(), tmp_path)) as again:
        assert "steel" in again.search("bridge", 1)[0].passage.text


def _no_segments(build: Path) -> None:
    for folder in (build / "chroma").iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


DAMAGE = {
    "segment folder removed": _no_segments,
    "chroma.sqlite3 emptied": lambda build: _emptied(build / "chroma" / "chroma.sqlite3"),
    "chroma.sqlite3 removed": lambda build: (build / "chroma" / "chroma.sqlite3").unlink(),
    "chroma.sqlite3 garbage": lambda build: (build / "chroma" / "chroma.sqlite3").write_bytes(b"garbage" * 5000),
    "passages.sqlite3 garbage": lambda build: (build / "passages.sqlite3").write_bytes(b"garbage" * 5000),
    "passages.sqlite3 emptied": lambda build: _emptied(build / "passages.sqlite3"),
    "passages.sqlite3 removed": lambda build: (build / "passages.sqlite3").unlink(),
    "whole build removed": lambda build: shutil.rmtree(build),
    "manifest emptied": lambda build: _emptied(build / "manifest.json"),
    "manifest of a wrong shape": lambda build: (build / "manifest.json").write_text('{"a": [1]}'),
    "manifest is a list": lambda build: (build / "manifest.json").write_text("[]"),
    "CURRENT removed": lambda build: (build.parent.parent / "CURRENT").unlink(),
    "CURRENT points elsewhere": lambda build: (build.parent.parent / "CURRENT").write_text("../../.."),
    "CURRENT is binary": lambda build: (build.parent.parent / "CURRENT").write_bytes(b"\xff\x00\xfe"),
    "an opening that crashed": lambda build: (build / "opening").touch(),
    "vectors.sqlite3 garbage": lambda build: (build.parent.parent / "vectors.sqlite3").write_bytes(b"garbage" * 999),
    "both sides emptied": lambda build: (
        _no_segments(build),
        _emptied(build / "chroma" / "chroma.sqlite3"),
        _emptied(build / "passages.sqlite3"),
    ),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_index_is_repaired_from_the_documents(damage: str, tmp_path: Path) -> None:
    first = KnowledgeBase(WordHashEmbedder(), tmp_path)
    first.ingest([*TOWN, document("mine", "The canary zygote sings.", owner="ann")])
    wanted = [hit.passage for hit in first.search("old bridge in Lyra", 9)]
    first.close()
    for leftover in (*build_of(tmp_path).glob("*-wal"), *build_of(tmp_path).glob("*-shm")):
        leftover.unlink()
    DAMAGE[damage](build_of(tmp_path))
    again = KnowledgeBase(WordHashEmbedder(), tmp_path)
    assert [hit.passage for hit in again.search("old bridge in Lyra", 9)] == wanted
    assert best(again, "canary zygote", owner="ann") == "mine"
    again.open().check()
    assert [folder.name for folder in (tmp_path / "builds").iterdir()] == [build_of(tmp_path).name]
    again.close()


def test_lost_vectors_are_seen_though_the_count_is_right(tmp_path: Path) -> None:
    many = [document(f"d{n}", " ".join(f"Number {n} of part {m} is said here." for m in range(60))) for n in range(60)]
    first = KnowledgeBase(WordHashEmbedder(), tmp_path, passage_size=100)
    first.ingest(many)
    assert first.open().words.count() > 1000  # Chroma then writes its vectors out of its log
    first.close()
    _no_segments(build_of(tmp_path))
    old = build_of(tmp_path)
    again = KnowledgeBase(WordHashEmbedder(), tmp_path, passage_size=100)
    assert best(again, "Number 59 of part 7") == "d59"
    assert build_of(tmp_path) != old
    again.close()


@pytest.mark.parametrize(("field", "value"), [("chroma_version", "999.0.0"), ("format", 1)])
def test_an_index_of_another_version_is_made_anew(town: KnowledgeBase, field: str, value: object) -> None:
    assert town.index is not None
    town.close()
    path = build_of(town.index) / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), field: value}))
    again = KnowledgeBase(WordHashEmbedder(), town.index)
    assert best(again, "old bridge") == "bridge"
    assert build_of(town.index) != path.parent
    again.close()


def test_a_damaged_documents_file_is_refused_and_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "documents.sqlite3").write_bytes(b"garbage" * 5000)
    with pytest.raises(IndexDamagedError, match="restore FILE"):
        KnowledgeBase(WordHashEmbedder(), tmp_path)
    assert (tmp_path / "documents.sqlite3").read_bytes() == b"garbage" * 5000
    with pytest.raises(IndexDamagedError):  # and the lock was let go of
        KnowledgeBase(WordHashEmbedder(), tmp_path)


def test_a_document_that_was_stored_but_not_indexed_is_indexed_at_opening(town: KnowledgeBase) -> None:
    assert town.index is not None
    from knowledge.document import stored_document
    from knowledge.truth.store import TruthStore

    town.close()
    truth = TruthStore(town.index / "documents.sqlite3")
    truth.change([stored_document(document("late", "The lighthouse was painted red."))], ["market"])
    truth.close()
    again = KnowledgeBase(WordHashEmbedder(), town.index)
    assert best(again, "lighthouse red") == "late"
    assert "market" not in again.open().words.content_hashes()
    again.close()


def test_a_second_process_is_refused_with_the_pid_and_exit_code_4(town: KnowledgeBase) -> None:
    code = (
        "import sys; from pathlib import Path; from knowledge.knowledge_base import KnowledgeBase\n"
        "from knowledge.errors import ExpectedError; from tests.fakes import WordHashEmbedder\n"
        "try: KnowledgeBase(WordHashEmbedder(), Path(sys.argv[1]))\n"
        "except ExpectedError as error: print(error); sys.exit(error.exit_code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(town.index)], capture_output=True, text=True, cwd=ROOT, check=False, timeout=60
    )
    assert done.returncode == 4
    assert f"in use by process {os.getpid()}" in done.stdout
    assert best(town, "old bridge") == "bridge"


def test_a_second_opening_in_this_process_is_refused_and_ends_with_the_first(town: KnowledgeBase) -> None:
    started = time.monotonic()
    with pytest.raises(IndexLockedError):
        KnowledgeBase(WordHashEmbedder(), town.index)
    assert time.monotonic() - started < 5
    town.close()
    KnowledgeBase(WordHashEmbedder(), town.index).close()


def test_a_folder_that_is_a_file_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for index in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(StoreError, match="cannot be written"):
            KnowledgeBase(WordHashEmbedder(), index)


def test_without_the_model_passages_are_found_by_words_and_the_notice_says_so(
    town: KnowledgeBase, embedder: WordHashEmbedder
) -> None:
    embedder.broken = True
    found = town.find("old bridge built", 3)
    assert (found.hits[0].passage.span.document_id, found.notice) == ("bridge", NO_MODEL)
    assert town.find("zebra", 3).hits == ()
    with pytest.raises(EmbedderError):
        town.ingest([NEW_BRIDGE])
    embedder.broken = False
    assert town.find("old bridge built", 3).notice == ""
    town.ingest([])  # what was stored while the model was away is indexed now
    assert [hit.passage.text for hit in town.search("bridge", 1)] == [NEW_BRIDGE.page_content]


def test_an_index_opens_without_its_model(town: KnowledgeBase) -> None:
    class Gone(WordHashEmbedder):
        @property
        def fingerprint(self) -> str:
            raise EmbedderError("The model's files have been altered.")

        @fingerprint.setter
        def fingerprint(self, _: str) -> None: ...

    fingerprint = town.index_fingerprint
    town.close()
    gone = Gone()
    gone.broken = True
    knowledge = KnowledgeBase(gone, town.index)
    found = knowledge.find("old bridge built", 3)
    assert (found.hits[0].passage.span.document_id, found.notice) == ("bridge", NO_MODEL)
    assert knowledge.index_fingerprint == fingerprint
    knowledge.close()


class Remote(WordHashEmbedder):
    """An embedder behind a connection; its failures are not ours."""

    down = False

    def embed_query(self, text: str) -> list[float]:
        if self.down:
            raise ConnectionError("refused, with the key sk-123")
        return super().embed_query(text)


def test_an_embedder_that_cannot_be_reached_fails_as_one_of_ours_and_words_answer(tmp_path: Path) -> None:
    remote = Remote()
    knowledge = KnowledgeBase(remote, tmp_path)
    knowledge.ingest(TOWN)
    remote.down = True
    found = knowledge.find("old bridge built", 3)
    assert (found.hits[0].passage.span.document_id, found.notice) == ("bridge", NO_MODEL)
    with pytest.raises(EmbedderError, match=r"failed \(ConnectionError\)") as caught:
        knowledge.ingest([NEW_BRIDGE])
    assert "sk-123" not in str(caught.value)
    knowledge.close()


def test_an_index_opens_while_the_embedder_that_names_itself_by_a_vector_cannot_be_reached(tmp_path: Path) -> None:
    remote = Remote()
    remote.fingerprint = ""
    first = KnowledgeBase(remote, tmp_path)
    first.ingest(TOWN)
    first.close()
    remote.down = True
    again = KnowledgeBase(remote, tmp_path)
    found = again.find("old bridge built", 3)
    assert (found.hits[0].passage.span.document_id, found.notice) == ("bridge", NO_MODEL)
    again.close()


def test_questions_that_cannot_be_embedded_ahead_are_no_failure(
    town: KnowledgeBase, embedder: WordHashEmbedder
) -> None:
    def refused(texts: list[str]) -> list[list[float]]:
        raise ConnectionError(texts)

    embedder.embed_queries = refused  # type: ignore[attr-defined]
    town.remember(["old bridge"])
    embedder.embed_queries = lambda texts: [[1.0]]  # type: ignore[attr-defined]
    town.remember(["old bridge", "sea"])
    assert best(town, "old bridge") == "bridge"


@pytest.mark.parametrize("vector", [[], [[1.0, 2.0]], None, 1.0, ["a"]])
def test_a_question_s_vector_of_a_wrong_shape_is_one_clear_line_and_words_answer(
    town: KnowledgeBase, embedder: WordHashEmbedder, vector: object
) -> None:
    embedder.embed_query = lambda text: vector  # type: ignore[method-assign,assignment,return-value]
    with pytest.raises(EmbedderError, match="The embedder gave"):
        town.query_vector("old bridge built")
    assert town.find("old bridge built", 3).notice == NO_MODEL


def test_without_the_vector_store_passages_are_found_by_words(town: KnowledgeBase) -> None:
    town.open().store.close()
    found = town.find("old bridge built", 3)
    assert (found.hits[0].passage.span.document_id, found.notice) == ("bridge", NO_VECTORS)


def test_documents_that_could_not_be_indexed_are_missing_with_a_notice(
    town: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        usage = shutil.disk_usage(Path.cwd())
        full.setattr("shutil.disk_usage", lambda _: usage._replace(free=0))
        with pytest.raises(StoreError, match="room"):
            town.ingest([document("tower", "The tower of Lyra is white.")])
    assert town.find("white tower", 3).notice == BEHIND
    town.ingest([])
    assert town.find("white tower", 3).notice == ""
    assert best(town, "white tower") == "tower"


def test_an_embedder_of_a_wrong_shape_is_one_clear_line(tmp_path: Path) -> None:
    class Short(WordHashEmbedder):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return super().embed_documents(texts)[1:]

    knowledge = KnowledgeBase(Short(), tmp_path)
    with pytest.raises(EmbedderError, match="wanted"):
        knowledge.ingest(TOWN)
    assert not list((tmp_path / "builds").iterdir())
    knowledge.close()
    again = KnowledgeBase(WordHashEmbedder(), tmp_path)
    assert best(again, "old bridge") == "bridge"  # what was stored was not lost
    again.close()


def test_rebuilds_leave_no_files_and_no_open_descriptors(town: KnowledgeBase) -> None:
    assert town.index is not None
    for _ in range(3):
        town.ingest([], rebuild=True)
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(10):
        town.ingest([], rebuild=True)
    assert len(list((town.index / "builds").iterdir())) == 1
    assert len(list(Path("/proc/self/fd").iterdir())) <= before + 5  # ten rebuilds, each of which would leak
    assert best(town, "old bridge") == "bridge"


def test_a_question_keeps_the_build_it_reads_until_it_ends(town: KnowledgeBase) -> None:
    old = town.open()
    assert old.folder is not None
    with town._live.lent() as lent:
        town.ingest([], rebuild=True)
        assert lent is old
        assert old.folder.is_dir()
        assert lent.words.best("bridge", 3)
    assert not old.folder.exists()
    assert town.open() is not old


def test_questions_and_ingestion_at_once_meet_no_error(town: KnowledgeBase) -> None:
    errors: list[BaseException] = []
    until = time.monotonic() + 4

    def ask() -> None:
        while time.monotonic() < until and not errors:
            try:
                assert best(town, "sea moon harbour") == "tides"
                assert town.rarity("bridge")
            except BaseException as error:
                errors.append(error)

    def change(number: int) -> None:
        step = 0
        while time.monotonic() < until and not errors:
            step += 1
            try:
                town.ingest([document(f"n{number}", f"Version {step} of note {number}.")], rebuild=step % 3 == 0)
                town.remove(["market"])
                town.ingest([MARKET])
            except BaseException as error:
                errors.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    threads += [threading.Thread(target=change, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    town.open().check()


def test_a_backup_put_in_another_folder_answers_the_same(town: KnowledgeBase, tmp_path: Path) -> None:
    from knowledge.truth.restore import restore

    town.backup(tmp_path / "backup")
    assert restore(tmp_path / "backup", tmp_path / "other") == 3
    other = KnowledgeBase(WordHashEmbedder(), tmp_path / "other")
    for query in ("old bridge", "sea", "fish on Saturday"):
        assert [h.passage for h in other.search(query)] == [h.passage for h in town.search(query)]
    assert other.index_fingerprint == town.index_fingerprint
    other.close()


FOREIGN = {
    "garbage": "",
    "other tables": "CREATE TABLE bookmarks (id TEXT)",
    "documents of another program": "CREATE TABLE documents (id TEXT, title TEXT); INSERT INTO documents VALUES (1, 2)",
    "documents of another shape": "CREATE TABLE documents (id, owner, content_hash, text, body);"
    "INSERT INTO documents VALUES (1, '', '', 'text', '[1]')",
    "documents of a newer version": "CREATE TABLE documents (id, owner, content_hash, text, body);"
    "PRAGMA user_version=999",
}


@pytest.mark.parametrize("script", FOREIGN.values(), ids=list(FOREIGN))
def test_a_file_that_is_no_backup_changes_nothing(town: KnowledgeBase, tmp_path: Path, script: str) -> None:
    from knowledge.truth.restore import restore

    assert town.index is not None
    town.close()
    if script:
        with closing(sqlite3.connect(tmp_path / "no-backup")) as foreign:
            foreign.executescript(script)
    else:
        (tmp_path / "no-backup").write_bytes(b"garbage" * 999)
    with pytest.raises(DocumentError, match=r"no backup|newer version"):
        restore(tmp_path / "no-backup", town.index)
    again = KnowledgeBase(WordHashEmbedder(), town.index)
    assert len(again.documents()) == 3
    again.close()


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """An index as a kill leaves it: the last document stands in the write-ahead log alone."""
    from knowledge.document import stored_document
    from knowledge.truth.store import TruthStore

    (tmp_path / "living").mkdir()
    truth = TruthStore(tmp_path / "living" / "documents.sqlite3")
    truth.change([stored_document(TIDES)], ())
    shutil.copytree(tmp_path / "living", tmp_path / "killed")
    truth.close()
    assert (tmp_path / "killed" / "documents.sqlite3-wal").stat().st_size
    return tmp_path / "killed"


def test_a_restoring_that_fails_at_the_last_step_loses_nothing(
    town: KnowledgeBase, killed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from knowledge.truth.restore import restore

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    town.backup(tmp_path / "backup")
    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", full)
        with pytest.raises(StoreError, match="No space left"):
            restore(tmp_path / "backup", killed)
    again = KnowledgeBase(WordHashEmbedder(), killed)
    assert [one.id for one in again.documents()] == ["tides"]
    again.close()
    assert restore(tmp_path / "backup", killed) == 3


def test_documents_that_another_program_reads_are_not_replaced(
    town: KnowledgeBase, killed: Path, tmp_path: Path
) -> None:
    from knowledge.truth.restore import restore

    town.backup(tmp_path / "backup")
    with closing(sqlite3.connect(killed / "documents.sqlite3")) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT id FROM documents").fetchall() == [("tides",)]
        with pytest.raises(StoreError, match="Another program"):
            restore(tmp_path / "backup", killed)
        assert reader.execute("SELECT id FROM documents").fetchall() == [("tides",)]


def test_a_damaged_documents_file_is_replaced_by_a_backup(town: KnowledgeBase, tmp_path: Path) -> None:
    from knowledge.truth.restore import restore

    town.backup(tmp_path / "backup")
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "documents.sqlite3").write_bytes(b"garbage" * 5000)
    assert restore(tmp_path / "backup", tmp_path / "damaged") == 3
    KnowledgeBase(WordHashEmbedder(), tmp_path / "damaged").close()
