"""Ways that take turns: what is timed, and what the tables say."""

from __future__ import annotations

import pytest

from eval.errors import EvaluationError
from eval.speed.rivals import has_txtai, need_langchain, plain_pieces
from eval.speed.side_by_side import HEAD, compare, machine_line
from eval.speed.turns import Took, Way, rows_of, take_turns
from tests.fakes import document


class Clock:
    """A clock that only moves when a way of doing something says how long it took."""

    def __init__(self) -> None:
        self.now = 0.0
        self.log: list[tuple[str, object]] = []

    def __call__(self) -> tuple[float, float]:
        return self.now, 2 * self.now  # half of the time this process waits for others

    def way(self, by: str, cost: float, pieces: int = 1) -> Way[float]:
        def run(item: float) -> int:
            self.log.append((by, item))
            self.now += cost * item
            return pieces

        return Way("walk", by, run)


def test_every_way_handles_every_item_and_none_always_goes_first() -> None:
    clock = Clock()
    ways = [clock.way("slow", 0.3), clock.way("fast", 0.1)]
    take_turns(ways, [[1.0, 2.0], [3.0]], clock)
    assert clock.log == [("slow", 1), ("fast", 1), ("fast", 2), ("slow", 2), ("slow", 3), ("fast", 3)]


def test_a_rounds_figure_is_the_median_over_its_items_a_piece_of_work() -> None:
    clock = Clock()
    way = clock.way("one", 0.010, pieces=2)
    took = take_turns([way], [[1.0, 3.0, 20.0], [4.0]], clock)[way]
    assert took.processor == pytest.approx((10 * 3 / 2, 10 * 4 / 2))
    assert took.clock == pytest.approx((2 * 10 * 3 / 2, 2 * 10 * 4 / 2))


def test_a_ratio_compares_within_a_round_so_one_busy_round_does_not_decide() -> None:
    base, other = Took((1.0, 10.0, 2.0), (2.0, 2.0, 2.0)), Took((3.0, 30.0, 5.0), (2.0, 4.0, 6.0))
    assert other.ratios(base) == (3.0, 2.0)  # the medians of 3, 3, 2.5 and of 1, 2, 3


def test_rows_say_who_took_how_long_and_how_many_times_the_base() -> None:
    clock = Clock()
    ways = [clock.way("base", 0.010), clock.way("thrice", 0.030)]
    rows = rows_of(take_turns(ways, [[1.0]] * 5, clock), ways[0])
    assert rows == [
        ["walk", "base", "10.0", "1.00", "20.0", "1.00"],
        ["walk", "thrice", "30.0", "3.00", "60.0", "3.00"],
    ]


def test_a_table_names_the_rounds_and_has_a_row_a_way() -> None:
    clock = Clock()
    table = compare([clock.way("one", 1.0), clock.way("two", 1.0)], [[1.0]] * 7, "a step").splitlines()
    assert table[0].startswith("a step: medians of 7 rounds")
    assert table[1].split() == [word for name in HEAD for word in name.split()]
    assert [line.split()[:2] for line in table[3:]] == [["walk", "one"], ["walk", "two"]]


def test_the_machine_is_told_in_one_line() -> None:
    told = {"processor": "P", "cores": 2, "python": "3.11", "versions": {"torch": "2", "chromadb": "1"}}
    assert machine_line(told) == "P, 2 cores, Python 3.11, torch 2, chromadb 1"


def test_a_rival_that_is_not_installed_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eval.speed.rivals.find_spec", lambda _: None)
    assert not has_txtai()
    with pytest.raises(EvaluationError, match="langchain_chroma"):
        need_langchain()


def test_the_plain_splitter_gives_pieces_of_at_most_its_size() -> None:
    pieces = plain_pieces([document("long", "One more sentence about tides. " * 100)])
    assert len(pieces) > 3
    assert all(0 < len(piece) <= 1000 for piece in pieces)
