"""The language of a text, told from its script and its smallest words."""

from __future__ import annotations

import re
from collections import Counter

_SCRIPTS = (
    ("hi", "\u0900", "\u097f"),
    ("bn", "\u0980", "\u09ff"),
    ("ta", "\u0b80", "\u0bff"),
    ("te", "\u0c00", "\u0c7f"),
    ("ar", "\u0600", "\u06ff"),
    ("he", "\u0590", "\u05ff"),
    ("el", "\u0370", "\u03ff"),
    ("ru", "\u0400", "\u04ff"),
    ("ja", "\u3040", "\u30ff"),
    ("ko", "\uac00", "\ud7af"),
    ("zh", "\u4e00", "\u9fff"),
)
_SMALL_WORDS = {
    "en": "the of and to in is that for with was on are by from",
    "de": "der die und das ist nicht mit den von f\u00fcr auf dem ein eine",
    "fr": "le la les des et est dans pour une qui sur avec du au",
    "es": "el los las que del y una por con para como m\u00e1s su al",
    "it": "il che di e la per un una del della con sono non gli",
    "pt": "o os as que do da em um uma para com n\u00e3o por dos",
}
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000  # characters
_UKRAINIAN = frozenset("\u0456\u0457\u0454\u0491")


def language_of(text: str) -> str:
    """The two-letter code of a text's language; empty when it cannot be told."""
    sample = text[:_SAMPLE]
    letters = Counter(
        next((code for code, first, last in _SCRIPTS if first <= letter <= last), "latin")
        for letter in sample
        if letter.isalpha()
    )
    if not letters:
        return ""
    script, count = letters.most_common(1)[0]
    if letters["ja"] > 0.1 * sum(letters.values()):
        return "ja"
    if script != "latin":
        if script == "ru" and sum(letter in _UKRAINIAN for letter in sample) > 0.02 * count:
            return "uk"
        return script
    words = Counter(_WORD.findall(sample.lower()))
    scores = {code: sum(words[word] for word in listed.split()) for code, listed in _SMALL_WORDS.items()}
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] >= max(2, 0.04 * sum(words.values())) else ""
