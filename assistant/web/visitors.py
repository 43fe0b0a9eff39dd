"""Forgets what visitors added once they have stayed away: private documents do not lie about for ever."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.knowledge_base import KnowledgeBase

KEPT_SECONDS = 24 * 3600  # after a visitor's last sign
LOOK_SECONDS = 600  # between two looks
_logger = logging.getLogger(__name__)


class Visitors:
    """Knows when each owner of private documents was last here.

    Args:
        knowledge: Where the documents are.
        clock: Seconds that only grow; a test brings its own.
    """

    def __init__(self, knowledge: KnowledgeBase, clock: Callable[[], float] = time.monotonic) -> None:
        self._knowledge = knowledge
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: dict[str, float] = {}
        self._looking: threading.Thread | None = None

    def seen(self, owner: str) -> None:
        """This visitor is here."""
        with self._lock:
            self._seen[owner] = self._clock()

    def forget_the_absent(self) -> int:
        """Remove the documents of owners absent for `KEPT_SECONDS`. Returns how many documents that were.

        An owner never seen by this process counts as seen now: the server may just have been started.
        """
        owned = self._knowledge.owned()
        now = self._clock()
        with self._lock:
            self._seen = {owner: self._seen.get(owner, now) for owner in owned.values()}
            absent = {owner for owner, last in self._seen.items() if now - last > KEPT_SECONDS}
        for owner in absent:
            self._knowledge.remove([name for name, one in owned.items() if one == owner], owner=owner)
        return sum(owner in absent for owner in owned.values())

    def look_now_and_then(self) -> None:
        """Look every `LOOK_SECONDS` in a thread that ends with the program."""
        with self._lock:
            if self._looking is not None:
                return
            self._looking = threading.Thread(target=self._look, name="visitors", daemon=True)
            self._looking.start()

    def _look(self) -> None:
        while True:
            try:
                gone = self.forget_the_absent()
            except Exception:  # the next look may do better; a dead thread would keep private documents for ever
                _logger.exception("Looking for absent visitors failed")
            else:
                if gone:
                    _logger.info("Removed %d documents of visitors who stayed away", gone)
            time.sleep(LOOK_SECONDS)
