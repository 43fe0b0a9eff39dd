"""Search both sides of an index, and fuse what they find: passages near in meaning and passages that share words."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import log1p
from numbers import Integral
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding.vector_cache import unit
from knowledge.errors import EmbedderError, StoreError
from knowledge.index.build import Build
from knowledge.known import narrows_statements, passes
from knowledge.passage import Filter, Hit, Passage
from knowledge.text.words import content_words

POOL = 40  # passages taken from each side
FEEDBACK = 5  # passages that replace a question which cannot be embedded
# Weights of the fused score, chosen on training questions (`docs/evaluation.md`): cosine of the passage, cosine of its
# nearest statement, and BM25 divided by the query's best BM25 score and `LEXICAL_DOUBT`. So words count for more where
# some passage shares many rare ones with the question than where none does.
PASSAGE_WEIGHT = 0.5
STATEMENT_WEIGHT = 0.5
LEXICAL_WEIGHT = 0.5
LEXICAL_DOUBT = 10.0  # BM25 points
UNKNOWN = ""  # in `rarity_in`, any word that no passage holds

NO_MODEL = "The embedding model cannot be used, so passages were found by their words alone."
NO_VECTORS = "The vector store did not answer, so passages were found by their words alone."

Vector = NDArray[np.float32]
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """The result of a search: hits, best first, the question's unit vector `(d,)`, and a notice for the reader."""

    hits: tuple[Hit, ...]
    vector: Vector
    notice: str = ""


def check_query(query: str, k: int) -> str:
    """The query as it can be searched for, from a caller whose types nobody checks.

    Raises:
        ValueError: k is no whole number from 1 on, or the query is no text.
    """
    if not isinstance(k, Integral) or k < 1:
        raise ValueError(f"k must be a whole number and at least 1, not {k!r}")
    if not isinstance(query, str):
        raise ValueError(f"a query is text, not {query!r}")  # noqa: TRY004 - a wrong argument, as k is
    return query.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair cannot be searched for


def find_in(
    build: Build, query: str, embed: Callable[[str], Vector], k: int, filter: Filter, notice: str = ""
) -> Found:
    """At most k hits for a question, by meaning and words, or by words alone where the model or the store fails.

    Args:
        build: The index to search.
        query: A question that stands alone.
        embed: Gives its unit vector `(d,)`.
        k: How many hits at most, 1 or more.
        filter: What may be used.
        notice: What the reader is told where nothing fails; a failure takes its place.
    """
    vector: Vector | None
    try:
        vector = embed(query)
    except EmbedderError as error:
        logger.warning("searching by words: %s", error)
        vector, notice = _stand_in(build, query, filter), NO_MODEL
    if vector is None:
        return Found((), np.zeros(1, dtype=np.float32), notice)
    near: dict[str, float] = {}
    try:
        near = dict(build.nearest(vector, pool_size(k, filter), filter))
    except StoreError as error:
        logger.warning("searching by words: %s", error)
        notice = NO_VECTORS
    return Found(_fuse(build, query, vector, near, k, filter), vector, notice)


def rarity_in(build: Build, text: str) -> dict[str, float]:
    """Stem of each of a text's words -> inverse document frequency, `log(1 + n / (1 + passages with it))`.

    The value under `UNKNOWN` is that of a word in no passage.
    """
    count = build.words.count()
    found = {word: log1p(count / (1 + build.words.passages_with(word))) for word in set(content_words(text))}
    return {**found, UNKNOWN: log1p(count)}


def pool_size(k: int, filter: Filter) -> int:
    """How many passages to take from each side, so that k are left after filtering."""
    return max(POOL, 2 * k) * (4 if narrows_statements(filter) else 1)


def _fuse(
    build: Build, query: str, vector: Vector, near: Mapping[str, float], k: int, filter: Filter
) -> tuple[Hit, ...]:
    """At most k hits, best first by the fused score; ties by passage id, so that reruns agree.

    Args:
        build: The index to search.
        query: The question's words, for the lexical side.
        vector: Its unit vector `(d,)`.
        near: Passages that the vector side found, by id.
        k: How many hits at most.
        filter: What may be used. Statements it rejects are taken out of the hits' passages; a passage with none left
            is dropped.
    """
    lexical = build.words.best(query, pool_size(k, filter), filter)
    best = max(lexical.values(), default=0.0) + LEXICAL_DOUBT
    scored: list[tuple[float, str, Passage, float, Vector]] = []
    for passage, matrix in build.words.passages(dict.fromkeys([*near, *lexical])):
        statement_vectors = matrix[1:]
        if narrows_statements(filter):
            kept = [place for place, statement in enumerate(passage.statements) if passes(statement, filter)]
            if not kept:
                continue
            passage = replace(passage, statements=tuple(passage.statements[place] for place in kept))
            statement_vectors = statement_vectors[kept]
        cosine, nearest = float(matrix[0] @ vector), max((statement_vectors @ vector).tolist())
        name = passage.id
        fused = PASSAGE_WEIGHT * cosine + STATEMENT_WEIGHT * nearest + LEXICAL_WEIGHT * lexical.get(name, 0.0) / best
        scored.append((-fused, name, passage, cosine, statement_vectors))
    scored.sort(key=itemgetter(0, 1))
    return tuple(
        Hit(passage, cosine, lexical.get(name, 0.0), vectors) for _, name, passage, cosine, vectors in scored[:k]
    )


def _stand_in(build: Build, query: str, filter: Filter) -> Vector | None:
    """A vector for a question that cannot be embedded: the mean of the passages that share most words with it.

    None when no passage shares a word.
    """
    scores = build.words.best(query, FEEDBACK, filter)
    rows = build.words.passages(scores)
    if not rows:
        return None
    weights = np.array([scores[passage.id] for passage, _ in rows], dtype=np.float32)
    mean = np.stack([matrix[0] for _, matrix in rows]).T @ weights
    vector: Vector = unit(mean[np.newaxis, :])[0]
    return vector
