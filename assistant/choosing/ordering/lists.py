"""Statements that list things, what they gain for a question that wants a list, and rows of a table told as one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.evidence import Evidence, ScoredStatement, in_order
from assistant.question import QuestionReading, Wants
from assistant.statements.answer_types import judged
from assistant.support.figures import read_figures
from knowledge.passage import Span
from knowledge.text.cells import cells_of

LIST_BONUS = 1.5  # added score of a statement with a list, where a list is asked for
LEAST_ITEMS = 3
NEAR = 2.0  # how far below the best a row of the same table may score to be told with it
LONGEST = 160  # words of rows that are told as one
_ASKS_ALL = re.compile(
    r"\b(?:what|which) (?:[\w-]+ ){0,2}?[\w-]*[^\W\ds]s (?:are|were|do|did|have|will|can|take|took)\b"
    r"|\bwhat (?:is|was|were|has been|will be) (?:\w+ )?(?:on|new|decided|agreed|planned|discussed|done|announced|added"
    r"|changed|fixed|removed|shown|offered)\b|\bwhat (?:happen(?:s|ed)|changed)\b",
    re.IGNORECASE,
)
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


def rows_as_one(reading: QuestionReading, evidence: Evidence, text_of: Callable[[str], str | None]) -> Evidence:
    """Evidence whose best statement, a row of a table, is told with the rows beside it that answer nearly as well.

    That is so where a question asks for all there is ("What sessions are there on Thursday?") and not for a time, a
    name or a number of one. Where most rows from the first to the last of these do, all are told. Rows that follow one
    another become one quote.

    Args:
        reading: What is asked.
        evidence: Statements, best first.
        text_of: The text of a document by its id.
    """
    best = evidence.best
    if best is None or judged(reading.wants) or Wants.YES_NO in reading.wants or not _ASKS_ALL.search(reading.text):
        return evidence
    if any(figure.kind == "time" for figure in read_figures(reading.text)):
        return evidence  # "at 13:30" asks for one
    beside = (item for item in evidence.statements if _is_beside(item, best))
    rows = sorted(beside, key=lambda item: item.statement.span)
    near = [place for place, item in enumerate(rows) if item.score >= best.score - NEAR]
    between = rows[near[0] : near[-1] + 1] if near else []
    rows = between if 2 * len(near) > len(between) else [rows[place] for place in near]
    text = text_of(best.statement.span.document_id)
    if len(rows) < 2 or text is None:
        return evidence
    told = list(_runs(rows, text, best.score))
    return in_order(evidence, (*told, *(item for item in evidence.statements if item not in rows)))


def _is_beside(item: ScoredStatement, best: ScoredStatement) -> bool:
    one, first = item.statement, best.statement
    return (
        one.span.document_id == first.span.document_id
        and one.heading == first.heading
        and bool(names := [name for name, _ in cells_of(one.text)])
        and names[0] == next((name for name, _ in cells_of(first.text)), "")
    )


def _runs(rows: Sequence[ScoredStatement], text: str, score: float) -> Iterator[ScoredStatement]:
    """The rows, those that follow one another as one quote, all with the same score."""
    run = [rows[0]]
    for item in rows[1:]:
        span = Span(item.statement.span.document_id, run[0].statement.span.start, item.statement.span.end)
        between = text[run[-1].statement.span.end : item.statement.span.start]
        if between.strip() or len(text[span.start : span.end].split()) > LONGEST:
            yield _as_one(run, text, score)
            run = []
        run.append(item)
    yield _as_one(run, text, score)


def _as_one(run: Sequence[ScoredStatement], text: str, score: float) -> ScoredStatement:
    last = run[-1].statement
    span = replace(last.span, start=run[0].statement.span.start)
    return replace(run[0], statement=replace(last, span=span, text=text[span.start : span.end]), score=score)
