"""One build of the index: vectors in Chroma and words in SQLite, changed together, checked together."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import IndexDamagedError
from knowledge.index.chroma_store import ChromaStore
from knowledge.index.lexical import PassageIndex, Row
from knowledge.index.store import PassageStore
from knowledge.passage import Filter

DOCUMENTS_AT_A_TIME = 100

Entry = tuple[str, str, str, Sequence[Row]]  # document id, content hash, owner, passages with their matrices

LEAST_REACHED = 0.5  # share of the passages reached when a build was written, below which it is damaged
LOOKED_UP = 7  # passages that a check looks up by their own vectors
SAME_VECTOR = 0.98  # cosine from which another passage counts as the one looked up


class Build:
    """The two sides of an index and the way to change them together.

    Args:
        store: The vector side.
        words: The lexical side; it also keeps the passages themselves.
        folder: Where it lies; None in memory.
    """

    def __init__(self, store: PassageStore, words: PassageIndex, folder: Path | None = None) -> None:
        self.store = store
        self._chroma = store if isinstance(store, ChromaStore) else None  # another store need not count, nor drop
        self.words = words
        self.folder = folder

    def change(self, put: Iterable[Entry], remove: Sequence[str] = ()) -> None:
        """Put documents in place and remove others, on both sides.

        A document under change is first marked unfinished on the lexical side and only counts as held once both sides
        have it, so a crash in between is noticed at the next opening and repaired from the truth store.
        """
        self.words.mark_unfinished(remove)
        for name in remove:
            self._remove(name, self.words.document_owner(name))
        self.words.forget(remove)
        for document_id, content_hash, owner, rows in put:
            self.words.mark_unfinished([document_id])
            before = self.words.document_owner(document_id)
            if before is not None and before != owner:  # what was removed while the index was closed is somebody else's
                self._remove(document_id, before)
            vectors = [matrix[0].tolist() for _, matrix in rows]
            self.store.replace(document_id, content_hash, [passage for passage, _ in rows], vectors, owner)
            self.words.change([(document_id, content_hash, owner, rows)])

    def fill(self, entries: Iterable[Entry]) -> None:
        """Put documents into an empty build, many at a time, on both sides at once."""
        with ThreadPoolExecutor(1) as beside:
            for part in batched(entries, DOCUMENTS_AT_A_TIME):
                vectors = beside.submit(self._add, part)
                self.words.change(part)
                vectors.result()

    def _remove(self, document_id: str, owner: str | None) -> None:
        """Take a document from the store; our own keeps owners apart and need not look among all."""
        if self._chroma is not None:
            self._chroma.remove(document_id, owner)
        else:
            self.store.remove(document_id)

    def _add(self, part: Sequence[Entry]) -> None:
        for owner in sorted({entry[2] for entry in part}):
            rows = [(row, entry[1]) for entry in part if entry[2] == owner for row in entry[3]]
            passages = [(passage, content_hash) for (passage, _), content_hash in rows]
            self.store.add(passages, [matrix[0].tolist() for (_, matrix), _ in rows], owner)

    def nearest(self, vector: NDArray[np.float32], k: int, filter: Filter) -> list[tuple[str, float]]:
        """Ids of passages near the vector `(d,)` with their cosine similarity, nearest first."""
        return self.store.nearest(vector.tolist(), k, filter)

    def check(self, reached_before: int = 0) -> None:
        """Check that the vector side answers and holds the same passages as the lexical side.

        A count alone proves nothing: with a part of its files gone Chroma 1.5 still counts right, while queries give a
        fraction. So what queries can reach is compared with what they reached when the build was written (all, but
        for collections with many near-copies), and some passages are looked up by their own vectors.

        Raises:
            IndexDamagedError: The numbers on the two sides differ, or passages are not found by their own vectors.
        """
        self.words.check()
        count = self.words.count()
        held = self._chroma.count() if self._chroma is not None else count
        reached = self.reachable() if reached_before else held
        if held != count or reached < LEAST_REACHED * reached_before:
            raise IndexDamagedError(
                f"The index in {self.folder} reaches {min(held, reached)} vectors for {count} passages. "
                "Run `python -m assistant ingest --rebuild`."
            )
        looked_up = list(self.words.passages(self.words.some_ids(LOOKED_UP)))
        missed = [passage.id for passage, matrix in looked_up if not self._finds(passage.id, matrix[0])]
        if len(missed) > (1 - LEAST_REACHED) * len(looked_up):
            raise IndexDamagedError(
                f"The index in {self.folder} does not find {len(missed)} of {len(looked_up)} passages by their own "
                f"vectors, {missed[0]!r} among them. Run `python -m assistant ingest --rebuild`."
            )

    def _finds(self, passage_id: str, vector: NDArray[np.float32]) -> bool:
        near = self.store.nearest(vector.tolist(), 10, Filter(owner=self.words.owner_of(passage_id)))
        return bool(near) and (passage_id in dict(near) or near[0][1] >= SAME_VECTOR)

    def reachable(self) -> int:
        """How many passages queries on the vector side find."""
        return self._chroma.reachable() if self._chroma is not None else self.words.count()

    def close(self) -> None:
        """Let go of all files."""
        self.store.close()
        self.words.close()

    def discard(self) -> None:
        """Close it and delete what it kept, on disk or on the server.

        Raises:
            StoreError: The server does not answer. The folder stays, so that a later `sweep` knows what to delete.
        """
        try:
            if self._chroma is not None and (self.folder is None or not (self.folder / "chroma").is_dir()):
                self._chroma.drop()
        finally:
            self.close()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


def batched(entries: Iterable[Entry], size: int) -> Iterator[list[Entry]]:
    """Entries in lists of at most `size`."""
    part: list[Entry] = []
    for entry in entries:
        part.append(entry)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part
