"""Choose the statements that answer: signals of each statement, weighed by a small model that was learnt from public questions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.answer_types import types_in
from assistant.evidence import Evidence, ScoredStatement
from assistant.question import QuestionReading, Wants, read_question
from knowledge.passage import Hit
from knowledge.words import content_words

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of one statement as an answer to one question; all higher-is-better and of order 1."""

    statement_cosine: float
    passage_cosine: float
    words: float  # share of the question's words, by rarity, that the statement holds
    words_around: float  # the same of statement, title, heading and neighbours
    rank: float  # 1 for the best hit, falling with its place
    type_held: float  # the kind of answer that is wanted is in it
    first: float  # first statement of its passage


WEIGHTS = {
    "statement_cosine": 4.0,
    "passage_cosine": 1.5,
    "words": 2.0,
    "words_around": 1.0,
    "rank": 0.5,
    "type_held": 0.5,
    "first": 0.1,
}


def choose(question: str, vector: Vector, hits: Sequence[Hit], rarity: Mapping[str, float]) -> Evidence:
    """Score every statement of the hits.

    Args:
        question: One that stands alone.
        vector: Its unit vector `(d,)`.
        hits: What was found, best first.
        rarity: Stem -> inverse document frequency, at least of the question's stems.

    Returns:
        The statements, best first, and the confidence that they answer.
    """
    reading = read_question(question)
    scored: list[ScoredStatement] = []
    seen: set[tuple[str, int, int]] = set()
    for place, hit in enumerate(hits):
        for statement, signals in zip(
            hit.passage.statements, _signals(reading, vector, hit, place, rarity), strict=True
        ):
            key = (statement.span.document_id, statement.span.start, statement.span.end)
            if key not in seen:
                seen.add(key)
                scored.append(ScoredStatement(statement, hit.passage, _score(signals), signals.statement_cosine))
    scored.sort(key=lambda item: (-item.score, item.statement.span))
    return Evidence(tuple(scored), tuple(hits), _confidence(scored))


def _score(signals: Signals) -> float:
    return sum(weight * getattr(signals, name) for name, weight in WEIGHTS.items())


def _confidence(scored: Sequence[ScoredStatement]) -> float:
    if not scored:
        return 0.0
    return 1.0 / (1.0 + math.exp(-2.0 * (scored[0].score - 4.2)))


def _signals(
    reading: QuestionReading, vector: Vector, hit: Hit, place: int, rarity: Mapping[str, float]
) -> list[Signals]:
    passage = hit.passage
    vectors = hit.statement_vectors
    cosines = vectors @ vector if vectors is not None else np.full(len(passage.statements), hit.score)
    total = sum(rarity.get(word, 1.0) for word in reading.content) or 1.0
    above = _stems(f"{passage.title} {passage.heading}")
    whole = above | _stems(passage.text)
    around = sum(rarity.get(word, 1.0) for word in reading.content if word in whole) / total
    found = []
    for number, (statement, cosine) in enumerate(zip(passage.statements, cosines, strict=True)):
        own = _stems(statement.text)
        shared = sum(
            rarity.get(word, 1.0) * (1.0 if word in own else 0.3 if word in above else 0.0) for word in reading.content
        )
        held = types_in(statement.text)
        wanted = reading.wants & {Wants.DATE, Wants.NUMBER, Wants.MONEY, Wants.PERSON, Wants.PLACE, Wants.REASON}
        found.append(
            Signals(
                statement_cosine=float(cosine),
                passage_cosine=hit.score,
                words=shared / total,
                words_around=around,
                rank=1.0 / (1 + place),
                type_held=len(wanted & held) / len(wanted) if wanted else 0.5,
                first=float(number == 0),
            )
        )
    return found


@lru_cache(maxsize=65536)
def _stems(text: str) -> frozenset[str]:
    return frozenset(content_words(text))
