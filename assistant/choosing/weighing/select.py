"""Choose the statements that answer: all signals of each weighed, the best read again, and how sure they answer."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from assistant.choosing.weighing.lacking import lacks_what_is_asked
from assistant.choosing.weighing.read_again import read_again
from assistant.choosing.weighing.selection_model import CONFIDENCE_NAMES, confidence_features, load_model
from assistant.choosing.weighing.signals import COSINE, NAMES, NAMES_READ, Vector, signals
from assistant.evidence import Evidence, ScoredStatement
from assistant.question import read_question
from assistant.reader import Reader
from knowledge.passage import Hit, Span, Statement

LOOKED_AT = 3  # best statements that are searched for what a question cannot do without
NEAR_BEST = 1.5  # how far below the best a statement may score to be searched for it
WITHOUT_WANTED = 0.08  # what the confidence keeps when none of them holds it


def choose(
    question: str,
    vector: Vector,
    hits: Sequence[Hit],
    rarity: Mapping[str, float],
    reader: Reader | None = None,
    read_as: str = "",
    prior: Callable[[Statement], float] = lambda _: 0.0,
) -> Evidence:
    """Score every statement of the hits.

    Args:
        question: What is asked; a follow-up as it was put.
        vector: Its unit vector `(d,)`.
        hits: What was found, best first.
        rarity: Stem -> inverse document frequency, at least of the question's stems.
        reader: Reads the best statements again, if there is one.
        read_as: The question in words that stand alone, if others.
        prior: What a statement gains whatever its words are.

    Returns:
        The statements, best first, and the confidence that they answer.
    """
    asked = read_as or question
    rows = signals(question, vector, hits, rarity, asked)
    if not len(rows) or not read_question(question).content:
        return Evidence((), tuple(hits), 0.0)  # nothing was found, or nothing was asked
    places = [(hit, statement) for hit in hits for statement in hit.passage.statements]
    gained = np.array([prior(statement) for _, statement in places])
    scores = load_model(False).statement.of(NAMES, rows) + gained
    names: tuple[str, ...] = NAMES
    logits: Mapping[int, float] = {}
    if reader is not None:
        rows, scores, logits = read_again(question, read_as, reader, places, rows, scores, gained)
        names = NAMES_READ
    best: dict[Span, int] = {}  # overlapping passages share statements
    for n in sorted(range(len(places)), key=lambda n: (-scores[n], places[n][1].span)):
        best.setdefault(places[n][1].span, n)
    order = list(best.values())
    features = confidence_features(question, rows[order], scores[order], names, rarity)
    sure = load_model(reader is not None).confidence.of(CONFIDENCE_NAMES, features[None, :])[0]
    probability = 1.0 / (1.0 + math.exp(-float(np.clip(sure, -30, 30))))
    near = [places[n] for n in order[:LOOKED_AT] if scores[n] > scores[order[0]] - NEAR_BEST]
    if lacks_what_is_asked(question, asked, near, rarity):
        probability *= WITHOUT_WANTED
    scored = tuple(
        ScoredStatement(
            places[n][1],
            places[n][0].passage,
            float(scores[n]),
            cosine=float(rows[n, COSINE]),
            logit=logits.get(n),
        )
        for n in order
    )
    return Evidence(scored, tuple(hits), probability)
