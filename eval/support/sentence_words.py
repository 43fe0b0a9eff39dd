"""Words and patterns that the rules for making pairs of sentences share."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from knowledge.passage import Statement
from knowledge.text.month_names import MONTHS, WEEKDAYS

NAME = r"\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)*"
NUMBER_WORDS = (
    *("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen"),
)
_OPENERS = """The A An In On At By For From With It Its He His She They Their This That These Those After Before During
    Both Under When While According As And But Or If No Not Yes However Moreover Just Of About Over Until Since Each
    Every Most Many Some Ahead Asked Among Although Possible"""
_TITLES = "Ministry Prime Minister President Foreign States State United National Programme Development Rs"
NOT_NAMES = frozenset(
    [*_OPENERS.split(), *_TITLES.split(), *WEEKDAYS, *MONTHS, *(word.capitalize() for word in NUMBER_WORDS)]
)
"""Capital words that are no names, or not by themselves."""


def names_in(statements: Iterable[Statement]) -> list[str]:
    """Words that are names in at least two places, in order."""
    counts: dict[str, int] = {}
    for statement in statements:
        for word in regex.findall(r"(?<=[\p{Ll},] )\p{Lu}\p{Ll}{3,}\b", statement.text):
            if word not in NOT_NAMES:
                counts[word] = counts.get(word, 0) + 1
    return sorted(name for name, count in counts.items() if count >= 2)


def keep_name(text: str) -> str:
    """A sentence as it stands after other words: its first letter small unless it opens with a name."""
    return text[0].lower() + text[1:] if text.split(" ", 1)[0] in NOT_NAMES else text


def upper_first(text: str) -> str:
    """A sentence with a capital first letter."""
    return text[:1].upper() + text[1:]
