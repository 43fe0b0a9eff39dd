"""Keeps an index equal to its documents, and names what it holds."""

from __future__ import annotations

import hashlib
import logging
from functools import cached_property
from pathlib import Path

from knowledge.embedding.embed import Embedder, fingerprint_of
from knowledge.embedding.vector_cache import VectorCache
from knowledge.errors import EmbedderError, StoreError
from knowledge.index.entries import entries_of
from knowledge.index.live_index import RULES, LiveIndex
from knowledge.index.search import NO_MODEL
from knowledge.split import RULES_VERSION
from knowledge.truth.intake import Progress
from knowledge.truth.store import TruthStore

BEHIND = "The index could not be brought up to date, so the newest documents may be missing."

logger = logging.getLogger(__name__)


class Upkeep:
    """Makes the index that answers from the documents of the truth store; called by one thread at a time.

    Args:
        truth: The documents.
        live: The index.
        embedder: Makes the vectors.
        folder: Where vectors are kept between builds; None keeps them in memory.
        passage_size: Characters a passage has at most.
    """

    def __init__(
        self, truth: TruthStore, live: LiveIndex, embedder: Embedder, folder: Path | None, passage_size: int
    ) -> None:
        self._truth = truth
        self._live = live
        self._embedder = embedder
        self._folder = folder
        self._passage_size = passage_size
        self.notice = ""
        """What to say of answers while the index is behind its documents; empty when it is not."""

    @cached_property
    def fingerprint(self) -> str:
        """Names everything that decides what an index of given documents holds.

        Raises:
            EmbedderError: The model cannot be used.
        """
        return f"{fingerprint_of(self._embedder)}|passages:{self._passage_size}{RULES}{RULES_VERSION}"

    def content_fingerprint(self) -> str:
        """Names what the open build holds; before the opening, what it will hold."""
        if self._live.current is None:
            content = self._truth.content_hashes()
        else:
            with self._live.lent() as build:
                content = build.words.content_hashes()
        hashes = "".join(f"{name}{value}" for name, value in sorted(content.items()))
        made_with = self._live.published_fingerprint() or self.fingerprint
        return hashlib.sha256(f"{made_with}|{hashes}".encode()).hexdigest()[:16]

    def open(self) -> None:
        """Open the index; what is on disk answers as it is when it cannot be brought up to date.

        Raises:
            IndexMismatchError: It was made with another embedder or passage size.
            EmbedderError: There is no usable one on disk, and the model cannot be used.
            StoreError: There is none, and the disk is full or the store does not answer.
        """
        try:
            self.bring_up_to_date(self._live.is_outdated(self.fingerprint))
        except (EmbedderError, StoreError) as error:
            if not self._live.adopt():
                raise
            logger.warning("answering from the index as it is: %s", error)
            self.notice = NO_MODEL if isinstance(error, EmbedderError) else BEHIND

    def bring_up_to_date(self, rebuild: bool = False, progress: Progress | None = None) -> None:
        """Make the index hold what the truth store holds.

        Args:
            rebuild: Whether to make it anew, even if nothing changed.
            progress: Called with the step, the number done and the total.

        Raises:
            EmbedderError: The model cannot be used.
            StoreError: The disk is full or the store does not answer.
        """
        try:
            self._live.follow(
                wanted=self._truth.content_hashes(),
                entries=lambda names: entries_of(self._truth, names, self._vector_cache, self._passage_size, progress),
                fingerprint=self.fingerprint,
                characters=self._truth.characters,
                rebuild=rebuild,
            )
        except StoreError:
            self.notice = BEHIND
            raise
        self.notice = ""

    def _vector_cache(self) -> VectorCache:
        path = self._folder / "vectors.sqlite3" if self._folder else None
        return VectorCache(path, self._embedder, fingerprint_of(self._embedder))
