"""What the best statements lack of a question that asks what was said about a thing, and what they need not hold."""

from __future__ import annotations

import pytest

from assistant.choosing.weighing.lacking import lacks_what_is_asked
from knowledge.index.search import UNKNOWN
from knowledge.passage import Hit, Passage, Source, Span, Statement
from knowledge.text.words import stems

TEXT = "The joint statement of Vega and the Lyran Union welcomed the new bridge, and Berg praised it."
NOWHERE = 5.0  # the rarity of a word that no passage holds


def lacks(question: str) -> bool:
    one = Statement(Span("lyra", 0, len(TEXT)), TEXT, sources=(Source("gazette", "Gazette", "Lyra Gazette"),))
    hit = Hit(Passage(one.span, TEXT, (one,), "The summit"), 0.5)
    known = stems(TEXT)
    rarity = {word: 1.0 if word in known else NOWHERE for word in stems(question)}
    return lacks_what_is_asked(question, question, [(hit, one)], {**rarity, UNKNOWN: NOWHERE})


@pytest.mark.parametrize(
    ("question", "so"),
    [
        ("What did the joint statement say about Holm?", True),
        ("What did Berg say about the Sea of Orm?", True),
        ("Was anything agreed on Orm?", True),
        ("Did the joint statement mention Orm?", True),
        ("What did the joint statement say about Vega?", False),
        ("What did the joint statement say about Lyra?", False),  # "Lyran"
        ("What did the joint statement say about Orm and Vega?", False),
        ("What did the joint statement say about the LU?", False),  # an acronym
        ("What did the joint statement say about tunnels?", False),  # no name
        ("Who is Holm?", False),
    ],
)
def test_nothing_is_told_about_a_name_that_no_passage_holds(question: str, so: bool) -> None:
    assert lacks(question) is so
