"""Vectors that were computed once, by text and model: no text is embedded twice, and a rebuild embeds nothing."""

from __future__ import annotations

import hashlib
import logging
import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding.embed import Embedder, translated
from knowledge.errors import EmbedderError, StoreError

CHUNK = 256  # texts embedded between two saves

logger = logging.getLogger(__name__)


class VectorCache:
    """Vectors in `vectors.sqlite3`, keyed by the embedder's fingerprint and the text's hash. Losing it costs only time.

    Args:
        path: The file; None keeps it in memory.
        embedder: Makes what is missing.
        fingerprint: Names the embedder's vectors.
    """

    def __init__(self, path: Path | None, embedder: Embedder, fingerprint: str) -> None:
        self._embedder = embedder
        self._fingerprint = fingerprint
        self._lock = threading.RLock()
        self._connection = _open(path)

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors `(n, d)` of n texts, in order.

        Raises:
            EmbedderError: The embedder failed, or returned too few or too many vectors, or ones of different lengths.
        """
        keys = [self._key(text) for text in texts]
        with self._lock:
            known = self._known(keys)
            missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
            todo = sorted(missing.items(), key=lambda item: (len(item[1]), item[0]))  # equal lengths waste no padding
            for start in range(0, len(todo), CHUNK):
                part = todo[start : start + CHUNK]
                made = embed(self._embedder, [text for _, text in part])
                rows = [(key, vector.tobytes()) for (key, _), vector in zip(part, made, strict=True)]
                self._keep(rows)
                known.update({key: vector for (key, _), vector in zip(part, made, strict=True)})
        return np.stack([known[key] for key in keys]) if keys else np.zeros((0, 0), dtype=np.float32)

    def _keep(self, rows: Sequence[tuple[bytes, bytes]]) -> None:
        """Save vectors; where that fails, they are computed again next time."""
        try:
            self._connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
        except sqlite3.DatabaseError as error:
            logger.warning("vectors are not kept: %s", error)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self._fingerprint}\0{text}".encode("utf-8", "replace")).digest()[:16]

    def _known(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        found: dict[bytes, NDArray[np.float32]] = {}
        unique = list(dict.fromkeys(keys))
        for start in range(0, len(unique), 500):
            part = unique[start : start + 500]
            marks = ",".join("?" * len(part))
            sql = f"SELECT key, vector FROM vectors WHERE key IN ({marks})"  # noqa: S608 - only question marks  # nosec B608
            try:
                found.update(
                    (key, np.frombuffer(blob, np.float32)) for key, blob in self._connection.execute(sql, part)
                )
            except (sqlite3.DatabaseError, ValueError) as error:
                logger.warning("kept vectors cannot be read: %s", error)
                return found
        return found


def embed(embedder: Embedder, texts: list[str]) -> NDArray[np.float32]:
    """Unit vectors `(n, d)` from any embedder, checked.

    Raises:
        EmbedderError: See `checked`.
    """
    return checked(lambda: embedder.embed_documents(texts), len(texts))


def checked(make: Callable[[], object], count: int) -> NDArray[np.float32]:
    """Unit vectors `(n, d)` of what an embedder makes of n texts.

    Raises:
        EmbedderError: The embedder fails, the numbers of vectors and texts differ, or the lengths of the vectors do.
    """
    with translated():
        rows = make()
    try:
        made = np.asarray(rows, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise EmbedderError(f"The embedder gave no vectors of one length for {count} texts.") from error
    if made.ndim != 2 or made.shape[0] != count or not made.shape[1]:
        raise EmbedderError(f"The embedder gave an array of shape {made.shape} for {count} texts; wanted ({count}, d).")
    return unit(made)


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows `(n, d)` scaled to length 1; a zero row stays zero."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: NDArray[np.float32] = (vectors / np.maximum(lengths, 1e-12)).astype(np.float32)
    return scaled


def _open(path: Path | None) -> sqlite3.Connection:
    """Open the cache; a damaged one is deleted, because it can be made again."""
    for attempt in (1, 2):
        connection = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        try:
            if path is not None:
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)")
        except sqlite3.DatabaseError as error:
            connection.close()
            if path is None or attempt == 2:
                raise StoreError(
                    f"The file {path} cannot be written ({error}). Check the rights and the free space of its folder."
                ) from error
            for ending in ("", "-wal", "-shm"):
                path.with_name(path.name + ending).unlink(missing_ok=True)
            continue
        return connection
    raise AssertionError("unreachable")
