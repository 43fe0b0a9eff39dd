"""Answers of earlier runs on disk, keyed by everything that an answer depends on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from eval.files import read_whole_rows, to_json
from eval.questions.question import Question
from eval.record import Record, record_from_row

CACHE_DIR = Path(".eval-cache")


@dataclass(slots=True)
class AnswerCache:
    """Finished answers of one configuration, one file a configuration, appended as they come."""

    path: Path
    _rows: dict[str, dict[str, object]] = field(default_factory=dict)

    @classmethod
    def open(cls, configuration: Mapping[str, object], folder: Path = CACHE_DIR) -> AnswerCache:
        """The cache of a configuration; lines that were cut off are passed over."""
        cache = cls(folder / "answers" / f"{hash_of(configuration)}.jsonl")
        for row in read_whole_rows(cache.path):
            key, record = row.get("key"), row.get("record")
            if isinstance(key, str) and isinstance(record, dict):
                cache._rows[key] = record
        return cache

    def find(self, question: Question) -> Record | None:
        """The answer to the same words with the same history, or None."""
        row = self._rows.get(_key(question))
        return None if row is None else replace(record_from_row(row), id=question.id)

    def keep(self, question: Question, record: Record) -> None:
        """Remember an answer; failures are never kept."""
        if record.error:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        row = record.with_metrics({}).to_row()
        self._rows[_key(question)] = row
        with self.path.open("a", encoding="utf-8") as handle:
            handle.write(to_json({"key": _key(question), "record": row}, indent=None))


def hash_of(value: object) -> str:
    """A short stable hash of JSON values; the order of keys does not matter."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()[:16]


def _key(question: Question) -> str:
    candidates = [[c.span.document_id, c.span.start, c.span.end] for c in question.candidates] if question.clean else []
    return hash_of([question.text, [dict(message) for message in question.history], candidates])
