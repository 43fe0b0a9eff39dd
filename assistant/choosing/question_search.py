"""The search for one question: its words put as the documents have them, its evidence found and put in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.choosing.full_names import by_last_name
from assistant.choosing.not_yet import is_of_later, names_a_later_day, not_yet
from assistant.choosing.overall.main_event import asked_days, in_words
from assistant.choosing.overall.whole import told_as_a_whole
from assistant.choosing.ranking import Ranker
from assistant.choosing.weighing.wordings import Wordings
from assistant.evidence import Evidence
from assistant.question import Wants, read_question
from assistant.question.acronyms import spellings, spelt_out, unknown_acronyms
from assistant.question.designation import as_written
from assistant.question.in_english import understand
from assistant.question.offices import with_names
from assistant.question.respelling import in_capitals, is_in_dictionary, meant, misspelt, respelt
from assistant.question.tense import asks_what_happened
from assistant.rewrite.follow_up import refers_back
from knowledge.index.search import UNKNOWN
from knowledge.knowledge_base import KnowledgeBase
from knowledge.overview import FEW_DOCUMENTS
from knowledge.passage import Filter
from knowledge.text.words import content_words

HITS = 12
NOT_COVERED = "Questions in this language are not covered. Ask in English, Hindi or Russian."


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
class QuestionSearch:
    """Searches for one question at a time.

    Args:
        knowledge: The knowledge base to search.
        ranker: Puts the statements that were found in order.
    """

    knowledge: KnowledgeBase
    ranker: Ranker

    def search(self, asked: Wordings, filter: Filter, *, as_put: bool = False) -> Findings:
        """Find the evidence for a question.

        A question whose words the documents spell otherwise is searched for once more in their spelling, unless it is
        to be taken `as_put`.
        """
        asked = asked.reworded(lambda wording: with_names(wording, self.knowledge.overview.holders))
        reading, rarity = read_question(asked.standalone), self.knowledge.rarity(asked.standalone)
        days = asked_days(reading, self.knowledge.overview, rarity)
        found = self.knowledge.find(f"{asked.searched} {in_words(days)}".strip(), HITS, filter)
        texts = [f"{hit.passage.title}. {hit.passage.text}" for hit in found.hits]
        if spelt := self._spellings(asked.standalone, rarity, texts, filter):
            return self.search(asked.reworded(lambda wording: spelt_out(wording, spelt)), filter, as_put=as_put)
        strange = misspelt(asked.standalone, rarity, is_in_dictionary)
        if not as_put:
            told = [statement.text for hit in found.hits for statement in hit.passage.statements]
            words = {**in_capitals(asked.standalone, told), **self._as_meant(strange, texts, filter)}
            respelling = asked.reworded(lambda wording: by_last_name(as_written(respelt(wording, words), texts), texts))
            if respelling != asked:
                return self.search(respelling, filter, as_put=True)
        counts = Wants.NUMBER in reading.wants
        of_before = bool(asked.turns) and (counts or refers_back(asked.standalone))  # "Was that planned?": not all was
        may_be_broad = not ((days and not reading.on_disagreement) or of_before)
        whole = told_as_a_whole(reading, rarity, self.knowledge.overview, filter) if may_be_broad else None
        evidence = replace(whole, hits=found.hits) if whole else self.ranker.rank(asked, found, filter, days)
        if strange and Wants.SUMMARY not in reading.wants and self._says_nothing(asked.searched):
            evidence = replace(evidence, confidence=0.0)
        if filter.as_of and self._is_of_later(asked, evidence, filter, filter.as_of):
            evidence = not_yet(evidence)
        unread = not understand(asked.standalone).covered and is_strange(rarity)
        notice = found.notice or (NOT_COVERED if unread else evidence.remark)
        return Findings(asked.standalone, evidence, filter, notice)

    def _is_of_later(self, asked: Wordings, evidence: Evidence, filter: Filter, day: date) -> bool:
        """Whether a question asks about what came to pass, or to be known, after the day as of which it is asked."""
        reading = asked.reading()
        if asks_what_happened(reading) and names_a_later_day(reading, day):
            return True
        later = self.search(asked, replace(filter, as_of=None)).evidence
        return is_of_later(reading, evidence, later, day)

    def _spellings(
        self, question: str, rarity: Mapping[str, float], texts: Sequence[str], filter: Filter
    ) -> dict[str, str]:
        """Words for acronyms that the documents do not use: those of what was found, or of a small collection."""
        unknown = unknown_acronyms(question, rarity)
        spelt = spellings(unknown, texts)
        return spelt if spelt or not unknown else spellings(unknown, self._texts_of_few(filter))

    def _as_meant(self, strange: Sequence[str], texts: Sequence[str], filter: Filter) -> dict[str, str]:
        """Words for misspelt ones, from what was found or all of a small collection."""
        return meant(strange, self._texts_of_few(filter) or texts) if strange else {}

    def _says_nothing(self, question: str) -> bool:
        """Whether all that a question says are words that neither a passage nor a dictionary has."""
        strange = misspelt(question, self.knowledge.rarity(question), is_in_dictionary)
        said = set(content_words(question))
        return bool(said) and said <= {stem for word in strange for stem in content_words(word)}

    def _texts_of_few(self, filter: Filter) -> list[str]:
        """The texts of all documents of a small collection; none of a larger one."""
        documents = self.knowledge.documents(filter.owner)
        return [one.text for one in documents] if len(documents) <= FEW_DOCUMENTS else []


def is_strange(rarity: Mapping[str, float]) -> bool:
    """Whether a question is mostly made of words that no passage holds: it is about something else."""
    unknown = sum(of_word >= rarity[UNKNOWN] for word, of_word in rarity.items() if word != UNKNOWN)
    return 2 * unknown > len(rarity) - 1
