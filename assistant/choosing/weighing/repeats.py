"""What the last exchange told already: who asks on wants something else."""

from __future__ import annotations

from collections.abc import Callable

from assistant.choosing.weighing.wordings import Wordings
from assistant.question import read_question
from assistant.rewrite.follow_up import thing_named, told_already
from assistant.statements.answer_types import MEASURES, holds_any, judged
from knowledge.passage import Statement
from knowledge.text.words import content_words, stems

REPEATED = 5.0  # score that a statement loses when the last exchange told all of it
NEWS = 0.5  # share of a statement that may have been told without a loss


def repeats_prior(asked: Wordings) -> Callable[[Statement], float]:
    """What a statement loses in a follow-up for what was told already; nothing in one that may repeat it, or in none.

    What holds a date, a number or the like of what is asked, where none was wanted before, has not told that yet: after
    "When was the contract signed?" its statement may answer "How many systems does it cover?". Nor has what holds the
    one thing that a follow-up names: after "What do the households get?" one sentence may answer "And the farms?" too.
    """
    if not asked.turns or asked.may_repeat:
        return lambda _: 0.0
    told = told_already(asked.put, asked.turns)
    reading = read_question(asked.put)
    before = judged(read_question(asked.turns[-1].question).wants)
    new = [kind for kind in judged(reading.wants) if kind in MEASURES and kind not in before]
    content = frozenset(reading.content)
    named = frozenset(content_words(thing_named(asked.put))) - stems(asked.turns[-1].question)

    def loss(one: Statement) -> float:
        if named and named <= stems(one.text):
            return 0.0
        if holds_any(new, one.text, asked.put) and not content.isdisjoint(stems(one.text)):
            return 0.0
        return -REPEATED * max(0.0, told(one.text) - NEWS) / (1.0 - NEWS)

    return loss
