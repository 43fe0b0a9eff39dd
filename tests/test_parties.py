"""Questions about what one party did to another, and statements in which the other one did it."""

from __future__ import annotations

import pytest

from assistant.choosing.weighing.causes import tells_what_came_of_it
from assistant.choosing.weighing.parties import Deed, asked_deed, parties_prior, tells_the_reverse
from assistant.support.words import root
from knowledge.passage import Source, Span, Statement, Status

REVERSED = [
    ("What did Berg give Lund?", "Lund gave Berg a silver spoon."),
    ("What did Berg tell Lund about the harbour?", "On Monday Lund told Berg that the harbour was closed."),
    ("Did Berg invite Lund?", "Lund had also invited Berg to the regatta."),
    ("What did Berg hand over to Lund?", "Berg said Lund had handed over a list of complaints."),
    ("How much salt did Norway buy from Sweden?", "Sweden bought 300 tons of salt from Norway."),
    ("Which prize did Mayor Berg give Lund?", "Lund formally gave Berg the Order of the Swan."),
]
PLAIN = [
    ("What did Berg give Lund?", "Berg gave Lund a silver spoon."),
    ("What did Berg give Lund?", "Lund was given a silver spoon by Berg."),
    ("What did Berg give Lund?", "Lund thanked Berg for the spoon."),
    ("What did Berg tell Lund?", "Lund told Berg of the harbour, and Berg told Lund of the bridge."),
    ("Did Berg invite Lund?", "Berg and Lund invited the press."),
    ("Did Berg invite Lund?", "Nobody invited Berg."),
    ("How much salt did Norway buy from Sweden?", "Norwegian firms bought 300 tons of salt from Sweden."),
]


@pytest.mark.parametrize(("question", "statement"), REVERSED)
def test_a_statement_about_what_the_other_did_is_the_reverse(question: str, statement: str) -> None:
    deed = asked_deed(question)
    assert deed is not None
    assert tells_the_reverse(statement, deed)


@pytest.mark.parametrize(("question", "statement"), PLAIN)
def test_any_other_statement_is_not(question: str, statement: str) -> None:
    deed = asked_deed(question)
    assert deed is not None
    assert not tells_the_reverse(statement, deed)


@pytest.mark.parametrize(
    "question",
    ["Who gave Lund the spoon?", "What did Berg say?", "What was given to Lund?", "When did the harbour open?", ""],
)
def test_a_question_without_two_parties_asks_about_no_deed(question: str) -> None:
    assert asked_deed(question) is None


def test_a_deed_is_who_does_it_what_and_who_else() -> None:
    deed = asked_deed("What has the United States promised Lund?")
    assert deed == Deed(frozenset({"america"}), root("promise"), frozenset({"lund"}))


def test_the_reverse_loses_and_nothing_else_does() -> None:
    prior = parties_prior("What did Berg give Lund?")
    reverse, right = (
        Statement(Span("d", 0, len(text)), text, Status.CONFIRMED, (Source("s", "S", "S"),))
        for text in ("Lund gave Berg a spoon.", "Berg gave Lund a spoon.")
    )
    assert prior(reverse) < prior(right) == 0.0
    assert parties_prior("Who gave the spoon?")(reverse) == 0.0


@pytest.mark.parametrize(
    ("question", "statement", "loses"),
    [
        ("Who invited Berg?", "Holm and Lund were not invited to the regatta.", True),
        ("so who signed the pact?", "The pact was signed in May; Berg was at sea.", True),
        ("Who invited Berg?", "Lund invited Berg to the regatta.", False),
        ("Who signed the pact?", "The pact was signed by Lund in May.", False),
        ("Who was invited?", "Holm and Lund were not invited to the regatta.", False),
        ("Why was Berg invited?", "Berg was invited for his songs.", False),
    ],
)
def test_who_did_something_is_not_told_by_what_was_done(question: str, statement: str, loses: bool) -> None:
    one = Statement(Span("news", 0, len(statement)), statement, Status.CONFIRMED, (Source("news", "News", "News"),))
    assert (parties_prior(question)(one) < 0) is loses


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("What caused the fire at the mill?", "The fire at the old mill caused damage of 2.6 million crowns."),
        ("What started the fire?", "The fire led to the closure of the road."),
        ("What triggered the strike?", "The strike has triggered a debate about wages."),
    ],
)
def test_what_something_caused_is_not_its_cause(question: str, statement: str) -> None:
    assert tells_what_came_of_it(question, statement)
    assert parties_prior(question)(Statement(Span("d", 0, len(statement)), statement, Status.REPORTED, ())) < 0


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("What caused the fire at the mill?", "An overheated motor caused the fire."),
        ("What caused the fire?", "The fire was caused by a motor."),
        ("What caused the fire?", "The fire, caused by a motor, lasted a day."),
        ("What caused the fire?", "Lightning caused the fire, and the fire caused damage."),
        ("What caused the fire?", "The fire started when a motor overheated."),
        ("What did the fire cause?", "The fire caused damage of 2.6 million crowns."),
        ("How much damage was caused by the fire?", "The fire caused damage of 2.6 million crowns."),
    ],
)
def test_a_cause_and_a_question_for_what_came_of_it_are_left_alone(question: str, statement: str) -> None:
    assert not tells_what_came_of_it(question, statement)
