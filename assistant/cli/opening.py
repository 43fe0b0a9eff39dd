"""Opens the assistant or the knowledge that a command works on, and closes it afterwards."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli.console import Console

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.settings import Settings
    from knowledge.knowledge_base import KnowledgeBase


@contextmanager
def open_assistant(index: Path | None, console: Console) -> Iterator[Assistant]:
    """The assistant over an index; one that nobody has used is first filled with the documents that ship.

    A line on standard error then says so and where, since a mistyped folder would otherwise answer from documents that
    nobody meant; a folder that the command line names and that is not there is refused.

    Raises:
        IndexMissingError: The command line names a folder that is not there.
    """
    from assistant.build import build_assistant, check_named

    if index is not None:
        check_named(index)
    with console.progress("Getting ready") as progress:

        def tell(line: str) -> None:
            progress.close()
            console.note(line)

        assistant = build_assistant(
            settings_of(index), lambda what, done, total: progress.step(done, total, what), tell
        )
    with assistant:
        yield assistant


def open_knowledge(index: Path | None) -> KnowledgeBase:
    """The knowledge in an index as it is, empty or not; `with` closes it."""
    from assistant.build import build_knowledge

    return build_knowledge(settings_of(index))


def settings_of(index: Path | None = None) -> Settings:
    """The settings, with the index that the command line names."""
    from assistant.settings import Settings

    keep_libraries_quiet()
    return Settings.load(index=index)


def keep_libraries_quiet() -> None:
    """Libraries report their loading; here only what a person should know goes to standard error."""
    warnings.filterwarnings("ignore")
    for name in ("transformers", "sentence_transformers", "chromadb", "httpx", "huggingface_hub"):
        logging.getLogger(name).setLevel(logging.ERROR)
