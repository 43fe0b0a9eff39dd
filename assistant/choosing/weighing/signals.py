"""The features of a statement as the answer to a question, which the selection model weighs."""

from __future__ import annotations

import math
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.question import QuestionReading, Wants, read_question
from assistant.statements.actors import Actor, acts, asked_actor
from assistant.statements.answer_types import holds, judged
from knowledge.index.search import UNKNOWN
from knowledge.passage import Hit, Statement
from knowledge.text.words import stems

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
NAMES_READ = (*NAMES, "reader")  # with the reader's logit
COSINE = NAMES.index("statement_cosine")

_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the features need of a question, worked out once for all statements."""

    text: str
    weights: Mapping[str, float]  # of its stems, in order: how rare each is
    total: float
    highest: float  # the weight of a word that no passage holds
    rarest: str
    pairs: frozenset[tuple[str, str]]
    names: frozenset[str]
    numbers: frozenset[str]
    years: frozenset[str]
    kinds: tuple[Wants, ...]
    actor: Actor | None  # whose words are asked for

    def share(self, held: Container[str]) -> float:
        """The share of its words, by weight, that some stems hold."""
        return sum(weight for word, weight in self.weights.items() if word in held) / self.total


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
    wanted = _asked(read_question(question), read_question(asked or question), rarity)
    top_lexical = max((hit.lexical for hit in hits), default=0.0) or 1.0
    values = (one for place, hit in enumerate(hits) for one in _of_hit(wanted, vector, hit, place, top_lexical))
    rows = [tuple(one[name] for name in NAMES) for one in values]
    return np.array(rows, dtype=np.float64).reshape(-1, len(NAMES))


def _asked(reading: QuestionReading, wanted: QuestionReading, rarity: Mapping[str, float]) -> _Asked:
    weights = {word: rarity.get(word, 1.0) for word in reading.content}
    numbers = frozenset(name for name in reading.names if any(map(str.isdigit, name)))
    actor = asked_actor(wanted.text)
    return _Asked(
        text=reading.text,
        weights=weights,
        total=sum(weights.values()) or 1.0,
        highest=rarity.get(UNKNOWN, 0.0) or max(weights.values(), default=1.0),
        rarest=max(weights, key=lambda word: (weights[word], word), default=""),
        pairs=frozenset(zip(reading.content, reading.content[1:], strict=False)),
        names=reading.names - numbers,
        numbers=numbers,
        years=_years(reading.text),
        kinds=judged(wanted.wants),
        actor=actor if actor and actor.speaks else None,
    )


def _of_hit(asked: _Asked, vector: Vector, hit: Hit, place: int, top_lexical: float) -> Iterator[dict[str, float]]:
    """The features of each statement of a hit."""
    passage, vectors = hit.passage, hit.statement_vectors
    cosines = vectors @ vector if vectors is not None else np.full(len(passage.statements), hit.score)
    above = stems(f"{passage.title} {passage.heading}")
    whole = above | stems(passage.text)
    of_passage = {
        "passage_cosine": hit.score,
        "lexical": hit.lexical / top_lexical,
        "words_around": asked.share(whole),
        "words_above": asked.share(above),
        "rank": 1.0 / (1 + place),
        "missed": -max((weight for word, weight in asked.weights.items() if word not in whole), default=0.0)
        / asked.highest,
    }
    nearest = float(cosines.max()) if len(cosines) else 0.0
    before: frozenset[str] = frozenset()
    for number, (statement, cosine) in enumerate(zip(passage.statements, cosines, strict=True)):
        yield {
            **of_passage,
            **_of_words(asked, statement.text, above, before),
            "statement_cosine": float(cosine),
            "first": float(number == 0),
            "best_of_passage": float(cosine >= nearest),
        }
        before = stems(statement.text)


def _of_words(asked: _Asked, text: str, above: frozenset[str], before: frozenset[str]) -> dict[str, float]:
    """The features that lie in a statement's words, with the stems of what stands above and of the one before it."""
    own, years = stems(text), _years(text)
    named = own | above
    held = [holds(kind, text, asked.text) for kind in asked.kinds]
    deed = acts(text, asked.actor) if asked.actor else 0
    pairs = sum(one in own and other in own for one, other in asked.pairs)
    return {
        "words": asked.share(own),
        "words_in_context": asked.share(named | before),
        "pairs": pairs / len(asked.pairs) if asked.pairs else 0.0,
        "rarest": float(asked.rarest in own),
        "names": sum(_is_named(name, named) for name in asked.names) / len(asked.names) if asked.names else 1.0,
        "numbers": len(asked.numbers & named) / len(asked.numbers) if asked.numbers else 1.0,
        "type_held": float(bool(held) and all(held)),
        "type_missing": float(bool(held) and not any(held)),
        "length": math.log(1 + len(text.split())) / math.log(21),
        "asks": float(text.rstrip(" \"'”’)").endswith("?")),
        "other_year": float(bool(asked.years and years) and not asked.years & years),
        "speaker": float(deed > 0),
        "other_speaker": float(deed < 0),
    }


def _is_named(name: str, stems_there: frozenset[str]) -> bool:
    """Whether a name is there, or its adjective for it: India and Indian are one."""
    return name in stems_there or name.removesuffix("n") in stems_there or f"{name}n" in stems_there


@lru_cache(maxsize=65536)
def _years(text: str) -> frozenset[str]:
    return frozenset(_YEAR.findall(text))
