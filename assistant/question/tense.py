"""The time in which a question speaks: of what has come to pass, or of what is so.

How it is put decides, not what it is about: "Who met her?" and "Was it signed?" ask what happened, "Is it open?" asks
what is. Whether an expectation is asked about, or what came of one, tells `QuestionReading.about`.
"""

from __future__ import annotations

from functools import lru_cache

import regex

from assistant.question.openers import OPENERS
from assistant.question.reading import About, QuestionReading
from assistant.support.words import is_past_form
from knowledge.text.words import fold

_LOOKS_BACK = regex.compile(r"\b(?:(?:did|was|were)(?:n't)?|had)\b", regex.IGNORECASE)
_NOW = (
    r"now|nowadays|current(?:ly)?|at present|still|yet|so far|to date|latest|newest|most recent(?:ly)?"
    r"|any ?more|any longer|no longer|these days"
)
_OF_NOW = regex.compile(rf"\b(?:{_NOW})\b", regex.IGNORECASE)
_LAST = regex.compile(
    rf"\b(?:{_NOW}|in the end|in total|in all|altogether|final(?:ly)?|eventual(?:ly)?"
    r"|ultimate(?:ly)?|overall|really|actual(?:ly)?|turn(?:ed)? out|end(?:ed)? up|c[oa]me of|became of)\b",
    regex.IGNORECASE,
)
_TOLD = (
    r"(?:think|thought|sa(?:y|id)|report|estimat|announc|plan|put|gave|given?|suspect|believ|expect|assum|figure"
    r"|version)"
)
_FIRST = regex.compile(
    r"\b(?:at first|initial(?:ly)?|original(?:ly)?|to begin with|at the (?:start|outset|beginning))\b"
    rf"|\bfirst {_TOLD}",
    regex.IGNORECASE,
)
_IS = regex.compile(rf"^{OPENERS}(?:is|are|do|does)\b", regex.IGNORECASE)
_WORD = regex.compile(r"\w+")
_HAS_NOT = regex.compile(r"\bha(?:s|ve)n't\b")
_STILL_OPEN = frozenset(  # what stands beside them may still change or come: "Who has signed?", "Will it rain?"
    "is are am do does has have will would shall should can could may might must".split()
)
_YET = regex.compile(rf"^{OPENERS}(?:has|have)(?:n't)?\b.*\byet\b")


def looks_back(question: str) -> bool:
    """Whether a question has a helping verb in the past: "Did he speak?", "Where was the summit?"."""
    return _LOOKS_BACK.search(question) is not None


def asks_of_now(question: str) -> bool:
    """Whether a question asks how things stand: "What is the latest on the bridge?"."""
    return _OF_NOW.search(question) is not None


def asks_of_the_last(question: str) -> bool:
    """Whether a question asks how things stand now, or stood in the end: "How many are still missing?"."""
    return _LAST.search(question) is not None


def asks_of_the_first(question: str) -> bool:
    """Whether a question asks how things stood at first: "What was the original budget?", "What was first said?"."""
    return _FIRST.search(question) is not None


def asks_what_is(question: str) -> bool:
    """Whether a question for yes or no asks what is so: "Is the bar open?"."""
    return _IS.match(question) is not None


@lru_cache(maxsize=1024)
def asks_what_happened(reading: QuestionReading) -> bool:
    """Whether a question asks what has come to pass: "Who met her?", and not what is so, or was expected.

    What came of an expectation is asked of what has come to pass too, and so is "Has she arrived yet?".
    """
    folded = fold(reading.text)
    if reading.about is About.AFTER or _YET.search(folded):
        return True
    said = _WORD.findall(folded)
    past = looks_back(folded) or any(map(is_past_form, said)) or _HAS_NOT.search(folded) is not None
    return reading.about is About.ANY and past and _STILL_OPEN.isdisjoint(said)
