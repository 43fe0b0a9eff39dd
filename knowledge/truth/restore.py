"""Replaces an index's documents by a backup; the index itself is rebuilt from them at the next opening."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import sqlite3
from pathlib import Path

from knowledge.errors import StoreError
from knowledge.lock import IndexLock
from knowledge.truth.backup import count_documents
from knowledge.truth.store import DOCUMENTS

logger = logging.getLogger(__name__)


def restore(backup: Path, index: Path) -> int:
    """Replace all documents of an index by those of a backup, or change nothing.

    Args:
        backup: What `KnowledgeBase.backup` wrote.
        index: The folder of the index; made when it is not there.

    Returns:
        How many documents there are now.

    Raises:
        DocumentError: The file is no backup, it is damaged, or it is one of a newer version.
        IndexLockedError: Another process holds the index.
        StoreError: The folder cannot be written, or another program reads the documents.
    """
    count = count_documents(backup)
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
        _settle(index / DOCUMENTS)
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


def _settle(documents: Path) -> None:
    """Bring what stands in the write-ahead log alone into the file: a failure then loses nothing once the log is gone.

    Raises:
        StoreError: The file cannot be written, or another program reads it.
    """
    if not documents.is_file():
        return
    try:
        with contextlib.closing(sqlite3.connect(documents)) as connection:
            is_busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.OperationalError as error:
        raise StoreError(f"The documents file {documents} cannot be used ({error}). Check space and rights.") from error
    except sqlite3.DatabaseError as error:
        logger.warning("the documents file %s is damaged and holds nothing to keep: %s", documents, error)
    else:
        if is_busy:
            raise StoreError(f"Another program reads the documents file {documents}. Close it first.")
