"""Ways of doing the same that take turns, so that a busy machine is as hard on each: medians and ratios."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Generic, TypeVar

Item = TypeVar("Item")
Clock = Callable[[], tuple[float, float]]


def seconds() -> tuple[float, float]:
    """Processor seconds of all threads of this process, and seconds by the clock."""
    return time.process_time(), time.perf_counter()


@dataclass(frozen=True, slots=True)
class Way(Generic[Item]):
    """One way of doing something with an item; `run` gives how many pieces of work that was."""

    what: str
    by: str
    run: Callable[[Item], int]


@dataclass(frozen=True, slots=True)
class Took:
    """Milliseconds a piece of work, one figure a round, in processor time and by the clock."""

    processor: tuple[float, ...]
    clock: tuple[float, ...]

    def ratios(self, base: Took) -> tuple[float, float]:
        """How many times as long as another way, in processor time and by the clock: medians of the rounds' ratios."""
        return _ratio(self.processor, base.processor), _ratio(self.clock, base.clock)


def take_turns(
    ways: Sequence[Way[Item]], rounds: Sequence[Sequence[Item]], clock: Clock = seconds
) -> dict[Way[Item], Took]:
    """Let every way handle every item, one way after the other, each time beginning with another.

    Args:
        ways: What is compared.
        rounds: Items by round; a round's figure is the median over its items.
        clock: Gives processor seconds and seconds by the clock.
    """
    found: dict[Way[Item], tuple[list[float], list[float]]] = {way: ([], []) for way in ways}
    turn = 0
    for items in rounds:
        taken: dict[Way[Item], list[tuple[float, float]]] = {way: [] for way in ways}
        for item in items:
            for way in (*ways[turn % len(ways) :], *ways[: turn % len(ways)]):
                used, started = clock()
                pieces = way.run(item)
                used_after, ended = clock()
                taken[way].append((1000 * (used_after - used) / pieces, 1000 * (ended - started) / pieces))
            turn += 1
        for way, pairs in taken.items():
            for kept, figures in zip(found[way], zip(*pairs, strict=True), strict=True):
                kept.append(median(figures))
    return {way: Took(tuple(processor), tuple(clock_)) for way, (processor, clock_) in found.items()}


def rows_of(took: dict[Way[Item], Took], base: Way[Item]) -> list[list[str]]:
    """Table rows: what, by whom, then milliseconds and the multiple of `base`, in processor time and by the clock."""
    rows = []
    for way, one in took.items():
        processor, clock = one.ratios(took[base])
        figures = f"{median(one.processor):.1f}", f"{processor:.2f}", f"{median(one.clock):.1f}", f"{clock:.2f}"
        rows.append([way.what, way.by, *figures])
    return rows


def _ratio(own: Sequence[float], base: Sequence[float]) -> float:
    return median(one / other for one, other in zip(own, base, strict=True))
