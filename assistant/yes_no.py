"""Whether a statement plainly says yes or no to a question."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant import support_words
from assistant.question import QuestionReading, Wants
from assistant.question_words import AUXILIARIES, OPENERS
from assistant.signals import stems
from assistant.support import check_support
from assistant.support_logic import NEGATION_LEFT_OUT
from knowledge.passage import Statement, Status
from knowledge.words import words

SURE_WORDS = 0.8  # share of the question's words that the statement must hold
_AUXILIARY = re.compile(rf"^{OPENERS}(?:{AUXILIARIES})\s+(?=\w)", re.IGNORECASE)
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|neither|nor|without|nobody|nothing|cannot|denied|denies|refused|rejected|declined|unable|failed)\b|n't\b"
)

_CLAUSES = re.compile(r"[;\u2013\u2014]|,? \b(?:but|while|whereas|although|though|yet|except that)\b", re.IGNORECASE)


def yes_or_no(reading: QuestionReading, statement: Statement) -> str:
    """`Yes.` or `No.` where the statement plainly holds what was asked, else nothing.

    A statement that plans, explores, demands, doubts or refuses what the question asks for is left to speak for itself.
    Yes is said only where it supports the question read as a sentence: "Alemu was disqualified"; no also where all that
    such a sentence lacks is a negation.
    """
    if Wants.YES_NO not in reading.wants or reading.parts > 1 or reading.on_disagreement:
        return ""
    if statement.status not in (Status.CONFIRMED, Status.BACKGROUND, Status.REPORTED) or not reading.content:
        return ""
    if _NEGATION.search(reading.text.casefold().replace("or not", "")):
        return ""
    content, text = set(reading.content), statement.text
    claimed = _AUXILIARY.sub("", reading.text.strip()).rstrip(" ?")
    support = check_support(claimed[:1].upper() + claimed[1:], [statement])
    denied = _denies(_clause_about(content, text))
    if denied and support.fault == NEGATION_LEFT_OUT and support.coverage == 1.0:
        return "No."
    if len(content & stems(text)) / len(content) < SURE_WORDS or _softened(text) - _softened(reading.text):
        return ""
    return "No." if denied else "Yes." if support.holds else ""


def _clause_about(content: set[str], text: str) -> str:
    """The clause of a statement that shares most with a question: "nobody was invited, but Berg was"."""
    return max(_CLAUSES.split(text), key=lambda clause: len(content & stems(clause)))


def _denies(text: str) -> bool:
    return bool(_NEGATION.search(" ".join(words(text)))) or bool(_NEGATION.search(text.casefold()))


@lru_cache(maxsize=4096)
def _softened(text: str) -> frozenset[str]:
    """Stems of its words that say that something is refused, planned, demanded or possible."""
    soft = support_words.stems("negating") | support_words.stems("expectation") | support_words.stems("modal")
    return frozenset(
        token.stem for token in support_words.tokens_of(text) if token.stem in soft and not token.surely_name
    )
