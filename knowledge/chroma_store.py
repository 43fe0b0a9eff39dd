"""Passages kept in Chroma, in this process or on a Chroma server."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from knowledge.errors import StoreError
from knowledge.passage import Filter, Hit, Passage, Span
from knowledge.rows import source_from, source_to_row, statement_from_row, statement_to_row
from knowledge.store import Vector

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api import ClientAPI

BATCH = 200  # records a call; Chroma 1.5 takes at most 5,461
PAGE = 5000  # records read at a time
COLLECTION = "passages"
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

    Raises:
        StoreError: The files cannot be opened or the server cannot be reached.
    """

    def __init__(self, folder: Path | None = None, url: str = "", collection: str = COLLECTION) -> None:
        self._place = url or str(folder)
        self._name = collection
        self._client = _client(folder, url)
        self._collections: dict[str, Collection] = {}
        self._shared = self._collection("")

    def replace(
        self,
        document_id: str,
        content_hash: str,
        passages: Sequence[Passage],
        vectors: Sequence[Vector],
        owner: str = "",
    ) -> None:
        """See `PassageStore.replace`."""
        self.remove(document_id)
        for passage in passages:
            if passage.span.document_id != document_id:
                raise ValueError(f"passage {passage.id!r} is not of document {document_id!r}")
        self.add([(passage, content_hash) for passage in passages], vectors, owner)

    def add(self, rows: Sequence[tuple[Passage, str]], vectors: Sequence[Vector], owner: str = "") -> None:
        """Add one owner's passages, each with its document's content hash, of documents that are not there yet.

        Raises:
            ValueError: Other numbers of passages and vectors.
        """
        if len(rows) != len(vectors):
            raise ValueError(f"{len(rows)} passages but {len(vectors)} vectors")
        collection = self._collection(owner)
        for start in range(0, len(rows), BATCH):
            part = rows[start : start + BATCH]
            with _translated(self._place):
                collection.upsert(
                    ids=[passage.id for passage, _ in part],
                    embeddings=_rows(vectors[start : start + BATCH]),
                    documents=[passage.text for passage, _ in part],
                    metadatas=[_metadata(passage, content_hash, owner) for passage, content_hash in part],
                )

    def remove(self, document_id: str) -> None:
        """See `PassageStore.remove`."""
        for collection in self._all():
            with _translated(self._place):
                collection.delete(where={"document": document_id})

    def nearest(self, vector: Vector, k: int, filter: Filter = Filter()) -> list[tuple[str, float]]:  # noqa: A002, B008
        """Ids of the k nearest passages with their cosine similarity, nearest first; nothing else is read."""
        pairs: list[tuple[str, float]] = []
        for collection in self._readable(filter):
            with _translated(self._place):
                found = collection.query(
                    query_embeddings=_rows([vector]),
                    n_results=k,
                    where=_where(filter),
                    include=["distances"],
                )
            distances = (found["distances"] or [[]])[0]
            pairs += [(name, 1.0 - float(distance)) for name, distance in zip(found["ids"][0], distances, strict=True)]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))[:k]

    def search(self, vector: Vector, k: int, filter: Filter = Filter()) -> list[Hit]:  # noqa: A002, B008
        """See `PassageStore.search`."""
        scores = dict(self.nearest(vector, k, filter))
        if not scores:
            return []
        hits: list[Hit] = []
        for collection in self._readable(filter):
            with _translated(self._place):
                found = collection.get(ids=list(scores), include=["documents", "metadatas"])
            rows = zip(found["ids"], found["documents"] or [], found["metadatas"] or [], strict=True)
            hits += [Hit(_passage(text, metadata), scores[name]) for name, text, metadata in rows]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))

    def content_hashes(self) -> dict[str, str]:
        """See `PassageStore.content_hashes`."""
        hashes: dict[str, str] = {}
        for collection in self._all():
            for offset in range(0, collection.count(), PAGE):
                with _translated(self._place):
                    page = collection.get(include=["metadatas"], limit=PAGE, offset=offset)
                for metadata in page["metadatas"] or []:
                    hashes[str(metadata["document"])] = str(metadata["hash"])
        return hashes

    def count(self) -> int:
        """How many passages all collections say they hold."""
        with _translated(self._place):
            return sum(collection.count() for collection in self._all())

    def close(self) -> None:
        """Close files and connections."""
        close = getattr(self._client, "close", None)
        if callable(close):
            close()

    def _collection(self, owner: str) -> Collection:
        if owner not in self._collections:
            with _translated(self._place):
                self._collections[owner] = self._client.get_or_create_collection(
                    self._name + _suffix(owner),
                    embedding_function=None,
                    configuration={"hnsw": {"space": "cosine", "ef_search": 100}},
                )
        return self._collections[owner]

    def _all(self) -> list[Collection]:
        with _translated(self._place):
            found = self._client.list_collections()
        return [c for c in found if c.name == self._name or c.name.startswith(self._name + OWNER_MARK)]

    def _readable(self, filter: Filter) -> list[Collection]:  # noqa: A002
        if not filter.owner:
            return [self._shared]
        return [self._shared, self._collection(filter.owner)]


