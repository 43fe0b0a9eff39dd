"""Statements that list things, and what they gain for a question that wants a list."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.evidence import Evidence, in_order
from assistant.question import QuestionReading, Wants

LIST_BONUS = 1.5  # added score of a statement with a list, where a list is asked for
LEAST_ITEMS = 3
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
