"""Ingest and search: the interface of this layer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from knowledge.document import FailedDocument, StoredDocument
from knowledge.embedding.embed import Embedder
from knowledge.embedding.query_vectors import QueryVectors
from knowledge.errors import QueryError
from knowledge.index.build import Build
from knowledge.index.live_index import LiveIndex
from knowledge.index.place import IndexPlace
from knowledge.index.search import Found, check_query, find_in, rarity_in
from knowledge.index.upkeep import Upkeep
from knowledge.overview import Overview
from knowledge.passage import Filter, Hit, Statement
from knowledge.revision import Changes, OfRevision
from knowledge.split import PASSAGE_SIZE
from knowledge.truth.intake import IngestReport as IngestReport  # its public home is here
from knowledge.truth.intake import Intake
from knowledge.truth.intake import Progress as Progress  # and this one's
from knowledge.truth.store import DOCUMENTS, TruthStore

if TYPE_CHECKING:
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever

    from knowledge.index.store import PassageStore


class KnowledgeBase:
    """Documents, their index, and the search over both. Safe from several threads.

    Who has opened one closes it, most simply by `with KnowledgeBase(…) as knowledge:`.

    An index whose folder cannot be written is answered from by way of a copy, and takes no documents.

    Args:
        embedder: Makes the vectors.
        index: The folder of the truth store and the index; None keeps everything in memory.
        store: Another passage store than Chroma; it is filled in place.
        chroma_url: A Chroma server for the vectors, instead of files in `index`.
        passage_size: Characters a passage has at most, whole statements permitting.

    Raises:
        IndexLockedError: Another process holds the folder.
        IndexDamagedError: The truth store cannot be used.
        StoreError: The folder cannot be written and there is no index in it, or no room for a copy.
    """

    def __init__(
        self,
        embedder: Embedder,
        index: Path | None = None,
        store: PassageStore | None = None,
        chroma_url: str = "",
        passage_size: int = PASSAGE_SIZE,
    ) -> None:
        self.embedder = embedder
        self._place = IndexPlace(index)
        self.index = self._place.folder
        self._changes = Changes()
        self._queries = QueryVectors(embedder)
        try:
            self._truth = TruthStore(self.index / DOCUMENTS if self.index is not None else None)
        except BaseException:
            self._place.release()
            raise
        self._intake = Intake(self._truth)
        self._live = LiveIndex(self.index, "" if self._place.is_copy else chroma_url, store)
        self._upkeep = Upkeep(self._truth, self._live, embedder, self.index, passage_size)
        self._overview = OfRevision(lambda: Overview(self._truth.shared(), self._truth.marked()))
        self._index_fingerprint = OfRevision(self._upkeep.content_fingerprint)

    @property
    def fingerprint(self) -> str:
        """Names everything that decides what an index of given documents holds."""
        return self._upkeep.fingerprint

    @property
    def revision(self) -> int:
        """A number that goes up when a change of what it holds begins, and again when it ends.

        The opening of the index counts as a change, for it may repair it.
        """
        return self._changes.revision

    @property
    def index_fingerprint(self) -> str:
        """Names the content that answers: embedder, rules and every document's hash."""
        return self._index_fingerprint.at(self.revision)

    def ingest(
        self,
        documents: Iterable[Document | FailedDocument],
        only: bool = False,
        rebuild: bool = False,
        progress: Progress | None = None,
    ) -> IngestReport:
        """Take documents in; unchanged ones cost nothing.

        Args:
            documents: LangChain documents; a `FailedDocument` stands for one that could not be read.
            only: Whether to remove every other shared document, and to stay without the curated ones once it is empty.
            rebuild: Whether to make the index anew from all documents, even if nothing changed.
            progress: Called with the step, the number done and the total.

        Returns:
            What was added, updated, unchanged, removed and failed, and which were renamed or are copies of others.

        Raises:
            IndexMismatchError: It was made with another embedder or passage size, and `rebuild` is not asked for.
            EmbedderError: The model cannot be used.
            StoreError: The disk is full or the store does not answer.

        After an error the documents that were stored stay so and are indexed next time; the index that answered still
        does.
        """
        started = perf_counter()
        self._place.refuse_change()
        with self._changes.one():
            fingerprint = self.fingerprint
            if not rebuild:
                rebuild = self._live.is_outdated(fingerprint)
            if only:
                self._truth.choose()
            report = self._intake.take(documents, only, progress)
            self._upkeep.bring_up_to_date(rebuild, progress)
        return replace(report, seconds=perf_counter() - started)

    def remove(self, document_ids: Iterable[str], owner: str = "") -> tuple[str, ...]:
        """Remove documents of one owner everywhere. Returns the ids that existed.

        Raises:
            IndexMismatchError: The index was made with another embedder or passage size.
        """
        self._place.refuse_change()
        with self._changes.one():
            outdated = self._live.is_outdated(self.fingerprint)
            owners = self._truth.owners()
            found = tuple(name for name in document_ids if owners.get(name) == owner)
            if found and not owner:
                self._truth.choose()
            self._truth.change((), found)
            self._intake.forget(found)
            self._upkeep.bring_up_to_date(outdated)
        return found

    def search(self, query: str, k: int = 10, filter: Filter = Filter()) -> list[Hit]:
        """Find the passages relevant to a question.

        Args:
            query: A question that stands alone.
            k: How many hits at most.
            filter: What may be used.

        Returns:
            Hits, best first. Their `score` is the cosine similarity in [-1, 1]; their order also weighs shared words.

        Raises:
            IndexMissingError: Nothing has been ingested yet.
            IndexMismatchError: The index was made with another embedder or passage size.
            QueryError: The query is empty.
            ValueError: k is no whole number from 1 on, or the query is no text.
        """
        if not check_query(query, k).strip():
            raise QueryError("The query is empty. Search for something in words.")
        return list(self.find(query, k, filter).hits)

    def find(self, query: str, k: int = 10, filter: Filter = Filter()) -> Found:
        """As `search`, with the question's vector and a notice.

        Where the model or the vector store fails, passages are found by their words, and the notice says so.
        """
        query = check_query(query, k)
        self.open()
        with self._live.lent() as build:
            return find_in(build, query, self.query_vector, k, filter, self._upkeep.notice)

    def query_vector(self, query: str) -> NDArray[np.float32]:
        """The unit vector `(d,)` of a question; recent ones are remembered.

        Raises:
            EmbedderError: The model cannot be used.
        """
        return self._queries.of(query)

    def remember(self, queries: Iterable[str]) -> None:
        """Embed questions that will be asked soon, in one pass if possible; failures are raised when they are asked."""
        self._queries.remember(queries)

    def document(self, document_id: str, owner: str = "") -> StoredDocument | None:
        """One document that `owner` may see, or None."""
        found = self._truth.get(document_id)
        return found if found and found.owner in ("", owner) else None

    def text_of(self, document_id: str, owner: str = "") -> str | None:
        """The whole text of a document that `owner` may see, or None; recent ones are remembered."""
        return self._truth.text_of(document_id, owner)

    def rarity(self, text: str) -> dict[str, float]:
        """Stem of each of a text's words -> how rare it is; under `search.UNKNOWN`, a word in no passage."""
        self.open()
        with self._live.lent() as build:
            return rarity_in(build, text)

    @property
    def may_be_filled(self) -> bool:
        """Whether it is empty and nobody wants it so: no `only` was asked for, and no shared document removed."""
        return self._truth.is_empty() and not self._truth.is_chosen

    def documents(self, owner: str = "") -> Sequence[StoredDocument]:
        """Every document that `owner` may see, by id; each is read on access."""
        return self._truth.visible_to(owner) if owner else self.overview.documents

    def newest_day(self, owner: str = "") -> date | None:
        """The newest day on which a document that `owner` may see was published; None where none is dated."""
        found = self._truth.newest_day(owner)
        return date.fromisoformat(found) if found else None

    def owned(self) -> dict[str, str]:
        """Document id -> owner, of every document that somebody added for themselves."""
        return {name: owner for name, owner in self._truth.owners().items() if owner}

    def size_of(self, owner: str) -> int:
        """How much is kept of the documents that somebody added for themselves, in bytes; the index not counted."""
        return self._truth.size_of(owner)

    @property
    def overview(self) -> Overview:
        """What the shared documents say as a whole: disputes, outcomes, dated statements."""
        return self._overview.at(self.revision)

    def timeline(self, filter: Filter = Filter()) -> list[Statement]:
        """Dated statements in order of their event."""
        return self.overview.timeline(filter)

    def as_retriever(self, k: int = 10) -> BaseRetriever:
        """The same search as a LangChain retriever."""
        from knowledge.retriever import KnowledgeRetriever

        return KnowledgeRetriever(knowledge=self, k=k)

    def backup(self, path: Path) -> None:
        """Write every document to one file; the index can be made from it.

        Raises:
            StoreError: The file cannot be written.
        """
        self._truth.backup(path)

    def open(self) -> Build:
        """The index that answers, opened, checked, and repaired from the truth store where it can be.

        Raises:
            IndexMissingError: Nothing has been ingested yet.
            IndexMismatchError: It was made with another embedder or passage size.
            StoreError: It has to be made anew, and the disk is full or the store does not answer.
        """
        build = self._live.current
        if build is not None:
            return build
        with self._changes.lock:
            if self._live.current is None:
                if self._truth.is_empty():
                    raise self._place.nothing_in_it(self._truth.is_chosen)
                with self._changes.one():
                    self._upkeep.open()
            with self._live.lent() as build:
                return build

    def check(self) -> None:
        """Open the index, as `open` does, and check that it holds and finds what it should.

        Raises:
            IndexDamagedError: It does not.
        """
        self.open()
        with self._live.lent() as build:
            build.check()

    def __enter__(self) -> Self:
        """Itself: `with` closes it at the end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close the index and release its lock, so that it can be opened elsewhere; closing twice does no harm."""
        with self._changes.lock:
            self._live.close()
            self._truth.close()
            self._place.release()
