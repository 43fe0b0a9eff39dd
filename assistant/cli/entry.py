"""Runs one command of the terminal and turns failures into messages and exit codes."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from assistant.cli.console import Console, let_go_of_output
from assistant.cli.parser import build_parser
from knowledge.errors import ExpectedError

INTERRUPTED = 130  # what shells expect after Ctrl-C

_QUIET = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)  # before any heavy library is imported: no network, no telemetry
    options = _read(arguments)
    if isinstance(options, int):
        return options
    console = Console(as_json=bool(getattr(options, "json", False)))
    try:
        module, _, name = str(options.run).partition(":")
        code: int = getattr(import_module(module), name)(options, console)
        sys.stdout.flush()
    except ExpectedError as error:
        console.fail(error)
        return error.exit_code
    except KeyboardInterrupt:
        console.note("Stopped.")
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our output has gone, such as `head`
        let_go_of_output()
        return 0
    return code


def _read(arguments: Sequence[str]) -> argparse.Namespace | int:
    try:
        return build_parser().parse_args([_clean(word) for word in arguments])
    except SystemExit as finished:  # argparse has printed its help or its complaint
        return finished.code if isinstance(finished.code, int) else 2


def _clean(word: str) -> str:
    """Replace bytes of the command line that are not text by the replacement character."""
    return word.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
