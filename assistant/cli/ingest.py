"""`ingest`: takes documents into the index and reports what became of each."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli.console import Console, counted
from assistant.cli.opening import open_knowledge
from knowledge.errors import ExpectedError

if TYPE_CHECKING:
    from langchain_core.documents import Document

    from knowledge.document import FailedDocument
    from knowledge.knowledge_base import IngestReport

_NAMED = 5  # documents that a line names


def ingest(options: argparse.Namespace, console: Console) -> int:
    """Without places: the documents that ship."""
    barren: list[str] = []
    with console.progress("Ingesting") as progress, open_knowledge(options.index) as knowledge:
        report = knowledge.ingest(
            _documents(options.places, barren),
            only=options.only,
            rebuild=options.rebuild,
            progress=lambda what, done, total: progress.step(done, total, what),
        )
        held = len(knowledge.documents())
    if console.as_json:
        console.give(_report_to_dict(report, held))
    else:
        _show(report, held, console)
    for place in barren:
        console.note(f"Nothing to read: {place} holds no file, or only hidden ones.")
    if options.only and not held:
        console.note("The index is empty now, and stays so until documents are ingested.")
    for name, reason in report.failed:
        console.note(f"Failed: {name}: {reason.removeprefix(f'{name}: ')}")
    return 1 if report.failed else 0


def _documents(places: list[str], barren: list[str]) -> Iterator[Document | FailedDocument]:
    """Documents of each place in turn; a place that cannot be read does not stop the others.

    Args:
        places: Files, folders and addresses; none means the documents that ship.
        barren: Gets the places in which there was nothing.
    """
    if not places:
        from knowledge.curated import load_documents

        yield from load_documents()
        return
    from knowledge.document import FailedDocument
    from knowledge.loaders import load_path, load_url

    for place in places:
        is_address = re.match(r"[a-z][a-z0-9+.-]*://", place, re.IGNORECASE)  # one of another sort is refused as such
        try:
            found = load_url(place) if is_address else load_path(Path(place))
            first = next(found, None)
            if first is None:
                barren.append(place)
                continue
            yield first
            yield from found
        except ExpectedError as error:
            yield FailedDocument(place, str(error))


def _report_to_dict(report: IngestReport, held: int) -> dict[str, object]:
    return {
        "added": list(report.added),
        "updated": list(report.updated),
        "unchanged": list(report.unchanged),
        "removed": list(report.removed),
        "renamed": [{"old": old, "new": new} for old, new in report.renamed],
        "copies": [{"document": copy, "of": other} for copy, other in report.copies],
        "undated": list(report.undated),
        "failed": [{"name": name, "reason": reason} for name, reason in report.failed],
        "documents": held,
        "seconds": round(report.seconds, 3),
    }


def _show(report: IngestReport, held: int, console: Console) -> None:
    parts = ("added", "updated", "unchanged", "removed", "failed")
    counts = ", ".join(f"{len(getattr(report, name))} {name}" for name in parts)
    console.say(f"{counts}. {counted(held, 'document')} in the index, {report.seconds:.1f} s.")
    for old, new in report.renamed:
        console.say(f"Renamed: {old} is now {new}.")
    if report.copies:
        named = _listed([f"{copy} of {other}" for copy, other in report.copies])
        console.say(f"Nearly the same: {named}; each counts with the other as one independent source.")
    if report.undated:
        console.say(f"{counted(len(report.undated), 'document')} without a date: {_listed(report.undated)}.")
    if not (report.added or report.updated or report.removed or report.renamed or report.failed):
        console.say("Everything is unchanged.")


def _listed(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
