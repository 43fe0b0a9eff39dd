"""From scored statements to claims: how many, in which order, merged where they say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answer import Claim
from assistant.answer_types import holds, judged
from assistant.evidence import Evidence, ScoredStatement
from assistant.question import QuestionReading, Wants
from assistant.signals import stems
from knowledge.passage import Status
from knowledge.words import words

CLOSE = 0.9  # a further statement must score at most this far below the best, for a question that wants one thing
CLOSE_MANY = 2.0  # the same for lists, summaries, comparisons and questions in several parts
NEW_WORDS = 0.2  # share of the question's words that a further statement must add, for a question that wants one thing
MOST_WORDS = 70  # an answer stops growing beyond this, for a question that wants one thing
MOST_WORDS_MANY = 110
CANDIDATES = 12
SAME = 0.8  # overlap of words from which two statements say the same
SURE_WORDS = 0.6  # share of the question's words a statement must hold to be told as a plain yes or no
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|neither|nor|without|nobody|nothing|cannot|denied|denies|refused|rejected|declined|unable|failed)\b|n't\b"
)


def compose(reading: QuestionReading, evidence: Evidence) -> Iterator[Claim]:
    """Claims, the direct one first, each a verbatim statement with its citation."""
    for place, group in enumerate(_chosen(reading, evidence.statements[:CANDIDATES])):
        citations = tuple(item.citation() for item in group)
        first = group[0].statement
        lead = _yes_or_no(reading, first.text, first.status) if place == 0 else ""
        yield Claim(first.text, citations, first.status, lead)


def _chosen(reading: QuestionReading, candidates: Sequence[ScoredStatement]) -> list[list[ScoredStatement]]:
    """Groups of statements that say the same, best group first; a group is one claim."""
    if not candidates:
        return []
    many = wants_many(reading)
    most, close, longest = (5, CLOSE_MANY, MOST_WORDS_MANY) if many else (1 + reading.parts, CLOSE, MOST_WORDS)
    groups: list[list[ScoredStatement]] = []
    covered: set[str] = set()
    length = 0
    for item in candidates:
        text = item.statement.text
        twin = next((group for group in groups if says_the_same(group[0].statement.text, text)), None)
        if twin is not None:
            if len(twin) < 3 and item.score > candidates[0].score - close:
                twin.append(item)
            continue
        if groups:
            size = len(text.split())
            far = item.score < candidates[0].score - close
            if len(groups) >= most or far or length + size > longest:
                continue
            if not many and not _adds(reading, text, covered, groups):
                continue
        groups.append([item])
        covered |= stems(text)
        length += len(text.split())
    return groups


def wants_many(reading: QuestionReading) -> bool:
    """Whether one statement can hardly be the whole answer."""
    kinds = {Wants.SUMMARY, Wants.LIST, Wants.COMPARISON}
    return bool(reading.wants & kinds) or reading.on_disagreement or reading.on_outcome


def says_the_same(one: str, other: str) -> bool:
    """Whether two statements share nearly all their words and all their numbers."""
    first, second = stems(one), stems(other)
    if not first or not second:
        return False
    numbers = {w for w in first if w[0].isdigit()} ^ {w for w in second if w[0].isdigit()}
    return not numbers and len(first & second) / min(len(first), len(second)) >= SAME


def _adds(reading: QuestionReading, text: str, covered: set[str], groups: Sequence[Sequence[ScoredStatement]]) -> bool:
    """Whether a statement brings words of the question, or a kind of answer, that is not there yet."""
    content = set(reading.content)
    fresh = (content & stems(text)) - covered
    if content and len(fresh) / len(content) >= NEW_WORDS:
        return True
    said = [group[0].statement.text for group in groups]
    return any(
        holds(kind, text, reading.text) and not any(holds(kind, one, reading.text) for one in said)
        for kind in judged(reading.wants)
    )


def _yes_or_no(reading: QuestionReading, text: str, status: Status) -> str:
    """`Yes.` or `No.` where the statement plainly holds what was asked, else nothing."""
    if Wants.YES_NO not in reading.wants or reading.parts > 1 or reading.on_disagreement:
        return ""
    if status not in (Status.CONFIRMED, Status.BACKGROUND, Status.REPORTED) or not reading.content:
        return ""
    content = set(reading.content)
    if len(content & stems(text)) / len(content) < SURE_WORDS:
        return ""
    denied = bool(_NEGATION.search(" ".join(words(text)))) or bool(_NEGATION.search(text.casefold()))
    asked = bool(_NEGATION.search(reading.text.casefold().replace("or not", "")))
    return "No." if denied and not asked else "" if asked else "Yes."
