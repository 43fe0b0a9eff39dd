"""`completion`: a script that lets a shell complete commands and options."""

from __future__ import annotations

import argparse

from assistant.cli.console import Console
from assistant.cli.parser import build_parser


def completion(options: argparse.Namespace, console: Console) -> int:
    """Print the script; `eval "$(visit completion bash)"` uses it."""
    import shtab

    console.say(shtab.complete(build_parser(), shell=options.shell))  # the name of a shell  # nosec B604
    return 0
