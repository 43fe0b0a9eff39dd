"""A made collection of any size: the words of real documents at their frequencies, vectors spread as real ones are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.document import StoredDocument
from knowledge.embedding.embed import Embedder, fingerprint_of
from knowledge.passage import Passage, Source, Span, Statement
from knowledge.text.words import words

STATEMENTS = 2  # of a passage
STATEMENT_WORDS = 18
PASSAGES_A_DOCUMENT = 10
PASSAGES_A_SUBJECT = 50
BLOCK = 1000  # passages made at a time, from a seed of their own
QUERIES = 100
QUERY_WORDS = 8
K = 10
SOURCE = Source("made", "Made text", "Nobody")

Vectors = NDArray[np.float32]
MadeDocument = tuple[StoredDocument, list[tuple[Passage, Vectors]]]


@dataclass(frozen=True, slots=True)
class Query:
    """A question of made words, its vector `(d,)`, and the ids of the exactly nearest passages, nearest first."""

    text: str
    vector: Vectors
    nearest: tuple[str, ...]


class Spread:
    """How vectors of real texts lie: their mean, how subjects differ, and how texts about one subject do.

    A vector is drawn as mean + subject + own, both parts from a normal distribution with the covariance that real
    passages and sentences have between and within the sections of their documents, and scaled to length 1.

    Args:
        vectors: `(n, d)` of real texts.
        groups: The section of each text.
    """

    def __init__(self, vectors: Vectors, groups: Sequence[str]) -> None:
        self._mean = vectors.mean(axis=0)
        places = {group: [n for n, one in enumerate(groups) if one == group] for group in dict.fromkeys(groups)}
        several = [rows for rows in places.values() if len(rows) > 1]
        middles = np.stack([vectors[rows].mean(axis=0) for rows in places.values()]) - self._mean
        within = np.concatenate(
            [(vectors[rows] - vectors[rows].mean(axis=0)) * (len(rows) / (len(rows) - 1)) ** 0.5 for rows in several]
        )
        self._between, self._within = _factor(middles), _factor(within)

    def subjects(self, generator: np.random.Generator, count: int) -> Vectors:
        """Middles of subjects `(count, d)`, not of length 1."""
        made: Vectors = self._drawn(generator, count, self._between) + self._mean
        return made

    def near(self, generator: np.random.Generator, middles: Vectors) -> Vectors:
        """A unit vector of the subject of each row `(n, d)`."""
        made = middles + self._drawn(generator, len(middles), self._within)
        scaled: Vectors = made / np.linalg.norm(made, axis=1, keepdims=True)
        return scaled

    @staticmethod
    def _drawn(generator: np.random.Generator, count: int, factor: Vectors) -> Vectors:
        drawn: Vectors = generator.standard_normal((count, len(factor)), dtype=np.float32) @ factor
        return drawn


class MadeCollection:
    """Passages in a fixed order: the first thousand of a million are the same as a thousand alone.

    While passages are made, the nearest ones of each query are kept, so that the exact answers are known at any size.

    Args:
        texts: Real texts, for their words.
        spread: How the vectors lie.
        sizes: At which sizes queries are asked, multiples of 1,000: each has its own, about subjects that are there.
    """

    def __init__(self, texts: Sequence[str], spread: Spread, sizes: Sequence[int]) -> None:
        counted = Counter(word for text in texts for word in words(text))
        self._words = np.array(list(counted))
        self._shares = np.cumsum(list(counted.values())) / counted.total()
        self._spread = spread
        generator = np.random.default_rng(0)
        self._sizes = list(sizes)
        places = np.concatenate([generator.integers(size, size=QUERIES) for size in sizes])
        middles = np.concatenate([self._middles(int(place))[:1] for place in places])
        self._vectors = spread.near(generator, middles)
        self._texts = [" ".join(row) for row in self._drawn_words(generator, (len(places), QUERY_WORDS))]
        self._scores = np.full((len(places), K), -2.0, dtype=np.float32)
        self._ids = np.full((len(places), K), "", dtype=object)

    def documents(self, start: int, end: int) -> Iterator[MadeDocument]:
        """Documents of ten passages with their matrices, from passage `start` to `end`, both multiples of 1,000."""
        for block in range(start, end, BLOCK):
            yield from self._block(block)

    def queries(self, size: int) -> list[Query]:
        """The queries of a size, with their nearest of the passages that were made so far."""
        own = slice(self._sizes.index(size) * QUERIES, (self._sizes.index(size) + 1) * QUERIES)
        rows = zip(self._texts[own], self._vectors[own], self._ids[own].tolist(), strict=True)
        return [Query(text, vector, tuple(ids)) for text, vector, ids in rows]

    def _block(self, start: int) -> list[MadeDocument]:
        generator = np.random.default_rng(start + 1)
        middles = self._middles(start)
        whole = self._spread.near(generator, middles)
        own = [self._spread.near(generator, middles) for _ in range(STATEMENTS)]
        drawn = self._drawn_words(generator, (BLOCK * STATEMENTS, STATEMENT_WORDS))
        texts = [" ".join(row).capitalize() + "." for row in drawn]
        documents: list[MadeDocument] = []
        for place in range(0, BLOCK, PASSAGES_A_DOCUMENT):
            numbers = range(place, place + PASSAGES_A_DOCUMENT)
            matrices = [np.stack([whole[n], *(vectors[n] for vectors in own)]) for n in numbers]
            said = [texts[n * STATEMENTS : (n + 1) * STATEMENTS] for n in numbers]
            documents.append(_document(f"made-{start + place:07}", said, matrices))
        self._keep_nearest(whole, [passage.id for _, rows in documents for passage, _ in rows])
        return documents

    def _middles(self, start: int) -> Vectors:
        """The subject's middle of each passage of the block that `start` lies in, from `start` on."""
        block = start - start % BLOCK
        subjects = self._spread.subjects(np.random.default_rng((7, block)), BLOCK // PASSAGES_A_SUBJECT)
        middles: Vectors = np.repeat(subjects, PASSAGES_A_SUBJECT, axis=0)[start - block :]
        return middles

    def _drawn_words(self, generator: np.random.Generator, shape: tuple[int, int]) -> NDArray[np.str_]:
        places = np.searchsorted(self._shares, generator.random(shape))
        drawn: NDArray[np.str_] = self._words[np.minimum(places, len(self._words) - 1)]
        return drawn

    def _keep_nearest(self, vectors: Vectors, ids: Sequence[str]) -> None:
        scores = np.concatenate([self._scores, self._vectors @ vectors.T], axis=1)
        names = np.concatenate([self._ids, np.tile(np.array(ids, dtype=object), (len(self._ids), 1))], axis=1)
        order = np.argsort(-scores, axis=1, kind="stable")[:, :K]
        self._scores = np.take_along_axis(scores, order, axis=1)
        self._ids = np.take_along_axis(names, order, axis=1)


def real_spread(embedder: Embedder, kept: Path | None = None) -> tuple[list[str], Spread]:
    """The texts of the curated documents, and how the vectors of their passages and sentences lie.

    Args:
        embedder: Makes the vectors.
        kept: A file in which vectors are kept for the next time.
    """
    from knowledge.curated import load_documents
    from knowledge.document import stored_document
    from knowledge.embedding.vector_cache import VectorCache
    from knowledge.index.entries import texts_of
    from knowledge.split import PASSAGE_SIZE, group_statements

    documents = [stored_document(document) for document in load_documents()]
    passages = [p for d in documents for p in group_statements(d.text, d.statements, d.title, PASSAGE_SIZE)]
    cache = VectorCache(kept, embedder, fingerprint_of(embedder))
    vectors = cache.vectors([text for passage in passages for text in texts_of(passage)])
    cache.close()
    sections = [f"{passage.span.document_id} {passage.heading}" for passage in passages for _ in texts_of(passage)]
    return [document.text for document in documents], Spread(vectors, sections)


def _factor(rows: Vectors) -> Vectors:
    """A matrix `(d, d)` that gives normal noise the covariance of the rows."""
    values, directions = np.linalg.eigh(rows.T.astype(np.float64) @ rows / len(rows))
    made: Vectors = (np.sqrt(np.maximum(values, 0))[:, None] * directions.T).astype(np.float32)
    return made


def _document(name: str, said: Sequence[Sequence[str]], matrices: Sequence[Vectors]) -> MadeDocument:
    passages, place = [], 0
    for texts in said:
        statements, start = [], place
        for text in texts:
            statements.append(Statement(Span(name, place, place + len(text)), text, sources=(SOURCE,)))
            place += len(text) + 1
        whole = Span(name, start, place - 1)
        passages.append(Passage(whole, " ".join(texts), tuple(statements), "Made text", "Part"))
    text = " ".join(passage.text for passage in passages)
    every = tuple(statement for passage in passages for statement in passage.statements)
    document = StoredDocument(name, "Made text", text, SOURCE, every, content_hash="hash")
    return document, list(zip(passages, matrices, strict=True))
