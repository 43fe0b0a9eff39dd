"""Folders of finished runs: one suite in the folder itself, several each in a folder of its name."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from eval.answer_cache import hash_of
from eval.errors import EvaluationError
from eval.files import read_whole_rows
from eval.measures.metrics import METRIC_VERSION
from eval.questions.dataset import read_jsonl
from eval.questions.suites import Suite, Task, drop_gold, load_suite
from eval.record import Record, record_from_row
from eval.system import SystemSpec

FINISHED = "answers.jsonl"
"""A file that a suite's folder holds once all its questions are asked."""
_IDENTITY = ("suite", "system", "data_hash", "task")


@dataclass(frozen=True, slots=True)
class StoredRun:
    """One suite of a run, as it lies on disk."""

    folder: Path
    configuration: Mapping[str, object]
    records: tuple[Record, ...]

    @property
    def finished(self) -> bool:
        """Whether all questions were asked: a run that was stopped goes on with the same command."""
        return (self.folder / FINISHED).is_file()

    @property
    def suite(self) -> str:
        """The suite's name."""
        return str(self.configuration.get("suite"))

    @property
    def data_hash(self) -> str:
        """The hash of the suite's questions and corpus."""
        return str(self.configuration.get("data_hash"))

    @property
    def task(self) -> Task:
        """What was asked of the system."""
        task = self.configuration.get("task")
        return "retrieval" if task == "retrieval" else "answers"

    @property
    def metric_version(self) -> str:
        """The version of the measures."""
        return str(self.configuration.get("metric_version"))


def configuration_of(suite: Suite, system: SystemSpec, dropped: bool = False) -> dict[str, object]:
    """Everything that answers and measures depend on, with a stable hash; and where the questions lie."""
    identity = {"suite": suite.name, "system": dict(system.configuration), "data_hash": suite.data_hash}
    if suite.task == "retrieval":
        identity["task"] = suite.task
    return {
        **identity,
        "hash": hash_of(identity),
        "metric_version": METRIC_VERSION,
        "questions": str(suite.questions_file.resolve()) if suite.questions_file else None,
        "where": suite.where,
        "article": str(suite.article.resolve()) if suite.article else None,
        "drop_gold": dropped,
    }


def put_aside(folder: Path, configuration: Mapping[str, object], asked: Collection[str] = ()) -> Path | None:
    """Keep in `previous/` a run that this one would overwrite: two are never mixed, and nothing is lost.

    A run of another configuration is moved there. One of the same that also answered other questions is copied, so
    that what both ask is not asked again.

    Args:
        folder: Where both runs are kept.
        configuration: That of the run to come.
        asked: Ids of the questions of the run to come.

    Returns:
        Where the other run is now, or None if nothing of it would be lost.
    """
    path, records = folder / "config.json", folder / "records.jsonl"
    if not path.is_file() or not records.is_file():
        return None
    stored = read_json(path)
    same = all(stored.get(name) == configuration.get(name) for name in _IDENTITY)
    if same and all(row.get("id") in asked for row in read_whole_rows(records)):
        return None
    place = _free_place(folder / "previous", str(stored.get("hash")))
    place.mkdir(parents=True)
    for file in sorted(folder.iterdir()):
        if file.is_file():
            shutil.copy2(file, place / file.name) if same else file.replace(place / file.name)
    return place


def _free_place(folder: Path, name: str) -> Path:
    """The folder of this name inside another, or, where that is taken, the first with a number behind."""
    names = itertools.chain([name], (f"{name}-{number}" for number in itertools.count(2)))
    return next(folder / free for free in names if not (folder / free).exists())


def load_run(folder: Path) -> list[StoredRun]:
    """The suites of a run folder, by name.

    Raises:
        EvaluationError: The folder holds no run.
    """
    places = [folder] if (folder / "records.jsonl").is_file() else []
    places += sorted(path.parent for path in folder.glob("*/records.jsonl")) if not places else []
    if not places:
        raise EvaluationError(f"{folder} holds no run: there is no records.jsonl. Give the --out folder of a run.")
    runs = []
    for place in places:
        records = tuple(record_from_row(row) for _, row in read_jsonl(place / "records.jsonl"))
        runs.append(StoredRun(place, read_json(place / "config.json"), records))
    return runs


def suite_of(run: StoredRun) -> Suite:
    """The suite that a run was made on, with the questions that it asked, in order.

    Raises:
        EvaluationError: The questions or the corpus have changed since.
    """
    stored = run.configuration
    questions, article = stored.get("questions"), stored.get("article")
    suite = load_suite(
        str(stored.get("where")), Path(str(questions)) if questions else None, Path(str(article)) if article else None
    )
    suite = drop_gold(suite) if stored.get("drop_gold") else suite
    if suite.data_hash != run.data_hash:
        raise EvaluationError(
            f"The data of {run.suite} have changed since {run.folder} was made ({run.data_hash} then, "
            f"{suite.data_hash} now). Run it again."
        )
    suite = replace(suite, retrieval_only=run.task == "retrieval")
    by_id = {question.id: question for question in suite.questions}
    return suite.only([by_id[record.id] for record in run.records if record.id in by_id])


def read_json(path: Path) -> dict[str, object]:
    """One JSON object of a run folder.

    Raises:
        EvaluationError: The file is missing or damaged.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EvaluationError(f"{path} cannot be read: {error}. The run is damaged or no run; run it again.") from error
    if not isinstance(value, dict):
        raise EvaluationError(f"{path} holds no object. The run is damaged; run it again.")
    return value
