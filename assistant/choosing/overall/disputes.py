"""Disputes that a document's author wrote down: their sides, and those that stand beside an answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from types import MappingProxyType

from assistant.answer import Claim, Conflict, Side
from assistant.evidence import Evidence, as_a_whole, cited, known_of, voices
from assistant.question import QuestionReading, Wants, read_question
from assistant.question.disagreement import disputed_matter, on_disputes
from assistant.statements.answer_types import MEASURES, judged
from assistant.support.figures import read_figures
from knowledge.overview import Overview
from knowledge.passage import Dispute, Filter, Statement
from knowledge.text.words import stems

MOST_DISPUTES = 4  # that are told of where the question is about disagreements in general
HELD = 0.5  # share of a matter's words, by rarity, that a dispute about it holds
MOST_SIDES = 3  # of a dispute that was not asked about
MOST_SIDES_ASKED = 6
SAME_MATTER = 0.5  # cosine from which two questions are about one thing
SAME_MATTER_BARE = 0.65  # the same where one wants a number or the like, and the other is answered by yes or no
AMOUNTS = frozenset({Wants.MONEY, Wants.SHARE})  # what "how much is it" and "how much of it" may ask for too
_HOW_MUCH = re.compile(r"\bhow much (?:of|is|was|are|were)\b", re.IGNORECASE)


def conflicts_for(
    reading: QuestionReading,
    claims: Sequence[Claim],
    overview: Overview,
    filter: Filter,
    nearness: Callable[[str], float],
    may_answer: Callable[[str], bool],
) -> tuple[Conflict, ...]:
    """The dispute that the direct claim is one side of, with the other sides that the filter lets pass.

    A question about disagreements in general gets that of every claim. Where the question does not ask about the
    dispute, the sides that most independent sources hold are enough, and a dispute about something else that the claim
    also tells of stays away, and so does one of which no other side answers: `nearness` gives the similarity of the
    question asked and another one, in [-1, 1], `may_answer` whether a statement may answer it. But what the dossier's
    author finds less well supported is not told without the other sides where the question holds any of its words, nor
    are two sides without saying that they disagree.
    """
    most = MOST_SIDES_ASKED if reading.on_disagreement else MOST_SIDES
    told = [[one for c in claim.citations if (one := overview.by_span.get(c.span)) and one.dispute] for claim in claims]
    found: dict[str, Conflict] = {}
    for statement in chain.from_iterable(told if reading.on_disagreement else told[:1]):
        dispute, conflict = overview.disputes[statement.dispute], _conflict(statement, overview, filter, most)
        if conflict is None:
            continue
        sides_told = {one.side for one in chain.from_iterable(told) if one.dispute == dispute.key}
        others = (side.text for side in conflict.sides[1:])
        is_told = reading.on_disagreement or len(sides_told) > 1
        if is_told or _is_on_the_matter(reading, statement, dispute, others, nearness, may_answer):
            found.setdefault(dispute.key, conflict)
    general = on_disputes(reading) or bool(disputed_matter(reading))
    return tuple(found.values())[: MOST_DISPUTES if general else 1]


def _is_on_the_matter(
    reading: QuestionReading,
    statement: Statement,
    dispute: Dispute,
    others: Iterable[str],
    nearness: Callable[[str], float],
    may_answer: Callable[[str], bool],
) -> bool:
    """Whether a question that a statement answers is on what it is a side of: by its words, or as the others say."""
    if not is_weaker(statement, dispute) and not is_same_matter(reading, dispute.question, nearness):
        return False
    return _touches(reading, statement, dispute) or any(map(may_answer, others))


def _touches(reading: QuestionReading, statement: Statement, dispute: Dispute) -> bool:
    """Whether a question shares most of its words with that of a dispute, names apart; of the weaker side, any word."""
    theirs = stems(dispute.question)
    if is_weaker(statement, dispute):
        return not (theirs | stems(dispute.sides[statement.side])).isdisjoint(reading.content)
    words = frozenset(reading.content) - reading.names
    return 2 * len(words & theirs) > len(words)


def holds_position(reading: QuestionReading, statement: Statement, dispute: Dispute) -> bool:
    """Whether a question holds what a statement's side says ("4 million"), and not only who says so."""
    said_by = stems(" ".join(source.publisher for source in statement.sources))
    position = stems(dispute.sides[statement.side]) - stems(dispute.question) - said_by
    return not position.isdisjoint(reading.content)


