"""Changes of the documents, one at a time and numbered, and values that hold until the next one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Changes:
    """Keeps changes apart and counts them."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        """Who holds it keeps changes out."""
        self.revision = 0
        """A number that goes up when a change begins, and again when it ends."""

    @contextmanager
    def one(self) -> Iterator[None]:
        """A change: others wait until it is over."""
        with self.lock:
            self.revision += 1
            try:
                yield
            finally:
                self.revision += 1


class OfRevision(Generic[Value]):
    """A value made when it is first asked for, and again after each change.

    Args:
        make: Makes it.
    """

    def __init__(self, make: Callable[[], Value]) -> None:
        self._make = make
        self._held: tuple[int, Value] | None = None

    def at(self, revision: int) -> Value:
        """The value at a revision, which must be read before: a change meanwhile then makes it anew the next time."""
        held = self._held
        if held is None or held[0] != revision:
            held = self._held = revision, self._make()
        return held[1]
