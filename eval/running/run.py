"""Run all questions of a suite: one record each, appended as it is finished, so that nothing finished is ever lost."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from eval.answer_cache import AnswerCache
from eval.files import read_whole_rows, to_json, write_json, write_jsonl
from eval.measures.metrics import scorer_for
from eval.questions.question import Question
from eval.questions.suites import Suite
from eval.record import Record, record_from_row
from eval.run_folder import FINISHED, put_aside
from eval.running.ask import ask
from eval.system import System

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How questions are asked; nothing here changes an answer."""

    timeout_seconds: float = 120.0
    workers: int = 1
    retry_errors: bool = False
    fresh: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class FinishedRun:
    """All records of a run in the order of its questions, and how many of them were not asked this time."""

    records: tuple[Record, ...]
    n_reused: int
    n_cached: int


def run_questions(
    suite: Suite,
    open_system: Callable[[], System],
    texts: Mapping[str, str],
    configuration: Mapping[str, object],
    folder: Path,
    options: RunOptions = RunOptions(),
    cache: AnswerCache | None = None,
    finished: Callable[[Record], None] = lambda record: None,
    complete: Callable[[Record], Record] = lambda record: record,
) -> FinishedRun:
    """Ask every question that has no record yet, and measure all of them.

    The folder gets `config.json` and `records.jsonl`. After a kill the same call goes on where it stopped; a record
    that was cut off in the middle is asked again. At the end the records are put in the order of the questions.

    Args:
        suite: The questions.
        open_system: Makes the system; called only if there is something to ask.
        texts: Text of every document by id, for the measures.
        configuration: Everything that answers depend on; a run of another one is put aside.
        folder: Where the run is kept.
        options: How to ask.
        cache: Answers of earlier runs of the same configuration.
        finished: Told every new record.
        complete: Adds to a new record what the system does not know of itself.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "records.jsonl"
    if options.fresh:
        path.unlink(missing_ok=True)
    elif aside := put_aside(folder, configuration, {question.id for question in suite.questions}):
        logger.warning("%s held another run, or one of more questions: it is now in %s.", folder, aside)
    (folder / FINISHED).unlink(missing_ok=True)
    write_json(folder / "config.json", configuration)
    known = read_finished(path, retry_errors=options.retry_errors)
    n_reused = sum(question.id in known for question in suite.questions)
    scorer = scorer_for(suite.questions, texts, suite.task)
    with path.open("a", encoding="utf-8") as handle:

        def keep(question: Question, record: Record) -> None:
            known[record.id] = record.with_metrics(rounded(scorer.score(question, record)))
            handle.write(to_json(known[record.id].to_row(), indent=None))
            handle.flush()
            finished(record)

        pending = [question for question in suite.questions if question.id not in known]
        n_cached = _take_from_cache(pending, cache, keep)
        pending = [question for question in pending if question.id not in known]
        if pending:
            system = open_system()

            def ask_one(question: Question) -> Record:
                return ask(system, question, texts, options.timeout_seconds, suite.task)

            for question, asked in _ask_all(pending, ask_one, options.workers):
                record = complete(asked)
                keep(question, record)
                if cache is not None:
                    cache.keep(question, record)
    records = tuple(known[question.id] for question in suite.questions)
    write_jsonl(path, [record.to_row() for record in records])
    return FinishedRun(records, n_reused, n_cached)


def _take_from_cache(
    questions: Sequence[Question], cache: AnswerCache | None, keep: Callable[[Question, Record], None]
) -> int:
    """Keep every answer that the cache holds; gives how many."""
    found = [(question, cache.find(question)) for question in questions] if cache is not None else []
    for question, record in found:
        if record is not None:
            keep(question, record)
    return sum(record is not None for _, record in found)


def read_finished(path: Path, retry_errors: bool = False) -> dict[str, Record]:
    """The records of a file by id; a last line that was cut off by a kill is taken out of the file.

    Args:
        path: A `records.jsonl`; it need not exist.
        retry_errors: Leave out records with an error, so that they are asked again.
    """
    if not path.is_file():
        return {}
    whole = [record_from_row(row) for row in read_whole_rows(path) if row.get("id")]
    kept = {record.id: record for record in whole if not (retry_errors and record.error)}
    write_jsonl(path, [record.to_row() for record in kept.values()])
    return kept


def _ask_all(
    questions: Sequence[Question], ask_one: Callable[[Question], Record], workers: int
) -> Iterator[tuple[Question, Record]]:
    """Questions with their records, each as soon as it is there."""
    if workers <= 1:
        for question in questions:
            yield question, ask_one(question)
        return
    with ThreadPoolExecutor(workers) as pool:
        asked = {pool.submit(ask_one, question): question for question in questions}
        for future in as_completed(asked):
            yield asked[future], future.result()


def rounded(metrics: Mapping[str, float]) -> dict[str, float]:
    """Measures to ten places: enough to tell any two apart, and the same in the file and in memory."""
    return {name: round(value, 10) for name, value in metrics.items()}
