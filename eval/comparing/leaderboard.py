"""Rank the runs of a folder, set by set; systems without a measurable difference share a rank."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.comparing.baseline import ScoredRun, scored_run
from eval.comparing.compare import paired_values
from eval.errors import EvaluationError
from eval.files import to_json
from eval.measures.intervals import Estimate, holm, mean_with_interval, paired_difference
from eval.measures.metrics import find_metric
from eval.run_folder import load_run
from eval.table import show_estimate, text_table

logger = logging.getLogger(__name__)

MAIN = ("strict_correct", "answer_recall", "rouge_l", "evidence_f1", "rewrite_f1", "refusal_recall", "right")
"""By which measure a set is ranked: the first of these that is defined for enough of its questions."""
ENOUGH = 0.5  # of the questions of the measure that most have


@dataclass(frozen=True, slots=True)
class Place:
    """One run in one table."""

    rank: int
    run: ScoredRun
    estimate: Estimate


def rank_folder(folder: Path, metric: str, as_json: bool) -> tuple[int, str]:
    """The command `leaderboard`: a table for each set of data. A run that was stopped is left out.

    Raises:
        EvaluationError: The folder holds no finished run, or the metric is unknown.
    """
    chosen = find_metric(metric).name if metric else ""
    runs = _finished(folder)
    if not runs:
        raise EvaluationError(f"{folder} holds no finished runs. Give the folder in which the --out folders lie.")
    tables: dict[tuple[str, str, str], list[ScoredRun]] = {}
    for run in runs:
        tables.setdefault((run.suite, run.data_hash, run.metric_version), []).append(run)
    ranked = {}
    for key, entries in sorted(tables.items()):
        name = chosen or main_measure(entries)
        if name:
            ranked[key] = (name, rank(entries, name))
    if as_json:
        return 0, to_json([_table_row(key, name, places) for key, (name, places) in ranked.items()]).rstrip()
    parts = []
    for (suite, data, version), (name, places) in ranked.items():
        rows = [[str(p.rank), p.run.name, show_estimate(name, p.estimate), str(p.estimate.n)] for p in places]
        table = text_table(("rank", "run", f"{name} [95 % interval]", "n"), rows, right=(0, 3))
        parts.append(f"{suite} (data {data}, measures {version})\n{table}")
    return 0, "\n\n".join(parts)


def main_measure(runs: Sequence[ScoredRun]) -> str:
    """The measure to rank a set's runs by; empty if there is none that all have.

    A few questions with short answers among many with long ones do not make a set one of short answers.
    """
    scored = {name: min(len(run.scores.get(name, {})) for run in runs) for name in MAIN}
    least = ENOUGH * max(scored.values())
    return next((name for name, n in scored.items() if n and n >= least), "")


def _finished(folder: Path) -> list[ScoredRun]:
    runs = []
    for place in sorted(path for path in folder.glob("*") if path.is_dir()):
        if any(place.glob("records.jsonl")) or any(place.glob("*/records.jsonl")):
            for run in load_run(place):
                if run.finished:
                    runs.append(scored_run(run))
                else:
                    logger.warning("%s is not finished, so it is left out", run.folder)
    return runs


def rank(runs: Sequence[ScoredRun], name: str) -> list[Place]:
    """The runs by their mean of one measure; a run that is not measurably worse than a group's best shares its rank."""
    better = -1.0 if find_metric(name).better == "lower" else 1.0
    scored = [run for run in runs if run.scores.get(name)]
    estimates = {id(run): _estimate(run, name) for run in scored}
    order = sorted(scored, key=lambda run: (-better * estimates[id(run)].mean, run.name))
    places: list[Place] = []
    while order:
        best, others = order[0], order[1:]
        pairs = [paired_values(best.scores[name], run.scores[name]) for run in others]
        p = holm([paired_difference(a, b, [""] * len(a)).p if a else 1.0 for _, a, b in pairs])
        same = [run for run, value in zip(others, p, strict=True) if value >= 0.05]
        group = [best, *same]
        number = len(places) + 1
        places += [Place(number, run, estimates[id(run)]) for run in group]
        order = [run for run in others if run not in same]
    return places


def _estimate(run: ScoredRun, name: str) -> Estimate:
    values = run.scores[name]
    return mean_with_interval(list(values.values()), [run.groups.get(identifier, "") for identifier in values])


def _table_row(key: tuple[str, str, str], name: str, places: Sequence[Place]) -> dict[str, object]:
    rows = [{"rank": p.rank, "run": p.run.name, **p.estimate.to_row()} for p in places]
    return {"suite": key[0], "data_hash": key[1], "metric_version": key[2], "metric": name, "places": rows}