def is_weaker(statement: Statement, dispute: Dispute) -> bool:
    """Whether the dossier's author finds another side of the dispute better supported than that of a statement."""
    return dispute.favoured >= 0 and statement.side != dispute.favoured


def _conflict(statement: Statement, overview: Overview, filter: Filter, most: int) -> Conflict | None:
    """The dispute that a statement belongs to, its own side first; None where the filter leaves fewer than two.

    The editor's note, written when all had come to pass, is left out where only what was known on some day may be told.
    """
    dispute = overview.disputes[statement.dispute]
    sides = _sides(dispute, overview, filter)
    if len(sides) < 2:
        return None
    order = sorted(sides, key=lambda number: (number != statement.side, -voices(sides[number]), number))
    shown = []
    for number in order[:most]:
        held = min(sides[number], key=lambda s: (s.span != statement.span, s.span))
        shown.append(Side(held.text, (cited(held, overview),), dispute.sides[number], voices(sides[number])))
    note = "" if filter.as_of else dispute.note
    return Conflict(dispute.question, tuple(shown), note, len(order) - len(shown))


def _sides(dispute: Dispute, overview: Overview, filter: Filter) -> dict[int, list[Statement]]:
    """Number of a side -> the statements that hold it and that the filter lets pass."""
    sides: dict[int, list[Statement]] = {}
    for one in known_of(overview.statements_by_dispute.get(dispute.key, ()), filter):
        sides.setdefault(one.side, []).append(one)
    return sides


def disputes_of(
    overview: Overview,
    filter: Filter,
    matter: Mapping[str, float] = MappingProxyType({}),
) -> Evidence | None:
    """A statement of each dispute in which most independent sources take part, as evidence; None where there is none.

    Disputes about the main days come first. Each is told by its better supported side, or by the one that most hold. Of
    a `matter`, stem -> rarity, those are told whose question, sides and document's title hold most of it, those first
    that hold it without the title; where none of all disputes does, the evidence holds nothing.
    """
    ranked: list[tuple[tuple[float, bool, int], Statement]] = []
    for dispute in overview.disputes.values():
        sides = _sides(dispute, overview, filter)
        told = " ".join((dispute.question, *dispute.sides))
        own, with_title = _held(matter, told), _held(matter, f"{told} {overview.titles.get(dispute.document_id, '')}")
        if len(sides) < 2 or with_title < HELD:
            continue
        known = [one for held in sides.values() for one in held]
        side = max(sides, key=lambda number: (number == dispute.favoured, voices(sides[number]), -number))
        of_event = any(one.event_date in overview.main_days for one in known)
        ranked.append(((own + with_title, of_event, voices(known)), sides[side][0]))
    best = sorted(ranked, key=lambda item: (*(-rank for rank in item[0]), item[1].span))[:MOST_DISPUTES]
    if not best and matter and overview.disputes:
        return Evidence((), (), 0.0)
    return as_a_whole((one for _, one in best), overview.titles)


def _held(matter: Mapping[str, float], text: str) -> float:
    """How much of a matter a text holds, by rarity, in [0, 1]; all of it where there is none."""
    held = stems(text)
    return sum(rarity for word, rarity in matter.items() if word in held) / sum(matter.values()) if matter else 1.0


def is_same_matter(reading: QuestionReading, other: str, nearness: Callable[[str], float]) -> bool:
    """Whether another question is about the thing that is asked, and does not want a kind of thing that is not.

    "Were the pacts published?" gives no number and wants none: how many there were must be nearer to it than "when" is
    to a question of when.
    """
    disputed = read_question(other)
    wanted, theirs = (set(judged(one.wants)) for one in (reading, disputed))
    if wanted and theirs and not wanted & theirs and not (_HOW_MUCH.search(reading.text) and theirs <= AMOUNTS):
        return False
    measured = bool(theirs) and theirs <= MEASURES
    bare = Wants.YES_NO in reading.wants and not wanted and measured and not read_figures(reading.text)
    return nearness(other) >= (SAME_MATTER_BARE if bare and Wants.YES_NO not in disputed.wants else SAME_MATTER)
