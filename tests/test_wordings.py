"""A follow-up is weighed after the question before, and "Why?" after its answer."""

from __future__ import annotations

import pytest

from assistant.answer import Turn
from assistant.choosing.weighing.wordings import leaning_on

BEFORE = "How much did the fair cost?"
HISTORY = (Turn(BEFORE, "It cost 5 million crowns. [1]\n\nIt rained. [2]"),)


@pytest.mark.parametrize("why", ["Why?", "and why was that?", "Why so much?"])
def test_why_is_asked_of_the_first_claim_of_the_answer(why: str) -> None:
    assert leaning_on("Why did the fair cost?", why, HISTORY).weighed == f"It cost 5 million crowns? {why}"


@pytest.mark.parametrize("other", ["Who paid for it?", "Why did the town not ask the crown for a loan?"])
def test_any_other_question_is_asked_after_the_question_before(other: str) -> None:
    assert leaning_on(other, other, HISTORY).weighed == f"{BEFORE} {other}"


def test_without_an_answer_why_is_asked_after_the_question_before() -> None:
    assert leaning_on("why", "why", (Turn(BEFORE, ""),)).weighed == f"{BEFORE} why"
