"""What a refusal says was looked for."""

from dataclasses import replace

import pytest

from assistant.evidence import Evidence
from assistant.refusal import lack_of
from assistant.render import lack_to_text
from knowledge.passage import Filter, Hit, Span, Statement
from tests.evidence_values import answering

BRIDGE = Statement(Span("lyra", 0, 21), "The bridge is green.")
FOUND = Evidence((answering(BRIDGE, 0.0),), (), 0.0)


@pytest.mark.parametrize(
    ("question", "looked"),
    [
        ("When was the bridge built?", "a date"),
        ("How long did the works take?", "a length of time"),
        ("How long is the bridge?", "a length"),
    ],
)
def test_a_refusal_names_the_kind_of_answer_that_was_looked_for(question: str, looked: str) -> None:
    assert f": {looked} that answers this" in lack_to_text(lack_of(question, FOUND, Filter()))


@pytest.mark.parametrize(
    ("filter_", "said"),
    [
        (Filter(), "The documents do not say: "),
        (Filter(documents=frozenset({"lyra"})), "The chosen documents do not say: "),
        (Filter(kinds=frozenset({"official"})), "The documents (from the chosen sources) do not say: "),
    ],
)
def test_a_refusal_says_where_was_looked(filter_: Filter, said: str) -> None:
    assert lack_to_text(lack_of("When was the bridge built?", FOUND, filter_)).startswith(said)


def test_a_name_that_is_mentioned_nowhere_is_said_in_brief() -> None:
    hits = (Hit(FOUND.statements[0].passage, 0.5),)
    question = f"Who is {'X' + 'a' * 639}?"
    said = lack_to_text(lack_of(question, replace(FOUND, hits=hits, asked=question), Filter()))
    assert f"mentions X{'a' * 38}…. " in said
