"""The interface of a passage store: passages with their vectors, searched by cosine similarity."""

from collections.abc import Sequence
from typing import Protocol

from knowledge.passage import Filter, Hit, Passage

Vector = Sequence[float]


class PassageStore(Protocol):
    """Keeps each document's passages, with one vector per passage."""

    def replace(
        self,
        document_id: str,
        content_hash: str,
        passages: Sequence[Passage],
        vectors: Sequence[Vector],
        owner: str = "",
    ) -> None:
        """Put these passages in place of everything the store holds of this owner's document.

        Args:
            document_id: The document.
            content_hash: What `content_hashes` returns for it.
            passages: n passages, all of this document.
            vectors: `(n, d)`, in the passages' order.
            owner: The document's owner; empty for a shared one.

        Raises:
            ValueError: The numbers of passages and vectors differ, or a passage is of another document.
        """
        ...

    def add(self, rows: Sequence[tuple[Passage, str]], vectors: Sequence[Vector], owner: str = "") -> None:
        """Add passages, each with its document's content hash, of documents that are not held yet.

        Raises:
            ValueError: The numbers of passages and vectors differ.
        """
        ...

    def remove(self, document_id: str) -> None:
        """Remove a document; an unknown id is ignored."""
        ...

    def search(self, vector: Vector, k: int, filter: Filter = Filter()) -> list[Hit]:
        """At most k passages, nearest first, of the shared documents and the filter's owner's."""
        ...

    def nearest(self, vector: Vector, k: int, filter: Filter = Filter()) -> list[tuple[str, float]]:
        """As `search`, but only the passages' ids with their cosine similarities."""
        ...

    def content_hashes(self) -> dict[str, str]:
        """Document id -> content hash of everything held."""
        ...

    def close(self) -> None:
        """Close files and connections."""
        ...
