"""Which question is meant, of the conversation before it, and the evidence for that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Turn
from assistant.choosing.question_search import Findings, QuestionSearch, is_strange
from assistant.choosing.weighing.wordings import by_itself, leaning_on
from assistant.evidence import Evidence
from assistant.question.as_of import split_as_of
from assistant.question.in_english import understand
from assistant.rewrite import Rewriter
from assistant.rewrite.follow_up import (
    another_matter,
    asks_back,
    gets_an_owner,
    is_addition,
    is_fragment,
    is_thin,
    names_something,
    refers_back,
    turned_to,
    without_opener,
)
from knowledge.passage import Filter
from knowledge.text.words import stems

SURE_ALONE = 0.3  # least confidence of the answer to a thin follow-up without the exchange before it, to be taken


@dataclass(frozen=True, slots=True)
class EvidenceFinder:
    """Finds the statements for a question, in the order in which they answer it.

    Args:
        search: Searches for one question, in the wordings that it is given.
        rewriter: Makes follow-up questions stand alone.
        min_confidence: Below this confidence the answer will be a refusal.
    """

    search: QuestionSearch
    rewriter: Rewriter
    min_confidence: float

    def find(self, asked: str, turns: Sequence[Turn], filter: Filter, *, may_repeat: bool = False) -> Findings:
        """Find the evidence.

        The question's own as-of date limits it, unless nothing was known on that day, as in documents without dates; it
        is no part of what is searched for, also where the filter names the same day.

        Args:
            asked: The question as it was put.
            turns: The earlier turns, oldest first.
            filter: What may be used.
            may_repeat: Whether a follow-up may be answered with what the last exchange told.
        """
        words, day = split_as_of(asked, lambda: self.search.knowledge.newest_day(filter.owner))
        if day is not None and filter.as_of in (None, day):
            limited = self._find(words, turns, replace(filter, as_of=day), may_repeat)
            if limited.evidence.statements:
                return limited.of(asked)
        return self._find(asked, turns, filter, may_repeat).of(asked)

    def _find(self, asked: str, turns: Sequence[Turn], filter: Filter, may_repeat: bool) -> Findings:
        """Find the evidence for a question that names no day.

        A question that only asks who said so, or whether it is true, repeats the one before, whose answer names its
        sources. A question that changes the subject is searched for without the earlier turns, and so is one that
        stands alone, or is mostly made of words that no passage holds.
        """
        if not asked:
            return Findings("", Evidence((), (), 0.0), filter)
        if turns and asks_back(asked):
            return replace(self._find(turns[-1].question, turns[:-1], filter, may_repeat), doubted=True)
        if turns and (matter := another_matter(asked)):
            return self._find(matter, (), filter, may_repeat)
        standalone = self.rewriter.rewrite(asked, turns)
        is_whole = standalone == asked and not is_thin(asked)
        if not turns or is_whole or is_strange(self.search.knowledge.rarity(asked)):
            return self.search.search(by_itself(standalone), filter)
        return self._follow_up(standalone, asked, turns, filter, may_repeat)

    def _follow_up(
        self, standalone: str, asked: str, turns: Sequence[Turn], filter: Filter, may_repeat: bool
    ) -> Findings:
        """The evidence for a question that may lean on the exchange before it, or for its words alone.

        Alone it is taken where its answer is sure, and no less sure than with the exchange: a short question that
        refers to nothing before; one that was rewritten only where it is refused with the exchange, where it got but
        an owner at its end, or where the answer tells nothing of what it turns to.
        """
        wordings = replace(leaning_on(standalone, asked, turns), may_repeat=may_repeat)
        leaning = self.search.search(wordings, filter)
        said = understand(asked).english
        rewritten = standalone != said
        told = leaning.evidence.confidence >= self.min_confidence
        owned = gets_an_owner(said, standalone)
        leans = told and (rewritten or is_addition(said)) and not (owned or leaves_out(leaning.evidence, said))
        alone = [] if refers_back(said) or is_fragment(said) or leans else [said]
        if rewritten and not told:
            alone.insert(len(alone) if owned else 0, standalone)
        for question in alone:
            found = self.search.search(by_itself(without_opener(question)), filter)
            sure = SURE_ALONE if told or not names_something(question) else self.min_confidence
            if found.evidence.confidence >= max(sure, leaning.evidence.confidence):
                return replace(found, standalone=question)
        return leaning


def leaves_out(evidence: Evidence, said: str) -> bool:
    """Whether the best statement tells nothing of what a follow-up turns to: "And what about line 7?".

    "And line 7?" asks the question before of another thing, whatever the statements call it.
    """
    named, best = stems(turned_to(said)), evidence.best
    told = f"{best.statement.text} {best.statement.heading} {best.passage.title}" if best else ""
    return bool(named) and named.isdisjoint(stems(told))
