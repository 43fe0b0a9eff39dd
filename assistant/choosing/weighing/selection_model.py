"""The small model that ranks statements and says how sure an answer is: weighted sums, learnt from public questions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.choosing.weighing.signals import Matrix
from assistant.question import read_question
from knowledge.index.search import UNKNOWN

MODEL_FILE = Path(__file__).parent / "selection.json"
CONFIDENCE_NAMES = (
    "reader",  # the reader's logit of the best statement
    "reader_best",  # its highest logit among the best five
    "lead",  # how far the best statement is before the second
    "statement_cosine",
    "words",
    "words_around",
    "names",
    "missed",
    "type_there",  # the wanted kind is in the best statement, or no kind is wanted that can be seen
    "any_type_there",  # the same for one of the best five
    "unknown",  # share of the question's words, by rarity, that no passage holds; negated, for it speaks against
)


@dataclass(frozen=True, slots=True)
class Linear:
    """A weighted sum of named features."""

    weights: Mapping[str, float]
    bias: float

    def of(self, names: Sequence[str], rows: Matrix) -> NDArray[np.float64]:
        """The sums `(n,)` for rows `(n, f)` whose columns are `names`."""
        column = np.array([self.weights.get(name, 0.0) for name in names])
        total: NDArray[np.float64] = rows @ column + self.bias
        return total


@dataclass(frozen=True, slots=True)
class SelectionModel:
    """How statements are ranked and how sure an answer is; `with_reader` adds the column `reader`."""

    statement: Linear
    confidence: Linear


@cache
def load_model(with_reader: bool) -> SelectionModel:
    """The weights that ship, made by `python -m eval.train_selection`."""
    found = json.loads(MODEL_FILE.read_text(encoding="utf-8"))["with_reader" if with_reader else "without_reader"]
    return SelectionModel(
        Linear(found["statement"]["weights"], found["statement"]["bias"]),
        Linear(found["confidence"]["weights"], found["confidence"]["bias"]),
    )


def confidence_features(
    question: str, rows: Matrix, scores: NDArray[np.float64], names: Sequence[str], rarity: Mapping[str, float]
) -> NDArray[np.float64]:
    """The features `(g,)` of `CONFIDENCE_NAMES` for statements in order of their scores."""
    column = {name: place for place, name in enumerate(names)}
    content = read_question(question).content
    total = sum(rarity.get(word, 1.0) for word in content) or 1.0
    highest = rarity.get(UNKNOWN, 0.0)
    unknown = sum(rarity[word] for word in content if highest and rarity.get(word, 0.0) >= highest) / total
    there = 1.0 - rows[:5, column["type_missing"]]
    first = {name: float(rows[0, place]) for name, place in column.items()}
    values = {
        **first,
        "reader_best": float(rows[:5, column["reader"]].max()) if "reader" in column else 0.0,
        "lead": min(3.0, float(scores[0] - scores[1])) if len(scores) > 1 else 3.0,
        "type_there": float(there[0]),
        "any_type_there": float(there.max()),
        "unknown": -unknown,
    }
    return np.array([values.get(name, 0.0) for name in CONFIDENCE_NAMES])
