"""Tables for people: aligned text for the terminal, Markdown and CSV for files."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from eval.measures.intervals import Estimate
from eval.measures.metrics import find_metric


def show_value(name: str, value: float) -> str:
    """One figure: shares with three places, counts with one."""
    return f"{value:.1f}" if find_metric(name).scale == "count" else f"{value:.3f}"


def show_estimate(name: str, estimate: Estimate) -> str:
    """A mean with its interval: `0.812 [0.744, 0.871]`."""
    low, high = show_value(name, estimate.low), show_value(name, estimate.high)
    return f"{show_value(name, estimate.mean)} [{low}, {high}]"


def mean_name(name: str, pooled: bool = False) -> str:
    """A measure's name above a figure; of one whose questions weigh differently, also which of its two means it is.

    Args:
        name: The measure.
        pooled: Whether each question weighs as the measure says, as in a run's results; else all weigh the same.
    """
    return f"{name} ({'pooled' if pooled else 'per question'})" if find_metric(name).weighted_by else name


def text_table(head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Columns aligned with spaces; `right` names the columns that align to the right."""
    lines = [list(map(str, row)) for row in (head, *rows)]
    widths = [max(len(row[column]) for row in lines) for column in range(len(head))]
    shown = []
    for row in lines:
        cells = [
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        shown.append("  ".join(cells).rstrip())
    shown.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(shown)


def markdown_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; numbers stand to the right by their alignment row."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in lines)


def csv_table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Comma-separated values with a line feed at each end."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return buffer.getvalue()


def result_rows(results: Mapping[str, Mapping[str, Estimate]]) -> list[list[str]]:
    """One row a suite and measure: suite, family, measure, mean with interval, scored of total."""
    return [
        [
            suite,
            find_metric(name).family,
            mean_name(name, pooled=True),
            show_estimate(name, estimate),
            f"{estimate.n}/{estimate.total}",
        ]
        for suite, metrics in results.items()
        for name, estimate in metrics.items()
    ]


SHORT = (
    "right",
    "answer_recall",
    "evidence_f1",
    "rouge_l",
    "sentence_MAP",
    "nDCG@10",
    "refusal_recall",
    "false_refusal",
    "auroc",
    "rewrite_f1",
)
"""The measures of the short table of several suites."""


def short_table(results: Mapping[str, Mapping[str, Estimate]]) -> tuple[list[str], list[list[str]]]:
    """Head and rows of one line a suite: those measures that any of them has, each with its interval."""
    names = [name for name in SHORT if any(name in metrics for metrics in results.values())]
    rows = []
    for suite, metrics in results.items():
        total = max((estimate.total for estimate in metrics.values()), default=0)
        shown = [show_estimate(n, metrics[n]) if n in metrics else "" for n in names]
        rows.append([f"{suite} ({total})", *shown])
    return ["suite (questions)", *names], rows


RESULT_HEAD = ("suite", "family", "metric", "mean [95 % interval]", "n")
