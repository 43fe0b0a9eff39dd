"""The page of a report: scoreboard, plots, slices, comparison, and a browser of all questions, in one HTML text."""

from __future__ import annotations

import html
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np

from eval.comparing.baseline import scored_run, scored_runs
from eval.comparing.compare import HEAD, compare_runs, comparison_cells
from eval.errors import EvaluationError
from eval.measures.intervals import Estimate
from eval.measures.metrics import find_metric, summarise
from eval.measures.refusal import coverage_curve, outcomes
from eval.questions.question import Question
from eval.record import Record
from eval.report.browser import BUDGET, Entry, entries_of
from eval.report.plots import curve_at_k, histogram, interval_bar, line_plot
from eval.report.slices import slices_of
from eval.run_folder import StoredRun, load_run, suite_of
from eval.running.command_run import documents_of
from eval.running.command_show import MAIN_METRICS, main_metrics
from eval.systems.reference import stored_references, warnings_of
from eval.table import show_value


@dataclass(frozen=True, slots=True)
class ReportedSuite:
    """One suite of a report with all that its sections show."""

    run: StoredRun
    questions: Sequence[Question]
    records: Sequence[Record]
    texts: Mapping[str, str]
    results: Mapping[str, Estimate]
    references: Mapping[str, Mapping[str, Estimate]]

    @property
    def name(self) -> str:
        """The suite's name."""
        return self.run.suite


def report_page(folder: Path, against: Path | None) -> str:
    """The whole page as HTML; nothing in it is loaded from elsewhere.

    Raises:
        EvaluationError: A folder holds no run, or its data have changed since.
    """
    suites = [_suite(run, folder) for run in load_run(folder)]
    other = load_run(against) if against else []
    entries: list[Entry] = []
    n_questions = max(1, sum(len(suite.questions) for suite in suites))
    for suite in suites:
        before = {r.id: r for run in other if run.suite == suite.name for r in run.records}
        share = BUDGET * len(suite.questions) // n_questions
        entries += entries_of(suite.name, suite.questions, suite.records, suite.texts, before, share)
    body = [
        f"<header><h1>Evaluation: {_e(', '.join(suite.name for suite in suites))}</h1>"
        '<button type="button" id="theme">Light / dark</button></header>',
        *(_section(suite) for suite in suites),
    ]
    if against:
        body.append(_comparison(folder, against, [suite.run for suite in suites]))
    body.append(_BROWSER)
    data = json.dumps(entries, ensure_ascii=False).replace("<", "\\u003c")
    parts = files("eval.report")
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="icon" href="data:,">'
        f"<title>Evaluation: {_e(', '.join(suite.name for suite in suites))}</title>"
        f"<style>{(parts / 'report.css').read_text(encoding='utf-8')}</style></head><body>"
        + "\n".join(body)
        + f'<script type="application/json" id="data">{data}</script>'
        f"<script>{(parts / 'report.js').read_text(encoding='utf-8')}</script></body></html>\n"
    )


_BROWSER = """<section id="browser"><h2>Questions</h2>
<div class="filters" role="group" aria-label="Filter questions"></div>
<p><label>Search <input type="search" id="search" placeholder="words or an id"></label>
<label>Type <select id="type"><option value="">all</option></select></label>
<span id="count" aria-live="polite"></span></p>
<p class="legend"><mark class="c">cited</mark> <mark class="g">gold evidence</mark> <mark class="cg">both</mark></p>
<div id="entries"></div></section>"""


def _suite(run: StoredRun, folder: Path) -> ReportedSuite:
    suite = suite_of(run)
    by_id = {record.id: record for record in run.records}
    records = [by_id[question.id] for question in suite.questions]
    texts, _ = documents_of(suite, None)
    references = stored_references(folder, run.suite)
    results = summarise(suite.questions, records, suite.task)
    return ReportedSuite(run, suite.questions, records, texts, results, references)


def _section(suite: ReportedSuite) -> str:
    return (
        f"<section><h2>{_e(suite.name)}</h2>{_configuration(suite)}{_scoreboard(suite)}{_references(suite)}"
        f"<h3>Plots</h3><div class='plots'>{_plots(suite)}</div>{_slices(suite)}</section>"
    )


def _configuration(suite: ReportedSuite) -> str:
    stored = suite.run.configuration
    system = stored.get("system")
    rows = system.items() if isinstance(system, dict) else []
    shown = {**dict(rows), "data": stored.get("data_hash"), "measures": stored.get("metric_version")}
    cells = "".join(f"<dt>{_e(name)}</dt><dd>{_e(value)}</dd>" for name, value in shown.items() if value)
    head = f"{len(suite.records)} questions, configuration {_e(stored.get('hash'))}"
    return f"<details><summary>{head}</summary><dl>{cells}</dl></details>"


