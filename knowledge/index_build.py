"""One build of the index: vectors in Chroma and words in SQLite, made together, checked together."""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from knowledge.chroma_store import ChromaStore
from knowledge.deadline import within
from knowledge.errors import ExpectedError, IndexDamagedError, StoreError
from knowledge.lexical import PassageIndex, Row
from knowledge.passage import Filter
from knowledge.store import PassageStore

FORMAT = 2  # raise it when what a build holds changes its meaning
MANIFEST = "manifest.json"
CURRENT = "CURRENT"
OPENING = "opening"  # a file in a build's folder while it is opened; left behind, it means a crash
OPEN_SECONDS = 60.0  # longest wait for opening and checking
OPEN_RATE = 10_000_000  # bytes of index that may cost one second more: a slow disk, a busy machine
DOCUMENTS_AT_A_TIME = 100

Entry = tuple[str, str, str, Sequence[Row]]  # document id, content hash, owner, passages with their matrices

LEAST_REACHED = 0.5  # share of the passages reached when a build was written, below which it is damaged
SAME_VECTOR = 0.98  # cosine from which another passage counts as the one looked up

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Manifest:
    """A build's description of itself."""

    fingerprint: str
    passages: int
    chroma_version: str
    format: int = FORMAT
    reachable: int = 0  # passages that queries found when it was written; of near-copies Chroma's graph misses some

    @property
    def is_readable(self) -> bool:
        """Whether this program and this Chroma can read it; Chroma never reads what a newer one has written."""
        return self.format == FORMAT and _numbers(self.chroma_version) <= _numbers(version("chromadb"))


class Build:
    """The two sides of an index and the way to change them together.

    Args:
        store: The vector side.
        words: The lexical side; it also keeps the passages themselves.
        folder: Where it lies; None in memory.
    """

    def __init__(self, store: PassageStore, words: PassageIndex, folder: Path | None = None) -> None:
        self.store = store
        self.words = words
        self.folder = folder

    def change(self, put: Iterable[Entry], remove: Sequence[str] = ()) -> None:
        """Put documents in place and remove others, on both sides.

        A document under change is first marked unfinished on the lexical side and only counts as held once both sides
        have it, so a crash in between is noticed at the next opening and repaired from the truth store.
        """
        self.words.mark_unfinished(remove)
        for name in remove:
            self.store.remove(name)
        self.words.forget(remove)
        for document_id, content_hash, owner, rows in put:
            self.words.mark_unfinished([document_id])
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

    def _add(self, part: Sequence[Entry]) -> None:
        for owner in sorted({entry[2] for entry in part}):
            rows = [(row, entry[1]) for entry in part if entry[2] == owner for row in entry[3]]
            passages = [(passage, content_hash) for (passage, _), content_hash in rows]
            self.store.add(passages, [matrix[0].tolist() for (_, matrix), _ in rows], owner)

    def nearest(self, vector: NDArray[np.float32], k: int, filter: Filter) -> list[tuple[str, float]]:  # noqa: A002
        """Ids of passages near the vector `(d,)` with their cosine similarity, nearest first."""
        return self.store.nearest(vector.tolist(), k, filter)

    def check(self, reached_before: int = 0, sample: int = 7) -> None:
        """Check that the vector side answers and holds the same passages as the lexical side.

        A count alone proves nothing: with a part of its files gone Chroma 1.5 still counts right, while queries give a
        fraction. So what queries can reach is compared with what they reached when the build was written (all, but
        for collections with many near-copies), and some passages are looked up by their own vectors.

        Raises:
            IndexDamagedError: The numbers on the two sides differ, or passages are not found by their own vectors.
        """
        self.words.check()
        count = self.words.count()
        held = self.store.count() if isinstance(self.store, ChromaStore) else count
        reached = self.reachable() if reached_before else held
        if held != count or reached < LEAST_REACHED * reached_before:
            raise IndexDamagedError(
                f"The index in {self.folder} reaches {min(held, reached)} vectors for {count} passages. "
                "Run `python -m assistant ingest --rebuild`."
            )
        looked_up = list(self.words.passages(self.words.some_ids(sample)))
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
        return self.store.reachable() if isinstance(self.store, ChromaStore) else self.words.count()

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
            if self.folder is None or not (self.folder / "chroma").is_dir():
                drop = getattr(self.store, "drop", None)
                if callable(drop):
                    drop()
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


def new_build(index: Path | None, url: str) -> Build:
    """An empty build, beside the one in use; in memory when `index` is None."""
    name = uuid4().hex[:12]
    if index is None:
        store = ChromaStore(url=url, collection=f"passages-{name}", whole=False)
        return Build(store, PassageIndex(None))
    folder = index / "builds" / name
    folder.mkdir(parents=True)
    return Build(_vectors(folder, url), PassageIndex(folder / "passages.sqlite3"), folder)


