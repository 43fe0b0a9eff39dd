from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from knowledge.document import stored_document
from knowledge.errors import DocumentError, IndexDamagedError, StoreError
from knowledge.truth.backup import count_documents
from knowledge.truth.document_rows import SCHEMA_VERSION
from knowledge.truth.store import TruthStore
from tests.fakes import BRIDGE, TIDES, document, once_decoded

RICH = document(
    "rich",
    "Three units came. Five units came. It was due in May.",
    published="2025-01-02",
    kind="news",
    language="en",
    found="page",
    statements=[
        {
            "start": 0,
            "end": 17,
            "status": "claimed",
            "dispute": "units",
            "side": 0,
            "key": "three",
            "page": 4,
            "sources": [
                {
                    "id": "a",
                    "title": "A",
                    "publisher": "P",
                    "published": "2025-01-01",
                    "kind": "official",
                    "origin": "O",
                }
            ],
        },
        {"start": 18, "end": 34, "status": "claimed", "dispute": "units", "side": 1, "key": "five"},
        {"start": 35, "end": 53, "status": "expected", "event_date": "2025-05", "heading": "Plans"},
    ],
    disputes=[{"key": "units", "question": "How many?", "sides": ["three", "five"], "note": "open"}],
    outcomes=[{"expected": ["three"], "happened": [], "verdict": "unknown", "gloss": "g"}],
)


@pytest.mark.parametrize("where", ["memory", "disk"])
def test_a_document_comes_back_as_it_was(where: str, tmp_path: Path) -> None:
    truth = TruthStore(tmp_path / "d.sqlite3" if where == "disk" else None)
    given = stored_document(RICH)
    truth.change([given], ())
    assert truth.get("rich") == given
    assert list(truth.shared()) == [given]
    assert given.statements[0].sources[0].published == date(2025, 1, 1)


def test_documents_are_there_after_reopening(tmp_path: Path) -> None:
    first = TruthStore(tmp_path / "d.sqlite3")
    first.change([stored_document(TIDES)], ())
    first.close()
    assert list(TruthStore(tmp_path / "d.sqlite3").content_hashes()) == ["tides"]


def test_a_change_that_fails_half_way_changes_nothing(tmp_path: Path) -> None:
    truth = TruthStore(tmp_path / "d.sqlite3")
    truth.change([stored_document(TIDES)], ())

    def broken() -> object:
        yield stored_document(BRIDGE)
        raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(StoreError, match="disk is full"):
        truth.change(broken(), ["tides"])  # type: ignore[arg-type]
    assert list(truth.content_hashes()) == ["tides"]


def test_a_change_whose_documents_fail_leaves_the_store_usable(tmp_path: Path) -> None:
    truth = TruthStore(tmp_path / "d.sqlite3")

    def broken() -> object:
        yield stored_document(BRIDGE)
        raise DocumentError("no")

    with pytest.raises(DocumentError):
        truth.change(broken(), ())  # type: ignore[arg-type]
    truth.change([stored_document(TIDES)], ())
    assert list(truth.content_hashes()) == ["tides"]


def test_a_document_changed_while_it_is_read_is_the_new_one_to_the_next_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    truth, new = TruthStore(None), stored_document(document("tides", "The tide rises at noon."))
    truth.change([stored_document(TIDES)], ())
    once_decoded(monkeypatch, lambda: truth.change([new], ()))
    assert truth.get("tides") == stored_document(TIDES)
    assert truth.get("tides") == new


def test_what_somebody_may_see_is_read_when_it_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    truth = TruthStore(None)
    truth.change([stored_document(TIDES), stored_document(document("diary", "It rains.", owner="ann"))], ())
    read: list[str] = []
    once_decoded(monkeypatch, lambda: read.append("one"))
    seen = truth.visible_to("ann")
    assert (len(seen), len(truth.visible_to("bob")), read) == (2, 1, [])
    assert [one.id for one in seen] == ["diary", "tides"]
    assert read == ["one"]


def test_an_id_that_became_somebody_else_s_is_not_among_what_was_listed_before() -> None:
    truth = TruthStore(None)
    truth.change([stored_document(document("diary", "It rains.", owner="ann"))], ())
    seen = truth.visible_to("ann")
    truth.change([stored_document(document("diary", "It snows.", owner="bob"))], ())
    assert list(seen) == []


def test_a_file_that_is_no_database_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "d.sqlite3").write_bytes(b"garbage " * 4000)
    with pytest.raises(IndexDamagedError, match=r"restore FILE"):
        TruthStore(tmp_path / "d.sqlite3")


