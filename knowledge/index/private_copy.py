"""A copy of an index whose folder cannot be written, to answer from: SQLite and Chroma both must write to read."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from knowledge.errors import StoreError
from knowledge.index.build_folder import CURRENT
from knowledge.lock import in_use
from knowledge.truth.store import DOCUMENTS, holds_index

LEAST_ROOM = 1_000_000  # bytes that must be free where an index is worked on in place
_TRUTH = (DOCUMENTS, f"{DOCUMENTS}-wal", "vectors.sqlite3", "vectors.sqlite3-wal", CURRENT)

logger = logging.getLogger(__name__)


def why_not_writable(index: Path) -> str:
    """Why an existing index cannot be used in place; empty when it can, or when there is none."""
    try:
        if not holds_index(index):
            return ""
        with tempfile.TemporaryFile(dir=index):
            pass
        free = shutil.disk_usage(index).free
    except OSError as error:
        return error.strerror or str(error)
    return f"{free // 1000} kB are free" if free < LEAST_ROOM else ""


def private_copy(index: Path, why: str) -> tempfile.TemporaryDirectory[str]:
    """The documents and the current build of an index in a temporary folder of our own, which goes with the object.

    Raises:
        IndexLockedError: Another process holds the index.
        StoreError: There is no room for a copy, or the index cannot be read.
    """
    advice = "Check its rights and free space."
    try:
        copy = tempfile.TemporaryDirectory(prefix="index-")
    except OSError as error:
        raise StoreError(
            f"The index folder {index} cannot be written ({why}), nor can a copy of it. {advice}"
        ) from error
    target = Path(copy.name)
    try:
        with _held(index):
            for name in _TRUTH:
                if (index / name).is_file():
                    shutil.copyfile(index / name, target / name)
            current = (index / CURRENT).read_text(encoding="utf-8").strip() if (index / CURRENT).is_file() else ""
            build = index / "builds" / current
            if current and build.parent == index / "builds" and build.is_dir():
                shutil.copytree(build, target / "builds" / current, copy_function=shutil.copyfile)
    except (OSError, UnicodeDecodeError) as error:
        copy.cleanup()
        raise StoreError(
            f"The index folder {index} cannot be written ({why}), and copying it to {target.parent} failed ({error}). "
            f"{advice}"
        ) from error
    except BaseException:
        copy.cleanup()
        raise
    for folder in (target, *(path for path in target.rglob("*") if path.is_dir())):
        folder.chmod(0o700)  # the rights of what was copied may be those that forbade writing
    logger.warning("the index folder %s cannot be written (%s); answering from a copy of it", index, why)
    return copy


@contextmanager
def _held(index: Path) -> Iterator[None]:
    """Keep other processes from writing while the files are read, as far as the system allows."""
    try:
        import fcntl

        handle = os.open(index / "lock", os.O_RDONLY)
    except (ImportError, OSError):  # no such locks on this system, or nobody has ever held this index
        yield
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise in_use(index, "another process") from error
    finally:
        os.close(handle)
