"""Where builds of the index lie: begun in a folder of their own, published by one atomic switch, opened, swept away."""

from __future__ import annotations

import json
import logging
import os
import shutil
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from uuid import uuid4

from knowledge.deadline import within
from knowledge.errors import ExpectedError, IndexDamagedError, StoreError
from knowledge.index.build import Build
from knowledge.index.chroma_store import ChromaStore
from knowledge.index.lexical import PassageIndex

FORMAT = 2  # raise it when what a build holds changes its meaning
MANIFEST = "manifest.json"
CURRENT = "CURRENT"
OPENING = "opening"  # a file in a build's folder while it is opened; left behind, it means a crash
OPEN_SECONDS = 60.0  # longest wait for opening and checking
OPEN_RATE = 10_000_000  # bytes of index that may cost one second more: a slow disk, a busy machine

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


def new_build(index: Path | None, url: str) -> Build:
    """An empty build, beside the one in use; in memory when `index` is None."""
    name = uuid4().hex[:12]
    if index is None:
        store = ChromaStore(url=url, collection=f"passages-{name}", whole=False)
        return Build(store, PassageIndex(None))
    folder = index / "builds" / name
    folder.mkdir(parents=True)
    return Build(_vectors(folder, url), PassageIndex(folder / "passages.sqlite3"), folder)


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
    except (KeyboardInterrupt, SystemExit):  # a person stopped it, and nothing crashed
        mark.unlink(missing_ok=True)
        raise
    mark.unlink(missing_ok=True)
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


def _vectors(folder: Path, url: str) -> ChromaStore:
    """The vector side of a build in a folder: ids and vectors only, because the lexical side keeps the passages."""
    if url:
        return ChromaStore(url=url, collection=f"passages-{folder.name}", whole=False)
    return ChromaStore(folder / "chroma", whole=False)


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
