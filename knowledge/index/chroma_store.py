"""Passages kept in Chroma, in this process or on a Chroma server."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.errors import StoreError
from knowledge.index.chroma_line import ChromaLine
from knowledge.index.chroma_rows import metadata_of, passage_from
from knowledge.index.store import Vector
from knowledge.passage import Filter, Hit, Passage

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api.collection_configuration import CreateHNSWConfiguration

BATCH = 1000  # records a call; Chroma 1.5 takes at most 5,461
SERVER_BATCH = 200  # records a call to a server, so that each ends long before SERVER_SECONDS
PAGE = 5000  # records read at a time
COLLECTION = "passages"
# The graph differs from build to build (its levels are drawn). Wide enough, and searched far enough, all find the same:
# of the 60 nearest of 24,763 sentences .999 instead of .982 with Chroma's 16 neighbours and 100 looked at, in 3.5 ms
# instead of 2.0; of 5,000 .9995 instead of .993, as fast.
SEARCHING: CreateHNSWConfiguration = {"space": "cosine", "ef_search": 300, "ef_construction": 200, "max_neighbors": 32}
OWNER_MARK = "-of-"


class ChromaStore:
    """Chroma collections with cosine distance; vectors always come from us, never from Chroma's own embedders.

    The shared documents lie in one collection and each owner's in one of their own, so that privacy is a matter of
    which collection is asked, and the common search needs no filter (measured with Chroma 1.5 on 3,000 passages: 1.7 ms
    without a filter, 8 ms with one that lets everything pass).

    Args:
        folder: Where an embedded Chroma keeps its files; one process at a time.
        url: A Chroma server instead, e.g. `http://127.0.0.1:8000`.
        collection: The name of the shared collection.
        whole: Whether the passages themselves are kept too, for `search`. Without them there are ids and vectors for
            `nearest`, for twice the speed in half the room.

    Raises:
        StoreError: The files cannot be opened or the server cannot be reached.
    """

    def __init__(
        self, folder: Path | None = None, url: str = "", collection: str = COLLECTION, whole: bool = True
    ) -> None:
        self._line = ChromaLine(folder, url)
        self._name = collection
        self._whole = whole
        ours = (collection, collection + OWNER_MARK)
        found = self._line.read(self._line.client.list_collections)  # once: of many it takes a while
        self._held = {one.name: one for one in found if one.name == ours[0] or one.name.startswith(ours[1])}
        self._checked: set[str] = set()  # names of those whose distance was looked at
        self._reached: dict[str, int] = {}  # name -> passages that queries found since it was last changed
        self._shared = self._made("")

    def replace(
        self,
        document_id: str,
        content_hash: str,
        passages: Sequence[Passage],
        vectors: Sequence[Vector],
        owner: str = "",
    ) -> None:
        """See `PassageStore.replace`."""
        for passage in passages:
            if passage.span.document_id != document_id:
                raise ValueError(f"passage {passage.id!r} is not of document {document_id!r}")
        if len(passages) != len(vectors):
            raise ValueError(f"{len(passages)} passages but {len(vectors)} vectors")
        self.remove(document_id, owner)
        self.add([(passage, content_hash) for passage in passages], vectors, owner)

    def add(self, rows: Sequence[tuple[Passage, str]], vectors: Sequence[Vector], owner: str = "") -> None:
        """Add one owner's passages, each with its document's content hash, of documents that are not there yet.

        Raises:
            ValueError: The numbers of passages and vectors differ.
        """
        if len(rows) != len(vectors):
            raise ValueError(f"{len(rows)} passages but {len(vectors)} vectors")
        collection = self._made(owner)
        self._reached.pop(collection.name, None)
        size = SERVER_BATCH if self._line.is_server else BATCH
        for start in range(0, len(rows), size):
            part, places = rows[start : start + size], vectors[start : start + size]
            self._line.write(
                partial(
                    collection.upsert,
                    ids=[passage.id for passage, _ in part],
                    embeddings=_rows(places),
                    documents=[passage.text for passage, _ in part] if self._whole else None,
                    metadatas=[
                        metadata_of(passage, content_hash, owner)
                        if self._whole
                        else {"document": passage.span.document_id, "hash": content_hash}
                        for passage, content_hash in part
                    ],
                )
            )

    def remove(self, document_id: str, owner: str | None = None) -> None:
        """See `PassageStore.remove`. Without an owner every collection is asked, which takes a while where many are."""
        for collection in list(self._held.values()) if owner is None else self._of(owner):
            self._reached.pop(collection.name, None)
            self._line.write(partial(collection.delete, where={"document": document_id}))
            if collection.name != self._name and not self._line.read(collection.count):
                self._held.pop(collection.name)  # first: should the rest fail, the next addition makes it anew
                self._checked.discard(collection.name)
                self._line.write(partial(self._line.client.delete_collection, collection.name))

    def nearest(self, vector: Vector, k: int, filter: Filter = Filter()) -> list[tuple[str, float]]:
        """Ids of the k nearest passages with their cosine similarity, nearest first; nothing else is read."""
        pairs: list[tuple[str, float]] = []
        for collection in self._readable(filter):
            found = self._line.read(
                partial(
                    collection.query,
                    query_embeddings=_rows([vector]),
                    n_results=k,
                    where=_where(filter),
                    include=["distances"],
                )
            )
            distances = (found["distances"] or [[]])[0]
            pairs += [(name, 1.0 - float(distance)) for name, distance in zip(found["ids"][0], distances, strict=True)]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))[:k]

    def search(self, vector: Vector, k: int, filter: Filter = Filter()) -> list[Hit]:
        """See `PassageStore.search`.

        Raises:
            ValueError: The passages themselves are not kept.
        """
        if not self._whole:
            raise ValueError("this store keeps ids and vectors alone: use `nearest`")
        scores = dict(self.nearest(vector, k, filter))
        if not scores:
            return []
        hits: list[Hit] = []
        for collection in self._readable(filter):
            found = self._line.read(partial(collection.get, ids=list(scores), include=["documents", "metadatas"]))
            rows = zip(found["ids"], found["documents"] or [], found["metadatas"] or [], strict=True)
            hits += [Hit(passage_from(text, metadata), scores[name]) for name, text, metadata in rows]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))

    def content_hashes(self) -> dict[str, str]:
        """See `PassageStore.content_hashes`."""
        hashes: dict[str, str] = {}
        for collection in self._held.values():
            for offset in range(0, self._line.read(collection.count), PAGE):
                page = self._line.read(partial(collection.get, include=["metadatas"], limit=PAGE, offset=offset))
                for metadata in page["metadatas"] or []:
                    hashes[str(metadata["document"])] = str(metadata["hash"])
        return hashes

    def count(self) -> int:
        """The number of passages that all collections report."""
        return sum(self._line.read(collection.count) for collection in self._held.values())

    def reachable(self) -> int:
        """The number of passages that queries find; those beyond the first 5,000 of a collection are only counted.

        A collection is asked once after each of its changes.
        """
        unknown = [one for name, one in self._held.items() if name not in self._reached]
        self._reached |= {one.name: self._reached_in(one) for one in unknown}
        return sum(self._reached.values())

    def drop(self) -> None:
        """Delete all its collections."""
        for name in self._held:
            self._line.write(partial(self._line.client.delete_collection, name))

    def close(self) -> None:
        """Close files and connections."""
        self._line.close()

    def _reached_in(self, collection: Collection) -> int:
        count = self._line.read(collection.count)
        asked = min(count, PAGE)
        sample = self._line.read(partial(collection.get, limit=1, include=["embeddings"]))
        vectors = sample["embeddings"]
        if not asked or vectors is None or not len(vectors):
            return 0 if asked else count
        found = self._line.read(
            partial(
                collection.query,
                query_embeddings=_rows([list(map(float, vectors[0]))]),
                n_results=asked,
                include=[],
            )
        )
        return len(found["ids"][0]) + count - asked

    def _made(self, owner: str) -> Collection:
        """The owner's collection, created if it does not exist.

        Raises:
            StoreError: It exists with another distance than cosine: Chroma silently keeps old settings.
        """
        name = self._name + _suffix(owner)
        if name not in self._checked:
            collection = self._line.write(
                partial(
                    self._line.client.get_or_create_collection,
                    name,
                    embedding_function=None,
                    configuration={"hnsw": SEARCHING},
                )
            )
            space = (collection.configuration_json.get("hnsw") or {}).get("space")
            if space != "cosine":
                raise StoreError(
                    f"The collection {collection.name!r} at {self._line.place} measures {space!r} instead of cosine. "
                    "Run `python -m assistant ingest --rebuild`."
                )
            self._held[name] = collection
            self._checked.add(name)
        return self._held[name]

    def _readable(self, filter: Filter) -> list[Collection]:
        """The collections that the filter's owner may read; none is created."""
        return [self._shared, *self._of(filter.owner)] if filter.owner else [self._shared]

    def _of(self, owner: str) -> list[Collection]:
        """The owner's collection, if there is one; none is created."""
        found = self._held.get(self._name + _suffix(owner))
        return [found] if found is not None else []


def _rows(vectors: Sequence[Vector]) -> list[Sequence[float] | Sequence[int]]:
    """Vectors in the type that Chroma's signatures ask for."""
    return [list(map(float, vector)) for vector in vectors]


def _suffix(owner: str) -> str:
    return OWNER_MARK + hashlib.sha256(owner.encode()).hexdigest()[:24] if owner else ""


def _where(filter: Filter) -> Any:  # noqa: ANN401 - Chroma's filter type is a recursive union
    return {"document": {"$in": sorted(filter.documents)}} if filter.documents else None
