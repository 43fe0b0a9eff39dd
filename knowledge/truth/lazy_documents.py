"""Stored documents as a sequence that reads each only when it is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, overload

from knowledge.document import StoredDocument


class Shelf(Protocol):
    """What gives a stored document by its id; the truth store does."""

    def get(self, document_id: str) -> StoredDocument | None:
        """The document, or None if there is none."""
        ...


class Documents(Sequence[StoredDocument]):
    """Documents of a store, each read on access; iteration skips those removed meanwhile.

    Args:
        shelf: Where they are read.
        ids: Which documents, in order.
        owner: Who may see them besides shared ones: an id may have become another's document meanwhile.
    """

    def __init__(self, shelf: Shelf, ids: tuple[str, ...], owner: str = "") -> None:
        self._shelf = shelf
        self._ids = ids
        self._owner = owner

    def __len__(self) -> int:
        """How many there are."""
        return len(self._ids)

    def __iter__(self) -> Iterator[StoredDocument]:
        """Each document that is still there."""
        return (document for name in self._ids if (document := self._read(name)) is not None)

    @overload
    def __getitem__(self, place: int) -> StoredDocument: ...
    @overload
    def __getitem__(self, place: slice) -> Documents: ...
    def __getitem__(self, place: int | slice) -> StoredDocument | Documents:
        """The document at a place, or those of a slice."""
        if isinstance(place, slice):
            return Documents(self._shelf, self._ids[place], self._owner)
        found = self._read(self._ids[place])
        if found is None:
            raise IndexError(f"The document {self._ids[place]!r} was removed.")
        return found

    def _read(self, name: str) -> StoredDocument | None:
        found = self._shelf.get(name)
        return found if found is not None and found.owner in ("", self._owner) else None
