"""The features of a statement as the answer to a question, which the selection model weighs."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.choosing.actors import acts, asked_actor
from assistant.choosing.answer_types import holds, judged
from assistant.question import QuestionReading, read_question
from knowledge.passage import Hit, Statement
from knowledge.search import UNKNOWN
from knowledge.words import stems

Vector = NDArray[np.float32]
Matrix = NDArray[np.float64]
Place = tuple[Hit, Statement]  # a statement and where it was found

NAMES = (
    "statement_cosine",  # of question and statement
    "passage_cosine",  # of question and passage
    "lexical",  # BM25 of the passage as a share of the best
    "words",  # share of the question's words, weighted by idf, in the statement
    "words_in_context",  # the same for the statement, the one before it, title and heading together
    "words_around",  # the same for statement, title, heading and passage together
    "words_above",  # the same for title and heading
    "pairs",  # share of the question's neighbouring word pairs in the statement
    "rarest",  # the question's rarest known word is in the statement
    "names",  # share of the question's names in the statement, its title and heading
    "numbers",  # the same share of its numbers
    "rank",  # 1 / rank of the hit
    "type_held",  # it holds all wanted kinds of thing, not counting what the question names
    "type_missing",  # kinds of thing are wanted, and it holds none
    "first",  # first statement of its passage
    "length",  # logarithm of its words, 1 for 20 words
    "best_of_passage",  # the nearest statement of its passage
    "asks",  # the statement is a question itself
    "other_year",  # question and statement name years, none of them the same
    "speaker",  # the question asks for somebody's words, and that person acts in the statement
    "other_speaker",  # the question asks for somebody's words, and only others act in the statement
    "missed",  # minus the idf of the rarest question word missing even nearby, as a share of an unknown word's
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
        context = named | stems(passage.statements[number - 1].text) if number else named
        deed = acts(statement.text, actor) if actor and actor.speaks else 0
        statement_years = _years(statement.text)
        shared_pairs = sum(one in own and other in own for one, other in word_pairs)
        values = {
            "statement_cosine": float(cosine),
            "passage_cosine": hit.score,
            "lexical": hit.lexical / top_lexical,
            "words": sum(weight for word, weight in weights.items() if word in own) / total,
            "words_in_context": sum(weight for word, weight in weights.items() if word in context) / total,
            "words_around": around,
            "words_above": on_top,
            "pairs": shared_pairs / len(word_pairs) if word_pairs else 0.0,
            "rarest": float(rarest in own),
            "names": sum(_is_named(name, named) for name in names) / len(names) if names else 1.0,
            "numbers": len(numbers & named) / len(numbers) if numbers else 1.0,
            "rank": 1.0 / (1 + place),
            "type_held": float(bool(held) and all(held)),
            "type_missing": float(bool(held) and not any(held)),
            "first": float(number == 0),
            "length": math.log(1 + len(statement.text.split())) / math.log(21),
            "best_of_passage": float(cosine >= nearest),
            "asks": float(statement.text.rstrip(" \"'”’)").endswith("?")),
            "other_year": float(bool(years and statement_years) and not years & statement_years),
            "speaker": float(deed > 0),
            "other_speaker": float(deed < 0),
            "missed": -missed,
        }
        rows.append(tuple(values[name] for name in NAMES))
    return rows


def _is_named(name: str, stems_there: frozenset[str]) -> bool:
    """Whether a name is there, or its adjective for it: India and Indian are one."""
    return name in stems_there or name.removesuffix("n") in stems_there or f"{name}n" in stems_there


@lru_cache(maxsize=65536)
def _years(text: str) -> frozenset[str]:
    return frozenset(_YEAR.findall(text))
