"""Fits the weights: of statements by pairs of a right and a wrong one, then of the confidence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.choosing.weighing.selection_model import CONFIDENCE_NAMES, Linear, confidence_features
from assistant.choosing.weighing.signals import Matrix
from eval.train_selection.examples import SEED, Example

# Signs that may only speak against a statement, and what may speak either way; all others speak for it.
AGAINST = frozenset({"type_missing", "asks", "other_year", "other_speaker"})
EITHER = frozenset({"length"})
Bound = tuple[float | None, float | None]


def fit(found: Sequence[Example], names: tuple[str, ...]) -> tuple[Linear, Linear]:
    """The statement model by pairs (right minus wrong), then the confidence model on what it ranks first.

    With the reader the pairs are of statements that it read, for among those alone its word counts.
    """
    chance = np.random.default_rng(SEED)
    differences: list[Matrix] = []
    for item in found:
        among = np.sort(item.read) if "reader" in names else np.arange(len(item.rows))
        wrong = among[~item.right[among]]
        for place in among[item.right[among]][:3]:
            rivals = chance.choice(wrong, size=min(12, len(wrong)), replace=False) if len(wrong) else wrong
            differences.append(item.rows[place] - item.rows[rivals])
    pairs = np.vstack(differences)
    scale = pairs.std(axis=0) + 1e-9
    bounds = [(None, 0.0) if name in AGAINST else (None if name in EITHER else 0.0, None) for name in names]
    weights = _least_loss(pairs / scale, 10.0 / (2 * len(pairs)), bounds) / scale
    statement = Linear(dict(zip(names, map(float, weights), strict=True)), 0.0)

    features, answered = [], []
    for item in found:
        if not len(item.rows):
            continue
        scores = statement.of(names, item.rows)
        order = np.argsort(-scores, kind="stable")
        features.append(confidence_features(item.question, item.rows[order], scores[order], names, item.rarity))
        answered.append(bool(item.right[order[:3]].any()))
    table = np.vstack(features)
    return statement, _judge(table, np.array(answered, dtype=np.float64))


def _judge(table: Matrix, answered: NDArray[np.float64]) -> Linear:
    """Logistic regression whose weights are 0 or more: every feature may only speak for an answer."""
    mean, spread = table.mean(axis=0), table.std(axis=0) + 1e-9
    sides = (2 * answered - 1)[:, np.newaxis]
    rows = sides * np.column_stack([(table - mean) / spread, np.ones(len(table))])
    found = _least_loss(rows, 0.01, [(0.0, None)] * table.shape[1] + [(None, None)])
    weights = found[:-1] / spread
    bias = float(found[-1] - (weights * mean).sum())
    return Linear(dict(zip(CONFIDENCE_NAMES, map(float, weights), strict=True)), bias)


def _least_loss(rows: Matrix, penalty: float, bounds: Sequence[Bound]) -> NDArray[np.float64]:
    """Weights `(f,)` within bounds under which the rows `(n, f)` have large sums: logistic loss, squares penalised."""
    from scipy.optimize import minimize

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = rows @ weights
        slope = -0.5 * (1.0 - np.tanh(margin / 2)) / len(rows)
        value = float(np.logaddexp(0, -margin).mean() + penalty * (weights**2).sum())
        return value, rows.T @ slope + 2 * penalty * weights

    found: NDArray[np.float64] = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds).x
    return found


def report(found: Sequence[Example], names: tuple[str, ...], statement: Linear, confidence: Linear) -> str:
    """Hit@1 among answerable questions and AUROC of the confidence, by set."""
    from sklearn.metrics import roc_auc_score

    lines = []
    for group in sorted({item.group for item in found}):
        hits, sure, answered = [], [], []
        for item in (item for item in found if item.group == group and len(item.rows)):
            scores = statement.of(names, item.rows)
            order = np.argsort(-scores, kind="stable")
            if item.right.any():
                hits.append(bool(item.right[order[0]]))
            row = confidence_features(item.question, item.rows[order], scores[order], names, item.rarity)
            sure.append(float(confidence.of(CONFIDENCE_NAMES, row[None, :])[0]))
            answered.append(bool(item.right.any()))
        auroc = roc_auc_score(answered, sure) if len(set(answered)) > 1 else float("nan")
        lines.append(f"{group:18} hit@1 {np.mean(hits):.3f} (n {len(hits)})  AUROC {auroc:.3f} (n {len(sure)})")
    return "\n".join(lines)
