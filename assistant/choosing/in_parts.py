"""The evidence for a text that asks several questions: that for each of them, unless one statement answers all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import UNSURE, Turn
from assistant.choosing.finder import EvidenceFinder
from assistant.choosing.question_search import Findings
from assistant.evidence import Evidence
from assistant.question.parts import parts_of
from knowledge.passage import Filter

AS_GOOD = 0.1  # how far below the best for a part the best statement for the whole may score, to answer that part too


def find_in_parts(finder: EvidenceFinder, asked: str, turns: Sequence[Turn], filter: Filter) -> list[Findings]:
    """What was found for each question of a text, or for the text as a whole.

    It is taken as a whole where it asks one thing; where the best statement for the whole is the best for each part,
    and no less surely; and where a part is not told and no other is for sure. Each part follows up on those before it.
    """
    whole = finder.find(asked, turns, filter)
    parts = parts_of(asked)
    found: list[Findings] = []
    if len(parts) == 1:
        return [whole]
    for part in parts:
        one = finder.find(part, turns, replace(filter, as_of=whole.filter.as_of), may_repeat=bool(found))
        found.append(one)
        turns = (*turns, _as_turn(part, one.evidence, finder.min_confidence))
    confidences = [one.evidence.confidence for one in found]
    least = min(confidences)
    if max(confidences) < UNSURE and least < finder.min_confidence:
        return [whole]
    one_for_all = whole.evidence.confidence >= least and all(_answers(whole.evidence, one.evidence) for one in found)
    return [whole] if one_for_all else found


def _as_turn(part: str, evidence: Evidence, min_confidence: float) -> Turn:
    """A part as an earlier turn; its answer is the best statement, if there is one."""
    if evidence.best is None or evidence.confidence < min_confidence:
        return Turn(part, "")
    best = evidence.best.statement
    return Turn(part, best.text, (best.span,))


def _answers(whole: Evidence, part: Evidence) -> bool:
    """Whether the best statement for the whole scores about as high for the part as the best for the part."""
    if whole.best is None:
        return False
    best = whole.best.statement.span
    score = next((item.score for item in part.statements if item.statement.span == best), None)
    return score is not None and score >= part.statements[0].score - AS_GOOD
