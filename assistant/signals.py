"""What speaks for a statement as the answer to a question: the features that the selection model weighs."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.actors import acts, asked_actor
from assistant.answer_types import holds, judged
from assistant.question import QuestionReading, read_question
from knowledge.knowledge_base import UNKNOWN
from knowledge.passage import Hit
from knowledge.words import content_words

Vector = NDArray[np.float32]
Matrix = NDArray[np.float64]

NAMES = (
    "statement_cosine",  # of question and statement
    "passage_cosine",  # of question and passage
    "lexical",  # BM25 of the passage as a share of the best
    "words",  # share of the question's words, by rarity, in the statement
    "words_around",  # the same in statement, title, heading and passage
    "words_above",  # the same in title and heading
    "pairs",  # share of the question's neighbouring word pairs in the statement
    "rarest",  # the question's rarest known word is in the statement
    "names",  # share of the question's names in the statement, its title and heading
    "numbers",  # the same of its numbers
    "rank",  # 1 for the first hit, falling
    "type_held",  # something of the wanted kind is in it that the question does not name
    "type_missing",  # a kind is wanted, and nothing of it is there
    "first",  # first statement of its passage
    "length",  # logarithm of its words, 1 for 20 words
    "best_of_passage",  # the nearest statement of its passage
    "asks",  # it is a question itself
    "other_year",  # the question names a year, and of the years in the statement it is none
    "speaker",  # the question asks for somebody's words, and they say or do something in it
    "other_speaker",  # the same, and only others do
    "missed",  # minus the rarity of the rarest of the question's words that is not even around it, 1 for an unknown one
)

_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


def signals(question: str, vector: Vector, hits: Sequence[Hit], rarity: Mapping[str, float], asked: str = "") -> Matrix:
    """The features `(n, f)` of all statements of the hits, hits in order and statements in order within.

    Args:
        question: One that stands alone.
        vector: Its unit vector `(d,)`.
        hits: What was found, best first.
        rarity: Stem -> inverse document frequency, at least of the question's stems.
        asked: The question that says what kind of answer is wanted, if another: `question` may hold the one before too.

    Returns:
        One row a statement, one column for each of `NAMES`; values are of order 1.
    """
    reading, wanted = read_question(question), read_question(asked or question)
    top_lexical = max((hit.lexical for hit in hits), default=0.0) or 1.0
    rows = [
        row
        for place, hit in enumerate(hits)
        for row in _of_hit(reading, wanted, vector, hit, place, top_lexical, rarity)
    ]
    return np.array(rows, dtype=np.float64).reshape(-1, len(NAMES))


def _of_hit(
    reading: QuestionReading,
    wanted: QuestionReading,
    vector: Vector,
    hit: Hit,
    place: int,
    top_lexical: float,
    rarity: Mapping[str, float],
) -> list[tuple[float, ...]]:
    passage = hit.passage
    vectors = hit.statement_vectors
    cosines = vectors @ vector if vectors is not None else np.full(len(passage.statements), hit.score)
    weights = {word: rarity.get(word, 1.0) for word in reading.content}
    total = sum(weights.values()) or 1.0
    above = stems(f"{passage.title} {passage.heading}")
    whole = above | stems(passage.text)
    around = sum(weight for word, weight in weights.items() if word in whole) / total
    on_top = sum(weight for word, weight in weights.items() if word in above) / total
    highest = rarity.get(UNKNOWN, 0.0) or max(weights.values(), default=1.0)
    missed = max((weight for word, weight in weights.items() if word not in whole), default=0.0) / highest
    rarest = max(weights, key=lambda word: (weights[word], word), default="")
    word_pairs = set(zip(reading.content, reading.content[1:], strict=False))
    kinds = judged(wanted.wants)
    nearest = float(cosines.max()) if len(cosines) else 0.0
    years = _years(reading.text)
    numbers = frozenset(name for name in reading.names if any(map(str.isdigit, name)))
    names = reading.names - numbers
    actor = asked_actor(wanted.text)
    rows: list[tuple[float, ...]] = []
    for number, (statement, cosine) in enumerate(zip(passage.statements, cosines, strict=True)):
        own = stems(statement.text)
        held = [holds(kind, statement.text, reading.text) for kind in kinds]
        named = own | above
        deed = acts(statement.text, actor) if actor and actor.speaks else 0
        rows.append(
            (
                float(cosine),
                hit.score,
                hit.lexical / top_lexical,
                sum(weight for word, weight in weights.items() if word in own) / total,
                around,
                on_top,
                sum(one in own and other in own for one, other in word_pairs) / len(word_pairs) if word_pairs else 0.0,
                float(rarest in own),
                sum(_is_named(name, named) for name in names) / len(names) if names else 1.0,
                len(numbers & named) / len(numbers) if numbers else 1.0,
                1.0 / (1 + place),
                float(bool(held) and all(held)),
                float(bool(held) and not any(held)),
                float(number == 0),
                math.log(1 + len(statement.text.split())) / math.log(21),
                float(cosine >= nearest),
                float(statement.text.rstrip(" \"'”’)").endswith("?")),
                float(bool(years) and bool(there := _years(statement.text)) and not years & there),
                float(deed > 0),
                float(deed < 0),
                -missed,
            )
        )
    return rows


def _is_named(name: str, stems_there: frozenset[str]) -> bool:
    """Whether a name is there, or its adjective for it: India and Indian are one."""
    return name in stems_there or name.removesuffix("n") in stems_there or f"{name}n" in stems_there


@lru_cache(maxsize=65536)
def _years(text: str) -> frozenset[str]:
    return frozenset(_YEAR.findall(text))


@lru_cache(maxsize=65536)
def stems(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning."""
    return frozenset(content_words(text))
