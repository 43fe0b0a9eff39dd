"""A labelled question: what is asked, and what a right answer holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.passage import Span

Message = Mapping[str, str]
"""One message of a conversation: `{"role": "user" | "assistant", "content": text}`."""


@dataclass(frozen=True, slots=True)
class Nugget:
    """One thing an answer must hold: found when any of its patterns matches."""

    patterns: tuple[str, ...]
    vital: bool
    says: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A judged sentence of the classic answer-sentence-selection task; label 1 answers the question."""

    span: Span
    label: int


@dataclass(frozen=True, slots=True)
class Question:
    """One labelled question. Gold evidence is spans, never passages, so it outlives any change of passage size.

    `documents` are the gold documents, `evidence_sets` the indexes into `evidence` chosen by each annotator.
    `nuggets`, `must_not`, `sources` and `quotes` (texts that a citation may hold) label answers by patterns.
    """

    id: str
    text: str
    history: tuple[Message, ...] = ()
    answerable: bool = True
    answers: tuple[str, ...] = ()
    evidence: tuple[Span, ...] = ()
    evidence_sets: tuple[tuple[int, ...], ...] = ()
    documents: tuple[str, ...] = ()
    standalone: str = ""
    language: str = "en"
    type: str = ""
    nuggets: tuple[Nugget, ...] = ()
    must_not: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    wrong_answers: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    clean: bool = False
    needs_context: bool | None = None
    group: str = ""
    facts: tuple[str, ...] = ()
    labelled_by_patterns: bool = False
    row: Mapping[str, object] = field(default_factory=dict, compare=False, repr=False)
