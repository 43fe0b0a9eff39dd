"""Which statements are worth a place in an answer, by the reader: those that may answer the question themselves."""

from __future__ import annotations

from collections.abc import Callable

from assistant.reader.cross_encoder import Reader
from assistant.reader.pair import pair_text

MAY_ANSWER = -2.0  # the reader's logit, a chance of one in eight, below which a statement is no answer


def may_answer_to(reader: Reader | None, question: str) -> Callable[[str], bool]:
    """Whether a statement, read by itself, may answer the question; always so without a reader."""

    def may_answer(statement: str) -> bool:
        return reader is None or float(reader.score(question, [pair_text(statement)])[0]) >= MAY_ANSWER

    return may_answer
