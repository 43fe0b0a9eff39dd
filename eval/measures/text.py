"""Text as the measures see it: normalised strings, tokens, content words, numbers and names, sentences."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex

_PUNCTUATION = regex.compile(r"[\p{P}\p{S}]+")
_TOKEN = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_NUMBER = regex.compile(r"\p{N}+(?:[.,:]\p{N}+)*")
_NAME = regex.compile(r"\b\p{Lu}[\p{L}\p{M}\p{N}]+")
_SENTENCE_END = regex.compile(
    r"(?<=[.!?\u0964\u3002][\"'\u201d\u2019)\]]*)(?<!\b(?:\p{Lu}|Mr|Mrs|Dr|St|vs|No)\.)\s+|\n+"
)
_MARK = regex.compile(r"\s*\[\d+\]")
_ARTICLES = {"a", "an", "the"}

_FUNCTION_WORDS = """
a about after again against all also am an and any are as at be because been before being between both but by
can could did do does doing done down during each ever few for from further get gets got had has have having he
her here hers herself him himself his how i if in into is it its itself just let many may me might more most
much must my myself no nor not now of off on once one only or other our ours out over own please same say says
she should so some such tell than that the their theirs them themselves then there these they this those through
to too under until up us very was we were what when where whether which while who whom whose why will with would
you your yours s t d ll re ve m
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
"""English words that carry no content of their own; other languages keep all their words."""


@lru_cache(maxsize=65536)
def normalise(text: str, language: str = "en") -> str:
    """Fold case and width, drop punctuation and symbols, collapse spaces; drop a/an/the where the language is English.

    On plain English this equals the normalisation of the official SQuAD script.
    """
    folded = _PUNCTUATION.sub("", unicodedata.normalize("NFKC", text).casefold())
    words = folded.split()
    if language == "en":
        words = [word for word in words if word not in _ARTICLES]
    return " ".join(words)


@lru_cache(maxsize=65536)
def tokens(text: str, language: str = "en") -> tuple[str, ...]:
    """Runs of letters, marks and digits of any script, case folded, without English articles.

    Combining vowel signs belong to their word, so Hindi words stay whole.
    """
    found = all_tokens(text)
    return tuple(word for word in found if word not in _ARTICLES) if language == "en" else found


@lru_cache(maxsize=65536)
def all_tokens(text: str) -> tuple[str, ...]:
    """As `tokens`, articles kept: what ROUGE counts."""
    return tuple(_TOKEN.findall(unicodedata.normalize("NFKC", text).casefold()))


@lru_cache(maxsize=65536)
def content_tokens(text: str, language: str = "en") -> frozenset[str]:
    """The different tokens that carry content: function words of English left out."""
    found = all_tokens(text)
    return frozenset(found) - FUNCTION_WORDS if language == "en" else frozenset(found)


@lru_cache(maxsize=65536)
def numbers(text: str) -> frozenset[str]:
    """The numbers of a text, thousands separators taken out: `1,000` and `1000` are one."""
    found = _NUMBER.findall(unicodedata.normalize("NFKC", text))
    return frozenset(regex.sub(r"(?<=\d),(?=\d{3}\b)", "", number) for number in found)


@lru_cache(maxsize=65536)
def names(text: str) -> frozenset[str]:
    """Capitalised words that do not merely open a sentence, case folded."""
    found = set()
    for sentence in split_sentences(text):
        for match in _NAME.finditer(sentence):
            if match.start() > 0 and match.group().casefold() not in FUNCTION_WORDS:
                found.add(match.group().casefold())
    return frozenset(found)


def holds_run(haystack: tuple[str, ...], needle: tuple[str, ...]) -> bool:
    """Whether `needle` stands in `haystack` as one contiguous run; an empty needle never does."""
    if not needle:
        return False
    width = len(needle)
    first = needle[0]
    places = (i for i in range(len(haystack) - width + 1) if haystack[i] == first)
    return any(haystack[i : i + width] == needle for i in places)


def split_sentences(text: str) -> list[str]:
    """Sentences and lines of a text, in order, without surrounding spaces."""
    return [piece.strip() for piece in _SENTENCE_END.split(text) if piece and piece.strip()]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of every sentence of `split_sentences` in the text."""
    spans: list[tuple[int, int]] = []
    position = 0
    for sentence in split_sentences(text):
        start = text.index(sentence, position)
        position = start + len(sentence)
        spans.append((start, position))
    return spans


def without_marks(text: str) -> str:
    """The text without citation marks such as ` [2]`."""
    return str(_MARK.sub("", text))


def collapse(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())
