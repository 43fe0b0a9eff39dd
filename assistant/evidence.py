"""What an answer can be made of: statements, each with how well it answers, and how sure we are that one does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import Citation
from assistant.answer_types import holds, judged
from assistant.question import read_question
from knowledge.passage import Hit, Passage, Statement
from knowledge.words import content_words

REPEATED = 0.6  # share of words from which a statement says again what was said
_DAY_ONE = date.min


@dataclass(frozen=True, slots=True)
class ScoredStatement:
    """A statement in its passage, and how well it answers: higher is better, comparable within one question."""

    statement: Statement
    passage: Passage
    score: float
    cosine: float = 0.0  # of the question and the statement, in [-1, 1]

    def citation(self) -> Citation:
        """The statement as a citation of its exact words."""
        return cite(self.statement, self.passage.title)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Statements, best first, with the hits they come from.

    `confidence` in [0, 1] is the estimated probability that the statements answer the question; it is comparable
    between questions. `asked` is the question as the reader put it, before it was made to stand alone.
    """

    statements: tuple[ScoredStatement, ...]
    hits: tuple[Hit, ...]
    confidence: float
    asked: str = ""


def without_repetition(evidence: Evidence, question: str, said: str) -> Evidence:
    """Evidence with the statements last that say again what was just said.

    That is one with most of the last answer's words that holds nothing new of the kind a question wants (a date, a
    place, ...), and, where no such kind can be seen, one whose own words were mostly said.
    """
    known = set(content_words(said))
    if not known:
        return evidence
    kinds = judged(read_question(question).wants)
    fresh: list[ScoredStatement] = []
    stale: list[ScoredStatement] = []
    for item in evidence.statements:
        text = item.statement.text
        own = set(content_words(text))
        if kinds:
            again = len(known & own) >= REPEATED * len(known)
            again = again and not any(holds(kind, text, f"{question} {said}") for kind in kinds)
        else:
            again = len(known & own) >= REPEATED * len(own)
        (stale if again else fresh).append(item)
    return replace(evidence, statements=(*fresh, *stale))


def cite(statement: Statement, title: str = "") -> Citation:
    """A citation of a statement's exact words, its dated sources first, the newest at the front."""
    ordered = sorted(
        statement.sources, key=lambda s: (s.published is None, -(s.published or _DAY_ONE).toordinal(), s.id)
    )
    return Citation(
        span=statement.span,
        quote=statement.text,
        sources=tuple(ordered),
        status=statement.status,
        title=title,
        heading=statement.heading,
        event_date=statement.event_date,
        page=statement.page,
    )
