"""What a metric measures, for people."""

from __future__ import annotations

from eval.measures.metrics import all_metrics, find_metric
from eval.table import text_table


def explain(name: str | None) -> str:
    """One metric in full, or the list of all.

    Raises:
        EvaluationError: No metric has this name.
    """
    if name is None:
        rows = [[metric.name, metric.family, metric.better, metric.title] for metric in all_metrics().values()]
        return text_table(("metric", "family", "better", "what"), rows)
    metric = find_metric(name)
    level = "over the whole set" if metric.level == "set" else "a question, then the mean over scored questions"
    lines = [
        f"{metric.name}: {metric.title} ({metric.family}; better: {metric.better}; {level})",
        f"  Formula: {metric.formula}.",
        f"  Example: {metric.example}",
        f"  Misses:  {metric.misses}",
    ]
    if metric.weighted_by:
        lines.append(f"  Questions weigh by {metric.weighted_by}.")
    return "\n".join(lines)