def _scoreboard(suite: ReportedSuite) -> str:
    warnings = warnings_of(suite.results, suite.references)
    rows = []
    for name, estimate in suite.results.items():
        metric = find_metric(name)
        bar = interval_bar(estimate.mean, estimate.low, estimate.high) if metric.scale == "share" else ""
        warned = f"<span class='warn'>{_e(warnings[name])} does better</span>" if name in warnings else ""
        arrow = {"higher": "higher is better", "lower": "lower is better", "neither": ""}[metric.better]
        interval = f"{show_value(name, estimate.low)} to {show_value(name, estimate.high)}"
        title = _e(f"{metric.title}. {metric.formula}. Misses: {metric.misses}")
        rows.append(
            f"<tr><th scope='row' title=\"{title}\">{_e(name)}</th><td>{_e(metric.family)}</td>"
            f"<td class='number'>{show_value(name, estimate.mean)}</td><td class='number'>{interval}</td>"
            f"<td>{bar}</td><td class='number'>{estimate.n}/{estimate.total}</td><td>{arrow} {warned}</td></tr>"
        )
    head = ("metric", "family", "mean", "95 % interval", "", "scored", "")
    return f"<h3>Scores</h3><div class='wide'>{_table(head, rows, ('mean', '95 % interval', 'scored'))}</div>"


def _references(suite: ReportedSuite) -> str:
    names = main_metrics(suite.run.task, suite.results)
    if not suite.references or not names:
        return ""
    lines = {"this system": suite.results, **suite.references}
    rows = [
        f"<tr><th scope='row'>{_e(row)}</th>"
        + "".join(f"<td class='number'>{show_value(n, v[n].mean) if n in v else '-'}</td>" for n in names)
        + "</tr>"
        for row, v in lines.items()
    ]
    return f"<h3>Beside simple rows</h3><div class='wide'>{_table(('row', *names), rows, names)}</div>"


def _plots(suite: ReportedSuite) -> str:
    plots = []
    found = outcomes(suite.questions, suite.records)
    coverage, accuracy = coverage_curve(found, np.ones((1, len(suite.questions))))
    if coverage.size:
        points = list(zip(coverage[0].tolist(), (1 - accuracy[0]).tolist(), strict=True))
        title = "Risk by coverage: share of wrong answers among the surest"
        plots.append(line_plot(title, {suite.name: points}, "share of questions answered", "wrong"))
    lines = {}
    for name in ("recall", "evidence_recall"):
        values = {k: suite.results[f"{name}@{k}"].mean for k in (1, 3, 5, 10) if f"{name}@{k}" in suite.results}
        if values:
            lines[name] = values
    if lines:
        plots.append(curve_at_k("Recall at k", lines))
    plots.append(histogram("Latency", [r.latency_ms for r in suite.records if r.latency_ms and not r.error], "ms"))
    return "".join(plots)


def _slices(suite: ReportedSuite) -> str:
    slices = slices_of(suite.questions, suite.records)
    names = [name for name in MAIN_METRICS if any(name in means for *_, means in slices)]
    rows = [
        f"<tr><td>{_e(what)}</td><th scope='row'>{_e(part)}</th><td class='number'>{n}</td>"
        + "".join(f"<td class='number'>{show_value(m, means[m]) if m in means else '-'}</td>" for m in names)
        + "</tr>"
        for what, part, n, means in slices
    ]
    head = ("by", "part", "n", *names)
    return f"<h3>Slices</h3><div class='wide'>{_table(head, rows, head[2:])}</div>" if rows else ""


def _comparison(folder: Path, against: Path, runs: Sequence[StoredRun]) -> str:
    try:
        comparisons = compare_runs(scored_runs(against), [scored_run(run) for run in runs])
    except EvaluationError as error:
        return f"<section><h2>Comparison</h2><p>{_e(error)}</p></section>"
    rows = [
        f"<tr class='{comparison.verdict.split()[0]}'>"
        + "".join(f"<td>{_e(cell)}</td>" for cell in comparison_cells(comparison))
        + "</tr>"
        for comparison in comparisons
    ]
    title = f"A = {_e(against)}, B = {_e(folder)}"
    return f"<section><h2>Comparison</h2><p>{title}</p><div class='wide'>{_table(HEAD, rows)}</div></section>"


def _table(head: Sequence[str], rows: Iterable[str], numbers: Collection[str] = ()) -> str:
    """A table; the heads of columns of numbers stand to the right as the numbers do."""
    places = ["number" if name in numbers else "" for name in head]
    cells = "".join(f"<th scope='col' class='{place}'>{_e(n)}</th>" for n, place in zip(head, places, strict=True))
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _e(value: object) -> str:
    return html.escape(str(value), quote=True)
