"""Statements that answer, altered in one thing that the question names, so that they answer it no longer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

import numpy as np
import regex

from knowledge.words import STOP_WORDS, fold, words

_NAME = regex.compile(r"(?<![\w'’-])\p{Lu}[\w'’-]*\w(?:(?: (?:of|the|de|von|van|al|bin))? \p{Lu}[\w'’-]*\w)*")
_YEAR = regex.compile(r"(?<![\w,.])(?:1[0-9]|20)\d\d(?![\w,]|\.\d)")
_YEARS_OFF = 9  # how far another year is at most
# Of these it is the same who did it to whom.
_MUTUAL = regex.compile(
    r"\b(?:and|or|between|with|versus|vs|from|against|border\w*|meet|met|marr(?:y|ied)|play\w*|f[io]ught|fights?|joins?"
    r"|separates?|shares?|differ\w*|same|both|related|similar)\b"
)
# A name after one of these is where or when something happens, seldom who does it or to whom.
_AROUND = regex.compile(r"\b(?:in|at|on|of|for|near|during|after|before|the)\W*$", regex.IGNORECASE)
_OPPOSITES: dict[str, str] = {}
for _pair in (
    "first last|largest smallest|biggest smallest|highest lowest|most least|oldest youngest|longest shortest|more less"
    "|before after|earlier later|increased decreased|increase decrease|rose fell|gained lost|won lost|higher lower"
    "|north south|northern southern|east west|eastern western|began ended|opened closed|men women|male female"
    "|maximum minimum|upper lower|import export|imports exports|buyer seller|bought sold|arrived departed"
    "|arrive depart|inside outside|best worst|strongest weakest|fastest slowest|early late"
    "|husband wife|father mother|brother sister|son daughter|success failure|accepted rejected|allowed banned"
    "|support oppose|supported opposed|positive negative|major minor|internal external|domestic foreign|offered refused"
).split("|"):
    _one, _other = _pair.split()
    _OPPOSITES.setdefault(_one, _other)
    _OPPOSITES.setdefault(_other, _one)


def altered(
    question: str, answers: Sequence[str], statement: str, others: Sequence[str], chance: np.random.Generator
) -> str | None:
    """A statement that answers, made to answer no longer.

    One thing that question and statement share becomes another: two names change places, or a name and the answer; a
    word becomes its opposite, a year another year, a name one of those in the other statements.

    Args:
        question: What is asked.
        answers: What the answer is, in other words each; they may be empty.
        statement: What answers it.
        others: Statements near by, whose names are near at hand.
        chance: Draws which of the ways that are open is gone, and what comes in its place.

    Returns:
        The altered statement; None when no way is open.
    """
    ways: tuple[Callable[[], list[str]], ...] = (
        lambda: _turned_round(question, answers, statement),
        lambda: _opposed(question, statement),
        lambda: _another_year(question, statement, chance),
        lambda: _another_name(question, statement, others),
    )
    open_ways = [found for found in (way() for way in ways) if found]
    if not open_ways:
        return None
    found = open_ways[chance.integers(len(open_ways))]
    return found[chance.integers(len(found))]


def _turned_round(question: str, answers: Sequence[str], statement: str) -> list[str]:
    """The statement with two names in each other's place: both in the question, or one of them the answer."""
    if _MUTUAL.search(fold(question)):
        return []
    shared = [name for name in _names(question) if _places(name, statement)]
    acting = [name for name in shared if not _AROUND.search(question[: question.index(name)])]
    told = [answer for answer in answers if answer in _names(statement) and not _share_a_word(answer, question)]
    pairs = [*combinations(acting, 2), *((name, answer) for name in shared for answer in told)]
    return [_replaced(statement, {one: other, other: one}) for one, other in pairs if not _share_a_word(one, other)]


def _opposed(question: str, statement: str) -> list[str]:
    """The statement with the opposite of a word that it shares with the question."""
    there = set(words(statement))
    return [
        _replaced(statement, {word: _OPPOSITES[word]})
        for word in dict.fromkeys(words(question))
        if word in _OPPOSITES and word in there and _OPPOSITES[word] not in there and _places(word, statement)
    ]


def _another_year(question: str, statement: str, chance: np.random.Generator) -> list[str]:
    """The statement with another year in place of one that it shares with the question."""
    asked, told = set(_YEAR.findall(question)), set(_YEAR.findall(statement))
    off = int(chance.integers(1, _YEARS_OFF + 1)) * (1 if chance.integers(2) else -1)
    if len(asked) != 1 or len(told) != 1 or asked != told:  # from one year to another: the rest may still answer
        return []
    (year,) = asked
    return [_replaced(statement, {year: str(int(year) + off)})]


def _another_name(question: str, statement: str, others: Iterable[str]) -> list[str]:
    """The statement with a name of the other statements in place of one that it shares with the question."""
    told = f"{question} {statement}"
    strange = [name for name in dict.fromkeys(_named(others)) if not _share_a_word(name, told)]
    return [
        _replaced(statement, {name: other})
        for name in _names(question)
        if _places(name, statement)
        for other in strange
        if (" " in name) == (" " in other)
    ]


def _named(texts: Iterable[str]) -> list[str]:
    return [name for text in texts for name in _names(text)]


def _names(text: str) -> list[str]:
    """Runs of capitalised words in a text but for the word that begins a sentence, which anything may be."""
    found = []
    for match in _NAME.finditer(text):
        name = match[0]
        begins = not text[: match.start()].rstrip(" \"'“‘(") or regex.search(r"[.!?:]\W*$", text[: match.start()])
        if begins:
            first, _, name = name.partition(" ")
            name = name if fold(first) in STOP_WORDS or not name else match[0]
            if not name or name == first or " " not in match[0]:
                continue
        if any(word not in STOP_WORDS for word in words(name)):
            found.append(name)
    return list(dict.fromkeys(found))


def _places(name: str, text: str) -> bool:
    return regex.search(rf"(?<!\w){regex.escape(name)}(?!\w)", text) is not None


def _share_a_word(one: str, other: str) -> bool:
    return not (set(words(one)) - STOP_WORDS).isdisjoint(words(other))


def _replaced(text: str, instead: dict[str, str]) -> str:
    """A text with whole words replaced, all at once."""
    pattern = "|".join(regex.escape(name) for name in sorted(instead, key=len, reverse=True))
    return regex.sub(rf"(?<!\w)(?:{pattern})(?!\w)", lambda match: instead[match[0]], text)
