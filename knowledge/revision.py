"""A value that holds until the next change of the documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


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
