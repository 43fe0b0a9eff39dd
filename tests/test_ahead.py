"""Statements of brought documents that look ahead, for questions about what happened."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.choosing.weighing.ahead import ahead_prior, looks_ahead
from assistant.question import read_question
from knowledge.passage import Source, Span, Statement, Status

PLAN = Statement(
    Span("report", 0, 9), "The tower will be opened in May.", Status.REPORTED, (Source("report", "Report", "Gazette"),)
)
OPENED = replace(PLAN, text="The tower was opened in June.")


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        (PLAN.text, True),
        ("Some 30,000 tonnes are to be taken away.", True),
        ("The opening is now foreseen for spring.", True),
        ("Work cannot begin on 1 April.", True),
        ("She ruled out an opening in October.", True),
        ("The mill no longer expects a profit.", False),
        (OPENED.text, False),
        ("The mill would have been closed.", False),
        ("The fire brigade was to blame.", False),
    ],
)
def test_what_is_still_to_come_is_told_by_its_verbs(text: str, ahead: bool) -> None:
    assert looks_ahead(text) is ahead


def test_what_looks_ahead_loses_where_a_question_asks_what_happened() -> None:
    prior = ahead_prior(read_question("When did the tower open?"))
    assert prior(PLAN) < prior(OPENED) == 0
    assert prior(replace(PLAN, status=Status.EXPECTED)) == 0  # its status says so already


def test_what_looks_ahead_gains_where_a_question_asks_what_was_expected() -> None:
    prior = ahead_prior(read_question("When was the tower expected to open?"))
    assert prior(PLAN) > prior(OPENED) == 0


def test_it_loses_too_where_a_question_asks_what_came_of_words() -> None:
    assert ahead_prior(read_question("Did the tower open in May as the mayor promised?"))(PLAN) < 0


@pytest.mark.parametrize("question", ["When does the tower open?", "What did the mayor announce?", "Who decided that?"])
def test_it_does_not_in_a_question_about_what_is_so_or_about_words(question: str) -> None:
    assert ahead_prior(read_question(question))(PLAN) == 0
