"""What may be cited together for one claim."""

from __future__ import annotations

import pytest

from assistant.statements.agreement import says_the_same
from knowledge.passage import Source, Span, Statement, Status

SOURCE = Source("gazette", "Lyra Gazette", "Lyra Gazette")


def told(text: str) -> Statement:
    return Statement(Span("lyra", 0, len(text)), text, Status.REPORTED, (SOURCE,))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The old bridge of Lyra opened in May 1911.", "In May 1911 the old bridge of Lyra opened."),
        ("Code: F3; Meaning: No paper; What to do: Fill it", "Code: F3; Meaning: No paper; What to do: Fill it slowly"),
    ],
)
def test_a_statement_that_supports_the_other_says_the_same(one: str, other: str) -> None:
    assert says_the_same(told(one), told(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The bridge is 300 metres long.", "The bridge is 310 metres long."),
        (
            "The warranty is three years from the day of sale.",
            "The warranty is two years from the day of sale; for the pump it is nine years.",
        ),
        (
            "Code: F3; Meaning: Lid not shut; What to do: Shut the lid",
            "Code: F3; Meaning: Crack in the lower pan; What to do: Shut the valve and call the maker",
        ),
        ("The mill of pond number 12 was sold in 1911.", "The quay of lake number 14 was closed in 1911."),
        ("The quay was closed.", "The quay was not closed."),
        ("The quay was closed.", "Berg said that the quay was closed."),
    ],
)
def test_a_statement_that_does_not_hold_the_other_does_not_say_the_same(one: str, other: str) -> None:
    assert not says_the_same(told(one), told(other))
