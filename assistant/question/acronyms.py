"""Acronyms that no passage holds, spelt out with words of the passages: ICC as the International Criminal Court."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from knowledge.index.search import UNKNOWN
from knowledge.text.words import STOP_WORDS, content_words

_ACRONYM = re.compile(r"(?<![\w-])[A-Z]{2,6}(?![\w-])")
_SMALL_WORDS = ("of", "and", "the", "for", "on", "in")
_SMALL = rf"(?:(?:{'|'.join(_SMALL_WORDS)}) )*"
NAMED = 3  # what a spelling counts more that is written as a name


def unknown_acronyms(question: str, rarity: Mapping[str, float]) -> tuple[str, ...]:
    """The acronyms of a question whose letters no passage holds.

    Args:
        question: One that stands alone.
        rarity: Stem -> inverse document frequency, of the question's stems.
    """
    return tuple(
        letters
        for letters in _ACRONYM.findall(question)
        if all(rarity.get(word, 0.0) >= rarity[UNKNOWN] for word in content_words(letters))
    )


def spellings(acronyms: Iterable[str], texts: Sequence[str]) -> dict[str, str]:
    """Acronym -> words of the texts that begin with its letters, in order; without those that have none."""
    found = {letters: _spelling_of(letters, texts) for letters in acronyms}
    return {letters: words for letters, words in found.items() if words}


def spelt_out(question: str, spellings: Mapping[str, str]) -> str:
    """The question with these words for its acronyms."""
    return _ACRONYM.sub(lambda match: spellings.get(match[0], match[0]), question)


def _spelling_of(letters: str, texts: Sequence[str]) -> str:
    """The words that the texts use most for an acronym, those of a name first.

    Two letters stand for names alone, of words that follow each other: "Envoy of Lyra" is no EL.
    """
    small = _SMALL if len(letters) > 2 else ""
    words = rf"[ -]{small}".join(rf"{letter}[\w’'-]{{2,}}" for letter in letters)
    found: Counter[str] = Counter()
    for text in texts:
        for match in re.finditer(rf"\b{words}\b", text, re.IGNORECASE):
            parts = [part for part in re.split(r"[ -]", match[0]) if part not in _SMALL_WORDS]
            named = all(part[:1].isupper() for part in parts)
            if (
                len(parts) == len(letters)
                and not STOP_WORDS.intersection(part.casefold() for part in parts)
                and (named or len(letters) > 2)
            ):
                found[match[0]] += 1 + NAMED * named
    return max(found, key=lambda words: found[words]) if found else ""
