"""A bounded cache of answers, so that a repeated question is not answered anew."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable

from assistant.answer import Answer

KEPT_ANSWERS = 512


class AnswerCache:
    """Recent answers under keys that name everything they depend on; safe from several threads.

    A key must include the knowledge's revision and the owner: then a change makes old entries unreachable, nobody gets
    an answer from another owner's documents, and unused entries are evicted.
    """

    def __init__(self, size: int = KEPT_ANSWERS) -> None:
        self._size = size
        self._held: OrderedDict[Hashable, Answer] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Answer | None:
        """The answer under this key, if it is still held."""
        with self._lock:
            answer = self._held.get(key)
            if answer is not None:
                self._held.move_to_end(key)
            return answer

    def put(self, key: Hashable, answer: Answer) -> None:
        """Store an answer; the least recently used one is evicted when the cache is full."""
        with self._lock:
            self._held[key] = answer
            self._held.move_to_end(key)
            if len(self._held) > self._size:
                self._held.popitem(last=False)
