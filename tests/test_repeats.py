"""Of a follow-up: what was told already loses, unless it has not told what is wanted now."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answer import Turn
from assistant.choosing.weighing.repeats import repeats_prior
from assistant.choosing.weighing.wordings import by_itself, leaning_on
from knowledge.passage import Span, Statement

TOLD = "The town signed the contract for five bridges in May."
HISTORY = [Turn("When was the contract for the bridges signed?", f"{TOLD} [1]")]


def loss(question: str) -> float:
    return repeats_prior(leaning_on(question, question, HISTORY))(Statement(Span("a", 0, len(TOLD)), TOLD))


def test_what_was_told_loses() -> None:
    assert loss("And who builds them?") < -2


def test_a_number_that_was_not_asked_for_before_has_not_been_told() -> None:
    assert loss("How many bridges does it cover?") == 0


@pytest.mark.parametrize("question", ["How many workers does it need?", "And when was that announced?"])
def test_a_number_of_something_else_and_a_date_once_more_have(question: str) -> None:
    assert loss(question) < -2


@pytest.mark.parametrize(
    ("question", "told"), [("And the town?", False), ("What about the town", False), ("And the mill?", True)]
)
def test_what_names_the_thing_that_a_follow_up_names_has_not_told_of_it(question: str, told: bool) -> None:
    assert (loss(question) < -2) == told


def test_nothing_loses_where_nothing_was_told() -> None:
    whole = repeats_prior(by_itself("How many bridges are there?"))
    assert whole(Statement(Span("a", 0, len(TOLD)), TOLD)) == 0


def test_nothing_loses_where_what_was_told_may_be_told_again() -> None:
    asked = leaning_on("And who builds them?", "And who builds them?", HISTORY)
    again = repeats_prior(replace(asked, may_repeat=True))
    assert again(Statement(Span("a", 0, len(TOLD)), TOLD)) == 0
