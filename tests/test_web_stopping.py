"""Stop ends an asking at once, even while its model is silent."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from assistant.web.events.stopping import Stoppable


def test_every_step_comes_in_order() -> None:
    assert list(Stoppable[int]().steps("a", lambda: iter(range(100)))) == list(range(100))


def test_stop_does_not_wait_for_work_that_is_silent() -> None:
    runs, go_on, closed = Stoppable[int](), threading.Event(), threading.Event()

    def work() -> Iterator[int]:
        try:
            yield 1
            go_on.wait()
            yield 2
            yield 3
        finally:
            closed.set()

    steps = runs.steps("a", work)
    assert next(steps) == 1
    runs.stop("a")
    assert list(steps) == []
    go_on.set()
    assert closed.wait(30)


def test_a_stop_before_the_work_lets_its_first_step_through() -> None:
    runs = Stoppable[int]()
    runs.stop("a")
    assert list(runs.steps("a", lambda: iter(range(100)))) == [0]
    assert list(runs.steps("a", lambda: iter(range(3)))) == [0, 1, 2]


def test_work_of_another_name_goes_on() -> None:
    runs = Stoppable[int]()
    steps = runs.steps("a", lambda: iter(range(3)))
    next(steps)
    runs.stop("b")
    assert list(steps) == [1, 2]


def test_work_without_steps_ends_also_when_it_is_stopped() -> None:
    runs = Stoppable[int]()
    runs.stop("a")
    assert list(runs.steps("a", lambda: iter(()))) == []


def test_what_the_work_raises_is_raised_where_its_steps_are_taken() -> None:
    def work() -> Iterator[int]:
        yield 1
        raise ValueError("broken")

    steps = Stoppable[int]().steps("a", work)
    assert next(steps) == 1
    with pytest.raises(ValueError, match="broken"):
        next(steps)
