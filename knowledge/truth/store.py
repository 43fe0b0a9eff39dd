"""The truth store: every document whole, in one transactional SQLite file. Everything else can be rebuilt from it."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from knowledge.document import StoredDocument
from knowledge.errors import IndexDamagedError, StoreError
from knowledge.truth.backup import write_backup
from knowledge.truth.document_rows import ROW, SCHEMA_VERSION, document_from_row, document_to_row
from knowledge.truth.lazy_documents import Documents

DOCUMENTS = "documents.sqlite3"  # the file's name in the folder of an index
KEPT_TEXTS = 512  # texts kept in memory, so that checking a quote reads no file
KEPT_DOCUMENTS = 512  # decoded documents kept in memory
_TABLE = """
CREATE TABLE IF NOT EXISTS documents (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, content_hash TEXT NOT NULL, text TEXT NOT NULL, body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS marked (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_CHOSEN = "chosen"  # in `facts`: somebody has said what is held, so nothing is put in unasked
_MARK_OLD = """
INSERT OR IGNORE INTO marked SELECT id FROM documents WHERE
    json_array_length(body, '$.disputes') > 0 OR json_array_length(body, '$.outcomes') > 0 OR EXISTS (
        SELECT 1 FROM json_each(body, '$.statements')
        WHERE coalesce(json_extract(value, '$.key'), '') <> '' OR coalesce(json_extract(value, '$.dispute'), '') <> ''
    )
"""


def holds_index(folder: Path) -> bool:
    """Whether a folder holds an index: its truth store is there."""
    return (folder / DOCUMENTS).is_file()


class TruthStore:
    """Documents in `documents.sqlite3`; safe from several threads.

    Args:
        path: The file; made when it is not there. None keeps everything in memory.

    Raises:
        IndexDamagedError: The file is not a truth store, or is one of a newer version.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._forget_read()
        try:
            self._connection = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
            if path is not None:
                self._connection.execute("PRAGMA journal_mode=WAL")
                self._connection.execute("PRAGMA synchronous=FULL")
            version = self._connection.execute("PRAGMA user_version").fetchone()[0]
            if version > SCHEMA_VERSION:
                raise IndexDamagedError(
                    f"{path} was written by a newer version of this program (schema {version}). Upgrade the program."
                )
            self._connection.executescript(_TABLE)
            if version < SCHEMA_VERSION:
                self._connection.execute(_MARK_OLD)
                self._connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        except sqlite3.DatabaseError as error:
            raise IndexDamagedError(
                f"The documents file {path} cannot be used ({error}). Check that its folder can be written and has "
                "room; if the file is damaged, restore a backup with `python -m assistant restore FILE`, or delete its "
                "folder and ingest again."
            ) from error

    def content_hashes(self) -> dict[str, str]:
        """Document id -> content hash, of every owner."""
        with self._reading() as connection:
            return dict(connection.execute("SELECT id, content_hash FROM documents"))

    def owners(self) -> dict[str, str]:
        """Document id -> owner; empty for a shared document."""
        with self._reading() as connection:
            return dict(connection.execute("SELECT id, owner FROM documents"))

    def is_empty(self) -> bool:
        """Whether it holds no document."""
        with self._reading() as connection:
            return connection.execute("SELECT 1 FROM documents LIMIT 1").fetchone() is None

    @property
    def is_chosen(self) -> bool:
        """Whether somebody has said that it holds only what it holds, be it nothing."""
        with self._reading() as connection:
            found = connection.execute("SELECT 1 FROM facts WHERE name = ?", (_CHOSEN,)).fetchone()
        return found is not None

    def choose(self) -> None:
        """Remember that it holds only what it holds, also once it is empty.

        Raises:
            StoreError: The disk is full or the folder cannot be written.
        """
        with self._writing() as connection:
            connection.execute("INSERT OR IGNORE INTO facts VALUES (?)", (_CHOSEN,))

    def characters(self, document_ids: Sequence[str]) -> int:
        """The total length of the texts of these documents, in characters."""
        with self._reading() as connection:
            found: int = connection.execute(
                "SELECT coalesce(sum(length(text)), 0) FROM documents WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps(list(document_ids)),),
            ).fetchone()[0]
        return found

    def size_of(self, owner: str) -> int:
        """How much is kept of one owner's documents, in bytes."""
        with self._reading() as connection:
            found: int = connection.execute(
                "SELECT coalesce(sum(length(CAST(text AS BLOB)) + length(CAST(body AS BLOB))), 0) FROM documents "
                "WHERE owner = ?",
                (owner,),
            ).fetchone()[0]
        return found

    def newest_day(self, owner: str) -> str | None:
        """The newest day, as an ISO date, on which a document that `owner` may see was published, if any shows one."""
        with self._reading() as connection:
            found: str | None = connection.execute(
                "SELECT max(json_extract(body, '$.source.published')) FROM documents WHERE owner IN ('', ?)", (owner,)
            ).fetchone()[0]
        return found

    def shared(self) -> Documents:
        """The shared documents, by id; each is read on access."""
        return self.visible_to("")

    def visible_to(self, owner: str) -> Documents:
        """The shared documents and those of one owner, by id; each is read on access."""
        return self._listed("SELECT id FROM documents WHERE owner IN ('', ?) ORDER BY id", owner)

    def marked(self) -> Documents:
        """The shared documents with disputes, outcomes, or statements that have a key."""
        return self._listed(
            "SELECT d.id FROM marked m JOIN documents d ON d.id = m.id WHERE d.owner = '' ORDER BY d.id"
        )

    def _listed(self, sql: str, *owner: str) -> Documents:
        with self._reading() as connection:
            return Documents(self, tuple(row[0] for row in connection.execute(sql, owner)), *owner)

    def get(self, document_id: str) -> StoredDocument | None:
        """One document, or None for an unknown id; recent ones are cached."""
        return self._documents(document_id)

    def _read(self, document_id: str) -> StoredDocument | None:
        with self._reading() as connection:
            row = connection.execute(ROW + " WHERE id = ?", (document_id,)).fetchone()
        return document_from_row(row) if row else None

    def text_of(self, document_id: str, owner: str) -> str | None:
        """The text of a document that `owner` may see, or None."""
        found = self._texts(document_id)
        return found[0] if found and found[1] in ("", owner) else None

    def texts(self) -> Iterator[tuple[str, str, str, str, str]]:
        """Id, owner, text, origin (or else the publisher) and file of every document."""
        with self._reading() as connection:
            ids = [row[0] for row in connection.execute("SELECT id FROM documents ORDER BY id")]
        for document_id in ids:
            with self._reading() as connection:
                row = connection.execute(
                    "SELECT id, owner, text, coalesce(nullif(json_extract(body, '$.source.origin'), ''), "
                    "json_extract(body, '$.source.publisher')), coalesce(json_extract(body, '$.file'), '') "
                    "FROM documents WHERE id = ?",
                    (document_id,),
                ).fetchone()
            if row is not None:
                yield row

    def change(self, put: Iterable[StoredDocument], remove: Iterable[str]) -> None:
        """Put and remove documents, all or none.

        Raises:
            StoreError: The disk is full or the folder cannot be written.
        """
        with self._writing() as connection:
            gone, there = list(remove), list(put)
            unmarked = [(name,) for name in (*gone, *(document.id for document in there))]
            connection.executemany("DELETE FROM documents WHERE id = ?", [(name,) for name in gone])
            connection.executemany("DELETE FROM marked WHERE id = ?", unmarked)
            connection.executemany(
                "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?)",
                [document_to_row(document) for document in there],
            )
            connection.executemany(
                "INSERT INTO marked VALUES (?)", [(document.id,) for document in there if _says_more(document)]
            )

    def backup(self, path: Path) -> None:
        """Write a consistent copy, also while it is in use; a backup of before is replaced once the copy is whole.

        Raises:
            StoreError: There is no such folder, it cannot be written, or there is another file in the way.
        """
        with self._lock:
            write_backup(self._connection, path)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def _forget_read(self) -> None:
        """Start new caches; a read under way fills the old ones, so nothing from before the change is kept."""
        self._texts = lru_cache(maxsize=KEPT_TEXTS)(self._read_text)
        self._documents = lru_cache(maxsize=KEPT_DOCUMENTS)(self._read)

    def _read_text(self, document_id: str) -> tuple[str, str] | None:
        with self._reading() as connection:
            found: tuple[str, str] | None = connection.execute(
                "SELECT text, owner FROM documents WHERE id = ?", (document_id,)
            ).fetchone()
        return found

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all that is written in it, or nothing."""
        with self._reading() as connection:  # which tells of a file that was closed
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
                self._forget_read()
            except BaseException as error:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                if not isinstance(error, sqlite3.Error):
                    raise
                raise StoreError(
                    f"The documents could not be saved to {self._path} ({error}). Check free space and rights; "
                    "nothing was changed."
                ) from error

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._connection
            except sqlite3.ProgrammingError as error:
                raise StoreError(f"The documents in {self._path} were closed; open them again.") from error
            except sqlite3.DatabaseError as error:
                raise IndexDamagedError(
                    f"The documents file {self._path} cannot be read ({error}). Restore a backup with "
                    "`python -m assistant restore FILE`, or delete its folder and ingest again."
                ) from error


def _says_more(document: StoredDocument) -> bool:
    return bool(document.disputes or document.outcomes) or any(s.key or s.dispute for s in document.statements)
