"""Find the evidence for a question, given the conversation before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import numpy as np
from numpy.typing import NDArray

from assistant.answer import UNSURE, Turn
from assistant.choosing.broad import asked_matter, is_on_the_whole
from assistant.choosing.digest import digest_of, opening_of
from assistant.choosing.disputes import better_side_first, disputes_of, on_disputes
from assistant.choosing.expectations import outcomes_first
from assistant.choosing.extremes import extreme_of
from assistant.choosing.forecasts import forecasts_of
from assistant.choosing.headings import told_with_headings
from assistant.choosing.latest import latest_first
from assistant.choosing.lists import lists_first, rows_as_one
from assistant.choosing.main_event import asked_days, event_prior, in_words
from assistant.choosing.nearness import nearness_to
from assistant.choosing.newest_part import newest_part_of
from assistant.choosing.not_yet import is_of_later, names_a_later_day, not_yet
from assistant.choosing.parties import parties_prior
from assistant.choosing.repeats import repeats_prior
from assistant.choosing.replies import told_with_reply
from assistant.choosing.scope import scope_prior
from assistant.choosing.select import choose
from assistant.choosing.time_prior import time_prior
from assistant.choosing.wordings import Wordings, by_itself, leaning_on
from assistant.evidence import Evidence
from assistant.question import QuestionReading, Wants, read_question
from assistant.question.acronyms import spellings, spelt_out, unknown_acronyms
from assistant.question.as_of import split_as_of
from assistant.question.designation import as_written
from assistant.question.in_english import understand
from assistant.question.offices import with_names
from assistant.question.respelling import in_capitals, is_in_dictionary, meant, misspelt, respelt
from assistant.question.tense import asks_what_happened
from assistant.reader import Reader
from assistant.rewrite import Rewriter
from assistant.rewrite.follow_up import (
    another_matter,
    asks_back,
    is_addition,
    is_fragment,
    is_thin,
    names_something,
    refers_back,
    without_opener,
)
from knowledge.document import StoredDocument
from knowledge.errors import EmbedderError
from knowledge.knowledge_base import KnowledgeBase
from knowledge.overview import FEW_DOCUMENTS
from knowledge.passage import Filter, Statement
from knowledge.search import UNKNOWN, Found

HITS = 12
NOT_COVERED = "Questions in this language are not covered. Ask in English, Hindi or Russian."
SURE_ALONE = 0.3  # least confidence of the answer to a thin follow-up without the exchange before it, to be taken


@dataclass(frozen=True, slots=True)
class Findings:
    """The standalone question, its evidence, and a notice about the search for the reader.

    `filter` is the one applied: the caller's, with the as-of date of the question itself. `doubted` says that the
    question asks for the sources of the last answer, or whether it is true: each dispute about it is to be shown.
    """

    standalone: str
    evidence: Evidence
    filter: Filter
    notice: str = ""
    doubted: bool = False

    def of(self, asked: str) -> Findings:
        """The same, for a question as it was asked."""
        return replace(self, evidence=replace(self.evidence, asked=asked))


@dataclass(frozen=True, slots=True)
class EvidenceFinder:
    """Finds the statements for a question, in the order in which they answer it.

    Args:
        knowledge: The knowledge base to search.
        rewriter: Makes follow-up questions stand alone.
        reader: Reads the best statements together with the question, if there is one.
        min_confidence: Below this confidence the answer will be a refusal.
        repeats: Whether a follow-up may be answered with what the last exchange told.
    """

    knowledge: KnowledgeBase
    rewriter: Rewriter
    reader: Reader | None
    min_confidence: float
    repeats: bool = False

    def find(self, asked: str, turns: Sequence[Turn], filter: Filter) -> Findings:  # noqa: A002
        """Find the evidence.

        The question's own as-of date limits it, unless nothing was known on that day, as in documents without dates; it
        is no part of what is searched for, also where the filter names the same day.
        """
        words, day = split_as_of(asked, lambda: self._newest_day(filter))
        if day is not None and filter.as_of in (None, day):
            limited = self._find(words, turns, replace(filter, as_of=day))
            if limited.evidence.statements:
                return limited.of(asked)
        return self._find(asked, turns, filter).of(asked)

    def _find(self, asked: str, turns: Sequence[Turn], filter: Filter) -> Findings:  # noqa: A002
        """Find the evidence for a question that names no day.

        A question that only asks who said so, or whether it is true, repeats the one before, whose answer names its
        sources. A question that changes the subject is searched for without the earlier turns, and so is a short one
        that refers to nothing before and is answered better without them, or only without them.
        """
        if not asked:
            return Findings("", Evidence((), (), 0.0), filter)
        if turns and asks_back(asked):
            return replace(self._find(turns[-1].question, turns[:-1], filter), doubted=True)
        if turns and (matter := another_matter(asked)):
            return self._find(matter, (), filter)
        standalone = self.rewriter.rewrite(asked, turns)
        is_whole = standalone == asked and not is_thin(asked)
        if not turns or is_whole or _is_strange(self.knowledge.rarity(asked)):
            return self._search(by_itself(standalone), filter)
        leaning = self._search(leaning_on(standalone, asked, turns), filter)
        said = understand(asked).english
        rewritten = standalone != said
        told = leaning.evidence.confidence >= self.min_confidence
        alone = [standalone] if rewritten and not told else []
        if not (refers_back(said) or is_fragment(said) or (told and (rewritten or is_addition(said)))):
            alone.append(said)
        for question in alone:
            found = self._search(by_itself(without_opener(question)), filter)
            sure = SURE_ALONE if told or not names_something(question) else self.min_confidence
            if found.evidence.confidence >= max(sure, leaning.evidence.confidence):
                return replace(found, standalone=question)
        return leaning

    def _search(self, asked: Wordings, filter: Filter, *, as_put: bool = False) -> Findings:  # noqa: A002
        """Search for a question; in the documents' spelling, unless it is to be taken `as_put`."""
        asked = asked.reworded(lambda wording: with_names(wording, self.knowledge.overview.holders))
        reading, rarity = read_question(asked.standalone), self.knowledge.rarity(asked.standalone)
        days = asked_days(reading, self.knowledge.overview, rarity)
        found = self.knowledge.find(f"{asked.searched} {in_words(days)}".strip(), HITS, filter)
        texts = [f"{hit.passage.title}. {hit.passage.text}" for hit in found.hits]
        if spelt := self._spellings(asked.standalone, rarity, texts, filter):
            return self._search(asked.reworded(lambda wording: spelt_out(wording, spelt)), filter, as_put=as_put)
        words = {} if as_put else self._as_meant(asked.standalone, rarity, texts, filter)
        respelling = asked.reworded(lambda wording: as_written(respelt(wording, words), texts))
        if respelling != asked and not as_put:
            return self._search(respelling, filter, as_put=True)
        counts = Wants.NUMBER in reading.wants
        of_before = bool(asked.turns) and (counts or refers_back(asked.standalone))  # "Was that planned?": not all was
        digest = None if days or of_before else self._digest(reading, rarity, filter)
        evidence = replace(digest, hits=found.hits) if digest else self._chosen(asked, found, filter, days)
        if filter.as_of and self._is_of_later(asked, evidence, filter, filter.as_of):
            evidence = not_yet(evidence)
        unread = not understand(asked.standalone).covered and _is_strange(rarity)
        notice = found.notice or (NOT_COVERED if unread else evidence.remark)
        return Findings(asked.standalone, evidence, filter, notice)

    def _is_of_later(self, asked: Wordings, evidence: Evidence, filter: Filter, day: date) -> bool:  # noqa: A002
        """Whether a question asks about what came to pass, or to be known, after the day as of which it is asked."""
        reading = asked.reading()
        if asks_what_happened(reading) and names_a_later_day(reading, day):
            return True
        later = self._search(asked, replace(filter, as_of=None)).evidence
        return is_of_later(reading, evidence, later, day)

    def _spellings(
        self,
        question: str,
        rarity: Mapping[str, float],
        texts: Sequence[str],
        filter: Filter,  # noqa: A002
    ) -> dict[str, str]:
        """Words for acronyms that the documents do not use: those of what was found, or of a small collection."""
        unknown = unknown_acronyms(question, rarity)
        spelt = spellings(unknown, texts)
        return spelt if spelt or not unknown else spellings(unknown, self._texts_of_few(filter))

    def _as_meant(
        self,
        question: str,
        rarity: Mapping[str, float],
        texts: Sequence[str],
        filter: Filter,  # noqa: A002
    ) -> dict[str, str]:
        """Words for misspelt ones, from what was found or all of a small collection, and names for small letters."""
        strange = misspelt(question, rarity, is_in_dictionary)
        known = meant(strange, self._texts_of_few(filter) or texts) if strange else {}
        return {**in_capitals(question, texts), **known}

    def _texts_of_few(self, filter: Filter) -> list[str]:  # noqa: A002
        """The texts of all documents of a small collection; none of a larger one."""
        documents = self.knowledge.documents(filter.owner)
        return [one.text for one in documents] if len(documents) <= FEW_DOCUMENTS else []

    def _digest(
        self,
        reading: QuestionReading,
        rarity: Mapping[str, float],
        filter: Filter,  # noqa: A002
    ) -> Evidence | None:
        """The evidence for a question about the main event, or about disputes, as a whole; None for any other."""
        if forecasts := forecasts_of(reading, self.knowledge.overview, filter):
            return forecasts
        if on_disputes(reading) and (disputes := disputes_of(self.knowledge.overview, filter)):
            return disputes

        def of_word(word: str) -> float:
            """Of a place of the main event 0: "in Delhi" tells no more than "during the visit"."""
            return 0.0 if word in self.knowledge.overview.main_places else rarity.get(word, rarity[UNKNOWN])

        matter = asked_matter(reading, of_word)
        if not matter and not is_on_the_whole(reading, of_word):
            return None
        return digest_of(reading, self.knowledge.overview, filter, matter)

    def _chosen(self, asked: Wordings, found: Found, filter: Filter, days: Sequence[date]) -> Evidence:  # noqa: A002
        """The statements of what was found, or the opening of the only document when it is to be summed up."""
        reading, overview = asked.reading(), self.knowledge.overview
        ahead_of = filter.as_of if filter.as_of and days and filter.as_of < days[0] else None
        evidence = choose(
            asked.weighed,
            self._vector(asked.weighed, found) if asked.turns or days else found.vector,
            found.hits,
            self.knowledge.rarity(asked.weighed),
            self.reader,
            asked.standalone if asked.turns else "",
            _sum_of(
                *([] if self.repeats else [repeats_prior(asked)]),
                time_prior(reading, overview, found.hits, ahead_of),
                scope_prior(reading, found.hits),
                event_prior(reading, days),
                parties_prior(asked.standalone),
            ),
        )
        evidence = outcomes_first(reading, evidence, overview, filter)
        evidence = better_side_first(reading, evidence, overview, filter, nearness_to(self.knowledge, asked.standalone))
        evidence = latest_first(reading, evidence)
        evidence = lists_first(reading, evidence)
        document_of = partial(self.knowledge.document, owner=filter.owner)
        evidence = newest_part_of(read_question(asked.standalone), evidence, document_of) or evidence
        evidence = extreme_of(reading, evidence, document_of) or evidence
        evidence = rows_as_one(reading, evidence, text_of := partial(self.knowledge.text_of, owner=filter.owner))
        evidence = told_with_reply(told_with_headings(asked.standalone, evidence, text_of))
        if Wants.SUMMARY in reading.wants and evidence.confidence < max(self.min_confidence, UNSURE):
            only = self._only_document(filter)
            if only is not None:
                return replace(opening_of(only, max(self.min_confidence, UNSURE)), hits=evidence.hits)
        return evidence

    def _vector(self, question: str, found: Found) -> NDArray[np.float32]:
        """The vector of another wording than was searched for; without an embedding model, that of the search."""
        try:
            return self.knowledge.query_vector(question)
        except EmbedderError:  # the search has said so
            return found.vector

    def _newest_day(self, filter: Filter) -> date | None:  # noqa: A002
        """The newest day on which a document was published, if any shows one."""
        days = (document.source.published for document in self.knowledge.documents(filter.owner))
        return max((day for day in days if day), default=None)

    def _only_document(self, filter: Filter) -> StoredDocument | None:  # noqa: A002
        """The one document that a question without subject can mean: the only one there is, or the only one chosen."""
        if filter.documents:
            names = sorted(filter.documents)
            return self.knowledge.document(names[0], filter.owner) if len(names) == 1 else None
        documents = self.knowledge.documents(filter.owner)
        unlimited = not (filter.as_of or filter.sources or filter.kinds)
        return documents[0] if len(documents) == 1 and unlimited else None


def _is_strange(rarity: Mapping[str, float]) -> bool:
    """Whether a question is mostly made of words that no passage holds: it is about something else."""
    unknown = sum(of_word >= rarity[UNKNOWN] for word, of_word in rarity.items() if word != UNKNOWN)
    return 2 * unknown > len(rarity) - 1


def _sum_of(*priors: Callable[[Statement], float]) -> Callable[[Statement], float]:
    return lambda one: sum(prior(one) for prior in priors)
