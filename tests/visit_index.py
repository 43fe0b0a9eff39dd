"""The index of the documents that ship, with the real model: made once, and copied for whoever opens one."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

from filelock import FileLock

from eval.answer_cache import CACHE_DIR
from eval.questions.suites import load_suite
from eval.systems.assistant_system import describe_assistant


def visit_index() -> Path:
    """The folder of the index that `python -m eval run visit` keeps, brought up to date; nobody holds it.

    Making it takes a minute on two cores, so the processes that run tests, the page's server and the gate share it.
    """
    CACHE_DIR.mkdir(exist_ok=True)
    with (
        FileLock(CACHE_DIR / "tests.lock"),
        closing(describe_assistant(load_suite("visit"), {}, None).open()) as system,
    ):
        return system.assistant.knowledge.index.resolve()


def copy_index(index: Path, copy: Path) -> Path:
    """Copy an index that nobody holds."""
    shutil.copytree(index, copy, ignore=shutil.ignore_patterns("lock*", "models"))
    return link_models(index, copy)


def link_models(index: Path, other: Path) -> Path:
    """Let another index use the models in this one, which are large and only read."""
    (other / "models").symlink_to(index / "models", target_is_directory=True)
    return other
