"""Reads the last evaluation from its folder; the page shows it and computes nothing new of the system."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

MOST_RECORDS = 5000
_RECALL = re.compile(r"recall@(\d+)")


@dataclass(frozen=True, slots=True)
class Measured:
    """A mean with its 95 % interval over n questions."""

    mean: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question of a run."""

    id: str
    question: str
    kind: str
    answered: bool
    right: bool | None  # None: the run does not say
    confidence: float | None
    answer: str
    error: str


@dataclass(frozen=True, slots=True)
class Run:
    """One evaluation: its measures by suite, and its questions."""

    finished: datetime
    suites: Mapping[str, Mapping[str, Measured]]
    outcomes: tuple[Outcome, ...]


def read_run(folder: Path | None) -> Run | None:
    """The run in a folder; None when there is none, or its files are of another shape."""
    if folder is None or not (folder / "results.json").is_file():
        return None
    try:
        results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
        finished = datetime.fromtimestamp((folder / "results.json").stat().st_mtime, tz=UTC)
    except (OSError, ValueError):
        return None
    suites = {str(suite): _measures(metrics) for suite, metrics in results.items() if isinstance(metrics, dict)}
    return Run(finished, {suite: found for suite, found in suites.items() if found}, tuple(_outcomes(folder)))


def recall_curve(measures: Mapping[str, Measured]) -> list[tuple[int, Measured]]:
    """recall@k of one suite in order of k."""
    found = [(int(match.group(1)), value) for name, value in measures.items() if (match := _RECALL.fullmatch(name))]
    return sorted(found, key=lambda point: point[0])


def coverage_curve(outcomes: tuple[Outcome, ...]) -> list[tuple[float, float]]:
    """(coverage, accuracy): questions by falling confidence; at each share of them, how many were answered right."""
    judged = [one for one in outcomes if one.confidence is not None and one.right is not None]
    judged.sort(key=lambda one: (-(one.confidence or 0.0), one.id))
    points, right = [], 0
    for place, one in enumerate(judged, 1):
        right += bool(one.right)
        points.append((place / len(judged), right / place))
    return points


def by_kind(outcomes: tuple[Outcome, ...]) -> dict[str, tuple[int, int]]:
    """Kind of question -> (right, judged)."""
    counts: dict[str, tuple[int, int]] = {}
    for one in outcomes:
        if one.right is not None:
            right, judged = counts.get(one.kind, (0, 0))
            counts[one.kind] = (right + one.right, judged + 1)
    return dict(sorted(counts.items()))


def _measures(value: Mapping[str, object]) -> dict[str, Measured]:
    found: dict[str, Measured] = {}
    for name, one in value.items():
        if isinstance(one, dict) and isinstance(one.get("mean"), int | float):
            mean = float(one["mean"])
            low, high, n = one.get("low"), one.get("high"), one.get("n")
            found[str(name)] = Measured(
                mean,
                float(low) if isinstance(low, int | float) else mean,
                float(high) if isinstance(high, int | float) else mean,
                n if isinstance(n, int) else 0,
            )
    return found


def _outcomes(folder: Path) -> Iterator[Outcome]:
    for path in sorted({*folder.glob("records.jsonl"), *folder.glob("*/records.jsonl")}):
        with path.open(encoding="utf-8") as lines:
            for place, line in enumerate(lines):
                if place >= MOST_RECORDS:
                    break
                try:
                    row = json.loads(line)
                except ValueError:
                    continue
                if isinstance(row, dict):
                    yield _outcome(row)


def _outcome(row: Mapping[str, object]) -> Outcome:
    confidence, answered = row.get("confidence"), row.get("answered") is True
    given = row.get("metrics")
    metrics = given if isinstance(given, dict) else {}
    return Outcome(
        id=str(row.get("id") or ""),
        question=str(row.get("question") or ""),
        kind=_kind(row, metrics),
        answered=answered,
        right=_right(metrics, answered),
        confidence=float(confidence) if isinstance(confidence, int | float) else None,
        answer=str(row.get("answer") or ""),
        error=str(row.get("error") or ""),
    )


def _right(metrics: Mapping[str, object], answered: bool) -> bool | None:
    """Whether the record's own measures count it as right."""
    for name in ("right", "correct", "refusal_recall", "answer_recall"):
        value = metrics.get(name)
        if isinstance(value, int | float):
            return value >= 0.5 and (answered or name != "answer_recall")
    return None


def _kind(row: Mapping[str, object], metrics: Mapping[str, object]) -> str:
    """The type that the record names; else whether the question has an answer, which its measures tell."""
    named = str(row.get("type") or row.get("kind") or "")
    return named or (
        "answerable" if "false_refusal" in metrics else "unanswerable" if "refusal_recall" in metrics else ""
    )
