"""The words in which a question is searched for, weighed and read: its own, or with the exchange that it leans on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Turn
from assistant.question import About, QuestionReading, read_question, without_outcome
from assistant.question.in_english import understand
from assistant.reader import question_after
from assistant.rewrite import PhraseRewriter
from assistant.rewrite.follow_up import asks_why, first_claim, with_last_exchange


@dataclass(frozen=True, slots=True)
class Wordings:
    """The wordings of a question that the steps use; they are equal unless it is a follow-up.

    A follow-up that depends on the last exchange is `searched` for together with that exchange. The signals of a
    statement are computed from the words as `put`, after the question before or, of "Why?", after its answer
    (`weighed`); the cross-encoder reads these and the `standalone` question.
    """

    standalone: str
    searched: str
    weighed: str
    put: str
    turns: tuple[Turn, ...] = ()  # the earlier turns it depends on
    may_repeat: bool = False  # whether a follow-up may be answered with what the last exchange told

    def reworded(self, change: Callable[[str], str]) -> Wordings:
        """The same with each wording changed."""
        standalone, searched, weighed, put = map(change, (self.standalone, self.searched, self.weighed, self.put))
        return replace(self, standalone=standalone, searched=searched, weighed=weighed, put=put)

    def reading(self) -> QuestionReading:
        """What it asks for; after a question about what was expected, "And what happened?" is about the outcome."""
        reading = read_question(self.put)
        if self.turns and read_question(self.weighed).on_outcome:
            return replace(reading, on_outcome=True, about=About.AFTER)
        return reading


def by_itself(question: str) -> Wordings:
    """A question that depends on nothing before."""
    matter = without_outcome(question)
    return Wordings(question, matter, matter, question)


def leaning_on(standalone: str, asked: str, turns: Sequence[Turn]) -> Wordings:
    """A follow-up that depends on the last exchange, whose question is made to stand alone too."""
    before = PhraseRewriter().rewrite(turns[-1].question, turns[:-1])
    turns = (*turns[:-1], replace(turns[-1], question=before))
    put = understand(asked).english
    reasoned = first_claim(turns[-1].answer) if asks_why(put) else ""
    weighed = question_after(reasoned or before, put)
    return Wordings(standalone, with_last_exchange(standalone, turns), weighed, put, turns)
