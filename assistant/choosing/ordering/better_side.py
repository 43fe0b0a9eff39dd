"""The better supported side of a dispute before the weaker one, where a question is about what is disputed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answer import UNSURE
from assistant.choosing.overall.disputes import holds_position, is_same_matter, is_weaker
from assistant.evidence import Evidence, ScoredStatement, known_of, with_scores
from assistant.question import About, QuestionReading, Wants, read_question
from assistant.statements.answer_types import holds_any, judged
from knowledge.overview import Overview
from knowledge.passage import Dispute, Filter, Statement, Status
from knowledge.text.words import stems

NEARLY_AS_GOOD = 0.5  # how far below the best statement another may score
SAME_QUESTION = 0.9  # cosine from which on two questions ask the same
_AHEAD = 0.5  # of score, by which a side that is put first goes before the best statement


def better_side_first(
    reading: QuestionReading, evidence: Evidence, overview: Overview, filter: Filter, nearness: Callable[[str], float]
) -> Evidence:
    """Evidence that does not begin with the weaker side of a dispute about the matter that is asked.

    The side that the dossier's author finds better supported comes first; where none is, any before a forecast that
    was not asked for. A side is told by its first statement, a confirmed one if there is any. The weaker side of a
    dispute about something else gives way to a side of one about the matter that is nearly as good an answer.
    """
    top = evidence.best
    dispute = overview.disputes.get(top.statement.dispute) if top else None
    if top is None or dispute is None or (reading.about is About.BEFORE and top.statement.status is Status.EXPECTED):
        return evidence

    def on_the_matter(item: ScoredStatement) -> bool:
        other = overview.disputes.get(item.statement.dispute)
        return other is not None and is_same_matter(reading, other.question, nearness)

    first: Statement | None = None
    checks = Wants.YES_NO in reading.wants and holds_position(reading, top.statement, dispute)
    if checks or on_the_matter(top):
        sides = known_of(overview.statements_by_dispute[dispute.key], filter)
        better = _best_of(sides, dispute, top.statement)
        first = better if better and not _is_right(reading, top.statement, better, sides, dispute) else None
    elif is_weaker(top.statement, dispute):
        near = (item for item in evidence.statements if item.score > top.score - NEARLY_AS_GOOD)
        first = next((item.statement for item in near if on_the_matter(item)), None)
    return with_scores(evidence, {first: top.score + _AHEAD}, overview, top.cosine) if first else evidence


def sides_suffice(
    reading: QuestionReading, evidence: Evidence, overview: Overview, nearness: Callable[[str], float]
) -> Evidence:
    """Evidence that is an answer where the very question is asked that a dossier says is disputed.

    Its sides answer it, however little they look like that to whoever reads them alone.
    """
    top = evidence.best
    dispute = overview.disputes.get(top.statement.dispute) if top else None
    if dispute is None or nearness(dispute.question) < SAME_QUESTION:
        return evidence
    if not is_same_matter(reading, dispute.question, nearness):
        return evidence
    return replace(evidence, confidence=max(evidence.confidence, UNSURE))


def _best_of(sides: Sequence[Statement], dispute: Dispute, told: Statement) -> Statement | None:
    """The statement that tells the better supported side; None where what is told stands as well as any."""

    def standing(one: Statement) -> int:
        return 2 * (one.side == dispute.favoured) + (one.status is not Status.EXPECTED)

    best = max(map(standing, sides), default=0)
    if standing(told) == best:
        return None
    of_best = (one for one in sides if standing(one) == best)
    return min(of_best, key=lambda one: (one.status is not Status.CONFIRMED, one.span))


def _is_right(
    reading: QuestionReading, told: Statement, better: Statement, sides: Sequence[Statement], dispute: Dispute
) -> bool:
    """Whether what is told is wanted nevertheless: it alone holds the kind of thing, or a name, that is asked for.

    A question that names what the dispute does not, and of its sides only the one told ("Mint"), asks for just that.
    """
    wanted = judged(reading.wants)
    if holds_any(wanted, told.text, reading.text) and not holds_any(wanted, better.text, reading.text):
        return True
    others = stems(" ".join(one.text for one in sides if one.side != told.side))
    by_whom = stems(" ".join(source.publisher for source in told.sources))
    named = stems(told.text) if Wants.YES_NO not in reading.wants else by_whom
    return bool((reading.names - read_question(dispute.question).names) & (named - others))
