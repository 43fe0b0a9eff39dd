"""How a whole is to be told: in how many statements, and whether in the order of time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from knowledge.passage import Statement
from knowledge.text.words import fold

_NUMBERS = {word: n for n, word in enumerate("one two three four five six seven eight nine ten".split(), 1)} | {"a": 1}
_COUNTED = re.compile(  # "in three sentences", "five key facts", "the 3 most important points", "in a sentence"
    rf"\b(?P<number>{'|'.join(_NUMBERS)}|\d{{1,2}}) "
    r"(?:(?:short|brief|key|main|big|biggest|top|most|important|bullet|quick|single) )*"
    r"(?:sentences?|lines?|points?|bullets|facts|things|results|outcomes|takeaways|highlights)\b"
)
_SUM_UP = re.compile(r"\bsum(?:ming|med)? (?:\w+ )?up\b")
_IN_TIME = re.compile(
    r"\b(?:chronolog\w*|time-?lines?|time line|(?:in|by) order of (?:time|date)s?|step by step|day by day|hour by hour"
    r"|(?:from )?start to finish|schedule|itinerary)\b"
)
_CLOCK = re.compile(r"\b(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))? ?(?P<half>[ap]\.?m\b)?")
_PARTS_OF_DAY = {"dawn": 6, "morning": 9, "noon": 12, "afternoon": 15, "evening": 19, "night": 21}
_PART = re.compile(rf"\b(?:{'|'.join(_PARTS_OF_DAY)})\b")
_NOON = 12.0  # for what says nothing of its hour
_HALF_A_DAY = 12


def statements_wanted(question: str) -> int:
    """How many statements a question asks for, "in three sentences", "five key facts"; 0 where it does not say."""
    match = _COUNTED.search(fold(question))
    return 0 if match is None else _NUMBERS.get(match["number"], 0) or int(match["number"])


def without_manner(question: str) -> str:
    """The question, folded, without the words that say how many statements it asks for, and without "sum up"."""
    return _SUM_UP.sub(" ", _COUNTED.sub(" ", fold(question)))


def asks_in_time(question: str) -> bool:
    """Whether a question asks for the order of time: a timeline, a schedule."""
    return _IN_TIME.search(fold(question)) is not None


def in_time(statements: Iterable[Statement]) -> list[Statement]:
    """Statements by their day, and within it by the hour or the part of the day that they tell first."""
    return sorted(statements, key=lambda one: (one.event_date, _hour(one.text)))


def of_the_part_of_day(question: str, told: Sequence[Statement]) -> Sequence[Statement]:
    """The statements that name the part of the day that a question names, "the first evening"; all if none does."""
    part = _PART.search(fold(question))
    naming = [one for one in told if part and part[0] in _PART.findall(fold(one.text))]
    return naming or told


def _hour(text: str) -> float:
    """The hour that a text tells first, or that of the part of a day which it names; noon where it tells neither."""
    folded = fold(text)
    clock = next((match for match in _CLOCK.finditer(folded) if match["minute"] or match["half"]), None)
    if clock is not None:
        late = (clock["half"] or "").startswith("p") and int(clock["hour"]) < _HALF_A_DAY
        return int(clock["hour"]) + int(clock["minute"] or 0) / 60 + _HALF_A_DAY * late
    part = _PART.search(folded)
    return _PARTS_OF_DAY[part[0]] if part else _NOON
