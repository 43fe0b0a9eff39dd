"""Run several suites, one after another or several at once, and write the folder of the whole run."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from eval.files import write_json
from eval.questions.suites import Suite
from eval.run_folder import configuration_of, put_aside
from eval.running.command_run import RunRequest, SuiteResult, plan, run_suite, write_all

Finished = tuple[SuiteResult, dict[str, object]]
logger = logging.getLogger(__name__)
QUESTION_CHARACTERS = 1500  # a question takes about as long as taking in so many characters of documents


def run_suites(request: RunRequest) -> tuple[Path, list[SuiteResult]]:
    """Run every suite and write the folder.

    With several workers, suites are run in as many processes; what each gives does not depend on that.

    Returns:
        The folder, and the results of each suite in the order asked for.

    Raises:
        ExpectedError: Something cannot be run; what finished before is kept.
    """
    planned = plan(request)
    first = configuration_of(*planned[0], request.drop_gold)
    together = "-".join(suite.name for suite, _ in planned)[:60]
    out = request.out or Path("runs") / f"{together}-{first['hash']}"
    if len(planned) > 1 and (aside := put_aside(out, {})):
        logger.warning("%s held a run of one suite: it is now in %s.", out, aside)
    groups = _groups(request, [suite for suite, _ in planned])
    if request.options.workers > 1 and len(groups) > 1:
        by_suite = _at_once(request, groups, out)
        finished = [by_suite[suite.name] for suite, _ in planned]
    else:
        folders = [out if len(planned) == 1 else out / suite.name for suite, _ in planned]
        finished = [run_suite(*each, folder, request) for each, folder in zip(planned, folders, strict=True)]
    results = [result for result, _ in finished]
    write_all(out, results)
    write_json(out / "timings.json", {result.suite.name: timings for result, timings in finished})
    return out, results


def _groups(request: RunRequest, suites: Sequence[Suite]) -> list[list[str]]:
    """The suites as they were asked for, those on one index together, the largest group first."""
    groups: dict[str, list[str]] = {}
    sizes: dict[str, int] = {}
    for asked, suite in zip(request.suites, suites, strict=True):
        key = "one index" if request.index or suite.collection == "curated" else suite.name
        groups.setdefault(key, []).append(asked)
        size = sum(len(row.text) for row in suite.corpus.values()) + QUESTION_CHARACTERS * len(suite.questions)
        sizes[key] = sizes.get(key, 0) + size
    return [groups[key] for key in sorted(groups, key=lambda key: (-sizes[key], key))]


def _at_once(request: RunRequest, groups: Sequence[Sequence[str]], out: Path) -> dict[str, Finished]:
    """Every group's results by suite, made in several processes."""
    workers = min(request.options.workers, len(groups))
    with (
        _threads_for_each(max(1, (os.cpu_count() or 1) // workers)),
        ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _end_with_parent) as pool,
    ):
        running = [pool.submit(_run_group, request, group, out) for group in groups]
        try:
            return {result[0].suite.name: result for future in running for result in future.result()}
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _run_group(request: RunRequest, group: Sequence[str], out: Path) -> list[Finished]:
    """What one process does."""
    own = replace(request, suites=group, options=replace(request.options, workers=1))
    return [run_suite(suite, spec, out / suite.name, own) for suite, spec in plan(own)]


@contextmanager
def _threads_for_each(threads: int) -> Iterator[None]:
    """Let new processes use so many threads for arithmetic, that all together they do not exceed the processors."""
    name = "OMP_NUM_THREADS"
    before = os.environ.get(name)
    os.environ[name] = str(threads)
    try:
        yield
    finally:
        os.environ.pop(name) if before is None else os.environ.update({name: before})


def _end_with_parent() -> None:
    """Keep a process from outliving the one that started it, however that ends, so that no two write one folder."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
