"""Whether two texts are of one time."""

import pytest

from assistant.statements.days import Times, times_named, times_of_day


@pytest.mark.parametrize(
    ("asked", "told", "differ"),
    [
        ("in 2019", "Year: 2021", True),
        ("in 2019", "on 4 May 2019", False),
        ("in 2019", "from 2015 to 2022", False),
        ("in 2019", "on 4 May", False),
        ("in May", "on 12 November 2024", True),
        ("in May", "on 12 May 2024", False),
        ("on Thursday", "Wednesday, 10 June 2026", True),
        ("on Thursday", "from Wednesday to Thursday", False),
        ("on 4 December 2025", "in December 2025", False),
        ("on 4 December 2025", "on 5 December 2025", True),
        ("on Thursday", "in May 2024", False),
        ("at some time", "in May 2024", False),
    ],
)
def test_times_differ_where_none_of_one_can_be_one_of_the_other(asked: str, told: str, differ: bool) -> None:
    assert times_named(asked).differ(times_named(told)) is differ
    assert times_named(told).differ(times_named(asked)) is differ


def test_the_day_of_an_event_is_a_time() -> None:
    assert times_of_day("2024-05").differ(times_named("in 2019"))
    assert times_of_day("") == Times()
