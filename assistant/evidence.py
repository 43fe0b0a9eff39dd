"""The evidence for an answer: scored statements, and the confidence that they answer the question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import Citation
from knowledge.known import passes
from knowledge.overview import Overview
from knowledge.passage import Filter, Hit, Outcome, Passage, Statement

WHOLE = 0.6  # confidence that statements which were chosen together are what was asked for
MIN_CONFIDENCE = 0.16  # below this the answer is a refusal; see `docs/answers.md` for how it was chosen
_DAY_ONE = date.min


@dataclass(frozen=True, slots=True)
class ScoredStatement:
    """A statement in its passage, and its score as an answer: higher is better, comparable within one question.

    `under` are the lines above it, headings or title, that tell what is asked for, each as a statement of its own.
    `logit` is the reader's that it answers by itself; None where nobody read it.
    """

    statement: Statement
    passage: Passage
    score: float
    cosine: float = 0.0  # of the question and the statement, in [-1, 1]
    under: tuple[Statement, ...] = ()
    logit: float | None = None

    @property
    def above(self) -> tuple[str, str]:
        """See `names_above`."""
        return names_above(self.passage.title, self.statement.heading)

    def citation(self) -> Citation:
        """The statement as a citation of its exact words."""
        return cite(self.statement, self.passage.title)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Statements, best first, with the hits they come from.

    `confidence` in [0, 1] is the estimated probability that the statements answer the question; it is comparable
    between questions. `asked` is the question as the reader put it, before it was made to stand alone. `whole` means
    that the statements were chosen together and are all shown, and `remark` says what a reader cannot see of that.
    `not_yet` means that what is asked about took place after the day as of which it is asked.
    """

    statements: tuple[ScoredStatement, ...]
    hits: tuple[Hit, ...]
    confidence: float
    asked: str = ""
    whole: bool = False
    remark: str = ""
    not_yet: bool = False

    @property
    def best(self) -> ScoredStatement | None:
        """The statement that answers best; None where there is none."""
        return self.statements[0] if self.statements else None


def names_above(title: str, heading: str) -> tuple[str, str]:
    """What stands above a statement: its document's title and its heading, each empty where there is none.

    A title such as "report-2.txt" is a file's name and says nothing of what is told.
    """
    return "" if title == title.lower() and " " not in title else title, heading


def in_order(evidence: Evidence, scored: Iterable[ScoredStatement]) -> Evidence:
    """The evidence with these statements, best first; ties by span."""
    return replace(evidence, statements=tuple(sorted(scored, key=lambda item: (-item.score, item.statement.span))))


def with_scores(evidence: Evidence, scores: Mapping[Statement, float], overview: Overview, cosine: float) -> Evidence:
    """The evidence with these scores for some statements; those that were not found by searching get this cosine."""
    held = {item.statement.span: item for item in evidence.statements}
    for one, score in scores.items():
        known = held.get(one.span) or ScoredStatement(one, _alone(one, overview.titles), score, cosine)
        held[one.span] = replace(known, score=score)
    return in_order(evidence, held.values())


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


def cited(statement: Statement, overview: Overview) -> Citation:
    """A citation of a statement of the collection, under its document's title."""
    return cite(statement, overview.titles.get(statement.span.document_id, ""))


def as_a_whole(statements: Iterable[Statement], titles: Mapping[str, str]) -> Evidence | None:
    """Statements chosen together, in this order, as evidence; None without any.

    Args:
        statements: All that is to be shown.
        titles: Document id -> title.
    """
    told = tuple(ScoredStatement(one, _alone(one, titles), score=-0.1 * place) for place, one in enumerate(statements))
    return Evidence(told, (), WHOLE, whole=True) if told else None


def voices(statements: Iterable[Statement]) -> int:
    """How many independent sources report any of these statements."""
    return len({source.voice for statement in statements for source in statement.sources})


def known_by_key(keys: Iterable[str], overview: Overview, filter: Filter) -> list[Statement]:
    """The statements with these keys that there are and that the filter lets pass, each once."""
    return known_of((overview.by_key.get(key) for key in keys), filter)


def is_settled(outcome: Outcome, overview: Overview, filter: Filter) -> bool:
    """Whether all that came of an expectation was known on the day of the filter: its verdict could be given."""
    day = Filter(as_of=filter.as_of)
    return all(passes(overview.by_key[key], day) for key in outcome.happened if key in overview.by_key)


def known_of(statements: Iterable[Statement | None], filter: Filter) -> list[Statement]:
    """The statements that there are and that the filter lets pass, each once."""
    return list(dict.fromkeys(s for s in statements if s is not None and passes(s, filter)))


def _alone(statement: Statement, titles: Mapping[str, str]) -> Passage:
    """A statement as a passage of its own."""
    return Passage(statement.span, statement.text, (statement,), titles.get(statement.span.document_id, ""))
