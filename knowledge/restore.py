"""Replaces an index's documents by a backup; the index itself is rebuilt from them at the next opening."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from pathlib import Path

from knowledge.errors import DocumentError, StoreError
from knowledge.lock import IndexLock
from knowledge.truth import DOCUMENTS


def restore(backup: Path, index: Path) -> int:
    """Replace all documents of an index by those of a backup, or change nothing.

    Args:
        backup: What `KnowledgeBase.backup` wrote.
        index: The folder of the index; made when it is not there.

    Returns:
        How many documents there are now.

    Raises:
        DocumentError: The file is no backup, or it is damaged.
        IndexLockedError: Another process holds the index.
        StoreError: The folder cannot be written.
    """
    count = _check(backup)
    try:
        index.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"The folder {index} cannot be made ({error.strerror}). Name another with --index.") from error
    lock = IndexLock(index)
    fresh = index / f"{DOCUMENTS}.restored"
    try:
        shutil.copyfile(backup, fresh)
        with fresh.open("rb") as file:
            os.fsync(file.fileno())
        for leftover in (f"{DOCUMENTS}-wal", f"{DOCUMENTS}-shm"):
            (index / leftover).unlink(missing_ok=True)
        fresh.replace(index / DOCUMENTS)
    except OSError as error:
        raise StoreError(
            f"The backup cannot be put into {index} ({error.strerror}). Check space and rights."
        ) from error
    finally:
        fresh.unlink(missing_ok=True)
        lock.release()
    return count


def _check(backup: Path) -> int:
    """Check a backup and count its documents."""
    if not backup.is_file():
        raise DocumentError(f"There is no file {backup}. Name what `backup` wrote.")
    try:
        with contextlib.closing(sqlite3.connect(f"{backup.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            damage = connection.execute("PRAGMA quick_check").fetchone()[0]
            count: int = connection.execute("SELECT count(*) FROM documents").fetchone()[0]
    except sqlite3.Error as error:
        raise DocumentError(f"{backup} is no backup of documents ({error}). Name what `backup` wrote.") from error
    if damage != "ok":
        raise DocumentError(f"The backup {backup} is damaged ({damage}). Use another one.")
    return count
