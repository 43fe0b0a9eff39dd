"""Lengths of things and speeds: which questions ask for them, which statements tell them."""

import pytest

from assistant.statements.extents import asks_length, asks_motion, tells_length, tells_speed


@pytest.mark.parametrize(
    "statement",
    ["The rope is 2,140 m long.", "Length: 120 cm", "The beach is a mile long.", "The novel has 320 pages."],
)
def test_a_length_is_told_in_units_of_length_or_of_writing(statement: str) -> None:
    assert tells_length(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "The rope costs 28 crowns.",
        "The bridge cost 5 m euros.",
        "The bridge cost $5 m.",
        "It carries 40 people.",
        "The masts are 62 metres tall.",
        "It goes at 6 m/s.",
        "It needs 12 m² of tiles.",
    ],
)
def test_no_length_is_told_by_a_price_a_count_a_height_a_speed_or_an_area(statement: str) -> None:
    assert not tells_length(statement)


def test_how_long_asks_for_the_length_of_a_thing_unless_it_speaks_of_time() -> None:
    assert asks_length("How long is the rope?")
    assert asks_length("How long must the cable be?")
    assert not asks_length("How long does the ride take?")
    assert not asks_length("How long is the ticket valid?")
    assert not asks_length("How long may I swim?")


@pytest.mark.parametrize(
    "statement",
    [
        "The cabins go at 6 m/s.",
        "It does 35 km/h.",
        "The line carries 100 Mbit/s.",
        "It prints 30 pages per minute.",
        "It flies sixty miles an hour.",
        "The wind blew at 10 to 12 knots.",
        "Sales grew by 6.5 per cent.",
        "Top speed: 240",
    ],
)
def test_a_speed_is_told_by_so_much_in_so_long_and_by_a_rate_of_growth(statement: str) -> None:
    assert tells_speed(statement)


def test_no_speed_is_told_by_a_count_a_price_or_a_volume() -> None:
    assert not tells_speed("It has 40 seats.")
    assert not tells_speed("A ride costs 28 crowns.")
    assert not tells_speed("It uses 8 l of water.")


def test_how_fast_something_moves_is_apart_from_how_soon_it_is_done() -> None:
    assert asks_motion("How fast is the train?")
    assert asks_motion("How fast does it go?")
    assert not asks_motion("How fast do you answer?")
    assert not asks_motion("How fast is the delivery?")
    assert not asks_motion("How fast did she run the race?")
