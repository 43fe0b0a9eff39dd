"""The folder an index is worked on in: locked for this process, or a copy of one that cannot be written."""

from __future__ import annotations

import shlex
from pathlib import Path

from knowledge.errors import IndexMissingError, StoreError
from knowledge.index.private_copy import private_copy, why_not_writable
from knowledge.lock import IndexLock


class IndexPlace:
    """Holds a folder until it is released.

    Args:
        index: The folder of the truth store and the index; None for an index in memory.

    Raises:
        IndexLockedError: Another process holds the folder.
        StoreError: The folder cannot be written and there is no index in it, or no room for a copy.
    """

    def __init__(self, index: Path | None) -> None:
        self.folder = index
        self._unwritable = ""
        self._copy = None
        if index is not None and (why := why_not_writable(index)):
            self._unwritable = f"The index folder {index} cannot be written ({why}): it answers, but takes no change."
            self._copy = private_copy(index, why)
            self.folder = Path(self._copy.name)
        self._held = IndexLock(self.folder) if self.folder is not None else None

    @property
    def is_copy(self) -> bool:
        """Whether a copy is worked on; it must not change what lies elsewhere, such as on a server."""
        return self._copy is not None

    def refuse_change(self) -> None:
        """Do nothing where the index can be changed.

        Raises:
            StoreError: A copy is worked on.
        """
        if self._unwritable:
            raise StoreError(f"{self._unwritable} Check its rights and free space, and start again.")

    def nothing_in_it(self, is_chosen: bool) -> IndexMissingError:
        """The error for a question where no document is held; `is_chosen` where somebody wants it so."""
        if self.folder is None:
            return IndexMissingError("Nothing has been ingested yet. Call `ingest` with documents first.")
        if not is_chosen:
            return IndexMissingError(f"There is no index in {self.folder}. Run `python -m assistant ingest` first.")
        return IndexMissingError(
            f"The index in {self.folder} holds no documents. Take some in with "
            f"`python -m assistant ingest FILE --index {shlex.quote(str(self.folder))}`."
        )

    def release(self) -> None:
        """Let other processes have the folder, and delete a copy."""
        if self._held is not None:
            self._held.release()
        if self._copy is not None:
            self._copy.cleanup()
