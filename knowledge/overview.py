"""The collection as a whole: its disputes, the outcomes of its expectations, its dated statements."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from knowledge.document import StoredDocument
from knowledge.known import passes
from knowledge.offices import Holder, holders_in
from knowledge.passage import Dispute, Filter, Outcome, Span, Statement, Status
from knowledge.text.words import content_words

FEW_DOCUMENTS = 50  # so many may be read as a whole for one question
FEWEST_ON_MAIN_DAY = 10  # statements
MAIN_DAY_SHARE = 0.1  # of all statements that happened on the main day at least
FEWEST_NAMING = 3  # statements of the main days that hold a number by which the main event may be named
MAIN_PLACE_SHARE = 0.05  # of the statements of the main days that name a place of the main event at least
_IN_PLACE = re.compile(r"\b(?:in|at) (?:[A-Z]\w+ )*(?P<name>[A-Z]\w+)")
_ORDER = (Status.CONFIRMED, Status.REPORTED, Status.CLAIMED, Status.BACKGROUND, Status.EXPECTED)  # within a day
NEIGHBOUR_SHARE = 0.25  # of the main day's statements that a neighbour must have to belong to it


@dataclass(frozen=True)
class Overview:
    """Views over a fixed set of documents, each computed once when it is first asked for.

    What an answer needs comes from the marked documents alone, so that a large collection is not read for it.

    Args:
        documents: All of them.
        marked: Those with disputes, outcomes, or statements that have a key; None means all.
    """

    documents: Sequence[StoredDocument]
    marked: Sequence[StoredDocument] | None = None

    @cached_property
    def telling(self) -> tuple[StoredDocument, ...]:
        """The marked documents."""
        return tuple(self.documents if self.marked is None else self.marked)

    @cached_property
    def told(self) -> tuple[Statement, ...]:
        """Every statement of the marked documents, in the order of documents and places."""
        return tuple(statement for document in self.telling for statement in document.statements)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement, in the order of documents and places."""
        return tuple(statement for document in self.documents for statement in document.statements)

    @cached_property
    def source_ids(self) -> frozenset[str]:
        """The ids of all sources that the documents' statements name."""
        told = (statement for document in self.documents for statement in document.statements)
        return frozenset(source.id for statement in told for source in statement.sources)

    @cached_property
    def titles(self) -> dict[str, str]:
        """Document id -> title, of the marked documents."""
        return {document.id: document.title for document in self.telling}

    @cached_property
    def documents_with(self) -> Counter[str]:
        """Stem -> how many of the marked documents hold it."""
        return Counter(stem for document in self.telling for stem in set(content_words(document.text)))

    @cached_property
    def disputes(self) -> dict[str, Dispute]:
        """Disputes by key."""
        return {dispute.key: dispute for document in self.telling for dispute in document.disputes}

    @cached_property
    def statements_by_dispute(self) -> dict[str, tuple[Statement, ...]]:
        """Dispute key -> the statements on its sides, in order of sides."""
        found: dict[str, list[Statement]] = {}
        for statement in self.told:
            if statement.dispute:
                found.setdefault(statement.dispute, []).append(statement)
        return {key: tuple(sorted(held, key=lambda s: (s.side, s.span))) for key, held in found.items()}

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Every expectation with what became of it."""
        return tuple(outcome for document in self.telling for outcome in document.outcomes)

    @cached_property
    def by_key(self) -> dict[str, Statement]:
        """Key -> statement, of those that have one."""
        return {statement.key: statement for statement in self.told if statement.key}

    @cached_property
    def by_span(self) -> dict[Span, Statement]:
        """Place -> statement, of the marked documents."""
        return {statement.span: statement for statement in self.told}

    @cached_property
    def main_days(self) -> frozenset[str]:
        """The days with the most statements, as ISO dates: one day, and its neighbours that have many too.

        Empty where no day stands out, as in documents about no event in particular.
        """
        days = Counter(
            statement.event_date for statement in self.told if len(statement.event_date) == len("2025-12-05")
        )
        if not days:
            return frozenset()
        main, most = max(days.items(), key=lambda pair: (pair[1], pair[0]))
        if most < FEWEST_ON_MAIN_DAY or most < MAIN_DAY_SHARE * len(self.told):
            return frozenset()
        day = date.fromisoformat(main)
        near = {(day + timedelta(days=shift)).isoformat() for shift in (-1, 0, 1)}
        return frozenset(one for one in near if NEIGHBOUR_SHARE * most <= days[one])

    @cached_property
    def told_of_main_days(self) -> tuple[Statement, ...]:
        """What the marked documents tell of the main days."""
        return tuple(statement for statement in self.told if statement.event_date in self.main_days)

    @cached_property
    def main_numbers(self) -> frozenset[str]:
        """The numbers that several statements of the main days hold, as stems: the 23rd, 2025."""
        counts = Counter(
            word for one in self.told_of_main_days for word in set(content_words(one.text)) if word[0].isdigit()
        )
        return frozenset(word for word, count in counts.items() if count >= FEWEST_NAMING)

    @cached_property
    def main_places(self) -> frozenset[str]:
        """Where the main event was: stems of the last word of names that many statements have after "in" or "at"."""
        told = self.told_of_main_days
        counts = Counter(name for one in told for name in {match["name"] for match in _IN_PLACE.finditer(one.text)})
        named = (name for name, count in counts.items() if count >= MAIN_PLACE_SHARE * len(told))
        return frozenset(stem for name in named for stem in content_words(name))

    @cached_property
    def holders(self) -> tuple[Holder, ...]:
        """Who holds which office by the marked documents, or by all where there are few."""
        return holders_in(self.statements if len(self.documents) <= FEW_DOCUMENTS else self.told)

    @cached_property
    def outcomes_by_key(self) -> dict[str, tuple[Outcome, ...]]:
        """Statement key -> the outcomes in which it is an expectation or an outcome."""
        found: dict[str, list[Outcome]] = {}
        for outcome in self.outcomes:
            for key in (*outcome.expected, *outcome.happened):
                found.setdefault(key, []).append(outcome)
        return {key: tuple(held) for key, held in found.items()}

    @cached_property
    def dated(self) -> tuple[Statement, ...]:
        """Statements with an event date, in order of it; of one day what is disputed last, what happened first."""
        return tuple(
            sorted(
                (s for s in self.statements if s.event_date),
                key=lambda s: (s.event_date, bool(s.dispute), _ORDER.index(s.status), s.span),
            )
        )

    def timeline(self, filter: Filter) -> list[Statement]:
        """Dated statements that the filter admits, in order."""
        wanted = filter.documents
        return [s for s in self.dated if passes(s, filter) and (not wanted or s.span.document_id in wanted)]
