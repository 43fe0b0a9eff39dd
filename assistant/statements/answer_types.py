"""Which kinds of answer a statement holds that its question does not: dates, numbers, money, names, reasons."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import regex

from assistant.question import Wants
from assistant.statements.extents import asks_length, asks_motion, asks_speed, tells_length, tells_speed
from assistant.statements.times import (
    DIGITS,
    NUMBER_WORDS,
    Patterns,
    says_how_long,
    says_how_often,
    says_when,
    times_in,
)
from assistant.support.figures import Figure, read_figures
from knowledge.text.words import fold, stems

THOUSAND = 1e3
MEASURES = frozenset({Wants.DATE, Wants.DURATION, Wants.NUMBER, Wants.SHARE, Wants.MONEY})

_AMOUNT = rf"(?:{DIGITS}|(?:{NUMBER_WORDS}))"
_PATTERNS: dict[Wants, regex.Pattern[str]] = {
    Wants.SHARE: regex.compile(
        rf"\b{_AMOUNT}\s*(?:%|per ?cent\b|percent)|\b(?:half|thirds?|quarters?|fifths?|majority)\b"
    ),
    Wants.REASON: regex.compile(
        r"\b(?:because|due to|since|so that|in order to|owing to|thanks to|therefore|as a result|result(?:ed"
        r"|ing|s)? (?:in|from)"
        r"|led to|caus\w+|reasons?|to (?:avoid|protect|prevent|reduce|ensure|allow|help|make)|citing|argu\w+"
        r"|after|amid|given|explain\w*)\b"
    ),
}
# Counts that `read_figures` does not read as numbers.
_ROUND = regex.compile(
    r"\b(?:hundreds|thousands|millions|billions|dozens?|half|twice|once|one|none|zero|nobody|crores|lakhs)\b"
)
# What is measured is not counted: "2 million tonnes" is no number of people.
_MEASURE = regex.compile(
    r"[\s-]*(?:(?:metric|square|cubic|nautical)\s)?(?P<unit>tonn?e|ton|kilo|kg|km|met(?:re|er)|mile|feet|foot|inch|acre"
    r"|hectare|lit(?:re|er)|gallon|barrel|[kmg]wh?|megawatt|gigawatt|degree|second|minute|hour|day|week|month|year|decade"
    r"|centur)(?:e?s|y|ies|meters?|metres?|grams?|watts?)?\b"
)
# After a sum whose currency goes without saying there is no noun: "the city has paid 69 million of it".
_NO_NOUN = regex.compile(
    r"\s*(?:$|[^\w\s]|(?:of|for|to|from|in|on|at|by|with|into|and|or|but|nor|as|since|until|after|before|over|under|above"
    r"|below|between|than|that|which|when|while|if|because|more|less|too|a|an|per|each|is|was|are|were|will|would"
    r"|has|had|have|went|came|goes|comes|instead|again|altogether|last|this|next)\b)"
)
_BARE_CELL = regex.compile(r"; (?P<name>[^;:\n]{1,60}): \(?[-+−]?\d[\d., ]*\)?(?=;|$)")
_AGE = regex.compile(
    r"\b(?:aged?|years?[\s-]olds?|born|birth\w*|turn(?:s|ed|ing)|found(?:ed|ing)|buil[dt]\w*|erected|construct\w+|opened"
    r"|establish\w+|completed|creat\w+|introduced|launched|dat(?:es?|ed|ing) (?:from|back|to)|since|century)\b"
    r"|, \d{1,3},"
)
_CAPITALISED = regex.compile(r"\b\p{Lu}[\p{L}\p{M}'’-]*(?:[\s.]+(?:\p{Lu}[\p{L}\p{M}'’-]*|de|van|von|al|bin|of|the))*")
_NAMED = (Wants.PERSON, Wants.PLACE)
_SEEN = (*_NAMED, Wants.DATE, Wants.DURATION, Wants.NUMBER, Wants.MONEY)


def holds(kind: Wants, statement: str, question: str) -> bool:
    """Whether the statement holds something of this kind that the question does not name already.

    People and places are judged alike, by capitalised names: the form of a name does not tell which of the two it is.
    "How long" may be told by a length where it asks for that of a thing, "how fast" by a speed or, unless it
    asks of motion, by a length of time.
    """
    if kind in _NAMED:
        known = fold(question)
        return any(fold(name) not in known for name in _names(statement))
    if kind is Wants.DATE:
        return _tells_a_time(says_when(question), statement, question)
    if kind is Wants.DURATION:
        of_a_thing = asks_length(question) and tells_length(statement)
        return of_a_thing or _tells_a_time(says_how_long(), statement, question)
    if kind is Wants.NUMBER:
        return _tells_how_many(statement, question)
    if kind is Wants.MONEY:
        amounts = _figures(kind, statement, False) - _figures(kind, question, False)
        return _is_amount_of_a_cell(statement, question) or bool(amounts)
    if kind in _PATTERNS:
        return bool(_items(kind, statement) - _items(kind, question))
    return True


def _tells_a_time(patterns: Patterns, statement: str, question: str) -> bool:
    return bool(times_in(statement, patterns) - times_in(question, patterns))


def _tells_how_many(statement: str, question: str) -> bool:
    """Whether a statement has a number: an age for "how old", a speed for "how fast", a frequency for "how often"."""
    asked = fold(question)
    if "how old" in asked:
        return bool(_AGE.search(fold(statement)) and read_figures(statement))
    if asks_speed(question):
        soon = not asks_motion(question) and times_in(statement, says_how_long())
        return bool(soon) or tells_speed(statement)
    if "how often" in asked and times_in(statement, says_how_often()):
        return True
    counts = "how many" in asked
    numbers = _figures(Wants.NUMBER, statement, counts, asked if counts else "")
    return bool(numbers - _figures(Wants.NUMBER, question, counts))


@lru_cache(maxsize=1024)
def judged(kinds: frozenset[Wants]) -> tuple[Wants, ...]:
    """Those of the wanted kinds whose presence in a statement can be seen, in a fixed order."""
    return tuple(kind for kind in Wants if kind in kinds and (kind in _PATTERNS or kind in _SEEN))


@lru_cache(maxsize=65536)
def _items(kind: Wants, text: str) -> frozenset[str]:
    return frozenset(" ".join(match[0].split()) for match in _PATTERNS[kind].finditer(fold(text)))


@lru_cache(maxsize=65536)
def _figures(kind: Wants, text: str, counts: bool, asked: str = "") -> frozenset[str]:
    """The amounts of money, or all figures, of a text; with `counts`, only numbers without a unit that `asked` lacks.

    The digits of a date or of a name such as S-400 are not figures.
    """
    numbers = [figure for figure in read_figures(text) if figure.kind in ("number", "percent", "ordinal")]
    small = text.casefold()  # in which the places of figures are counted
    if kind is Wants.MONEY:
        sums = [figure for figure in numbers if figure.unit or _is_bare_sum(figure, small)]
        return frozenset(f"{figure.unit} {figure.value:g}" for figure in sums)
    if counts:
        numbers = [
            figure
            for figure in numbers
            if figure.kind == "number" and not figure.unit and not _is_measure(small, figure.end, asked)
        ]
    return frozenset(f"{figure.value:g}" for figure in numbers).union(match[0] for match in _ROUND.finditer(fold(text)))


def holds_any(kinds: Iterable[Wants], statement: str, question: str) -> bool:
    """Whether the statement holds something of one of these kinds; see `holds`."""
    return any(holds(kind, statement, question) for kind in kinds)


def _is_amount_of_a_cell(row: str, question: str) -> bool:
    """Whether a row of a table has a bare number under, or in a row of, a name that the question holds.

    Such a table tells its unit elsewhere: "All amounts in millions of crowns".
    """
    first, _, _ = row.partition("; ")
    label = "" if ": " in first else first
    return any(
        any(word.isalpha() for word in stems(f"{label} {cell['name']}") & stems(question))
        for cell in _BARE_CELL.finditer(row)
    )


def _is_measure(text: str, end: int, asked: str) -> bool:
    """Whether the number that ends there is of a unit, and not of the one that is asked for."""
    unit = _MEASURE.match(text, end)
    return unit is not None and unit["unit"] not in asked


def _is_bare_sum(figure: Figure, text: str) -> bool:
    """Whether a number in thousands or more counts nothing behind it: "its share has risen to 67 million"."""
    return figure.kind == "number" and figure.scale >= THOUSAND and _NO_NOUN.match(text, figure.end) is not None


@lru_cache(maxsize=65536)
def _names(text: str) -> tuple[str, ...]:
    """Capitalised names, the first word of a sentence only as part of a longer name."""
    found = []
    for match in _CAPITALISED.finditer(text):
        name = match[0].strip()
        if match.start() == 0 and " " not in name:
            continue
        found += [part for part in name.split() if part[0].isupper()]
    return tuple(found)
