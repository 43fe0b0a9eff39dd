"""What a passage store is: vectors with their passages, searched by nearness."""

from collections.abc import Sequence
from typing import Protocol

from knowledge.passage import Filter, Hit, Passage

Vector = Sequence[float]


class PassageStore(Protocol):
    """Keeps each document's passages with one vector a passage."""

    def replace(
        self,
        document_id: str,
        content_hash: str,
        passages: Sequence[Passage],
        vectors: Sequence[Vector],
        owner: str = "",
    ) -> None:
        """Put these passages in place of everything the store holds of the document.

        Args:
            document_id: The document.
            content_hash: What `content_hashes` will say of it.
            passages: n passages, all of this document.
            vectors: `(n, d)`, in the passages' order.
            owner: Whose document it is; empty means everybody's.

        Raises:
            ValueError: Other numbers of passages and vectors, or a passage of another document.
        """
        ...

    def add(self, rows: Sequence[tuple[Passage, str]], vectors: Sequence[Vector], owner: str = "") -> None:
        """Add passages, each with its document's content hash, of documents that are not held yet.

        Raises:
            ValueError: Other numbers of passages and vectors.
        """
        ...

    def remove(self, document_id: str) -> None:
        """Forget a document; one that is not there is no error."""
        ...

    def search(self, vector: Vector, k: int, filter: Filter = Filter()) -> list[Hit]:  # noqa: A002, B008 - a frozen value
        """At most k passages, nearest first, of the shared documents and the filter's owner's."""
        ...

    def nearest(self, vector: Vector, k: int, filter: Filter = Filter()) -> list[tuple[str, float]]:  # noqa: A002, B008
        """As `search`, but only the passages' ids with their cosine similarities."""
        ...

    def content_hashes(self) -> dict[str, str]:
        """Document id -> content hash of everything held."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
