"""From scored statements to claims: how many, in which order, merged where they say the same."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answer import Claim
from assistant.evidence import Evidence, ScoredStatement
from assistant.question import QuestionReading, Wants
from knowledge.words import content_words

CLOSE = 1.2  # a further statement is shown when its score is at most this far below the best
MAX_WORDS = 90


def compose(reading: QuestionReading, evidence: Evidence) -> Iterator[Claim]:
    """Claims, the direct one first, each a verbatim statement with its citation."""
    chosen: list[ScoredStatement] = []
    length = 0
    for item in evidence.statements[:12]:
        if chosen and (len(chosen) >= _most(reading) or item.score < evidence.statements[0].score - CLOSE):
            break
        if any(_same(item.statement.text, other.statement.text) for other in chosen):
            continue
        words = len(item.statement.text.split())
        if chosen and length + words > MAX_WORDS:
            break
        chosen.append(item)
        length += words
    for item in chosen:
        yield Claim(item.statement.text, (item.citation(),), item.statement.status)


def _most(reading: QuestionReading) -> int:
    if reading.wants & {Wants.SUMMARY, Wants.LIST}:
        return 5
    if reading.wants & {Wants.COMPARISON, Wants.REASON} or reading.on_outcome or reading.on_disagreement:
        return 3
    return min(4, 1 + reading.parts)


def _same(one: str, other: str) -> bool:
    first, second = set(content_words(one)), set(content_words(other))
    return bool(first and second) and len(first & second) / min(len(first), len(second)) > 0.85
