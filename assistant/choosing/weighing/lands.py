"""What a statement loses that tells of the officer of another land than a question: "the Lyran ambassador"."""

from __future__ import annotations

from collections.abc import Callable

import regex

from assistant.support.words import among_names, root
from knowledge.passage import Statement

OF_ANOTHER_LAND = 3.0  # what a statement loses that names the same office, and only of other lands

_OFFICE = r"(?P<office>ambassador|envoy|minister|president|secretary|premier|chancellor|governor|mayor|king|queen)"
_PEOPLE = r"\p{Lu}\p{L}+(?:an|ese|ish|[^\Waeiou]i)|French|Dutch|Swiss|Greek|Czech|Thai"  # as adjectives
_OWNED = (  # "the Lyran foreign minister", "Lyra's first ambassador", "the ambassador of Lyra"
    regex.compile(rf"\b(?P<land>{_PEOPLE}|\p{{Lu}}[\p{{L}}-]+['’]s?)(?: \p{{L}}+){{0,2}}? (?i:{_OFFICE})\b"),
    regex.compile(rf"\b(?i:{_OFFICE}) of (?:the )?(?P<land>\p{{Lu}}[\p{{L}}-]+(?: \p{{Lu}}[\p{{L}}-]+)*)"),
)


def lands_prior(question: str) -> Callable[[Statement], float]:
    """What a statement loses that names the office which a question names, but each time as that of another land."""
    asked = officers_in(question)

    def gained(one: Statement) -> float:
        told = officers_in(one.text) if asked else {}
        return -OF_ANOTHER_LAND * any(
            office in told and not any(among_names(land, told[office]) for land in lands)
            for office, lands in asked.items()
        )

    return gained


def officers_in(text: str) -> dict[str, frozenset[str]]:
    """Offices -> roots of the words for the lands of which a text names such an officer."""
    found: dict[str, frozenset[str]] = {}
    for pattern in _OWNED:
        for match in pattern.finditer(text, overlapped=True):
            office = match["office"].casefold()
            words = match["land"].removesuffix("’").split()
            found[office] = found.get(office, frozenset()).union(map(root, words))
    return found
