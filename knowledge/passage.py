"""The values of the knowledge layer: sources, spans, statements, passages, hits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

SourceKind = Literal["official", "news", "analysis", "user"]
Verdict = Literal["happened", "partly", "not", "unknown"]

HEADING_SEPARATOR = " > "
"""Between the headings of a path, the outermost first."""


class Status(StrEnum):
    """How firmly a statement stands."""

    CONFIRMED = "confirmed"  # reported as having happened, not in serious doubt
    EXPECTED = "expected"  # a plan or forecast, said beforehand
    CLAIMED = "claimed"  # one side's assertion, an opinion or a weak source
    BACKGROUND = "background"  # what preceded or surrounded the event
    REPORTED = "reported"  # a sentence of an added document


@dataclass(frozen=True, slots=True)
class Source:
    """Who reported something: one page of one publisher.

    Two sources are independent when their `origin` differs: five papers that carry one agency's story are one.
    """

    id: str
    title: str
    publisher: str
    url: str | None = None
    published: date | None = None
    kind: SourceKind = "user"
    origin: str = ""  # the outlet the report comes from; empty means the publisher itself
    after: date | None = None  # for an undated page: a day it tells of as past, so that it was published later

    @property
    def voice(self) -> str:
        """The name under which this source counts as independent."""
        return (self.origin or self.publisher).casefold()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` (not included) of a document's text."""

    document_id: str
    start: int
    end: int

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        same = self.document_id == other.document_id
        return same and self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: a sentence of a dossier, or a sentence, list or table row of an added document.

    `text` equals the document's text at `span`. `event_date` is `YYYY`, `YYYY-MM` or `YYYY-MM-DD`: when the event took
    place, or is planned for; empty when unknown. `dispute` is the key of the dispute it takes a side in, `side` that
    side's number from 0. `heading` is the path of headings above it and `page` the page of a paged document.
    """

    span: Span
    text: str
    status: Status = Status.REPORTED
    sources: tuple[Source, ...] = ()
    event_date: str = ""
    dispute: str = ""
    side: int = -1
    heading: str = ""
    key: str = ""  # one word by which outcomes refer to it, if they do
    page: int | None = None

    @property
    def source(self) -> Source | None:
        """The source that is named first, if any is."""
        return self.sources[0] if self.sources else None

    @property
    def newest(self) -> date | None:
        """The newest date of publication among its sources, if any shows one."""
        return max((source.published for source in self.sources if source.published), default=None)


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that is searched: whole statements, with the words around them.

    `text` equals the document's text at `span`.
    """

    span: Span
    text: str
    statements: tuple[Statement, ...]
    title: str = ""
    heading: str = ""

    @property
    def id(self) -> str:
        """`document:start-end`, unique in an index."""
        return f"{self.span.document_id}:{self.span.start}-{self.span.end}"

    def before(self, statement: Statement) -> Statement | None:
        """The statement of this passage before another of it; None for the first, and for one of another passage."""
        place = self.statements.index(statement) if statement in self.statements else 0
        return self.statements[place - 1] if place else None

    def after(self, statement: Statement) -> Statement | None:
        """The statement of this passage behind another of it; None for the last, and for one of another passage."""
        place = self.statements.index(statement) + 1 if statement in self.statements else len(self.statements)
        return self.statements[place] if place < len(self.statements) else None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and how near it is to a query."""

    passage: Passage
    score: float  # cosine similarity in [-1, 1]; higher is nearer
    lexical: float = 0.0  # BM25 score, 0 or more; 0 when no word is shared
    statement_vectors: NDArray[np.float32] | None = field(default=None, compare=False, repr=False)
    """Unit vectors `(n, d)` of the passage's n statements, in order, when the store keeps them."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What a search may use. Every field narrows; an empty one does not.

    `owner` is always in force: a search sees the shared documents (owner "") and those of `owner`, never another's.
    """

    as_of: date | None = None  # statements known on this day: a source published later is left out
    sources: frozenset[str] = frozenset()  # source ids
    documents: frozenset[str] = frozenset()  # document ids
    kinds: frozenset[str] = frozenset()  # kinds of source
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A question on which sources differ: what each side says, and an editor's note."""

    key: str
    question: str
    sides: tuple[str, ...]  # what each side says, in brief; index = Statement.side
    note: str = ""
    document_id: str = ""
    favoured: int = -1  # the side that is better supported, by the editor's judgement; -1 for none


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an expectation: keys of statements on either side, and a verdict."""

    expected: tuple[str, ...]
    happened: tuple[str, ...]
    verdict: Verdict
    gloss: str = ""
