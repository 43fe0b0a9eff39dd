"""Two systems on the same questions: paired differences with intervals and tests, corrected for their number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.comparing.baseline import ROUNDING, ScoredRun, scored_runs
from eval.errors import EvaluationError
from eval.files import to_json
from eval.measures.intervals import Difference, holm, paired_difference
from eval.measures.metrics import all_metrics
from eval.table import mean_name, show_value, text_table

SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure of one suite in two runs; the difference is second minus first."""

    suite: str
    metric: str
    first: float
    second: float
    difference: Difference
    corrected_p: float

    @property
    def measurable(self) -> bool:
        """Whether the difference is more than noise, over all measures that were compared with it."""
        return self.corrected_p < SIGNIFICANT and self.difference.mean != 0

    @property
    def verdict(self) -> str:
        """The second run in words: better, worse, or no measurable difference."""
        if not self.measurable:
            return "no measurable difference"
        better = (self.difference.mean > 0) == (all_metrics()[self.metric].better == "higher")
        return "better" if better else "worse"


def compare_runs(first: Sequence[ScoredRun], second: Sequence[ScoredRun]) -> list[Comparison]:
    """Every measure that has a better and a worse, on the questions that both runs were scored on.

    Raises:
        EvaluationError: No suite is in both, or its data or the version of the measures differ.
    """
    found: list[tuple[str, str, float, float, Difference]] = []
    by_suite = {run.suite: run for run in second}
    shared = [(run, by_suite[run.suite]) for run in first if run.suite in by_suite]
    if not shared:
        raise EvaluationError(
            f"The two runs share no suite: {', '.join(r.suite for r in first)} against {', '.join(by_suite)}."
        )
    for one, other in shared:
        check_comparable(one, other)
        for name, metric in all_metrics().items():
            pair = paired_values(one.scores.get(name, {}), other.scores.get(name, {}))
            if metric.better == "neither" or not pair[0]:
                continue
            ids, a, b = pair
            difference = paired_difference(a, b, [one.groups.get(identifier, "") for identifier in ids])
            found.append((one.suite, name, sum(a) / len(a), sum(b) / len(b), difference))
    corrected = holm([difference.p for *_, difference in found])
    return [Comparison(*row, p) for row, p in zip(found, corrected, strict=True)]


def check_comparable(first: ScoredRun, second: ScoredRun) -> None:
    """Refuse to compare what cannot be compared.

    Raises:
        EvaluationError: The data or the version of the measures differ.
    """
    for what, one, other in (
        ("data", first.data_hash, second.data_hash),
        ("version of the measures", first.metric_version, second.metric_version),
    ):
        if one != other:
            raise EvaluationError(
                f"{first.suite}: the {what} differ ({one} in {first.name}, {other} in {second.name}), so the figures "
                "cannot be compared. Run both again on the same, or `rescore` the older one."
            )


def paired_values(
    first: Mapping[str, float], second: Mapping[str, float]
) -> tuple[list[str], list[float], list[float]]:
    """The questions scored in both, with both values; two that only a baseline's rounding tells apart are equal."""
    ids = [identifier for identifier in first if identifier in second]
    pairs = [(first[identifier], second[identifier]) for identifier in ids]
    return ids, [a for a, _ in pairs], [a if abs(b - a) <= ROUNDING else b for a, b in pairs]


def compare_folders(first: Path, second: Path, as_json: bool) -> tuple[int, str]:
    """The command `compare`: exit code 0 and the table, or one JSON object.

    Raises:
        EvaluationError: A folder holds no run, or the two cannot be compared.
    """
    comparisons = compare_runs(scored_runs(first), scored_runs(second))
    if as_json:
        return 0, to_json([comparison_row(comparison) for comparison in comparisons]).rstrip()
    measurable = sum(comparison.measurable for comparison in comparisons)
    return 0, (
        f"A = {first}\nB = {second}\n\n{comparison_table(comparisons)}\n\n"
        f"{measurable} of {len(comparisons)} differences are measurable (Holm-corrected p < {SIGNIFICANT})."
    )


HEAD = ("suite", "metric", "A", "B", "B - A [95 % interval]", "n", "wins/ties/losses", "p", "Holm", "B is")


def comparison_table(comparisons: Sequence[Comparison]) -> str:
    """All comparisons as aligned text."""
    return text_table(HEAD, [comparison_cells(comparison) for comparison in comparisons], right=(2, 3, 5, 6, 7, 8))


def comparison_cells(comparison: Comparison) -> list[str]:
    """One comparison as the cells of `HEAD`."""
    d, name = comparison.difference, comparison.metric
    signed = [f"{'+' if value > 0 else ''}{show_value(name, value)}" for value in (d.mean, d.low, d.high)]
    return [
        comparison.suite,
        mean_name(name),
        show_value(name, comparison.first),
        show_value(name, comparison.second),
        f"{signed[0]} [{signed[1]}, {signed[2]}]",
        str(d.n),
        f"{d.wins}/{d.ties}/{d.losses}",
        f"{d.p:.3f}",
        f"{comparison.corrected_p:.3f}",
        comparison.verdict,
    ]


def comparison_row(comparison: Comparison) -> dict[str, object]:
    """One comparison as JSON values."""
    d = comparison.difference
    return {
        "suite": comparison.suite,
        "metric": comparison.metric,
        "a": round(comparison.first, 6),
        "b": round(comparison.second, 6),
        "difference": round(d.mean, 6),
        "low": round(d.low, 6),
        "high": round(d.high, 6),
        "n": d.n,
        "wins": d.wins,
        "ties": d.ties,
        "losses": d.losses,
        "test": d.test,
        "p": round(d.p, 6),
        "corrected_p": round(comparison.corrected_p, 6),
        "verdict": comparison.verdict,
    }