def test_a_file_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "d.sqlite3")
    connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    connection.close()
    with pytest.raises(IndexDamagedError, match="newer version"):
        TruthStore(tmp_path / "d.sqlite3")


def test_what_was_closed_says_so_to_who_reads_and_to_who_writes() -> None:
    truth = TruthStore(None)
    truth.close()
    for use in (truth.is_empty, truth.choose, lambda: truth.change([stored_document(TIDES)], ())):
        with pytest.raises(StoreError, match="were closed"):
            use()


def test_a_backup_taken_in_use_holds_everything(tmp_path: Path) -> None:
    truth = TruthStore(tmp_path / "d.sqlite3")
    truth.change([stored_document(TIDES), stored_document(RICH)], ())
    truth.backup(tmp_path / "backup")
    assert list(TruthStore(tmp_path / "backup").shared()) == list(truth.shared())


@pytest.mark.parametrize("name", ["no-folder/backup", "", "letter.txt"])
def test_a_backup_that_cannot_be_written_is_one_clear_line_and_spoils_nothing(tmp_path: Path, name: str) -> None:
    truth = TruthStore(None)
    truth.change([stored_document(TIDES)], ())
    (tmp_path / "letter.txt").write_text("Dear Ann, " * 99)
    with pytest.raises(StoreError, match="Name a new file"):
        truth.backup(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
    assert (tmp_path / "letter.txt").read_text() == "Dear Ann, " * 99


def test_a_backup_of_before_is_replaced(tmp_path: Path) -> None:
    truth = TruthStore(tmp_path / "d.sqlite3")
    (tmp_path / "backup").touch(mode=0o600)
    for given in (TIDES, BRIDGE):
        truth.change([stored_document(given)], ())
        truth.backup(tmp_path / "backup")
    assert count_documents(tmp_path / "backup") == 2
    assert (tmp_path / "backup").stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob("*.tmp"))


def test_a_backup_takes_the_place_of_no_other_database(tmp_path: Path) -> None:
    truth = TruthStore(tmp_path / "d.sqlite3")
    truth.change([stored_document(TIDES)], ())
    other = TruthStore(tmp_path / "index.sqlite3")
    other.change([stored_document(BRIDGE)], ())
    with closing(sqlite3.connect(tmp_path / "bookmarks")) as foreign:
        foreign.executescript("CREATE TABLE bookmarks (address TEXT); INSERT INTO bookmarks VALUES ('a')")
    for name in ("bookmarks", "index.sqlite3", "d.sqlite3"):
        with pytest.raises(StoreError, match="Name a new file"):
            truth.backup(tmp_path / name)
    with closing(sqlite3.connect(tmp_path / "bookmarks")) as foreign:
        assert foreign.execute("SELECT address FROM bookmarks").fetchall() == [("a",)]
    assert (list(truth.content_hashes()), list(other.content_hashes())) == (["tides"], ["bridge"])
    assert not list(tmp_path.glob("*.tmp"))


def test_a_text_is_shown_to_its_owner_alone() -> None:
    truth = TruthStore(None)
    truth.change([stored_document(document("mine", "A secret word.", owner="ann"))], ())
    assert truth.text_of("mine", "ann") == "A secret word."
    assert truth.text_of("mine", "bob") is None
    assert truth.text_of("mine", "") is None
    assert [one.id for one in truth.visible_to("bob")] == []


def test_documents_that_say_more_than_statements_are_marked_until_they_go() -> None:
    truth = TruthStore(None)
    truth.change([stored_document(RICH), stored_document(TIDES)], ())
    assert [d.id for d in truth.shared()] == ["rich", "tides"]
    assert [d.id for d in truth.marked()] == ["rich"]
    truth.change((), ["rich"])
    assert list(truth.marked()) == []


def test_a_file_of_the_first_version_is_marked_when_it_is_opened(tmp_path: Path) -> None:
    first = TruthStore(tmp_path / "d.sqlite3")
    first.change([stored_document(RICH), stored_document(TIDES)], ())
    first.close()
    with sqlite3.connect(tmp_path / "d.sqlite3") as old:
        old.execute("DROP TABLE marked")
        old.execute("PRAGMA user_version=1")
    assert [d.id for d in TruthStore(tmp_path / "d.sqlite3").marked()] == ["rich"]


def test_a_list_of_documents_passes_over_one_that_went_meanwhile() -> None:
    truth = TruthStore(None)
    truth.change([stored_document(TIDES), stored_document(BRIDGE)], ())
    listed = truth.shared()
    truth.change((), ["tides"])
    assert [d.id for d in listed] == ["bridge"]
    assert (len(listed), listed[0].id) == (2, "bridge")
    with pytest.raises(IndexError, match="tides"):
        _ = listed[1]
