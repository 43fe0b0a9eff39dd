"""Counts the answers that were given, for those who watch over the assistant."""

from __future__ import annotations

import threading
from typing import get_args

from assistant.answer import Answer, AnswerStatus


class AnswerCounts:
    """How many answers of each status were given, whatever way the question came in; safe from several threads.

    An answer that was not waited for to its end is not counted.
    """

    def __init__(self) -> None:
        self._counts: dict[AnswerStatus, int] = dict.fromkeys(get_args(AnswerStatus), 0)
        self._lock = threading.Lock()

    def add(self, answer: Answer) -> None:
        """Count a finished answer."""
        with self._lock:
            self._counts[answer.status] += 1

    def by_status(self) -> dict[AnswerStatus, int]:
        """Status -> answers, `refused` among them; those never given are 0."""
        with self._lock:
            return dict(self._counts)
