"""Files that are whole or not there: atomic writes, JSON in one fixed form."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path


def write_text(path: Path, text: str) -> None:
    """Write a file so that a reader, or a crash, never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    unfinished.write_text(text, encoding="utf-8", newline="\n")
    unfinished.replace(path)


def to_json(value: object, indent: int | None = 1) -> str:
    """JSON in one fixed form: keys in their order, other scripts as they are, a line break at the end."""
    return json.dumps(value, ensure_ascii=False, indent=indent) + "\n"


def write_json(path: Path, value: object) -> None:
    """Write one JSON value."""
    write_text(path, to_json(value))


def write_jsonl(path: Path, rows: Iterable[object]) -> None:
    """Write one JSON value a line."""
    write_text(path, "".join(to_json(row, indent=None) for row in rows))


def read_whole_rows(path: Path) -> Iterator[dict[str, object]]:
    """The objects of a file that grows by a line at a time; it need not exist, and what a kill cut off is passed over.

    Only a line break ends a line: other separators, such as U+2028, stand in texts as they are.
    """
    if not path.is_file():
        return
    with path.open(encoding="utf-8", errors="replace") as handle:
        for line in handle:
            try:
                row = json.loads(line) if line.endswith("\n") else None
            except ValueError:
                continue
            if isinstance(row, dict):
                yield row
