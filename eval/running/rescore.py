"""Measure stored answers again: metrics only, nothing is asked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from eval.files import write_json, write_jsonl
from eval.measures.intervals import Estimate
from eval.measures.metrics import METRIC_VERSION, scorer_for, summarise
from eval.progress import Progress
from eval.run_folder import StoredRun, load_run, suite_of
from eval.running.command_run import SuiteResult, documents_of, write_all
from eval.running.command_show import show_suite
from eval.running.output import write_suite_files
from eval.running.run import rounded
from eval.systems.reference import reference_rows, stored_references

Rows = Mapping[str, Mapping[str, Estimate]]


def rescore_folder(folder: Path, references: bool = False) -> tuple[int, str]:
    """Measure all records of a run folder anew and write its results again; gives exit code and tables."""
    finished = [rescore(run, folder, references) for run in load_run(folder)]
    write_all(folder, finished)
    return 0, "\n\n".join(show_suite(result) for result in finished)


def rescore(run: StoredRun, folder: Path, references: bool = False) -> SuiteResult:
    """Measure one suite's records anew and write them; the reference rows too, if asked for or of older measures."""
    suite = suite_of(run)
    texts, quotable = documents_of(suite, None)
    scorer = scorer_for(suite.questions, texts, suite.task)
    by_id = {record.id: record for record in run.records}
    progress = Progress(f"{suite.name}: measuring", len(suite.questions))
    records = []
    for question in suite.questions:
        record = by_id[question.id]
        records.append(record.with_metrics(rounded(scorer.score(question, record))))
        progress.step()
    progress.finish()
    write_jsonl(run.folder / "records.jsonl", [record.to_row() for record in records])
    write_json(run.folder / "config.json", {**run.configuration, "metric_version": METRIC_VERSION})
    results = summarise(suite.questions, records, suite.task)
    same = run.metric_version == METRIC_VERSION
    rows: Rows = stored_references(folder, suite.name)
    if references or (rows and not same):
        rows = reference_rows(suite, texts, records, quotable)
    system = run.configuration.get("system")
    name = str(system.get("system")) if isinstance(system, dict) else "system"
    if run.finished:
        write_suite_files(run.folder, suite.questions, records, name)
    return SuiteResult(suite, run.folder, tuple(records), results, rows, len(records), 0)
