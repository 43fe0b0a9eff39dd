"""All measures: their definitions, the measures of one question, and their means over a set."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import numpy as np

from eval.errors import EvaluationError
from eval.measures.answers import score_answer
from eval.measures.citations import has_sentence_evidence, score_citations
from eval.measures.conflicts import score_conflict
from eval.measures.intervals import Estimate, mean_with_interval, percentile_interval, resample_weights
from eval.measures.nuggets import score_patterns
from eval.measures.refusal import OF_KNOWN, outcomes, score_refusal, set_measures
from eval.measures.retrieval import score_retrieval, score_sentence_ranking
from eval.measures.rewriting import score_rewriting
from eval.questions.question import Question
from eval.questions.suites import Task
from eval.record import Record

METRIC_VERSION = "1"
"""Raised when a definition changes: runs of different versions are never compared."""


@dataclass(frozen=True, slots=True)
class Metric:
    """What people should know of one measure."""

    name: str
    title: str
    family: str
    better: Literal["higher", "lower", "neither"]
    formula: str
    example: str
    misses: str
    level: Literal["question", "set"] = "question"
    scale: Literal["share", "count"] = "share"
    invariant: bool = False
    weighted_by: str = ""


@lru_cache(maxsize=1)
def all_metrics() -> dict[str, Metric]:
    """Every measure by name, in the order of its families."""
    found: dict[str, Metric] = {}
    table = tomllib.loads((files("eval.measures") / "metrics.toml").read_text(encoding="utf-8"))
    for pattern, fields in table.items():
        for k in fields.pop("k", [None]):
            name = pattern.replace("{k}", str(k))
            filled = {key: v.replace("{k}", str(k)) if isinstance(v, str) else v for key, v in fields.items()}
            found[name] = Metric(name, **filled)  # type: ignore[arg-type]  # the table is ours, and a test reads it
    return found


def find_metric(name: str) -> Metric:
    """One measure by name.

    Raises:
        EvaluationError: No measure has this name; near names are given.
    """
    metrics = all_metrics()
    lower = {known.lower(): known for known in metrics}
    if name.lower() in lower:
        return metrics[lower[name.lower()]]
    near = difflib.get_close_matches(name.lower(), lower, n=4, cutoff=0.5)
    hint = (
        f"Did you mean {', '.join(lower[n] for n in near)}?" if near else "Run `python -m eval explain` for the list."
    )
    raise EvaluationError(f"There is no metric named {name!r}. {hint}")


@dataclass(frozen=True, slots=True)
class Scorer:
    """Measures records of one set: it keeps what depends on the whole set.

    Args of the constructor: the texts of the documents by id (empty when unknown), whether the set's evidence are
    sentences, and what is measured.
    """

    texts: Mapping[str, str]
    sentence_evidence: bool
    task: Task = "answers"

    def score(self, question: Question, record: Record) -> dict[str, float]:
        """Every measure that is defined for one question; what is undefined is absent."""
        scores = score_rewriting(question, record)
        if self.task == "rewriting":
            return scores
        if self.task == "retrieval":
            return scores | score_retrieval(question, record)
        scores |= score_retrieval(question, record)
        scores |= score_sentence_ranking(question, record)
        scores |= score_answer(question, record, self.texts)
        scores |= score_citations(question, record, self.texts, self.sentence_evidence)
        scores |= score_patterns(question, record)
        scores |= score_conflict(question, record)
        return scores | score_refusal(question, record, scores)


def scorer_for(questions: Sequence[Question], texts: Mapping[str, str], task: Task = "answers") -> Scorer:
    """The scorer of a set of questions over documents with these texts."""
    return Scorer(texts, has_sentence_evidence(questions, texts), task)


def summarise(questions: Sequence[Question], records: Sequence[Record], task: Task = "answers") -> dict[str, Estimate]:
    """Every measure of a set with its interval, by name. Records stand in the order of their questions.

    Returns:
        Estimates; `n` is how many questions a measure was defined for, of `total`.
    """
    found: dict[str, Estimate] = {}
    total = len(questions)
    for name, metric in all_metrics().items():
        kept = [i for i, record in enumerate(records) if name in record.metrics]
        if metric.level == "set" or not kept:
            continue
        values = [records[i].metrics[name] for i in kept]
        weights = [records[i].metrics.get(metric.weighted_by, 1.0) for i in kept] if metric.weighted_by else None
        estimate = mean_with_interval(values, [questions[i].group for i in kept], weights)
        found[name] = Estimate(estimate.mean, estimate.low, estimate.high, len(kept), total)
    if task == "answers" and questions:
        found |= _over_the_set(questions, records)
    return {name: found[name] for name in all_metrics() if name in found}


def _over_the_set(questions: Sequence[Question], records: Sequence[Record]) -> dict[str, Estimate]:
    weights = resample_weights([question.group for question in questions])
    stacked = np.vstack([np.ones(len(questions)), weights])
    told, total = outcomes(questions, records), len(questions)
    found = {}
    for name, draws in set_measures(told, stacked).items():
        if not np.isnan(draws[0]):
            low, high = percentile_interval(draws[1:])
            n = int(told.known.sum()) if name in OF_KNOWN else total
            found[name] = Estimate(float(draws[0]), low, high, n, total)
    return found
