"""Which questions of a suite are asked: the first few, some ids, those with a certain label."""

from __future__ import annotations

from collections.abc import Sequence

from eval.errors import EvaluationError
from eval.questions.question import Question

PRESETS = {"smoke": 8, "quick": 60, "full": 0}
"""How many questions of each suite a preset asks; 0 is all. Smoke takes seconds, quick under a minute a suite."""


def select_questions(
    questions: Sequence[Question], limit: int = 0, ids: Sequence[str] = (), where: Sequence[str] = ()
) -> list[Question]:
    """The questions that fit every condition, in their order.

    Args:
        questions: All questions of a suite.
        limit: At most this many, spread evenly over what fits, so that a few stand for all; 0 is no limit.
        ids: Only these.
        where: Only those whose field has a value, each as `field=value`, for example `answerable=false`.

    Raises:
        EvaluationError: An id is unknown, a condition cannot be read, or nothing is left.
    """
    unknown = sorted(set(ids) - {question.id for question in questions})
    if unknown:
        raise EvaluationError(
            f"There is no question with the id {unknown[0]!r}. Look the ids up in the questions file."
        )
    kept = [question for question in questions if not ids or question.id in ids]
    for condition in where:
        name, equals, value = condition.partition("=")
        if not equals:
            raise EvaluationError(f"--where {condition!r} cannot be read. Write it as field=value: answerable=false.")
        kept = [question for question in kept if _field(question, name) == value.casefold()]
    if not kept:
        raise EvaluationError(f"No question fits {' and '.join(where) or 'the ids'}. Loosen the condition.")
    if limit and limit < len(kept):
        kept = [kept[place * len(kept) // limit] for place in range(limit)]
    return kept


def _field(question: Question, name: str) -> str:
    if name == "answerable":
        return str(question.answerable).casefold()
    if name == "history":
        return str(bool(question.history)).casefold()
    return str(question.row.get(name, "")).casefold()
