"""A backup of the truth store: a whole copy of it in one file, written, checked, and told from other files."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from knowledge.errors import DocumentError, StoreError
from knowledge.truth.document_rows import ROW, SCHEMA_VERSION, document_from_row


def write_backup(documents: sqlite3.Connection, path: Path) -> None:
    """Write a consistent copy, also while it is in use; a backup of before is replaced once the copy is whole.

    Args:
        documents: The truth store, which this thread alone uses meanwhile.
        path: Where to.

    Raises:
        StoreError: There is no such folder, it cannot be written, or there is another file in the way.
    """
    target = path.resolve()
    fresh = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    try:
        if not _may_be_replaced(target):
            raise StoreError(f"{path} is there and is no backup, so it is left alone. Name a new file.")
        with closing(sqlite3.connect(fresh)) as copy:
            documents.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        if target.exists():
            shutil.copymode(target, fresh)
        fresh.replace(target)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(
            f"The documents could not be written to {path} ({error}). Name a new file in a folder that is there, "
            "with rights and room."
        ) from error
    finally:
        fresh.unlink(missing_ok=True)


def count_documents(file: Path) -> int:
    """Check that a file which nobody writes is a truth store, and count its documents.

    Raises:
        DocumentError: It is none, it is damaged, or it is one of a newer version.
    """
    if not file.is_file():
        raise DocumentError(f"There is no file {file}. Name what `backup` wrote.")
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            damage = connection.execute("PRAGMA quick_check").fetchone()[0]
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            row = connection.execute(ROW + " LIMIT 1").fetchone()
            count: int = connection.execute("SELECT count(*) FROM documents").fetchone()[0]
        if row is not None:
            document_from_row(row)
    except (sqlite3.Error, DocumentError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise DocumentError(f"{file} is no backup of documents ({error}). Name what `backup` wrote.") from error
    if damage != "ok":
        raise DocumentError(f"The backup {file} is damaged ({damage}). Use another one.")
    if version > SCHEMA_VERSION:
        raise DocumentError(f"{file} was written by a newer version of this program (schema {version}). Upgrade it.")
    return count


def _may_be_replaced(target: Path) -> bool:
    """Whether a backup may take this place: where nothing is, an empty file, or a backup of before.

    The documents of an index, which may be in use, are told from a backup by their write-ahead log.
    """
    if not target.exists() or (target.is_file() and not target.stat().st_size):
        return True
    try:
        count_documents(target)
    except DocumentError:
        return False
    with closing(sqlite3.connect(f"{target.as_uri()}?mode=ro", uri=True)) as connection:
        return bool(connection.execute("PRAGMA journal_mode").fetchone() != ("wal",))
