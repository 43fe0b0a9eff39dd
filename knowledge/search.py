"""Fuse what the two sides of an index find: passages near in meaning and passages that share words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from knowledge.index_build import Build
from knowledge.known import narrows_statements, passes
from knowledge.passage import Filter, Hit

POOL = 40  # passages taken from each side
# Weights of the fused score, chosen on training questions (`docs/evaluation.md`): cosine of the passage, cosine of its
# nearest statement, and BM25 as a share of the best BM25 score of the query.
PASSAGE_WEIGHT = 0.5
STATEMENT_WEIGHT = 0.5
LEXICAL_WEIGHT = 0.25


def find(build: Build, query: str, vector: NDArray[np.float32], k: int, filter: Filter) -> list[Hit]:  # noqa: A002
    """At most k hits, best first by the fused score; ties by passage id, so that reruns agree.

    Args:
        build: The index to search.
        query: The question's words, for the lexical side.
        vector: Its unit vector `(d,)`.
        k: How many hits at most.
        filter: What may be used. Statements it does not let pass are taken out of the hits' passages, and a passage
            that has none left is no hit.
    """
    pool = max(POOL, 2 * k)
    if narrows_statements(filter):
        pool *= 4  # what the filter takes away after the search must be made up for
    near = dict(build.nearest(vector, pool, filter))
    lexical = build.words.best(query, pool, filter)
    top = max(lexical.values(), default=1.0)
    scored: list[tuple[float, Hit]] = []
    for passage, matrix in build.words.passages(dict.fromkeys([*near, *lexical])):
        statement_vectors = matrix[1:]
        if narrows_statements(filter):
            kept = [place for place, statement in enumerate(passage.statements) if passes(statement, filter)]
            if not kept:
                continue
            passage = replace(passage, statements=tuple(passage.statements[place] for place in kept))
            statement_vectors = statement_vectors[kept]
        cosine = float(matrix[0] @ vector)
        nearest = float((statement_vectors @ vector).max())
        words = lexical.get(passage.id, 0.0)
        fused = PASSAGE_WEIGHT * cosine + STATEMENT_WEIGHT * nearest + LEXICAL_WEIGHT * words / top
        scored.append((fused, Hit(passage, cosine, words, statement_vectors)))
    scored.sort(key=lambda pair: (-pair[0], pair[1].passage.id))
    return [hit for _, hit in scored[:k]]
