"""`sources` and `timeline`: what is known."""

from __future__ import annotations

import argparse
from collections import Counter

from assistant.cli.console import Console, counted
from assistant.cli.opening import open_assistant
from assistant.listing import sources_to_dict, timeline_to_dict
from knowledge.passage import Filter

MOST_PUBLISHERS = 15  # the JSON has all


def sources(options: argparse.Namespace, console: Console) -> int:
    """Documents, publishers, dates, counts."""
    with open_assistant(options.index, console) as assistant:
        documents = assistant.knowledge.documents()
        shown = sources_to_dict(documents, assistant.knowledge.index_fingerprint)
    if console.as_json:
        console.give(shown)
        return 0
    cited = {source for document in documents for s in document.statements for source in s.sources}
    statements = sum(len(document.statements) for document in documents)
    counts = (len(documents), "document"), (statements, "statement"), (len(cited), "source")
    console.say(", ".join(counted(count, name) for count, name in counts) + "\n")
    rows = []
    for document in documents:
        day = document.source.published.isoformat() if document.source.published else ""
        rows.append(
            (document.id, counted(len(document.statements), "statement"), day, document.title or document.source.title)
        )
    console.table(rows)
    publishers = Counter(source.publisher for source in cited if source.publisher)
    console.say(f"\nPublishers ({len(publishers)})")
    top = sorted(publishers.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_PUBLISHERS]
    console.table((str(count), publisher) for publisher, count in top)
    if len(publishers) > MOST_PUBLISHERS:
        console.say(f"… and {len(publishers) - MOST_PUBLISHERS} more: --json lists all, with every source and its date")
    return 0


def timeline(options: argparse.Namespace, console: Console) -> int:
    """Dated statements in order."""
    with open_assistant(options.index, console) as assistant:
        statements = assistant.knowledge.timeline(Filter(as_of=options.as_of))
        fingerprint = assistant.knowledge.index_fingerprint
    if console.as_json:
        console.give(timeline_to_dict(statements, fingerprint))
        return 0
    if not statements:
        known = f" that was known on {options.as_of}" if options.as_of else ""
        console.note(f"Nothing{known} in the index tells the day of an event; the day of publication is none.")
    for statement in statements:
        words = " ".join(statement.text.split())
        console.say(f"{console.paint(statement.event_date.ljust(10), 'cyan')}  {statement.status.value:<10}  {words}")
    return 0
