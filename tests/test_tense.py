"""The time in which a question speaks."""

from __future__ import annotations

import pytest

from assistant.question import read_question
from assistant.question.tense import asks_what_happened, asks_what_is, looks_back
from assistant.support.words import is_past_form


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Who met the Queen?", True),
        ("Where did she stay?", True),
        ("How many pacts were signed?", True),
        ("What came of the talks that were expected?", True),
        ("So has the Queen arrived yet?", True),
        ("How many ships has Lyra delivered yet?", False),
        ("Who is to meet the Queen?", False),
        ("What was expected of the talks?", False),
        ("How many ships has Lyra delivered?", False),
        ("the hotel of the Queen", False),
    ],
)
def test_a_question_asks_what_happened(question: str, asks: bool) -> None:
    assert asks_what_happened(read_question(question)) is asks


@pytest.mark.parametrize(
    ("question", "back", "present"),
    [
        ("Where did she stay?", True, False),
        ("Wasn't the pact signed?", True, False),
        ("Who met the Queen?", False, False),
        ("So is the bar open?", False, True),
        ("What is the price?", False, False),
    ],
)
def test_the_helping_verb_tells_the_time_of_a_question(question: str, back: bool, present: bool) -> None:
    assert (looks_back(question), asks_what_is(question)) == (back, present)


@pytest.mark.parametrize(("word", "past"), [("sailed", True), ("ran", True), ("agreed", True), ("need", False)])
def test_the_form_of_a_word_tells_a_verb_in_the_past(word: str, past: bool) -> None:
    assert is_past_form(word) is past
