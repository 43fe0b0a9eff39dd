"""One process per index: a lock file held for life, with the holder's process id inside."""

from __future__ import annotations

import os
from pathlib import Path

from filelock import FileLock, Timeout

from knowledge.errors import IndexLockedError, StoreError

WAIT_SECONDS = 1.5
_held_here: set[Path] = set()  # folders that this process holds; its id alone tells nothing, containers have equal ones


def in_use(index: Path, holder: str) -> IndexLockedError:
    """The error for an index that is held, by this program itself or else by `holder`."""
    if index.resolve() in _held_here:
        return IndexLockedError(
            f"The index in {index} is open in this very program (process {os.getpid()}): another Assistant or "
            "KnowledgeBase holds it. Use that one, or close it first with `close()`."
        )
    return IndexLockedError(
        f"The index in {index} is in use by {holder}. Ask that process over HTTP, stop it, or name another folder "
        "with --index."
    )


class IndexLock:
    """Holds `lock` in an index folder until `release`; the system frees it when the process dies.

    Raises:
        IndexLockedError: Another process holds it.
        StoreError: The folder cannot be written.
    """

    def __init__(self, index: Path) -> None:
        self._folder = index.resolve()
        path = index / "lock"
        holder = index / "lock.pid"
        try:
            index.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(path, thread_local=False)
            self._lock.acquire(timeout=WAIT_SECONDS)
            try:
                holder.write_text(str(os.getpid()), encoding="ascii")
            except OSError:
                self._lock.release()
                raise
            _held_here.add(self._folder)
        except Timeout as error:
            who = holder.read_text(encoding="ascii") if holder.is_file() else "?"
            raise in_use(index, f"process {who}") from error
        except OSError as error:
            raise StoreError(
                f"The index folder {index} cannot be written ({error.strerror}). Check its rights and free space."
            ) from error

    def release(self) -> None:
        """Let others have the folder."""
        if self._lock.is_locked:
            _held_here.discard(self._folder)
        self._lock.release()
