"""Words of a text in any script, and those too common to search for."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_INVISIBLE = regex.compile(r"[\p{Cf}\p{Cc}--\n\t]", flags=regex.V1)

_COMMON = """
a about after all also am an and any are as at be because been before being between both but by can could
did do does doing during each few for from further had has have having he her here hers him his how i if in
into is it its just me more most my no nor not now of off on once only or other our out over own same she
should so some such than that the their them then there these they this those through to too under until up
us very was we were what when where which while who whom whose why will with would you your tell give please
say said says much many
"""
STOP_WORDS = frozenset(_COMMON.split())


def fold(text: str) -> str:
    """The text in NFKC, case folded, without characters that cannot be seen."""
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold()


def words(text: str) -> list[str]:
    """Runs of letters, marks and digits, folded; vowel signs stay with their word."""
    found: list[str] = _WORD.findall(fold(text))
    return found


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A light English stem: plural, past and -ing endings; other words stay as they are."""
    if len(word) < 4 or not word.isascii():
        return word
    for ending, kept in (
        ("ies", "y"),
        ("sses", "ss"),
        ("ing", ""),
        ("edly", ""),
        ("ed", ""),
        ("ly", ""),
        ("es", ""),
        ("s", ""),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            cut = word[: len(word) - len(ending)] + kept
            if ending == "s" and word.endswith(("ss", "us", "is")):
                return word
            if ending in ("ing", "ed") and len(cut) > 3 and cut[-1] == cut[-2] and cut[-1] not in "lsz":
                cut = cut[:-1]
            return cut.rstrip("e") if len(cut) > 3 else cut
    return word.rstrip("e") if len(word) > 4 else word


def content_words(text: str) -> list[str]:
    """Stems of the words that carry meaning, in order, repetitions kept."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS]
