"""A bounded memory of answers, so that a question asked again is not worked out again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable

from assistant.answer import Answer

KEPT_ANSWERS = 512


class AnswerCache:
    """The most recent answers by all that decides them; safe from several threads.

    A key must name everything an answer depends on, the knowledge's revision and the owner among it: then a change
    makes old entries unreachable, nobody is given another's answer, and what is out of use falls out of the far end.
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
        """Hold an answer; the one that was longest not asked for makes room."""
        with self._lock:
            self._held[key] = answer
            self._held.move_to_end(key)
            if len(self._held) > self._size:
                self._held.popitem(last=False)
