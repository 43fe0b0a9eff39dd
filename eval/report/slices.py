"""Means over parts of a suite: answerable or not, by type, by language, with and without history, by answer length."""

from __future__ import annotations

from collections.abc import Sequence

from eval.questions.question import Question
from eval.record import Record
from eval.running.command_show import MAIN_METRICS

Slice = tuple[str, str, int, dict[str, float]]
"""What the questions are told apart by, the part, how many questions, means by measure."""


def slices_of(questions: Sequence[Question], records: Sequence[Record]) -> list[Slice]:
    """Every part of a suite that holds some but not all of its questions."""
    found: list[Slice] = []
    for name in ("answerable", "type", "language", "history", "needs context", "answer length"):
        parts: dict[str, list[Record]] = {}
        for question, record in zip(questions, records, strict=True):
            parts.setdefault(_part(name, question, record), []).append(record)
        parts.pop("", None)
        if len(parts) > 1:
            found += [(name, part, len(group), _means(group)) for part, group in sorted(parts.items())]
    return found


def _part(name: str, question: Question, record: Record) -> str:
    if name == "answerable":
        return "answerable" if question.answerable else "unanswerable"
    if name == "type":
        return question.type
    if name == "language":
        return question.language
    if name == "history":
        return "follow-up" if question.history else "first question"
    if name == "needs context":
        return {True: "needs it", False: "stands alone", None: ""}[question.needs_context]
    words = len(record.answer.split()) if record.answered else 0
    if not words:
        return "refused"
    return "1 to 30 words" if words <= 30 else "31 to 100 words" if words <= 100 else "over 100 words"


def _means(records: Sequence[Record]) -> dict[str, float]:
    means = {}
    for name in MAIN_METRICS:
        values = [record.metrics[name] for record in records if name in record.metrics]
        if values:
            means[name] = sum(values) / len(values)
    return means
