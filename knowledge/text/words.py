"""Words of a text in any script, those too common to search for, and the characters that nobody sees."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex

# Character classes for `regex` with V1, by Unicode property.
INVISIBLE = r"[\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]"
"""Characters without a look of their own, for comparing and for what a model reads: there all of them only hide."""
UNSEEN = r"[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb--[\u200c\u200d\p{Variation_Selector}]]"
"""Those that change nothing of what people see; joiners (Hindi) and variation selectors (emoji) shape their letters."""

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_BEFORE_DIGITS = regex.compile(r"(?<=\p{L})(?=\p{N}{2})")
_IGNORED = regex.compile(rf"[{INVISIBLE}\p{{Cc}}--\n\r\t]", regex.V1)
_MIXED = regex.compile(r"\b(?=\w*\p{Latin})(?=\w*[\p{Cyrillic}\p{Greek}])\w+")
# Letters that look like Latin ones, from Unicode's list of confusables (TR 39): Cyrillic, then Greek.
_ALIKE = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d\u0432\u043a\u043c\u043d\u0442"
    "\u03b1\u03bf\u03c1\u03bd\u03b9\u03ba\u03c5\u03c7\u03b5\u03c4",
    "aeopcyxijshdqwbkmhtaopvikuxet",
)

_COMMON = """
a about after all also am an and any are as at be because been before being between both but by can could
did do does doing during each few for from further had has have having he her here hers him his how i if in
into is it its just me more most my no nor not now of off on once only or other our out over same she
should so some such than that the their them then there these they this those through to too under until up
us very was we were what when where which while who whom whose why will with would you your tell please
say said says much many
"""
STOP_WORDS = frozenset(_COMMON.split())


def fold(text: str) -> str:
    """The text in the form used for comparison: NFKC, case-folded, without invisible characters.

    In a word that mixes Latin with Cyrillic or Greek letters, those that look Latin become Latin; a word of one script
    stays as it is.
    """
    if text.isascii() and text.isprintable():
        return text.lower()
    folded = unicodedata.normalize("NFKC", _IGNORED.sub("", text)).casefold()
    return folded if folded.isascii() else _MIXED.sub(lambda word: word[0].translate(_ALIKE), folded)


def words(text: str) -> list[str]:
    """Runs of letters, marks and digits, folded; vowel signs stay with their word.

    Letters before two or more digits are a word of their own, so that "AK203" and "AK-203" are the same words.
    """
    found: list[str] = _WORD.findall(_BEFORE_DIGITS.sub(" ", fold(text)))
    return found


def unsplit(text: str) -> list[str]:
    """The same, with letters and the digits after them in one word."""
    found: list[str] = _WORD.findall(fold(text))
    return found


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A light English stem: plural, past and -ing endings; other words stay as they are.

    What is searched and counted goes by it. `assistant.support.words.root` goes further, for sentences that are held
    against each other: it also resolves irregular forms and takes off what makes one word of another.
    """
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


@lru_cache(maxsize=65536)
def stems(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning, each once."""
    return frozenset(content_words(text))
