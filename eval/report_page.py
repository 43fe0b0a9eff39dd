"""The page of a report."""

from __future__ import annotations

import html
from pathlib import Path

from eval.run_folder import load_run


def report_page(folder: Path, against: Path | None) -> str:
    """The whole page as HTML."""
    del against
    names = ", ".join(html.escape(run.suite) for run in load_run(folder))
    return f"<!doctype html><meta charset=utf-8><title>{names}</title><h1>{names}</h1>\n"
