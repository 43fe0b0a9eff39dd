"""Measures of refusing and of confidence: what is answered, what is declined, and whether confidence tells them apart.

Measures of a whole set take weights `(resamples, n)`: how often each question is drawn. A first row of ones gives the
measure itself, and the other rows its bootstrap distribution.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.measures.spans import any_covers
from eval.questions.question import Question
from eval.record import Record

Floats = NDArray[np.float64]
RIGHT_EVIDENCE_F1 = 0.5
OF_KNOWN = frozenset({"trigger_precision", "trigger_recall", "trigger_f1", "aurc", "coverage@90"})
"""The measures of a set in which only questions take part whose labels say whether an answer is right."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What a set's measures need of its n questions, one array each.

    `right` is NaN where it is not known; `confidence` is NaN where the system gives none.
    """

    answerable: NDArray[np.bool_]
    answered: NDArray[np.bool_]
    declined: NDArray[np.bool_]
    right: Floats
    confidence: Floats

    @property
    def known(self) -> NDArray[np.bool_]:
        """Where the labels say whether an answer is right; any answer to an unanswerable question is wrong."""
        told: NDArray[np.bool_] = ~np.isnan(self.right) | ~self.answerable
        return told


def score_refusal(question: Question, record: Record, scores: Mapping[str, float]) -> dict[str, float]:
    """Refusal recall or false refusal, whether the answer is right, and the net score of one question.

    Answering an unanswerable question is wrong; a failed question is neither answered nor declined.
    """
    answered = record.answered and not record.error
    found = {"answered": float(answered)}
    if question.answerable:
        found["false_refusal"] = float(not answered)
    else:
        found["refusal_recall"] = float(not answered and not record.error)
    right = is_right(question, record, scores)
    if right is not None:
        if question.answerable:
            found["right"] = float(right)
        found["net_score"] = float(right) - float(answered and not right)
    return found


def is_right(question: Question, record: Record, scores: Mapping[str, float]) -> bool | None:
    """Whether an answer counts as right; None where the labels cannot say.

    By patterns: strictly correct. With judged candidates: the first citation covers gold evidence. With short gold
    answers: answer recall. Else evidence F1 of a half or more. Without any of these a refusal is not counted as wrong
    either: the mean would be that of the refusals alone.
    """
    if not question.answerable:
        return False
    answered = record.answered and not record.error
    if question.candidates and question.evidence:
        first = next((citation.span for citation in record.citations if citation.span), None)
        return answered and first is not None and any(any_covers([first], gold) for gold in question.evidence)
    for name, least in (("strict_correct", 1.0), ("answer_recall", 1.0), ("evidence_f1", RIGHT_EVIDENCE_F1)):
        if name in scores:
            return answered and scores[name] >= least
    return None


def outcomes(questions: Sequence[Question], records: Sequence[Record]) -> Outcomes:
    """The arrays of a set, in the order of its questions."""
    answered = np.array([record.answered and not record.error for record in records])
    failed = np.array([bool(record.error) for record in records])
    return Outcomes(
        answerable=np.array([question.answerable for question in questions]),
        answered=answered,
        declined=~answered & ~failed,
        right=np.array([record.metrics.get("right", np.nan) for record in records]),
        confidence=np.array(
            [np.nan if r.confidence is None or r.error else r.confidence for r in records], dtype=float
        ),
    )


def set_measures(o: Outcomes, weights: Floats) -> dict[str, Floats]:
    """Every measure of a whole set that is defined for it, `(resamples,)` each."""
    with np.errstate(invalid="ignore", divide="ignore"):
        found = {"answer_rate": _share(weights, o.answered, np.ones_like(o.answered))}
        if o.answerable.any() and not o.answerable.all():
            found |= _refusal(o, weights)
            if not np.isnan(o.confidence).all():
                found |= _separation(o, weights)
        if not np.isnan(o.right[o.answerable]).all():
            found |= _triggering(o, weights)
            if not np.isnan(o.confidence).all():
                found |= _coverage(o, weights)
    return found


def _refusal(o: Outcomes, weights: Floats) -> dict[str, Floats]:
    precision = _share(weights, o.declined & ~o.answerable, o.declined)
    recall = _share(weights, o.declined & ~o.answerable, ~o.answerable)
    kept = _share(weights, o.answered & o.answerable, o.answerable)
    both = 2 * (weights @ (o.declined & ~o.answerable))
    total = weights @ o.declined.astype(float) + weights @ (~o.answerable).astype(float)
    found = {"refusal_f1": both / total, "balanced_accuracy": (recall + kept) / 2}
    return found | ({"refusal_precision": precision} if o.declined.any() else {})


def _triggering(o: Outcomes, weights: Floats) -> dict[str, Floats]:
    right = np.nan_to_num(o.right) > 0
    answered, answerable = o.answered & o.known, o.answerable & o.known
    found = {"trigger_recall": _share(weights, right, answerable)}
    total = weights @ answered.astype(float) + weights @ answerable.astype(float)
    found["trigger_f1"] = 2 * (weights @ right) / total
    return found | ({"trigger_precision": _share(weights, right, answered)} if answered.any() else {})


def _separation(o: Outcomes, weights: Floats) -> dict[str, Floats]:
    """AUROC, average precision of confidence, and refusal recall at 5 % and 10 % false refusals."""
    kept = ~np.isnan(o.confidence)
    s, positive, w = o.confidence[kept], o.answerable[kept], weights[:, kept]
    if positive.all() or not positive.any():
        return {}
    order = np.argsort(s, kind="stable")
    ends = np.flatnonzero(np.append(np.diff(s[order]) > 0, True))  # the last place of each run of equal scores
    above = np.cumsum(w[:, order] * positive[order], axis=1)[:, ends]
    below = np.cumsum(w[:, order] * ~positive[order], axis=1)[:, ends]
    n_pos, n_neg = above[:, -1:], below[:, -1:]
    steps = np.diff(above, axis=1, prepend=0.0)
    area = (steps * (np.concatenate([np.zeros_like(n_neg), below[:, :-1]], axis=1) + below) / 2).sum(axis=1)
    found = {"auroc": area / (n_pos * n_neg)[:, 0]}
    at_least_pos = n_pos - above + steps  # with this score or more
    at_least_neg = n_neg - below + np.diff(below, axis=1, prepend=0.0)
    precision = at_least_pos / (at_least_pos + at_least_neg)
    found["average_precision"] = np.nansum(precision * steps, axis=1) / n_pos[:, 0]
    for share in (0.05, 0.10):
        allowed = above <= share * n_pos + 1e-9
        found[f"refusal_recall@{share:.0%}"] = np.where(allowed, below, 0.0).max(axis=1) / n_neg[:, 0]
    return found


def _coverage(o: Outcomes, weights: Floats) -> dict[str, Floats]:
    """Area under the risk-coverage curve of the answered questions, and coverage at 90 % accuracy."""
    coverage, accuracy = coverage_curve(o, weights)
    if not coverage.size:
        return {}
    step = np.diff(coverage, axis=1, prepend=0.0)
    area = np.nansum((1 - accuracy) * step, axis=1) / coverage[:, -1]
    reached = np.where((accuracy >= 0.9) & (coverage > 0), coverage, 0.0).max(axis=1)
    return {"aurc": area, "coverage@90": reached}


def coverage_curve(o: Outcomes, weights: Floats) -> tuple[Floats, Floats]:
    """Share of questions answered, and share of those right, as the threshold falls, `(resamples, thresholds)`.

    Questions of which the labels do not say what is right take no part.
    Questions of equal confidence come in together, so their order says nothing.
    """
    chosen = o.answered & ~np.isnan(o.confidence) & o.known
    if not chosen.any():
        return np.zeros((0, 0)), np.zeros((0, 0))
    s, right, w = o.confidence[chosen], np.nan_to_num(o.right[chosen]), weights[:, chosen]
    order = np.argsort(-s, kind="stable")
    ends = np.flatnonzero(np.append(np.diff(-s[order]) > 0, True))
    taken = np.cumsum(w[:, order], axis=1)[:, ends]
    good = np.cumsum(w[:, order] * right[order], axis=1)[:, ends]
    return taken / weights[:, o.known].sum(axis=1, keepdims=True), good / taken


def _share(weights: Floats, part: NDArray[np.bool_], whole: NDArray[np.bool_]) -> Floats:
    result: Floats = (weights @ (part & whole).astype(float)) / (weights @ whole.astype(float))
    return result
