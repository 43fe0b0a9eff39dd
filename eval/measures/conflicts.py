"""Measures of how planted contradictions are told: both values, only one, or a warning."""

from __future__ import annotations

from eval.measures.answers import holds_any
from eval.questions.question import Question
from eval.record import Record


def score_conflict(question: Question, record: Record) -> dict[str, float]:
    """The measures of a question with a planted wrong answer; nothing for other questions.

    Both: the answer or its citations hold a gold and a planted value. Right only and misled: only the one or the other.
    Flagged: the system says that sources differ.
    """
    if not question.wrong_answers or not question.answers:
        return {}
    shown = "\n".join([record.answer, *(citation.quote for citation in record.citations)]) if record.answered else ""
    right = holds_any(shown, question.answers, question.language)
    wrong = holds_any(shown, question.wrong_answers, question.language)
    return {
        "conflict_both": float(right and wrong),
        "conflict_right_only": float(right and not wrong),
        "conflict_misled": float(wrong and not right),
        "conflict_flagged": float(record.answered and record.conflicts > 0),
    }
