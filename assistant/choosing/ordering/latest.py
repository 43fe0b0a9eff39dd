"""Later news before the first report: among brought documents a change or a correction goes before what it changes.

What is told first often fits the question best ("At least 7 were killed") and is no longer so ("The toll has risen to
19"). So a statement that tells a change, or stands behind one that is taken back, is put before the best one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import regex

from assistant.evidence import Evidence, ScoredStatement, in_order
from assistant.question import About, QuestionReading
from assistant.statements.answer_types import MEASURES, holds_any, judged
from assistant.statements.corrections import is_taken_back
from assistant.statements.days import Times, times_named
from knowledge.passage import Statement, Status
from knowledge.text.words import stems

LOOKED_AT = 8  # best statements among which a change is looked for
NEAR = 3.0  # how far below the best a statement may score to change it
AS_GOOD = 0.75  # how far below the best a newer measure of the same may score that tells no change
_STEP = 0.01  # of score, by which the newer goes before
_ASKS_OF_BEFORE = regex.compile(
    r"\b(?:before|previous\w*|former\w*|first|initial\w*|original\w*|earlie[rs]\w*|at first|old|until|used to"
    r"|last year|planned|supposed|change[ds]?|correct\w*)\b",
    regex.IGNORECASE,
)
_ENDED = r"cancel\w*|called off|postponed|rescheduled|sold out|withdrawn|abolished|suspended|no longer|revoked"
_ENDS = regex.compile(rf"\b(?:{_ENDED})\b", regex.IGNORECASE)
_CHANGES = regex.compile(
    rf"\b(?:{_ENDED}|instead|rather than|became|replaces?d?|succeed(?:s|ed)|took over|now|revised|moves?d?"
    r"|(?:has|have|had) (?:risen|fallen|grown|changed)"
    r"|(?:ris|ros|fell|fall|rais|increas|lower|reduc|cut|chang|extend|bring|brought)\w*"
    r" (?:\w+ ){0,4}?(?:from|to|by(?= \W?\d))"
    r"|should (?:have been|read))\b|, not\b",
    regex.IGNORECASE,
)

_STILL = regex.compile(r"\b(?:still|any ?more|any longer|no longer)\b", regex.IGNORECASE)
_STILL_WORDS = stems("still any more anymore longer")
_IS_OVER = regex.compile(
    rf"\b(?:{_ENDED}|left|resigned|retired|died|stepped down|dismissed|sacked|followed by|successor|dropped|lifted"
    r"|no longer|does not exist|closed|sold|given up|expired|ended)\b",
    regex.IGNORECASE,
)


def latest_first(reading: QuestionReading, evidence: Evidence) -> Evidence:
    """Evidence in which a correction, or the newest change, goes before the best statement where it changes that.

    Either must be nearly as good an answer, hold what is wanted and all words of the question that the best one has. A
    change must be told in another document, which is dated and no older, and calls the thing off where it does not hold
    what is wanted. A newer measure that is as good an answer needs no words of change: counts and sums are told anew.
    None counts where the question asks about a time, what was before, or what was expected. Whether something is
    "still" so is told by what says that it is over, be it in fewer words of the question.
    """
    best = evidence.best
    if best is None or best.statement.status is not Status.REPORTED:
        return evidence
    near = [item for item in evidence.statements[:LOOKED_AT] if item.score >= best.score - NEAR]
    newer = next(_corrections(reading, best, near), None)
    still = _STILL.search(reading.text) is not None
    if newer is None and (still or _asks_of_now(reading)):
        replaces = _is_over if still else _changes
        changes = (item for item in near[1:] if replaces(reading, item, best))
        newer = max(changes, key=lambda item: item.statement.newest or date.min, default=None)
    if newer is None:
        return evidence
    others = (item for item in evidence.statements if item.statement != newer.statement)
    return in_order(evidence, (replace(newer, score=best.score + _STEP), *others))


def _corrections(
    reading: QuestionReading, best: ScoredStatement, near: Sequence[ScoredStatement]
) -> Iterator[ScoredStatement]:
    """What stands behind statements that are taken back."""
    for item in near:
        right = item.passage.after(item.statement) if is_taken_back(item.statement) else None
        if right and _holds_what_is_wanted(reading, right):
            corrected = replace(item, statement=right)
            if _is_of_the_same(reading, corrected, best):
                yield corrected


def _asks_of_now(reading: QuestionReading) -> bool:
    """Whether a question asks how things stand, or came out, in the end."""
    of_a_time = times_named(reading.text) != Times() or _ASKS_OF_BEFORE.search(reading.text) is not None
    return reading.about is not About.BEFORE and not of_a_time


def _changes(reading: QuestionReading, later: ScoredStatement, best: ScoredStatement) -> bool:
    """Whether a statement of another document tells a change of what the best one says."""
    one, first = later.statement, best.statement
    same_day = not _CHANGES.search(first.text)
    if one.span.document_id == first.span.document_id or not _comes_after(one, first, same_day=same_day):
        return False
    tells = _ENDS.search(one.text) or (
        (_CHANGES.search(one.text) or _measures_anew(reading, later, best)) and _holds_what_is_wanted(reading, one)
    )
    return bool(tells) and _is_of_the_same(reading, later, best)


def _measures_anew(reading: QuestionReading, later: ScoredStatement, best: ScoredStatement) -> bool:
    """Whether a measure is wanted that a newer statement may tell anew, as good an answer as the best one."""
    first, newest = best.statement.newest, later.statement.newest
    if not reading.wants & MEASURES or first is None or newest is None:
        return False
    return newest > first and later.score >= best.score - AS_GOOD


def _is_over(reading: QuestionReading, later: ScoredStatement, best: ScoredStatement) -> bool:
    """Whether a newer statement with half of what is asked about tells that something is over."""
    one = later.statement
    if not _comes_after(one, best.statement, same_day=False):
        return False
    asked = frozenset(reading.content) - _STILL_WORDS
    return bool(_IS_OVER.search(one.text)) and 2 * len(asked & stems(_in_full(later))) >= len(asked) > 0


def _comes_after(one: Statement, first: Statement, *, same_day: bool) -> bool:
    """Whether a dated statement of a brought document is newer than another, or of its day where that will do."""
    if one.status is not Status.REPORTED or one.newest is None:
        return False
    if first.newest is None or one.newest > first.newest:
        return True
    return same_day and one.newest == first.newest


def _holds_what_is_wanted(reading: QuestionReading, one: Statement) -> bool:
    kinds = judged(reading.wants)
    return not kinds or holds_any(kinds, one.text, reading.text)


def _is_of_the_same(reading: QuestionReading, later: ScoredStatement, best: ScoredStatement) -> bool:
    """Whether a statement, with the one before it, has all words of the question that the best one has, and any."""
    shared = stems(_in_full(best)) & frozenset(reading.content)
    before = later.passage.before(later.statement)
    return bool(shared) and shared <= stems(f"{before.text if before else ''} {_in_full(later)}")


def _in_full(item: ScoredStatement) -> str:
    return " ".join((*item.above, item.statement.text))
