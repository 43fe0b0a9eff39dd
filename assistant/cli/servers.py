"""`serve` and `mcp`: the servers for browsers and programs."""

from __future__ import annotations

import argparse
import logging
import sys

from assistant.cli.console import Console
from assistant.cli.opening import keep_libraries_quiet, open_assistant
from assistant.errors import SettingsError


def serve(options: argparse.Namespace, console: Console) -> int:
    """The page and the HTTP interface, until it is stopped."""
    from assistant.settings import Settings

    keep_libraries_quiet()
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s")
    for name in ("httpx", "uvicorn.error", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)
    settings = Settings.load(index=options.index, host=options.host, port=options.port)
    settings.check_open()

    from assistant.web.serve import serve_until_stopped

    with console.progress("Getting ready") as progress:
        serve_until_stopped(settings, console.note, lambda what, done, total: progress.step(done, total, what))
    return 0


def mcp(options: argparse.Namespace, console: Console) -> int:
    """One MCP client on standard input and output, until it leaves."""
    try:
        from assistant.web.api.mcp import run_on_stdio
    except ModuleNotFoundError as error:
        raise SettingsError(f"The package {error.name!r} is missing. Run `pip install mcp`.") from error
    with open_assistant(options.index, console) as assistant:
        run_on_stdio(assistant)
    return 0
