"""The statements that were found, best answer first: weighed, and then put in order by one rule after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import numpy as np
from numpy.typing import NDArray

from assistant.answer import UNSURE
from assistant.choosing.nearness import nearness_to
from assistant.choosing.ordering.better_side import better_side_first, sides_suffice
from assistant.choosing.ordering.extremes import extreme_of
from assistant.choosing.ordering.latest import latest_first
from assistant.choosing.ordering.lists import lists_first, rows_as_one
from assistant.choosing.ordering.newest_part import newest_part_of
from assistant.choosing.ordering.replies import told_with_reply
from assistant.choosing.overall.digest import opening_of
from assistant.choosing.overall.expectations import outcomes_first
from assistant.choosing.overall.main_event import event_prior
from assistant.choosing.weighing.ahead import ahead_prior
from assistant.choosing.weighing.headings import told_with_headings
from assistant.choosing.weighing.lands import lands_prior
from assistant.choosing.weighing.parties import parties_prior
from assistant.choosing.weighing.repeats import repeats_prior
from assistant.choosing.weighing.scope import scope_prior
from assistant.choosing.weighing.select import choose
from assistant.choosing.weighing.time_prior import time_prior
from assistant.choosing.weighing.wordings import Wordings
from assistant.evidence import Evidence
from assistant.question import Wants, read_question
from assistant.reader import Reader
from knowledge.document import StoredDocument
from knowledge.errors import EmbedderError
from knowledge.index.search import Found
from knowledge.knowledge_base import KnowledgeBase
from knowledge.passage import Filter, Statement


@dataclass(frozen=True, slots=True)
class Ranker:
    """Puts statements in the order in which they answer.

    Args:
        knowledge: What the statements were found in.
        reader: Reads the best statements together with the question, if there is one.
        min_confidence: Below this confidence the answer will be a refusal.
    """

    knowledge: KnowledgeBase
    reader: Reader | None
    min_confidence: float

    def rank(self, asked: Wordings, found: Found, filter: Filter, days: Sequence[date]) -> Evidence:
        """The statements of what was found, or the opening of the only document when it is to be summed up.

        Args:
            asked: The question in the words that each step takes.
            found: What was searched out for it.
            filter: What may be used.
            days: When the main event was, where that is asked.
        """
        evidence = choose(
            asked.weighed,
            self._vector(asked.weighed, found) if asked.turns or days else found.vector,
            found.hits,
            self.knowledge.rarity(asked.weighed),
            self.reader,
            asked.standalone if asked.turns else "",
            self._prior(asked, found, filter, days),
        )
        evidence = self._by_rules(asked, evidence, filter)
        if Wants.SUMMARY in asked.reading().wants and evidence.confidence < max(self.min_confidence, UNSURE):
            only = self._only_document(filter)
            if only is not None:
                return replace(opening_of(only, max(self.min_confidence, UNSURE)), hits=evidence.hits)
        return evidence

    def _prior(
        self, asked: Wordings, found: Found, filter: Filter, days: Sequence[date]
    ) -> Callable[[Statement], float]:
        """What a statement gains or loses before anything is read together with the question."""
        reading = asked.reading()
        ahead_of = filter.as_of if filter.as_of and days and filter.as_of < days[0] else None
        priors = [
            repeats_prior(asked),
            time_prior(reading, self.knowledge.overview, found.hits, ahead_of),
            ahead_prior(reading),
            scope_prior(reading, found.hits),
            event_prior(reading, days),
            parties_prior(asked.standalone),
            lands_prior(asked.standalone),
        ]
        return lambda one: sum(prior(one) for prior in priors)

    def _by_rules(self, asked: Wordings, evidence: Evidence, filter: Filter) -> Evidence:
        """The evidence after the rules for what no sum of signals can tell.

        Of the first five one makes sure and the others put another statement first, the next two take others instead,
        and the last three tell the best statement together with what belongs to it.
        """
        reading, overview = asked.reading(), self.knowledge.overview
        document_of = partial(self.knowledge.document, owner=filter.owner)
        text_of = partial(self.knowledge.text_of, owner=filter.owner)
        nearness = nearness_to(self.knowledge, asked.standalone)
        evidence = outcomes_first(reading, evidence, overview, filter)
        evidence = sides_suffice(reading, evidence, overview, nearness)
        evidence = better_side_first(reading, evidence, overview, filter, nearness)
        evidence = latest_first(reading, evidence)
        evidence = lists_first(reading, evidence)
        whole = read_question(asked.standalone)  # in the words put, a follow-up may name the version only as "it"
        evidence = newest_part_of(whole, evidence, document_of)
        evidence = extreme_of(reading, evidence, document_of)
        evidence = rows_as_one(reading, evidence, text_of)
        evidence = told_with_headings(asked.standalone, evidence, text_of)
        return told_with_reply(evidence)

    def _vector(self, question: str, found: Found) -> NDArray[np.float32]:
        """The vector of another wording than was searched for; without an embedding model, that of the search."""
        try:
            return self.knowledge.query_vector(question)
        except EmbedderError:  # the search has said so
            return found.vector

    def _only_document(self, filter: Filter) -> StoredDocument | None:
        """The one document that a question without subject can mean: the only one there is, or the only one chosen."""
        if filter.documents:
            names = sorted(filter.documents)
            return self.knowledge.document(names[0], filter.owner) if len(names) == 1 else None
        documents = self.knowledge.documents(filter.owner)
        unlimited = not (filter.as_of or filter.sources or filter.kinds)
        return documents[0] if len(documents) == 1 and unlimited else None
