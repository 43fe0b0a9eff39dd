"""One HTML file about a run that opens without a network."""

from __future__ import annotations

from pathlib import Path

from eval.files import write_text


def write_report(folder: Path, out: Path | None, against: Path | None) -> Path:
    """Write the report of a run folder; gives its path."""
    from eval.report.page import report_page

    path = out or folder / "report.html"
    write_text(path, report_page(folder, against))
    return path
