"""Full names in questions for somebody's words, where documents give the last name alone."""

from __future__ import annotations

import pytest

from assistant.choosing.full_names import by_last_name

TEXTS = (
    "Nils Berg is the mayor of Lyra.",
    "Mayor Berg said the bridge was safe.",
    "Ada Lund said it was not.",
    "Lyra Courier sells well, and no courier reads it.",
    "Vega Herald sells better.\nHerald",
)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("What did Nils Berg say?", "What did Berg say?"),
        ("According to Mayor Nils Berg, is the bridge safe?", "According to Mayor Berg, is the bridge safe?"),
        ("What did Ada Lund say?", "What did Ada Lund say?"),  # never "Lund" alone
        ("What did Otto Berg say?", "What did Otto Berg say?"),  # who may be another
        ("What did Ida Holm say?", "What did Ida Holm say?"),
        ("What did Berg say?", "What did Berg say?"),
        ("What did the Lyra Courier say?", "What did the Lyra Courier say?"),
        ("What did the Vega Herald say?", "What did the Vega Herald say?"),
        ("Who is Nils Berg?", "Who is Nils Berg?"),
    ],
)
def test_a_full_name_is_told_as_the_documents_tell_it(question: str, asked: str) -> None:
    assert by_last_name(question, TEXTS) == asked


def test_a_last_name_that_two_people_have_needs_the_first_name() -> None:
    question = "What did Nils Berg say?"
    assert by_last_name(question, (*TEXTS, "Otto Berg laughed.")) == question
