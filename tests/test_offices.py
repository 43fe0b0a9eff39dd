"""Offices in place of names."""

from __future__ import annotations

import pytest

from assistant.question.offices import with_names
from knowledge.offices import Holder, holders_in
from knowledge.passage import Source, Span, Statement, Status

TEXTS = (
    "Lena Berg is the Prime Minister of Lyra.",
    "Otto Lund is the President of Lyra.",
    "Ana Sol is currently the president of Vega.",
    "Tom Lund is the Defence Minister of Lyra.",
    "S Holm is the External Affairs Minister of Lyra, its foreign minister.",
    "Ida Falk is a deputy prime minister of Vega.",
    "Max Roth was the president of Vega.",
)
SOURCE = Source("gazette", "Gazette", "Lyra Gazette")
HOLDERS = holders_in(
    Statement(Span("d", 100 * n, 100 * n + len(text)), text, Status.BACKGROUND, (SOURCE,))
    for n, text in enumerate(TEXTS)
)


def test_only_who_holds_an_office_now_is_a_holder() -> None:
    assert [one.name for one in HOLDERS] == ["Lena Berg", "Otto Lund", "Ana Sol", "Tom Lund", "S Holm"]
    assert HOLDERS[4] == Holder("S Holm", "foreign minister", "Lyra")


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What did the prime minister say?", "What did Berg say?"),
        ("Where did the PM stay?", "Where did Berg stay?"),
        ("Did Vega's president leave?", "Did Sol leave?"),
        ("Did the president of Vega leave?", "Did Sol leave?"),
        ("Did the Lyran president leave?", "Did Otto Lund leave?"),
        ("What did the Vegan foreign minister say?", "What did the Vegan foreign minister say?"),
        ("What did the EAM say?", "What did Holm say?"),
        ("What did the defense minister say?", "What did Tom Lund say?"),
        ("Did the president leave?", "Did the president leave?"),  # of Lyra or of Vega?
        ("What did the deputy prime minister say?", "What did the deputy prime minister say?"),
        ("What did a prime minister say?", "What did a prime minister say?"),
        ("What did Prime Minister Berg say?", "What did Prime Minister Berg say?"),
        ("Who is the prime minister of Lyra?", "Who is the prime minister of Lyra?"),
        ("Is Otto Lund the Lyran president?", "Is Otto Lund the Lyran president?"),
        ("Was Berg really the prime minister?", "Was Berg really the prime minister?"),
        ("Is Vega's president ill?", "Is Sol ill?"),
        ("What did the prime minister's office say?", "What did the prime minister's office say?"),
    ],
)
def test_an_office_is_told_by_the_name_of_the_one_who_can_be_meant(question: str, named: str) -> None:
    assert with_names(question, HOLDERS) == named
