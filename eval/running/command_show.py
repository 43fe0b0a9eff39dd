"""The command `run` for people: options -> a request, and the tables at the end."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Mapping, Sequence

from eval.errors import EvaluationError
from eval.measures.intervals import Estimate, smallest_visible
from eval.questions.select_questions import PRESETS
from eval.questions.suites import Task
from eval.running.command_run import RunRequest, SuiteResult, plan
from eval.running.output import why_wrong
from eval.running.run import RunOptions
from eval.running.run_suites import run_suites
from eval.systems.reference import warnings_of
from eval.table import mean_name, short_table, show_estimate, show_value, text_table

SECONDS_A_QUESTION = 0.3  # what a dry run reckons with, on two cores

logger = logging.getLogger(__name__)


def request_of(options: argparse.Namespace) -> RunRequest:
    """The request that the options of `run` or `matrix` make.

    Raises:
        EvaluationError: An option cannot be read.
    """
    if (options.limit is not None and options.limit < 1) or options.workers < 1 or options.timeout < 0:
        raise EvaluationError("--limit and --workers must be at least 1, and --timeout must not be negative.")
    return RunRequest(
        suites=options.suites,
        out=options.out,
        questions=options.questions,
        article=options.article,
        index=options.index,
        system=options.system,
        settings=settings_of(options.set),
        limit=options.limit or (PRESETS[options.preset] if options.preset else 0),
        ids=[name.strip() for name in options.ids.split(",") if name.strip()],
        where=options.where,
        drop_gold=options.drop_gold,
        retrieval_only=options.retrieval_only,
        use_cache=not options.no_cache,
        references=not options.no_references,
        options=RunOptions(options.timeout, options.workers, options.retry_errors, options.fresh, options.quiet),
    )


def settings_of(pairs: Sequence[str]) -> dict[str, str]:
    """`["k=5"]` -> `{"k": "5"}`.

    Raises:
        EvaluationError: A pair has no equals sign.
    """
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise EvaluationError(f"--set {pair!r} cannot be read. Write it as KEY=VALUE.")
        found[name.strip()] = value.strip()
    return found


def show_run(options: argparse.Namespace) -> tuple[int, str]:
    """Run, and give the exit code, 1 where every question of a suite failed, and the tables."""
    request = request_of(options)
    if options.dry_run:
        return 0, dry_run(request)
    if options.check_determinism:
        from eval.running.determinism import check_determinism

        return check_determinism(request)
    out, finished = run_suites(request)
    failed = [result for result in finished if all(record.error for record in result.records)]
    for result in failed:
        logger.error("%s: every question failed; the first: %s", result.suite.name, result.records[0].error)
    code = 1 if failed else 0
    if options.json:
        return code, (out / "results.json").read_text(encoding="utf-8").rstrip()
    parts = [show_suite(result) for result in finished]
    if len(finished) > 1:
        parts.append(text_table(*short_table({result.suite.name: result.results for result in finished})))
    return code, "\n\n".join([*parts, f"Records, results.json, timings.json and summary.md are in {out}."])


def dry_run(request: RunRequest) -> str:
    """What would be asked, after checking everything that can be checked without asking."""
    rows = []
    total = 0
    for suite, spec in plan(request):
        n = len(suite.questions)
        total += n
        calls = f"{n} of {spec.model}, about {n * 2500} tokens" if spec.model else "none"
        rows.append([suite.name, str(n), str(len(suite.corpus) or suite.collection), spec.name, calls])
    seconds = total * SECONDS_A_QUESTION
    table = text_table(("suite", "questions", "documents", "system", "model calls"), rows, right=(1,))
    return f"{table}\n\n{total} questions, about {seconds:.0f} s on two cores, indexing apart. Nothing was asked."


def show_suite(result: SuiteResult) -> str:
    """One suite's table, its reference rows on the main measures, and what went wrong."""
    warnings = warnings_of(result.results, result.references)
    rows = [
        [
            mean_name(name, pooled=True),
            show_estimate(name, e),
            f"{e.n}/{e.total}",
            f"! {warnings[name]} does better" if name in warnings else "",
        ]
        for name, e in result.results.items()
    ]
    n = len(result.records)
    head = f"{result.suite.name}: {n} questions"
    if result.n_reused or result.n_cached:
        head += f" ({result.n_reused} already in the folder, {result.n_cached} from the cache)"
    parts = [head, text_table(("metric", "mean [95 % interval]", "n", ""), rows, right=(2,))]
    if result.references:
        parts.append(show_references(result.suite.task, result.results, result.references))
    failed = [record for record in result.records if record.error]
    wrong = [
        question.id
        for question, record in zip(result.suite.questions, result.records, strict=True)
        if not record.error and why_wrong(question, record)
    ]
    if wrong:
        parts.append(f"Wrong ({len(wrong)}): {', '.join(wrong[:30])}{' ...' if len(wrong) > 30 else ''}")
    parts += [f"Failed: {record.id}: {record.error}" for record in failed[:10]]
    parts.append(f"{n} questions can show differences of about {100 * smallest_visible(n):.0f} points and more.")
    return "\n".join(parts)


MAIN_METRICS = (
    "strict_correct",
    "vital_recall",
    "citation_hit",
    "right",
    "answer_recall",
    "evidence_f1",
    "rouge_l",
    "nDCG@10",
    "balanced_accuracy",
    "answer_words",
)
"""The measures that stand in short tables, those of them that a suite has."""
SEARCH_METRICS = ("recall@1", "recall@5", "recall@10", "nDCG@10", "MRR@10", "evidence_recall@1", "evidence_recall@5")
"""The same where nothing was answered."""


def main_metrics(task: Task, results: Mapping[str, Estimate], most: int = 7) -> list[str]:
    """Names of the measures of a short table, those that a suite has."""
    names = SEARCH_METRICS if task == "retrieval" else MAIN_METRICS
    return [name for name in names if name in results][:most]


def show_references(task: Task, results: Mapping[str, Estimate], rows: Mapping[str, Mapping[str, Estimate]]) -> str:
    """The reference rows beside the system, on the main measures that it has."""
    names = main_metrics(task, results)
    lines = [["this system", *(show_value(name, results[name].mean) for name in names)]]
    lines += [[row, *(show_value(n, v[n].mean) if n in v else "-" for n in names)] for row, v in rows.items()]
    return text_table(("row", *names), lines, right=tuple(range(1, len(names) + 1)))
