"""The texts of a list that a reader finds best: what a last training looks at again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from eval.train_reader.examples import Example
from eval.train_reader.readings import Readings

MOST_WRONG = 5  # texts of a list that do not answer
MOST_RIGHT = 2  # and that do


def hardest(examples: Sequence[Example], readings: Readings) -> list[Example]:
    """Every list cut to the texts among which a reader chooses: what it scores highest, right or wrong, best first."""
    scores = readings.of("hardest", [(example.question, example.texts) for example in examples])
    return [_cut(example, own) for example, own in zip(examples, scores, strict=True)]


def _cut(example: Example, scores: NDArray[np.float32]) -> Example:
    left = {0: MOST_WRONG, 1: MOST_RIGHT}
    kept: list[int] = []
    for place in np.argsort(-scores, kind="stable").tolist():
        label = example.labels[place]
        if left[label]:
            left[label] -= 1
            kept.append(place)
    return replace(
        example,
        texts=tuple(example.texts[place] for place in kept),
        labels=tuple(example.labels[place] for place in kept),
        cosines=tuple(example.cosines[place] for place in kept),
        spans=tuple(example.spans[place] for place in kept),
    )
