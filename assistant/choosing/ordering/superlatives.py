"""What a question wants the extreme of: "the cheapest", "the faster of the two", "joined first"."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from assistant.question import QuestionReading, Wants
from knowledge.text.words import stems

MONEY = "price cost fee rent rate fare amount charge"
_DISTANCE = "distance walk way away km miles metres minutes min"
_TIME = "time duration minutes min hours days length"
_SIZE = "size capacity seats area places volume population"
_POWER = "power kw watt watts hp horsepower strength force torque"
_SPEED = "speed velocity kmh mph kn knots"
_BEGUN = "start since from date year day born built founded opened established installed launched joined hired"
# What is compared, what its column may be called beside the question's words, and whether the greatest is meant.
_ASKED: tuple[tuple[str, str, bool], ...] = (
    (r"cheapest|least expensive|lowest[- ]priced|most affordable", MONEY, False),
    (r"cheaper|less expensive|lower[- ]priced|more affordable", MONEY, False),
    (r"most expensive|dearest|priciest|costliest|highest[- ]priced", MONEY, True),
    (r"more expensive|dearer|pricier|costlier|higher[- ]priced", MONEY, True),
    (r"closest|nearest|closer|nearer", _DISTANCE, False),
    (r"farthest|furthest|most distant|farther|further away|more distant", _DISTANCE, True),
    (r"fastest|faster", _SPEED, True),
    (r"quickest|quicker|fastest|faster", _TIME, False),
    (r"slowest|slower", _SPEED, False),
    (r"slowest|slower", _TIME, True),
    (r"shortest|shorter", f"{_TIME} height", False),
    (r"longest|longer", _TIME, True),
    (r"quietest|quieter", "noise sound db", False),
    (r"loudest|noisiest|louder|noisier", "noise sound db", True),
    (r"lightest|lighter", "weight mass kg", False),
    (r"heaviest|heavier", "weight mass kg", True),
    (r"strongest|most powerful|stronger|more powerful", _POWER, True),
    (r"weakest|least powerful|weaker|less powerful", _POWER, False),
    (r"smallest|smaller", _SIZE, False),
    (r"largest|biggest|larger|bigger", _SIZE, True),
    (r"tallest|highest|taller|higher", "height altitude elevation", True),
    (r"deepest|deeper", "depth", True),
    (r"oldest|older", "age", True),
    (r"youngest|younger|newest|newer", "age", False),
    (r"lowest|fewest|(?<!at )least|lower|fewer|less", "", False),
    (r"greatest|most|greater|more", "", True),
)
# The same of days: "Which pump is the oldest?", "Who joined first?".
_ASKED_OF_DAYS: tuple[tuple[str, str, bool], ...] = (
    (r"oldest|earliest|older|earlier|first(?=\W*$)", _BEGUN, False),
    (r"youngest|newest|latest|most recent(?:ly)?|younger|newer|later|last(?=\W*$)", _BEGUN, True),
)
_SUPERLATIVES = tuple(
    (regex.compile(rf"\b(?:{words})\b", regex.IGNORECASE), stems(hints), greatest, of_days)
    for asked, of_days in ((_ASKED, False), (_ASKED_OF_DAYS, True))
    for words, hints, greatest in asked
)
_OF_TWO = regex.compile(r"(?:\w+er|more|less)\b.*", regex.IGNORECASE)
_DENIES = regex.compile(r"\b(?:not|no|without|except|second|third|than|n't)\b|n['’]t\b", regex.IGNORECASE)
_ASKS_WHICH = regex.compile(r"\b(?:which|what|who|where|whose|name|find|show)\b", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Superlative:
    """What a question wants the extreme of."""

    words: frozenset[str]  # stems of the superlative itself
    compared: frozenset[str]  # of the words behind it
    hints: frozenset[str]
    greatest: bool
    of_days: bool
    of_two: bool  # "cheaper" is said of two things


def superlatives(reading: QuestionReading) -> list[Superlative]:
    """What a question may want the extreme of: "the fastest" is the one of most speed, or of least time."""
    if Wants.YES_NO in reading.wants or not _ASKS_WHICH.search(reading.text) or _DENIES.search(reading.text):
        return []
    found: list[Superlative] = []
    said = ""
    for pattern, hints, greatest, of_days in _SUPERLATIVES:
        match = pattern.search(reading.text)
        if match and said in ("", match[0]):
            said = match[0]
            of_two = _OF_TWO.fullmatch(said) is not None
            behind = stems(reading.text[match.end() :])
            found.append(Superlative(stems(said), behind, hints, greatest, of_days, of_two))
    return found