def _vectors(folder: Path, url: str) -> ChromaStore:
    """The vector side of a build in a folder: ids and vectors only, because the lexical side keeps the passages."""
    if url:
        return ChromaStore(url=url, collection=f"passages-{folder.name}", whole=False)
    return ChromaStore(folder / "chroma", whole=False)


def publish(build: Build, index: Path, fingerprint: str) -> None:
    """Make a finished build the current one: its files safe on disk, its manifest, then one atomic switch."""
    if build.folder is None:
        return
    for path in build.folder.rglob("*"):
        if path.is_file():
            _sync(path)
    write_manifest(build, fingerprint)
    _write_atomically(index / CURRENT, build.folder.name)


def write_manifest(build: Build, fingerprint: str) -> None:
    """Write the manifest into the build's folder; a build in memory has none."""
    if build.folder is not None:
        manifest = Manifest(fingerprint, build.words.count(), version("chromadb"), reachable=build.reachable())
        _write_atomically(build.folder / MANIFEST, json.dumps(asdict(manifest), indent=1))


def read_manifest(index: Path) -> tuple[Path, Manifest] | None:
    """The current build's folder and manifest, or None when there is no usable one."""
    try:
        folder = index / "builds" / (index / CURRENT).read_text(encoding="utf-8").strip()
        found = folder, Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return found if folder.parent == index / "builds" else None


def open_build(folder: Path, manifest: Manifest, url: str) -> Build:
    """Open a build that was published and check it.

    Raises:
        IndexDamagedError: It cannot be used.
        StoreError: With a Chroma server only: it cannot be reached, the folder cannot be used, or the opening took too
            long. Its vectors are not computed anew for that.
    """
    if not manifest.is_readable:
        raise IndexDamagedError(f"The index in {folder} was written by another version of this program or of Chroma.")
    if not url and not (folder / "chroma" / "chroma.sqlite3").is_file():
        raise IndexDamagedError(f"The vectors in {folder} are gone.")
    mark = folder / OPENING
    if mark.exists():
        raise IndexDamagedError(f"The last opening of the index in {folder} did not come to an end.")
    try:
        mark.touch()  # a crash in native code leaves it behind, so the next process rebuilds instead of crashing too
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        build = within(OPEN_SECONDS + size / OPEN_RATE, lambda: _opened(folder, manifest, url))
    except (ExpectedError, OSError, ValueError) as error:
        mark.unlink(missing_ok=True)
        if url and isinstance(error, StoreError):
            raise
        if url and isinstance(error, OSError):
            raise StoreError(
                f"The index in {folder} could not be opened ({error}). Check that the Chroma server at {url} answers, "
                "and the folder's rights and free space."
            ) from error
        raise IndexDamagedError(f"The index in {folder} is damaged ({error}).") from error
    mark.unlink(missing_ok=True)
    return build


def _opened(folder: Path, manifest: Manifest, url: str) -> Build:
    store = _vectors(folder, url)
    try:
        build = Build(store, PassageIndex(folder / "passages.sqlite3"), folder)
    except ExpectedError:
        store.close()
        raise
    try:
        if build.words.count() != manifest.passages:
            raise IndexDamagedError(f"There are {build.words.count()} passages where {manifest.passages} were written.")
        build.check(manifest.reachable)
    except ExpectedError:
        build.close()
        raise
    return build


def sweep(index: Path, keep: Path | None, url: str) -> None:
    """Delete builds that nothing uses any more, with their collections on the Chroma server at `url`, if there is one.

    When the server does not answer, the folders stay for the next time.
    """
    try:
        for folder in (index / "builds").glob("*"):
            if folder != keep:
                if url and folder.is_dir():
                    _drop_vectors(folder, url)
                shutil.rmtree(folder, ignore_errors=True)
    except StoreError as error:
        logger.warning("old builds are not deleted: %s", error)


def _drop_vectors(folder: Path, url: str) -> None:
    """Delete the collections of a build that no process has open."""
    store = _vectors(folder, url)
    try:
        store.drop()
    finally:
        store.close()


def _numbers(text: str) -> tuple[int, ...]:
    """`1.5.9` -> (1, 5, 9); a part that is not a number counts as 0."""
    return tuple(int(part) if part.isdigit() else 0 for part in text.split("."))


def _write_atomically(path: Path, text: str) -> None:
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    temporary.write_text(text, encoding="utf-8")
    _sync(temporary)
    temporary.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    """Wait until a file's or folder's content is safe on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
