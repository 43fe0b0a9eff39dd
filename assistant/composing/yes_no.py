"""Whether a statement plainly says yes or no to a question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.composing.contested import holds_every_word, is_contested
from assistant.composing.deed import tells_the_deed
from assistant.composing.items import gives_it_to_another, item_about
from assistant.composing.of_others import tells_of_others
from assistant.composing.role import is_less_than_asked, is_said_of_another
from assistant.composing.was_so import was_so_before
from assistant.question import QuestionReading, Wants
from assistant.question.openers import AUXILIARIES, OPENERS
from assistant.support import check_support
from assistant.support.logic import NEGATION_LEFT_OUT
from assistant.support.words import root, table_roots, tokens_of
from knowledge.passage import Statement, Status
from knowledge.text.cells import cells_of
from knowledge.text.words import stems, words

YES, NO = "Yes.", "No."
SURE_WORDS = 0.8  # share of the question's words that the statement must hold
_AUXILIARY = re.compile(rf"^{OPENERS}(?:{AUXILIARIES})\s+(?=\w)", re.IGNORECASE)
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|neither|nor|without|nobody|nothing|cannot|refused|rejected|declined|unable|failed)\b|n't\b"
)
_OR_NOT = re.compile(r"\bor not\b")
_CLAUSES = re.compile(r"[;\u2013\u2014]|,? \b(?:but|while|whereas|although|though|yet|except that)\b", re.IGNORECASE)


def yes_or_no(reading: QuestionReading, statement: Statement, others: Sequence[Statement] = ()) -> str:
    """`Yes.` or `No.` where the statement plainly holds what was asked, else nothing.

    A statement that plans, explores, demands, doubts or refuses what the question asks for is left to speak for itself,
    and so is what somebody says or denies, and what was so, where the question asks what is.
    Yes is said only where it supports the question read as a sentence: "Alemu was disqualified", with every word of it
    and the deed done to the same thing; no also where all that such a sentence lacks is a negation.

    Args:
        reading: The question.
        statement: What is told first.
        others: The best statements besides; where one of them gives another value than is asked about, or takes back
            what is asked, nothing is said.
    """
    if not _asks_plainly(reading) or not _tells_plainly(statement):
        return ""
    content = set(reading.content)
    statement = replace(statement, text=item_about(content, statement.text))
    text = statement.text
    clause = _clause_about(content, text)
    if was_so_before(reading.text, text) or tells_of_others(reading.text, statement, clause):
        return ""
    claimed = _AUXILIARY.sub("", reading.text.strip()).rstrip(" ?")
    support = check_support(claimed[:1].upper() + claimed[1:], [statement])
    denied = _denies(clause, reading.text)
    if denied and support.fault == NEGATION_LEFT_OUT and support.coverage == 1.0:
        return NO
    if len(content & stems(text)) / len(content) < SURE_WORDS or _softened(text) - _softened(reading.text):
        return ""
    if denied:
        return NO
    if not support.holds or not holds_every_word(claimed, text) or not tells_the_deed(reading.text, text):
        return ""
    if _tells_less(reading.text, claimed, text):
        return ""
    return "" if is_contested(claimed, statement, others) else YES


def _asks_plainly(reading: QuestionReading) -> bool:
    """Whether a question is for yes or no alone, without a negation: "yes" to "Was he not there?" may mean either."""
    if Wants.YES_NO not in reading.wants or reading.things > 1 or reading.on_disagreement or not reading.content:
        return False
    return _NEGATION.search(_OR_NOT.sub("", reading.text.casefold())) is None


def _tells_plainly(statement: Statement) -> bool:
    """Whether a statement tells what is: no expectation, no mere claim, and no row of a table.

    "In stock: no" holds every word of "Is it in stock?".
    """
    return statement.status in (Status.CONFIRMED, Status.BACKGROUND, Status.REPORTED) and not cells_of(statement.text)


def _clause_about(content: set[str], text: str) -> str:
    """The clause of a statement that shares most with a question: "nobody was invited, but Berg was"."""
    return max(_CLAUSES.split(text), key=lambda clause: len(content & stems(clause)))


def _tells_less(question: str, claimed: str, text: str) -> bool:
    """Whether a text has every word of a question, and says them of another thing or person, or takes one away."""
    return (
        is_said_of_another(question, text) or is_less_than_asked(question, text) or gives_it_to_another(claimed, text)
    )


def _denies(text: str, question: str) -> bool:
    """Whether a text has a negation, other than a verb that is asked about: "Did Berg refuse to sign?"."""
    asked = {token.root for token in tokens_of(question) if token.content}
    found = {match[0] for told in (" ".join(words(text)), text.casefold()) for match in _NEGATION.finditer(told)}
    return any(root(one) not in asked for one in found)


@lru_cache(maxsize=4096)
def _softened(text: str) -> frozenset[str]:
    """Stems of its words that say that something is refused, planned, demanded or possible."""
    soft = table_roots("negating") | table_roots("expectation") | table_roots("modal")
    return frozenset(token.root for token in tokens_of(text) if token.root in soft and not token.surely_name)
