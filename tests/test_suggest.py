"""Questions to ask next come from what was found beside the answer."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer import Answer
from assistant.suggest import suggest
from knowledge.overview import Overview
from knowledge.passage import Filter, Hit, Passage, Span, Statement
from tests.web_values import CLOSED, DOCUMENT, HOPED, PLAN, cite

OVERVIEW = Overview((DOCUMENT,))


def found(*statements: Statement) -> Answer:
    passage = Passage(Span("s-400", 0, 200), DOCUMENT.text[:200], statements)
    return Answer("Did they sign?", "Did they sign?", hits=(Hit(passage, 0.5),))


def test_a_dispute_of_what_was_found_is_suggested_as_its_editor_worded_it() -> None:
    assert suggest(found(HOPED, PLAN), OVERVIEW, Filter()) == ("Is it a plan?",)


def test_a_dispute_that_the_answer_tells_is_not_suggested() -> None:
    assert suggest(replace(found(HOPED, PLAN), citations=(cite(PLAN),)), OVERVIEW, Filter()) == ()


def test_what_was_asked_is_not_suggested() -> None:
    assert suggest(replace(found(PLAN), question=" is it a  plan"), OVERVIEW, Filter()) == ()


def test_headings_of_passages_fill_the_rest_and_three_is_the_most() -> None:
    headed = [replace(CLOSED, heading=f"Claims > Buying more systems {number}") for number in range(5)]
    questions = suggest(found(PLAN, *headed), OVERVIEW, Filter())
    assert questions == (
        "Is it a plan?",
        "What is said about “Buying more systems 0”?",
        "What is said about “Buying more systems 1”?",
    )


def test_nothing_found_suggests_nothing() -> None:
    assert suggest(Answer("Why?", "Why?"), OVERVIEW, Filter()) == ()
