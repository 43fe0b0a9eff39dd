"""Designations, as of models, versions, series and settings: S-400, 4.2.1, the 24th, server.port.

Another number, or another name with a dot or underscore in it, is another thing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

import regex

from knowledge.text.month_names import MONTH
from knowledge.text.words import STOP_WORDS

DOTTED_NUMBER = regex.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{1,3}){1,3}(?![.,]?\d)")
"""What is a version where one is looked for: 4.2 or 4.2.1. In a question 4.2 may be a sum, and needs the word."""

_LETTERS = r"(?<![\p{L}\p{N}]|[\p{L}\p{N}][-–/.])(?P<letters>\p{L}{1,5})"
_DIGITS = r"(?P<digits>\d{1,4})(?P<tail>\p{L}{0,3})(?![\p{L}\p{N}]|\.\d)"
_NAMED = regex.compile(rf"{_LETTERS}-?{_DIGITS}")
_WRITTEN = regex.compile(rf"{_LETTERS}[-–\s]?{_DIGITS}")  # documents also write S 400
_VERSION = regex.compile(
    r"(?<![\d.,])(?:\d{1,3}(?:\.\d{1,3}){2,3}|(?<=\b(?:versions?|releases?|v)(?:[.\s]|:\s)?)\d{1,3}\.\d{1,3})(?![.,]?\d)",
    regex.IGNORECASE,
)
_ORDINAL = regex.compile(  # "the 24th summit", not "the 24th of May"; below ten it is often written in words
    rf"(?<!\b(?:{MONTH})[.,]?\s)(?<![\d.,])\b\d?\d{{2}}(?:st|nd|rd|th)\b"
    rf"(?=\s+(?!(?:{MONTH}|of|and|or|to|in|at|on|with)\b)\p{{L}})",
    regex.IGNORECASE,
)
_NUMBERED = regex.compile(r"(?<![\d.,])\b\d?\d{2}(?:st|nd|rd|th)\b", regex.IGNORECASE)
_IDENTIFIER = regex.compile(  # as in code: "share.expire_days", "--full"; neither a web address nor "e.g."
    r"(?<![\w./@-])(?:--\p{Ll}[\w-]+|\p{Ll}\w+(?:[._]\p{Ll}\w+)+)(?![\w/@-])(?!\.\w)"
)
_YEAR = regex.compile(r"1[5-9]\d\d|20\d\d|21\d\d")  # "mid-2028" and "FY2024" name no thing


@lru_cache(maxsize=65536)
def designations(question: str) -> frozenset[str]:
    """The designations of a question, or of another text, without hyphen, case and plural."""
    return _forms(_NAMED, _VERSION, question) | _ordinals(_ORDINAL, question) | _identifiers(question)


def as_written(question: str, texts: Iterable[str]) -> str:
    """The question with its designations as the texts write them most: "S-400" for "s400"."""
    if not _NAMED.search(question):
        return question
    known: dict[str, Counter[str]] = {}
    for match in (match for text in texts for match in _NAMED.finditer(text)):
        known.setdefault(_form(match), Counter())[_without_plural(match)] += 1

    def written(match: regex.Match[str]) -> str:
        same, own = known.get(_form(match)), _without_plural(match)
        if not same or own in same or _YEAR.fullmatch(match["digits"]):
            return match[0]
        return max(same, key=lambda one: (same[one], one)) + match[0].removeprefix(own)

    return _NAMED.sub(written, question)


def _without_plural(match: regex.Match[str]) -> str:
    return match[0].removesuffix("s") if match["tail"] == "s" else match[0]


def _form(match: regex.Match[str]) -> str:
    return f"{match['letters']}{match['digits']}{match['tail'].removesuffix('s')}".casefold()


def unnamed(question: str, texts: Iterable[str]) -> frozenset[str]:
    """The designations of a question that no text holds."""
    asked = designations(question)
    if not asked:
        return asked
    held = frozenset[str]().union(*(_held(text) for text in texts))
    return frozenset(one for one in asked if not any(_is_variant(form, one) for form in held))


def names_another(question: str, texts: Iterable[str]) -> bool:
    """Whether texts name none of the things that a question names, but one of their kind: the D300 for the D200."""
    told = tuple(texts)
    asked = designations(question)
    if not asked or unnamed(question, told) != asked:
        return False
    return not {_kind(one) for one in asked}.isdisjoint(_kind(one) for text in told for one in designations(text))


def stand_apart(texts: Iterable[str], others: Iterable[str]) -> bool:
    """Whether texts and others name things of one kind, and none in common: the manuals of the D200 and the D300."""
    first, second = (frozenset[str]().union(*map(designations, told)) for told in (texts, others))
    kinds = {_kind(one) for one in first} & {_kind(one) for one in second}
    shared = {_kind(one) for one in first for other in second if _is_variant(one, other) or _is_variant(other, one)}
    return bool(kinds - shared)


def _kind(designation: str) -> str:
    """The letters before its number, none before that of a version; "th" for any place in a series."""
    if designation[0].isdigit() and designation[-1].isalpha():
        return "th"
    return regex.split(r"\d", designation, maxsplit=1)[0]


@lru_cache(maxsize=65536)
def _held(text: str) -> frozenset[str]:
    return _forms(_WRITTEN, DOTTED_NUMBER, text) | _ordinals(_NUMBERED, text) | _identifiers(text)


def _is_variant(form: str, one: str) -> bool:
    """Whether a form is the designation, or one of its kind: Su-30MKI for Su-30, 4.1.2 for 4.1."""
    return form == one or (form.startswith(one) and not form[len(one)].isdigit())


def _ordinals(pattern: regex.Pattern[str], text: str) -> frozenset[str]:
    return frozenset(match[0].casefold() for match in pattern.finditer(text))


def _identifiers(text: str) -> frozenset[str]:
    found = (match[0].casefold() for match in _IDENTIFIER.finditer(text))  # and no "visit.what" without a space
    return frozenset(one for one in found if STOP_WORDS.isdisjoint(one.split(".")))


def _forms(lettered: regex.Pattern[str], dotted: regex.Pattern[str], text: str) -> frozenset[str]:
    return frozenset(_form(match) for match in lettered.finditer(text) if not _YEAR.fullmatch(match["digits"])).union(
        match[0] for match in dotted.finditer(text)
    )
