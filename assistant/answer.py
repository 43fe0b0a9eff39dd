"""The values of the answer layer: turns, citations, claims, answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from knowledge.passage import Hit, Source, Span, Status, Verdict

AnswerStatus = Literal["confirmed", "expected", "claimed", "background", "reported", "disputed", "refused"]

LookedFor = Literal[
    "a statement",
    "a date",
    "a length of time",
    "a length",
    "a share",
    "a number",
    "an amount of money",
    "a name",
    "a place",
    "a reason",
]
"""The kinds of answer that are looked for."""
Lacked = Literal["question", "words", "disagreement", "event", "evidence", "answer"]
ShownInstead = Literal["", "nearest", "expected"]

UNSURE = 0.25
"""Confidence below which an answer is marked: 33 % of 144 such answers were right, 80 % of the 1,114 others."""
MAY_NOT_ANSWER = "The nearest that was found: it may not answer this."


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange."""

    question: str
    answer: str
    spans: tuple[Span, ...] = ()  # what the answer cited, when known


@dataclass(frozen=True, slots=True)
class Citation:
    """The exact words a claim rests on: `quote` equals the document's text at `span`."""

    span: Span
    quote: str
    sources: tuple[Source, ...]
    status: Status
    title: str = ""  # of the document
    heading: str = ""
    event_date: str = ""
    page: int | None = None

    @property
    def source(self) -> Source | None:
        """The first source, the newest dated one if any is dated; None where somebody else's citation names none."""
        return self.sources[0] if self.sources else None


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence or list of an answer, supported by at least one citation.

    The first citation is that of its own words; those of headings that are told with it follow.
    """

    text: str
    citations: tuple[Citation, ...]
    status: Status
    lead: str = ""  # a fixed connecting word such as "Yes." that asserts nothing by itself
    emphasis: tuple[int, int] | None = None  # characters of `text` that answer by themselves, when that is sure

    @property
    def under(self) -> tuple[str, ...]:
        """The headings that its text begins with, before its own words; none where it is one quote or no quote."""
        own, *others = (citation.quote for citation in self.citations)
        ends = (end for end in range(1, len(others) + 1) if self.text == "\n".join((*others[:end], own)))
        return tuple(others[: next(ends, 0)])

    @property
    def is_row(self) -> bool:
        """Whether its text is a row of a table, `name: Mara Lund; office: B12`, and no sentence."""
        return "; " in self.text and ": " in self.text and self.text[-1] not in ".!?…"

    @property
    def is_quoted(self) -> bool:
        """Whether its text is one of its quotes, or the first of them below headings that are others."""
        return bool(self.under) or self.text in (citation.quote for citation in self.citations)


@dataclass(frozen=True, slots=True)
class Pair:
    """An expectation and what became of it."""

    expected: Citation
    happened: tuple[Citation, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Side:
    """One position in a conflict, with the statements that hold it."""

    text: str
    citations: tuple[Citation, ...]
    label: str = ""  # the position in brief, where somebody wrote it
    voices: int = 0  # independent sources that hold it, also in statements that are not cited; 0 where not counted


@dataclass(frozen=True, slots=True)
class Conflict:
    """A question on which the sources differ."""

    about: str
    sides: tuple[Side, ...]
    note: str = ""
    more: int = 0  # sides that are not shown


@dataclass(frozen=True, slots=True)
class Nearest:
    """A statement shown with a refusal: near the question, but no answer to it."""

    citation: Citation
    score: float


@dataclass(frozen=True, slots=True)
class Lack:
    """What a refusal lacks, and what is shown instead.

    `what` there is none of: a question, words to look for, a disagreement, an event that had taken place by the day
    `as_of`, evidence, or, among the evidence, an answer of the kind that was `looked_for`. `names` are those of the
    question that no passage found mentions.
    """

    what: Lacked
    looked_for: LookedFor = "a statement"
    as_of: date | None = None
    of_chosen_sources: bool = False
    of_chosen_documents: bool = False
    names: tuple[str, ...] = ()
    shown: ShownInstead = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the assistant says to one question. No claims means it refused.

    `standalone_question` is what was searched. `citations` are numbered from 1 in this order: first those of the
    claims, then those of pairs and conflicts. `hits` are all passages found, best first.
    """

    question: str
    standalone_question: str
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    pairs: tuple[Pair, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    hits: tuple[Hit, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    missing: str = ""  # what a refusal lacks, in words
    lack: Lack | None = None  # the same as a value, from which other languages can word it
    confidence: float = 0.0
    as_of: date | None = None
    answerer: str = "extractive"
    model: str | None = None
    notice: str = ""  # what the reader should know of how this was answered, e.g. why no model wrote it
    suggestions: tuple[str, ...] = ()  # questions to ask next that the knowledge can answer
    index_fingerprint: str = ""
    timings_ms: Mapping[str, float] = field(default_factory=dict, compare=False)

    @property
    def answered(self) -> bool:
        """Whether there is an answer; False for a refusal."""
        return bool(self.claims)

    @property
    def near(self) -> tuple[Nearest, ...]:
        """The nearest evidence as people are shown it: none where nothing was asked, such as for "Thanks"."""
        asks_nothing = self.lack is not None and self.lack.what in ("question", "words")
        return () if self.answered or asks_nothing else self.nearest

    @property
    def unsure(self) -> bool:
        """Whether what is said is the nearest that was found and more often no answer than one: see `UNSURE`."""
        return self.answered and self.confidence < UNSURE

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the reader should know of the answer: that it may be none, and the notice."""
        return tuple(remark for remark in (MAY_NOT_ANSWER if self.unsure else "", self.notice) if remark)

    @property
    def status(self) -> AnswerStatus:
        """The status of the direct claim, `disputed` when the sources differ, or `refused`."""
        if not self.claims:
            return "refused"
        if self.conflicts:
            return "disputed"
        return self.claims[0].status.value

    @property
    def text(self) -> str:
        """The answer as plain text with `[n]` marks."""
        from assistant.render import answer_to_text

        return answer_to_text(self)

    def number(self, citation: Citation) -> int:
        """The number of `citation` in this answer, from 1."""
        return self.citations.index(citation) + 1

    def to_dict(self) -> dict[str, object]:
        """The JSON shape that `docs/programs.md` shows: see `assistant.render.answer_to_dict`."""
        from assistant.render import answer_to_dict

        return answer_to_dict(self)

    def to_markdown(self) -> str:
        """The answer with its sources as Markdown."""
        from assistant.render import answer_to_markdown

        return answer_to_markdown(self)
