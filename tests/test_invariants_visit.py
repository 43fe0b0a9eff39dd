"""What is true of every answer, over the questions of the bundled suites on the real index with the real model."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Turn
from assistant.assistant import Assistant
from knowledge.known import known_on
from tests.test_assistant import hold

SUITES = Path(__file__).parent.parent / "eval" / "suites"


def asked(suite: str) -> list[dict[str, object]]:
    lines = (SUITES / f"{suite}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def history_of(row: dict[str, object]) -> list[dict[str, object]]:
    history = row.get("history") or []
    assert isinstance(history, list)
    if all(isinstance(item, dict) and "role" in item for item in history):
        return history
    return [{"role": ("user", "assistant")[n % 2], "content": str(item)} for n, item in enumerate(history)]


@pytest.mark.parametrize("suite", ["visit", "visit_followups", "visit_attacks"])
def test_every_answer_holds_and_comes_again(visit: Assistant, suite: str) -> None:
    for row in asked(suite):
        question, history = str(row["question"]), history_of(row)
        steps = list(visit.stream(question, history))
        answer = steps[-1]
        hold(answer, visit.knowledge)
        assert answer == visit.ask(question, history), question
        marks = {int(mark) for mark in re.findall(r"\[(\d+)\]", answer.text)}
        assert marks <= set(range(1, len(answer.citations) + 1)), question


def test_nothing_later_than_the_day_is_cited(visit: Assistant) -> None:
    day = date(2025, 12, 3)
    by_span = {statement.span: statement for statement in visit.knowledge.overview.statements}
    for row in asked("visit")[::3]:
        answer = visit.ask(str(row["question"]), as_of=day)
        late = [c.quote for c in answer.citations if known_on(by_span[c.span]) > day]
        assert late == [], row["question"]


def test_a_question_about_what_was_just_said_is_not_answered_with_what_all_came_to(visit: Assistant) -> None:
    before = visit.ask("Who met Putin at the airport?")
    after = visit.ask("Was that planned?", history=[Turn(before.question, before.text)])
    assert after.claims != visit.ask("Was that planned?").claims


@pytest.mark.parametrize("question", ["Which agreements were signed?", "What was agreed on oil?"])
def test_a_short_question_about_something_else_is_answered_as_by_itself(visit: Assistant, question: str) -> None:
    before = visit.ask("Who hosted the banquet?")
    after = visit.ask(question, history=[Turn(before.question, before.text)])
    assert after.claims[0].text == visit.ask(question).claims[0].text


def test_an_answer_about_a_dispute_begins_with_its_better_side(visit: Assistant) -> None:
    overview = visit.knowledge.overview
    judged = [dispute for dispute in overview.disputes.values() if dispute.favoured >= 0]
    assert judged
    for dispute in judged:
        first = overview.by_span[visit.ask(dispute.question).claims[0].citations[0].span]
        assert (first.dispute, first.side) == (dispute.key, dispute.favoured), dispute.question


def test_what_happened_where_the_visit_was_is_what_happened_during_it(visit: Assistant) -> None:
    during, there = visit.ask("What happened during the visit?"), visit.ask("What happened in Delhi?")
    assert [claim.text for claim in there.claims] == [claim.text for claim in during.claims]
    assert visit.ask("What happened in Tianjin?").claims != there.claims
