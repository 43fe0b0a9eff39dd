"""Officers of one land and of another, in questions and statements."""

from __future__ import annotations

import pytest

from assistant.choosing.weighing.lands import lands_prior, officers_in
from knowledge.passage import Source, Span, Statement, Status

OURS = "Ada Lund is the ambassador of Lyra to Vega."
THEIRS = "Nils Berg is the ambassador of Vega to Lyra."


def loses(question: str, text: str) -> bool:
    one = Statement(Span("who", 0, len(text)), text, Status.BACKGROUND, (Source("who", "Who", "Gazette"),))
    return lands_prior(question)(one) < 0


@pytest.mark.parametrize(
    ("text", "officers"),
    [
        ("the Lyran ambassador", {"ambassador": {"lyran"}}),
        ("Lyra's very first ambassador", {"ambassador": {"lyra"}}),
        ("Lyran Foreign Minister Berg met the Foreign Minister of Vega", {"minister": {"lyran", "vega"}}),
        ("Foreign Minister Berg and Education Minister Holm", {}),
        ("the ambassador to Lyra", {}),
        ("Who is the minister?", {}),
    ],
)
def test_an_officer_is_of_the_land_that_stands_by_the_office(text: str, officers: dict[str, set[str]]) -> None:
    assert officers_in(text) == officers


@pytest.mark.parametrize("who", ["the Lyran ambassador in Vega", "Lyra's ambassador", "the ambassador of Lyra"])
def test_the_officer_of_another_land_loses(who: str) -> None:
    assert loses(f"Who is {who}?", THEIRS)
    assert loses(f"Who is {who}?", "The Vegan ambassador to Lyra, Nils Berg, left.")
    assert not loses(f"Who is {who}?", OURS)
    assert not loses(f"Who is {who}?", "Lyra's ambassador met the ambassador of Vega.")
    assert not loses(f"Who is {who}?", "The ambassador left for Vega, whose king is ill.")


def test_a_land_may_have_several_words() -> None:
    assert not loses("Who is Little Lyra's mayor?", "The mayor of Little Lyra is Ada Lund.")


def test_where_no_land_is_named_nobody_loses() -> None:
    assert not loses("Who is the ambassador to Lyra?", THEIRS)
