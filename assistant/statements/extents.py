"""How a text says how long a thing is, other than in time, and how fast it goes; all patterns are for folded text."""

from __future__ import annotations

import regex

from assistant.statements.times import DIGITS, NUMBER_WORDS
from knowledge.text.words import fold

_AMOUNT = rf"(?:{DIGITS}|\b(?:{NUMBER_WORDS}|an?))"
_LENGTH = regex.compile(
    rf"(?<![$€£₹]\s?){_AMOUNT}[\s-]?(?:mm|cm|dm|m|km|mi|yd|ft|(?:milli|centi|deci|kilo)?met(?:re|er)s?|miles?|yards?|feet|foot"
    r"|inch(?:es)?|pages?|words?|characters?|letters?|lines?|verses?|stanzas?)\b"
    r"(?!\s?[/²³^]|[\s-](?:tall|high|deep|wide|thick|away|from|above|below|per|an? (?:second|minute|hour)"
    r"|euros?|dollars?|pounds?|rupees|people)\b)"
)
_SPEED = regex.compile(
    rf"{_AMOUNT}\s?(?:[kmgt]i?b(?:it|yte)?s?[\s-]?)?(?:\p{{L}}+[²³]?\s?(?:/|\bper\b|\ban?\b)\s?"
    r"(?:s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|days?|weeks?|months?|years?)"
    r"|mph|kph|kmh|knots?|kn|kts?|rpm|fps|[kmg]?hz|[kmgt]?bps|(?:per ?cent|percent)|%|times)(?!\p{L})"
    rf"|{DIGITS}\s?%|\bmach {DIGITS}|\b(?:speeds?|pace|velocity)\b[^.;\d]{{0,40}}\d"
)
_OF_MOTION = regex.compile(
    r"\bhow fast (?:is|are|was|were)\b(?!.*\b(?:deliver|repl|respon|answer|ship|service|charg)\w*)"
    r"|\bhow fast\b.*\b(?:go|goes|travel|drive|move|fly|sail|spin|turn)\W*$"
)
_OF_A_THING = regex.compile(
    r"\bhow long (?:is|are|was|were|(?:should|must|can|may|will) (?!i\b|we\b|you\b|he\b|she\b|they\b|one\b))"
)
_OF_TIME = regex.compile(
    r"\b(?:last\w*|take[ns]?|took|stay\w*|wait\w*|need\w*|valid|open\w*|closed|been|ke[ep]p\w*|kept|go(?:es)? on"
    r"|went on|ago|before|after|until|till|since|work\w*|live[ds]?|serv\w*|runs?|remain\w*|have|has|had"
    r"|in (?:power|office|force))\b"
)


def asks_length(question: str) -> bool:
    """Whether "how long" may ask for the length of a thing: of the rope, and of the talks, but not what they take."""
    asked = fold(question)
    return bool(_OF_A_THING.search(asked)) and not _OF_TIME.search(asked)


def tells_length(statement: str) -> bool:
    """Whether a text gives a length in metres, miles, pages or the like, that is not said to be a height or a depth."""
    return bool(_LENGTH.search(fold(statement)))


def asks_speed(question: str) -> bool:
    """Whether a question asks how fast something is."""
    return "how fast" in fold(question)


def asks_motion(question: str) -> bool:
    """Whether a question asks how fast something is or moves, and not how soon it is done."""
    return bool(_OF_MOTION.search(fold(question)))


def tells_speed(statement: str) -> bool:
    """Whether a text gives a speed, or a rate of growth: so much a second, per year, or by so many per cent."""
    return bool(_SPEED.search(fold(statement)))
