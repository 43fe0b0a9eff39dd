"""What holds an index lets go of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import IndexLockedError, StoreError
from knowledge.lock import IndexLock


def test_the_same_program_is_told_that_it_holds_the_index_itself(tmp_path: Path) -> None:
    held = IndexLock(tmp_path)
    with pytest.raises(IndexLockedError, match=r"open in this very program .*close it first with `close\(\)`"):
        IndexLock(tmp_path)
    held.release()
    IndexLock(tmp_path).release()


def test_a_lock_whose_holder_cannot_be_written_is_not_held(tmp_path: Path) -> None:
    (tmp_path / "lock.pid").mkdir()
    with pytest.raises(StoreError, match="cannot be written") as failed:
        IndexLock(tmp_path)
    (tmp_path / "lock.pid").rmdir()
    held = IndexLock(tmp_path)
    with pytest.raises(IndexLockedError):
        IndexLock(tmp_path)
    held.release()
    assert failed  # its traceback keeps what was not let go of
