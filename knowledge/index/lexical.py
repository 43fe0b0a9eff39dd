"""The lexical side of a build: passages with BM25 and their vectors, in one SQLite file."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import IndexDamagedError, StoreError
from knowledge.passage import Filter, Passage, Span
from knowledge.rows import statements_from_body, statements_to_body
from knowledge.text.match_words import match_expression
from knowledge.text.words import content_words, fold

_TABLES = """
CREATE TABLE IF NOT EXISTS documents (id TEXT PRIMARY KEY, content_hash TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS passages (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL, owner TEXT NOT NULL,
    title TEXT NOT NULL, heading TEXT NOT NULL, text TEXT NOT NULL, body TEXT NOT NULL, vectors BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS passages_of ON passages (document);
CREATE INDEX IF NOT EXISTS passages_owned ON passages (owner) WHERE owner <> '';
CREATE TABLE IF NOT EXISTS stems (stem TEXT PRIMARY KEY, passages INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5 ( -- of the folded texts, as questions are folded too
    title, heading, text, content='passages', content_rowid='number',
    tokenize="porter unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);
"""
_WEIGHTS = "1.0, 1.0, 1.0"  # BM25 weight of title, heading, text
TIES = 64  # passages read beyond those wanted, so that equal scores are put in the order of ids
READ_WHOLE = 256_000_000  # bytes; a larger file is not read through when it is opened
KEPT_PASSAGES = 20_000  # decoded passages kept in memory, so that common ones are read once

Row = tuple[Passage, NDArray[np.float32]]


class PassageIndex:
    """Passages by words: BM25 as SQLite's FTS5 has it (k1 1.2, b 0.75), English Porter stems, every script's letters.

    Beside the words it keeps, per passage, the unit vectors of the passage and of its statements, so that no vector is
    computed while a question waits. Safe from several threads.

    Args:
        path: The file; None keeps it in memory.

    Raises:
        IndexDamagedError: The file is not a database.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = threading.RLock()
        try:
            self._connection = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
            if path is not None:
                self._connection.execute("PRAGMA journal_mode=WAL")
                self._connection.execute("PRAGMA mmap_size=268435456")
            self._connection.executescript(_TABLES)
        except sqlite3.DatabaseError as error:
            raise self._damaged(error) from error
        self._forget_read()

    def change(self, put: Iterable[tuple[str, str, str, Sequence[Row]]], remove: Iterable[str] = ()) -> None:
        """Put documents in place of what is held of them, and remove others, all or none.

        Args:
            put: For each document its id, content hash, owner, and passages with their matrix `(1 + n, d)`: the
                passage's vector, then those of its n statements.
            remove: Ids of documents to forget.

        Raises:
            StoreError: The disk is full or the folder cannot be written.
        """
        with self._lock, self._writing():
            self._connection.execute("BEGIN IMMEDIATE")
            counted: Counter[str] = Counter()
            try:
                for document_id in remove:
                    self._forget(document_id)
                for document_id, content_hash, owner, rows in put:
                    self._forget(document_id)
                    for passage, vectors in rows:
                        self._insert(passage, owner, vectors)
                        counted.update(set(content_words(f"{passage.title} {passage.heading} {passage.text}")))
                    self._connection.execute("INSERT INTO documents VALUES (?, ?)", (document_id, content_hash))
                self._count_stems(counted)
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
        self._forget_read()

    def forget(self, document_ids: Iterable[str]) -> None:
        """Remove documents and everything of them."""
        self.change((), document_ids)

    def mark_unfinished(self, document_ids: Iterable[str]) -> None:
        """Mark documents as unfinished: until `change` they count as not held."""
        with self._lock, self._writing():
            self._connection.executemany("DELETE FROM documents WHERE id = ?", [(name,) for name in document_ids])

    def content_hashes(self) -> dict[str, str]:
        """Document id -> content hash of everything held."""
        with self._reading():
            return dict(self._connection.execute("SELECT id, content_hash FROM documents"))

    def some_ids(self, count: int) -> list[str]:
        """Ids of at most `count` passages, spread evenly over all."""
        sql = "SELECT id FROM passages WHERE number >= ? ORDER BY number LIMIT 1"
        with self._reading():
            last = self._connection.execute("SELECT coalesce(max(number), 0) FROM passages").fetchone()[0]
            found = (self._connection.execute(sql, (1 + last * n // count,)).fetchone() for n in range(count))
            return list(dict.fromkeys(row[0] for row in found if row is not None))

    def count(self) -> int:
        """How many passages are held."""
        return self._counted()

    def best(self, query: str, k: int, filter: Filter = Filter()) -> dict[str, float]:
        """Ids of the k passages with the highest BM25 scores (above 0) for the words of `query`, best first."""
        expression = match_expression(query, self.count(), self.passages_with)
        if not expression:
            return {}
        # Only the best are looked up in the table of passages: reading a row of it costs as much as scoring one.
        sql = (
            f"SELECT rowid AS number, -bm25(search, {_WEIGHTS}) AS score FROM search "  # noqa: S608  # nosec B608
            "WHERE search MATCH ? AND rowid NOT IN (SELECT number FROM passages WHERE owner <> '' AND owner <> ?)"
        )
        values: list[str | int] = [expression, filter.owner]
        if filter.documents:
            sql += " AND rowid IN (SELECT number FROM passages WHERE document IN (SELECT value FROM json_each(?)))"
            values.append(json.dumps(sorted(filter.documents)))
        sql = (
            f"SELECT p.id, best.score FROM ({sql} ORDER BY score DESC LIMIT ?) AS best "  # noqa: S608  # nosec B608
            "JOIN passages p ON p.number = best.number ORDER BY best.score DESC, p.id LIMIT ?"
        )
        with self._reading():
            return dict(self._connection.execute(sql, [*values, k + TIES, k]))

    def check(self) -> None:
        """Read through the whole file; of a large one only its beginning, for reading it may take minutes.

        Raises:
            IndexDamagedError: SQLite reports an error in it.
        """
        with self._reading():
            if self._path is not None and self._path.stat().st_size > READ_WHOLE:
                self._connection.execute("SELECT count(*) FROM documents").fetchone()
                return
            found = self._connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise self._damaged(found)

    def passages(self, ids: Iterable[str]) -> list[Row]:
        """Passages with their matrices, in the order of `ids`; unknown ids are left out."""
        rows = (self._decoded(name) for name in ids)
        return [row for row in rows if row is not None]

    def passages_with(self, stem: str) -> int:
        """In how many passages, titles and headings included, the stem occurs."""
        return self._with_stem(stem)

    def owner_of(self, passage_id: str) -> str:
        """The passage's owner; empty for a shared one."""
        with self._reading():
            row = self._connection.execute("SELECT owner FROM passages WHERE id = ?", (passage_id,)).fetchone()
        return row[0] if row else ""

    def document_owner(self, document_id: str) -> str | None:
        """The owner of a document of which passages are held, finished or not; None without one."""
        with self._reading():
            row = self._connection.execute(
                "SELECT owner FROM passages WHERE document = ? LIMIT 1", (document_id,)
            ).fetchone()
        return row[0] if row else None

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def _forget(self, document_id: str) -> None:
        held = self._connection.execute(
            "SELECT number, title, heading, text FROM passages WHERE document = ?", (document_id,)
        )
        for number, *said in held.fetchall():
            self._count_stems(dict.fromkeys(content_words(" ".join(said)), -1))
            self._connection.execute(
                "INSERT INTO search (search, rowid, title, heading, text) VALUES ('delete', ?, ?, ?, ?)",
                (number, *map(fold, said)),
            )
        self._connection.execute("DELETE FROM passages WHERE document = ?", (document_id,))
        self._connection.execute("DELETE FROM documents WHERE id = ?", (document_id,))

    def _insert(self, passage: Passage, owner: str, vectors: NDArray[np.float32]) -> None:
        body = {"span": [passage.span.start, passage.span.end], **statements_to_body(passage.statements)}
        packed = json.dumps(body, ensure_ascii=False)
        cursor = self._connection.execute(
            "INSERT INTO passages (id, document, owner, title, heading, text, body, vectors) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                passage.id,
                passage.span.document_id,
                owner,
                passage.title,
                passage.heading,
                passage.text,
                packed,
                vectors.astype(np.float16).tobytes(),
            ),
        )
        self._connection.execute(
            "INSERT INTO search (rowid, title, heading, text) VALUES (?, ?, ?, ?)",
            (cursor.lastrowid, *map(fold, (passage.title, passage.heading, passage.text))),
        )

    def _count_stems(self, steps: Mapping[str, int]) -> None:
        sql = "INSERT INTO stems VALUES (?, ?) ON CONFLICT (stem) DO UPDATE SET passages = passages + ?"
        self._connection.executemany(sql, [(stem, step, step) for stem, step in sorted(steps.items())])

    def _forget_read(self) -> None:
        """Start new caches; a read under way fills the old ones, so nothing from before the change is kept."""
        self._decoded = lru_cache(maxsize=KEPT_PASSAGES)(self._read)
        self._with_stem = lru_cache(maxsize=KEPT_PASSAGES)(self._count_stem)
        self._counted = lru_cache(maxsize=1)(self._count)

    def _count(self) -> int:
        with self._reading():
            number: int = self._connection.execute("SELECT count(*) FROM passages").fetchone()[0]
            return number

    def _count_stem(self, stem: str) -> int:
        with self._reading():
            row = self._connection.execute("SELECT passages FROM stems WHERE stem = ?", (stem,)).fetchone()
        return row[0] if row else 0

    def _read(self, name: str) -> Row | None:
        with self._reading():
            row = self._connection.execute(
                "SELECT document, title, heading, text, body, vectors FROM passages WHERE id = ?", (name,)
            ).fetchone()
        if row is None:
            return None
        document_id, title, heading, text, packed, blob = row
        body = json.loads(packed)
        start, end = body["span"]
        statements = statements_from_body(body, document_id, text, start)
        passage = Passage(Span(document_id, start, end), text, statements, title, heading)
        matrix = np.frombuffer(blob, dtype=np.float16).astype(np.float32).reshape(1 + len(statements), -1)
        matrix.flags.writeable = False
        return passage, matrix

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._lock:
            try:
                yield
            except sqlite3.ProgrammingError as error:
                raise StoreError(f"The index in {self._path} was closed; open it again to ask.") from error
            except sqlite3.DatabaseError as error:
                raise self._damaged(error) from error

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise StoreError(
                f"The index could not be written to {self._path} ({error}). Check free space and rights; no document "
                "was lost."
            ) from error
        except sqlite3.DatabaseError as error:
            raise self._damaged(error) from error

    def _damaged(self, error: sqlite3.DatabaseError | str) -> IndexDamagedError:
        return IndexDamagedError(
            f"The index file {self._path} cannot be used ({error}). Run `python -m assistant ingest --rebuild`."
        )
