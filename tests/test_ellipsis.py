"""Follow-ups that name one thing take the place of its like in the question before."""

from __future__ import annotations

import pytest

from assistant.answer import Turn
from assistant.rewrite import PhraseRewriter
from assistant.rewrite.ellipsis import fill


@pytest.mark.parametrize(
    ("last", "question", "wanted"),
    [
        ("How many visitors came in 2028?", "And in 2029?", "How many visitors came in 2029?"),
        ("How many came?", "and 2024?", "How many came in 2024?"),
        ("How much did trade grow in 2024?", "And the year before?", "How much did trade grow in 2023?"),
        ("How much did trade grow in 2024?", "a year later?", "How much did trade grow in 2025?"),
        ("Who spoke on Monday?", "What about Tuesday?", "Who spoke on Tuesday?"),
        ("What happened on 5 December?", "and 4 December?", "What happened on 4 December?"),
        ("What happened on the first day?", "And on the second day?", "What happened on the second day?"),
        ("What was opened in Delhi?", "And in Goa?", "What was opened in Goa?"),
        ("How many saw the exhibition at Ostrel?", "and in Calder?", "How many saw the exhibition in Calder?"),
        ("How much oil does India buy?", "And from Russia?", "How much oil does India buy from Russia?"),
        ("What is trade with Russia worth?", "And with China?", "What is trade with China worth?"),
        ("What is the penalty for false accounting?", "For fraud?", "What is the penalty for fraud?"),
        ("What is Russia's share of the imports?", "And India's?", "What is India's share of the imports?"),
        ("Who won the women's 10 km?", "and the men's?", "Who won the men's 10 km?"),
        ("Who is Okafor's lawyer?", "And Vastorn's lawyer?", "Who is Vastorn's lawyer?"),
        ("Who won best actress?", "And best actor?", "Who won best actor?"),
        ("How far must class C stay away?", "what about class D?", "How far must class D stay away?"),
        ("Who was against the July cut?", "And in May?", "Who was against the May cut?"),
        ("Who won the open race?", "and the women's?", "Who won the women's race?"),
        ("How many were for the plan at the end?", "and against?", "How many were against the plan at the end?"),
        ("How much was left after the sale?", "And before?", "How much was left before the sale?"),
        ("Does the pump use patent 412?", "What about 739?", "Does the pump use patent 739?"),
        ("How many were injured in the fire?", "And seriously?", "How many were injured in the fire seriously?"),
    ],
)
def test_one_thing_takes_the_place_of_its_like(last: str, question: str, wanted: str) -> None:
    assert fill(question, last) == wanted


@pytest.mark.parametrize(
    ("last", "question"),
    [
        ("Who won in 2014?", "And who lost?"),
        ("Who won in 2014?", "Sweden?"),
        ("Who won in 2014, and who in 2018?", "the year before?"),
        ("Who won?", "the year before?"),
        ("Who won in 2014?", "What about it?"),
        ("How many were at the sale?", "and against?"),
    ],
)
def test_what_says_more_or_has_no_like_is_left_to_others(last: str, question: str) -> None:
    assert fill(question, last) is None


@pytest.mark.parametrize(
    ("last", "answer", "question", "wanted"),
    [
        (
            "Who cut the ribbon?",
            "It was cut by Wilma Katsaros, not by the mayor.",
            "Where is her shop?",
            "Wilma Katsaros",
        ),
        (
            "Who leads the party?",
            "In Port Ysolde, Darius Holt, who leads the party, spoke.",
            "How old is he?",
            "Darius Holt",
        ),
        ("Did anyone warn of it?", "Yes, the engineer Bruno Obi had warned of it.", "When did he write?", "Bruno Obi"),
    ],
)
def test_he_and_she_are_whom_the_answer_names(last: str, answer: str, question: str, wanted: str) -> None:
    assert wanted in PhraseRewriter().rewrite(question, [Turn(last, answer)])
