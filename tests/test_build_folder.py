"""Opening a build whose vectors lie on a Chroma server."""

from __future__ import annotations

import _thread
import socket
import threading
from importlib.metadata import version
from pathlib import Path

import pytest

from knowledge.errors import IndexDamagedError, StoreError
from knowledge.index.build_folder import Manifest, open_build

MANIFEST = Manifest("fingerprint", 1, version("chromadb"))
SERVER = "http://127.0.0.1:9"  # where none is


def test_a_folder_that_cannot_be_used_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"gone could not be opened .*free space"):
        open_build(tmp_path / "gone", MANIFEST, SERVER)


def test_an_opening_that_takes_too_long_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.index.build_folder.OPEN_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(StoreError, match=r"no answer within 0\.1 s"):
        open_build(tmp_path, MANIFEST, f"http://127.0.0.1:{silent.getsockname()[1]}")
    assert not list(tmp_path.iterdir())


def test_a_server_that_is_not_there_does_not_make_the_index_damaged(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="did not answer"):
        open_build(tmp_path, MANIFEST, SERVER)


def test_without_a_server_the_same_fault_makes_the_index_damaged(tmp_path: Path) -> None:
    (tmp_path / "chroma").mkdir()
    (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"garbage" * 999)
    with pytest.raises(IndexDamagedError, match="is damaged"):
        open_build(tmp_path, MANIFEST, "")


def test_an_opening_that_a_person_stops_leaves_no_mark_of_a_crash(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        stop = threading.Timer(0.5, _thread.interrupt_main)
        stop.start()
        with pytest.raises(KeyboardInterrupt):
            open_build(tmp_path, MANIFEST, f"http://127.0.0.1:{silent.getsockname()[1]}")
        stop.join()
    assert not list(tmp_path.iterdir())
