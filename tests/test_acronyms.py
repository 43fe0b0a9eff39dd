"""Acronyms that the documents spell out."""

from __future__ import annotations

import pytest

from assistant.question.acronyms import spellings, spelt_out, unknown_acronyms
from knowledge.index.search import UNKNOWN

TEXT = (
    "The International Criminal Court met. A free trade agreement is near, and the free trade agreement is large. "
    "Ada Holm is the Harbour Adviser of Lyra. "
    "The Union of Free Ports and the European Union sent an envoy under escort. The United States and Lyra agreed."
)


@pytest.mark.parametrize(
    ("letters", "words"),
    [
        ("ICC", "International Criminal Court"),
        ("FTA", "free trade agreement"),
        ("UFP", "Union of Free Ports"),
        ("EU", "European Union"),
        ("US", "United States"),
        ("EE", ""),
        ("AL", ""),
        ("USA", ""),
        ("NATO", ""),
    ],
)
def test_the_words_of_an_acronym_are_found_in_the_documents(letters: str, words: str) -> None:
    assert spellings([letters], [TEXT]) == ({letters: words} if words else {})


def test_only_acronyms_that_no_passage_holds_are_unknown() -> None:
    rarity = {"icc": 5.0, "who": 2.0, "eu": 1.0, UNKNOWN: 5.0}
    assert unknown_acronyms("Did the ICC or the EU say so, or the ICC-X?", rarity) == ("ICC",)


def test_a_question_is_told_with_the_words() -> None:
    assert spelt_out("Is the ICC, or ICC-9, near?", {"ICC": "Court"}) == "Is the Court, or ICC-9, near?"
