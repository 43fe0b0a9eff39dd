"""Per-question scores of a run, small enough to be committed: what comparisons and the gate work on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from eval.errors import EvaluationError
from eval.files import write_text
from eval.measures.metrics import all_metrics
from eval.run_folder import StoredRun, load_run, read_json, suite_of

KEPT = (
    "citation_validity",
    "quote_fidelity",
    "citation_coverage",
    "lexical_support",
    "right",
    "strict_correct",
    "vital_recall",
    "must_not",
    "citation_hit",
    "citation_precision",
    "evidence_hit",
    "refusal_recall",
    "false_refusal",
    "answer_recall",
    "evidence_f1",
    "rouge_l",
    "nDCG@10",
    "sentence_MAP",
    "rewrite_f1",
    "context_recall",
    "keep",
)
"""The measures that a baseline keeps and a gate looks at."""
PLACES = 4
ROUNDING = 10.0**-PLACES
"""By how much a score may differ from what a baseline keeps of it."""


@dataclass(frozen=True, slots=True)
class ScoredRun:
    """The scores of one suite: measure -> question -> value."""

    name: str
    suite: str
    data_hash: str
    metric_version: str
    scores: Mapping[str, Mapping[str, float]]
    groups: Mapping[str, str] = field(default_factory=dict)  # question -> group; only where questions share one


def scored_run(run: StoredRun) -> ScoredRun:
    """The scores of a run folder's suite."""
    scores: dict[str, dict[str, float]] = {}
    for record in run.records:
        for name, value in record.metrics.items():
            if name in all_metrics():
                scores.setdefault(name, {})[record.id] = value
    try:
        groups = {question.id: question.group for question in suite_of(run).questions if question.group}
    except EvaluationError:
        groups = {}  # the questions are gone or changed since: every question is then a group of its own
    return ScoredRun(str(run.folder), run.suite, run.data_hash, run.metric_version, scores, groups)


def scored_runs(path: Path) -> list[ScoredRun]:
    """The suites of a run folder, or the one suite of a baseline file.

    Raises:
        EvaluationError: There is neither.
    """
    return [read_baseline(path)] if path.is_file() else [scored_run(run) for run in load_run(path)]


def bundled_baseline(suite: str) -> Path:
    """The committed baseline of a suite; it need not exist."""
    return Path(str(files("eval") / "baselines" / f"{suite}.json"))


def read_baseline(path: Path) -> ScoredRun:
    """Read a baseline file.

    Raises:
        EvaluationError: The file is missing or no baseline.
    """
    stored = read_json(path)
    ids, scores = stored.get("ids"), stored.get("scores")
    if not isinstance(ids, list) or not isinstance(scores, dict):
        raise EvaluationError(f"{path} is no baseline: it lacks 'ids' or 'scores'. Write one with gate --update.")
    return ScoredRun(
        str(path),
        str(stored.get("suite")),
        str(stored.get("data_hash")),
        str(stored.get("metric_version")),
        {name: _column(ids, values) for name, values in scores.items()},
    )


def write_baseline(run: ScoredRun, path: Path) -> None:
    """Write the kept measures of a run, one line a measure, so that a change reads well in a diff."""
    ids = list(dict.fromkeys(identifier for values in run.scores.values() for identifier in values))
    lines = [f" {json.dumps(name)}: {_values(ids, run.scores[name])}" for name in KEPT if name in run.scores]
    head = {"suite": run.suite, "data_hash": run.data_hash, "metric_version": run.metric_version, "ids": ids}
    fields = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    body = ",\n".join([*fields, '"scores": {\n' + ",\n".join(lines) + "\n}"])
    write_text(path, "{\n" + body + "\n}\n")


def _values(ids: Sequence[str], scores: Mapping[str, float]) -> str:
    return json.dumps([_short(scores[identifier]) if identifier in scores else None for identifier in ids])


def _short(value: float) -> float:
    """A few places; a whole number without any."""
    rounded = round(value, PLACES)
    return int(rounded) if rounded.is_integer() else rounded


def _column(ids: Sequence[object], values: object) -> dict[str, float]:
    column = values if isinstance(values, list) else []
    return {str(i): float(v) for i, v in zip(ids, column, strict=False) if isinstance(v, (int, float))}
