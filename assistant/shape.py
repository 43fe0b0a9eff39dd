"""The shape of an answer: lists for a question that wants a list, a text's opening for a summary of it."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.evidence import Evidence, ScoredStatement, in_order
from assistant.question import QuestionReading, Wants
from knowledge.document import StoredDocument
from knowledge.passage import Passage

LIST_BONUS = 1.5  # added score of a statement with a list, where a list is asked for
LEAST_ITEMS = 3
OPENING = 4  # statements with which a text is summed up: news says the most important first
_BULLET = re.compile(r"^[^\S\n]*(?:[-•*–]|\d{1,2}[.)])\s*", re.MULTILINE)
_SEPARATOR = re.compile(r"[,;]\s|\s(?:and|or)\s")


def lists_first(reading: QuestionReading, evidence: Evidence) -> Evidence:
    """Evidence in which statements that list at least three things gain, where the question asks for a list."""
    if Wants.LIST not in reading.wants:
        return evidence
    scored = (
        replace(item, score=item.score + LIST_BONUS) if items_in(item.statement.text) >= LEAST_ITEMS else item
        for item in evidence.statements
    )
    return in_order(evidence, scored)


def items_in(text: str) -> int:
    """How many things a statement lists, by its bullets or by its commas."""
    bullets = len(_BULLET.findall(text))
    return bullets if bullets > 1 else 1 + len(_SEPARATOR.findall(text))


def opening_of(document: StoredDocument, confidence: float) -> Evidence:
    """The first statements of a text as evidence for a summary of it."""
    statements = document.statements[:OPENING]
    scored = tuple(
        ScoredStatement(one, Passage(one.span, one.text, (one,), document.title, one.heading), float(-place))
        for place, one in enumerate(statements)
    )
    return Evidence(scored, (), confidence)
