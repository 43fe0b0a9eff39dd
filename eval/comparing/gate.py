"""The gate: fails when a run is worse than a baseline by more than the tolerance and more than noise."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.comparing.baseline import KEPT, ScoredRun, bundled_baseline, read_baseline, scored_run, write_baseline
from eval.comparing.compare import check_comparable, paired_values
from eval.errors import EvaluationError
from eval.files import to_json
from eval.measures.intervals import Difference, holm, paired_difference, smallest_visible
from eval.measures.metrics import all_metrics
from eval.run_folder import load_run
from eval.table import mean_name, show_value, text_table

SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Check:
    """One measure against the baseline. `drop` is how much worse it became, in the measure's own direction."""

    metric: str
    before: float
    now: float
    drop: float
    difference: Difference
    corrected_p: float
    broken: tuple[str, ...]
    invariant_broken: bool

    def fails(self, tolerance: float) -> bool:
        """Whether this stops the gate: a broken invariant, or a drop beyond tolerance and noise."""
        return self.invariant_broken or (self.drop > tolerance and self.corrected_p < SIGNIFICANT)


def check_gate(run: ScoredRun, baseline: ScoredRun) -> list[Check]:
    """Every kept measure of a run against a baseline, on the questions that both were scored on.

    Raises:
        EvaluationError: The data or the version of the measures differ, or no question is in both.
    """
    check_comparable(baseline, run)
    rows = []
    for name in KEPT:
        ids, before, now = paired_values(baseline.scores.get(name, {}), run.scores.get(name, {}))
        if not ids:
            continue
        sign = -1.0 if all_metrics()[name].better == "lower" else 1.0
        worse = [sign * (b - a) for a, b in zip(before, now, strict=True)]
        difference = paired_difference([sign * a for a in before], [sign * b for b in now], [""] * len(ids))
        broken = tuple(identifier for identifier, change in zip(ids, worse, strict=True) if change < 0)
        means = (sum(before) / len(ids), sum(now) / len(ids))
        invariant = all_metrics()[name].invariant and means[1] < 1 - 1e-9 and means[0] > 1 - 1e-9
        rows.append((name, *means, -difference.mean, difference, broken, invariant))
    if not rows:
        raise EvaluationError(f"{run.suite}: the run and the baseline share no scored question. Check their ids.")
    corrected = holm([row[4].p for row in rows])
    return [
        Check(name, before, now, drop, difference, p, broken, invariant)
        for (name, before, now, drop, difference, broken, invariant), p in zip(rows, corrected, strict=True)
    ]


def run_gate(options: argparse.Namespace) -> tuple[int, str]:
    """The command `gate`: 0 passed, 1 failed, 2 too few questions with `--strict`.

    Raises:
        EvaluationError: The run or the baseline cannot be used.
    """
    stored = load_run(options.folder)
    unfinished = next((one.folder for one in stored if not one.finished), None)
    if unfinished:
        raise EvaluationError(f"{unfinished} is not finished. Give the command that made it again: it goes on.")
    runs = [scored_run(one) for one in stored]
    if options.baseline and options.baseline.is_dir():
        raise EvaluationError(
            f"--baseline takes a file, and {options.baseline} is a folder. Make a file of a run that is good by "
            f"`python -m eval gate {options.baseline} --baseline FILE --update`, or compare two runs by "
            f"`python -m eval compare {options.baseline} {options.folder}`."
        )
    if options.update:
        return 0, "\n".join(_update(run, options.baseline, len(runs)) for run in runs)
    parts: list[str] = []
    codes: list[int] = []
    rows: dict[str, object] = {}
    for run in runs:
        path = options.baseline or bundled_baseline(run.suite)
        if not path.is_file():
            raise EvaluationError(f"There is no baseline {path}. Write it with --update from a run that is good.")
        baseline = read_baseline(path)
        checks = check_gate(run, baseline)
        code, words = verdict(run.suite, checks, options.tolerance, options.strict)
        codes.append(code)
        parts.append(words + _not_asked(run, baseline))
        rows[run.suite] = {"exit": code, "checks": [_row(check, options.tolerance) for check in checks]}
    code = 1 if 1 in codes else max(codes)
    return code, to_json(rows).rstrip() if options.json else "\n\n".join(parts)


def verdict(suite: str, checks: Sequence[Check], tolerance: float, strict: bool) -> tuple[int, str]:
    """Exit code and words for one suite."""
    failing = [check for check in checks if check.fails(tolerance)]
    n = max(check.difference.n for check in checks)
    visible = smallest_visible(n)
    lines = [_table(checks, tolerance)]
    for check in failing:
        why = (
            "an invariant is broken" if check.invariant_broken else f"{check.drop:.3f} worse, p {check.corrected_p:.3f}"
        )
        lines.append(f"FAIL {suite} {check.metric}: {why}. Broken: {', '.join(check.broken[:40])}")
    if failing:
        return 1, "\n".join(lines)
    lines.append(f"PASS {suite}: no drop beyond {tolerance:g} that is more than noise.")
    if visible > tolerance:
        lines.append(f"Warning: {n} questions can only show drops of about {visible:.3f}, not one of {tolerance:g}.")
        return (2 if strict else 0), "\n".join(lines)
    return 0, "\n".join(lines)


def _not_asked(run: ScoredRun, baseline: ScoredRun) -> str:
    """A line on the baseline's questions that the run lacks, as with `--limit`; empty where it has them all."""
    scored, wanted = (set().union(*one.scores.values()) for one in (run, baseline))
    lacking = len(wanted - scored)
    return f"\nWarning: {lacking} of the {len(wanted)} questions of the baseline were not asked." if lacking else ""


def _table(checks: Sequence[Check], tolerance: float) -> str:
    rows = [
        [
            mean_name(check.metric),
            show_value(check.metric, check.before),
            show_value(check.metric, check.now),
            str(check.difference.n),
            str(len(check.broken)),
            f"{check.corrected_p:.3f}",
            "FAIL" if check.fails(tolerance) else "ok",
        ]
        for check in checks
    ]
    return text_table(("metric", "baseline", "now", "n", "worse", "Holm p", ""), rows, right=(1, 2, 3, 4, 5))


def _row(check: Check, tolerance: float) -> dict[str, object]:
    return {
        "metric": check.metric,
        "baseline": round(check.before, 6),
        "now": round(check.now, 6),
        "drop": round(check.drop, 6),
        "p": round(check.difference.p, 6),
        "corrected_p": round(check.corrected_p, 6),
        "broken": list(check.broken),
        "fails": check.fails(tolerance),
    }


def _update(run: ScoredRun, path: Path | None, n_runs: int) -> str:
    if path is not None and n_runs > 1:
        raise EvaluationError("--baseline names one file, but the run has several suites. Leave it out, or run one.")
    target = path or bundled_baseline(run.suite)
    write_baseline(run, target)
    return f"Written: {target}"