def _rows(vectors: Sequence[Vector]) -> list[Sequence[float] | Sequence[int]]:
    """Vectors in the type that Chroma's signatures ask for."""
    return [list(map(float, vector)) for vector in vectors]


def _suffix(owner: str) -> str:
    return OWNER_MARK + hashlib.sha256(owner.encode()).hexdigest()[:24] if owner else ""


def _client(folder: Path | None, url: str) -> ClientAPI:
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    settings = ChromaSettings(anonymized_telemetry=False, allow_reset=False)
    with _translated(url or str(folder)):
        if url:
            parts = urlsplit(url if "//" in url else f"//{url}")
            return chromadb.HttpClient(
                host=parts.hostname or "127.0.0.1",
                port=parts.port or 8000,
                ssl=parts.scheme == "https",
                settings=settings,
            )
        if folder is None:
            return chromadb.EphemeralClient(settings=settings)
        return chromadb.PersistentClient(path=str(folder.resolve()), settings=settings)


class _translated:  # noqa: N801 - reads as a verb where it is used
    """Turn whatever Chroma and its transport raise into one StoreError that names the place."""

    def __init__(self, place: str) -> None:
        self._place = place

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is None or isinstance(error, StoreError) or not isinstance(error, Exception):
            return
        raise StoreError(
            f"The vector store at {self._place} did not answer ({type(error).__name__}: {str(error)[:200]}). Check "
            "that it is there, running and has room; `python -m assistant doctor` tells more."
        ) from error


def _metadata(passage: Passage, content_hash: str, owner: str) -> dict[str, str | int]:
    sources = {source.id: source for statement in passage.statements for source in statement.sources}
    body = {
        "sources": [source_to_row(source) for source in sources.values()],
        "statements": [{**statement_to_row(s), "text": s.text} for s in passage.statements],
    }
    return {
        "document": passage.span.document_id,
        "hash": content_hash,
        "owner": owner,
        "start": passage.span.start,
        "end": passage.span.end,
        "title": passage.title,
        "heading": passage.heading,
        "body": json.dumps(body, ensure_ascii=False),
    }


def _passage(text: str, metadata: Any) -> Passage:  # noqa: ANN401 - Chroma's metadata type is an open mapping
    document_id, start = str(metadata["document"]), int(metadata["start"])
    body = json.loads(metadata["body"])
    sources = {source["id"]: source_from(source, document_id) for source in body["sources"]}
    padded = " " * start + text  # statements carry places in the whole document
    return Passage(
        span=Span(document_id, start, int(metadata["end"])),
        text=text,
        statements=tuple(statement_from_row(row, document_id, padded, sources) for row in body["statements"]),
        title=str(metadata["title"]),
        heading=str(metadata["heading"]),
    )


def _where(filter: Filter) -> Any:  # noqa: A002, ANN401 - Chroma's filter type is a recursive union
    return {"document": {"$in": sorted(filter.documents)}} if filter.documents else None
