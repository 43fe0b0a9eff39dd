"""`backup`, `restore`, `remove`: the documents out, in, and gone."""

from __future__ import annotations

import argparse

from assistant.cli.console import Console, counted
from assistant.cli.opening import open_knowledge, settings_of
from knowledge.errors import IndexMissingError


def backup(options: argparse.Namespace, console: Console) -> int:
    """Write all documents to one file."""
    with open_knowledge(options.index) as knowledge:
        count = len(knowledge.documents())
        if not count:
            raise IndexMissingError("There is nothing to back up. Run `python -m assistant ingest` first.")
        knowledge.backup(options.file)
    if console.as_json:
        console.give({"file": str(options.file), "documents": count, "bytes": options.file.stat().st_size})
    else:
        console.say(f"{counted(count, 'document')} written to {options.file}.")
    return 0


def restore(options: argparse.Namespace, console: Console) -> int:
    """Replace the documents by those of a backup, and make the index from them."""
    from knowledge.truth.restore import restore as restore_documents

    settings = settings_of(options.index)
    count = restore_documents(options.file, settings.index)
    with open_knowledge(options.index) as knowledge:
        knowledge.open()
    if console.as_json:
        console.give({"file": str(options.file), "documents": count, "index": str(settings.index)})
    else:
        console.say(f"{counted(count, 'document')} restored to {settings.index}.")
    return 0


def remove(options: argparse.Namespace, console: Console) -> int:
    """Forget documents everywhere; unknown ids are an error, but the others still go."""
    with open_knowledge(options.index) as knowledge:
        removed = knowledge.remove(options.documents)
        held = len(knowledge.documents())
    unknown = [name for name in options.documents if name not in removed]
    if console.as_json:
        console.give({"removed": list(removed), "unknown": unknown, "documents": held})
    else:
        console.say(f"{len(removed)} removed. {counted(held, 'document')} in the index.")
    for name in unknown:
        console.note(f"There is no document {name!r}. `sources` lists what there is.")
    return 1 if unknown else 0
