"""Time and doubt: what was expected and what came of it; where the sources differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import regex

from assistant.answer import Citation, Claim, Conflict, Pair, Side
from assistant.answer_types import judged
from assistant.contradiction import contradict
from assistant.evidence import Evidence, ScoredStatement, cite, in_order
from assistant.question import About, QuestionReading, read_question
from knowledge.known import passes
from knowledge.overview import Overview
from knowledge.passage import Filter, Hit, Outcome, Passage, Statement, Status

LOOKED_AT = 6  # statements in which an expectation is looked for
MOST_PAIRS = 2
MOST_SIDES = 3  # of a dispute that was not asked about
MOST_SIDES_ASKED = 6
COMPARED = 20  # statements in which another value is looked for
SAME_MATTER = 0.5  # cosine from which two questions are about one thing
NEWER = 0.8  # what lies between the newest and the oldest brought document among the hits
TAKEN_BACK = -1.5  # for what a correction quotes as wrong
MAIN_EVENT_BONUS = 0.8  # for what happened on the main days, when a question speaks of "the visit" without a date
# What a statement gains by its status, by the time that is asked about.
BONUS: Mapping[About, Mapping[Status, float]] = {
    About.BEFORE: {Status.EXPECTED: 0.9},
    About.AFTER: {Status.CONFIRMED: 0.6, Status.EXPECTED: -0.5},
    About.ANY: {Status.CONFIRMED: 0.5, Status.EXPECTED: -0.5},
}

_ADVERBS = r"(?:(?:also|had|previously|earlier|wrongly|incorrectly|mistakenly) )*"
_REPORT = r"\b(?:report|article|story|edition|version|issue)\b"
_TAKEN_BACK = regex.compile(
    rf"\bwe {_ADVERBS}(?:wrote|reported) (?:\w+ ){{0,3}}?that\b"
    rf"|{_REPORT}[^.]{{0,60}}?\bwe {_ADVERBS}(?:said|stated|gave)\b"
    rf"|\b(?:earlier|previous|original) {_REPORT}[^.]{{0,60}}?\b(?:said|stated|wrote|gave|mis\w+)\b",
    regex.IGNORECASE,
)


def time_prior(reading: QuestionReading, overview: Overview, hits: Sequence[Hit] = ()) -> Callable[[Statement], float]:
    """What a statement gains or loses by its status and its day, for the time that a question is about.

    A question about expectations prefers statements that are; any other prefers what happened, and one that speaks of
    "the visit" without a date what happened on the days that the documents tell most of. Of brought documents, which
    mark nothing as expected, it prefers the newer among the hits. What a correction takes back always loses.
    """
    bonus = BONUS[reading.about]
    days = overview.main_days if reading.on_main_event else frozenset()
    newer = {} if reading.about is About.BEFORE else _newer(hits)
    return lambda one: (
        bonus.get(one.status, 0.0)
        + MAIN_EVENT_BONUS * (one.event_date in days)
        + newer.get(_newest_day(one), 0.0)
        + TAKEN_BACK * _is_taken_back(one)
    )


def _is_taken_back(statement: Statement) -> bool:
    """Whether a brought document quotes what an earlier one said wrongly, as in "we wrote that"."""
    return statement.status is Status.REPORTED and _TAKEN_BACK.search(statement.text) is not None


def _newer(hits: Sequence[Hit]) -> dict[date | None, float]:
    """What a statement gains by the day its newest source was published, from oldest to newest of the hits."""
    brought = {_newest_day(one) for hit in hits for one in hit.passage.statements}
    days = sorted(day for day in brought if day)
    return {day: NEWER * (place / (len(days) - 1) - 0.5) for place, day in enumerate(days)} if len(days) > 1 else {}


def _newest_day(statement: Statement) -> date | None:
    """The day its newest source was published; None for a checked statement, whose status says more."""
    if statement.status is not Status.REPORTED:
        return None
    return max((source.published for source in statement.sources if source.published), default=None)


def outcomes_first(reading: QuestionReading, evidence: Evidence, overview: Overview, filter: Filter) -> Evidence:  # noqa: A002
    """Evidence in which a question about an outcome finds that of the best expectation above it, if it is known.

    One that does not speak of an expectation finds it above an expectation that would else come first.
    """
    scored = evidence.statements
    if reading.on_outcome:
        looked_at = scored[:LOOKED_AT]
    elif reading.about is About.AFTER:
        looked_at = tuple(item for item in scored[:1] if item.statement.status is Status.EXPECTED)
    else:
        return evidence
    for item in looked_at:
        outcomes = [outcome for outcome in _outcomes_of(item.statement, overview) if item.statement.key]
        expected = [o for o in outcomes if set(item.statement.key.split()) & set(o.expected)]
        happened = _known((overview.by_key.get(name) for o in expected for name in o.happened), filter)
        if not happened:
            continue
        known = {other.statement.span: other for other in scored}
        for place, statement in enumerate(happened[:2]):
            own = known.get(statement.span)
            passage = own.passage if own else Passage(statement.span, statement.text, (statement,))
            score = scored[0].score + 0.5 - 0.05 * place
            known[statement.span] = ScoredStatement(statement, passage, score, own.cosine if own else item.cosine)
        return in_order(evidence, known.values())
    return evidence


def pairs_for(
    reading: QuestionReading,
    claims: Sequence[Claim],
    overview: Overview,
    filter: Filter,  # noqa: A002
) -> tuple[Pair, ...]:
    """Expectations with what came of them, where they belong to the answer.

    They do when a claim is itself an expectation, for a forecast alone would read as news, and when the question asks
    about expectations or outcomes.
    """
    asked = reading.on_outcome or reading.about is About.BEFORE
    found: dict[tuple[str, ...], Pair] = {}
    cited = {citation.span for claim in claims for citation in claim.citations}
    for claim in claims if asked else claims[:1]:
        for citation in claim.citations:
            statement = overview.by_span.get(citation.span)
            if statement is None or (statement.status is not Status.EXPECTED and not reading.on_outcome):
                continue
            for outcome in _outcomes_of(statement, overview):
                expected = _known((overview.by_key.get(name) for name in outcome.expected), filter)
                happened = _known((overview.by_key.get(name) for name in outcome.happened), filter)
                if not expected or not happened or outcome.verdict == "unknown":
                    continue
                shown = next((s for s in expected if s.span in cited), expected[0])
                came = sorted(happened, key=lambda s: s.span not in cited)[:1]
                pair = Pair(_cited(shown, overview), tuple(_cited(one, overview) for one in came), outcome.verdict)
                found.setdefault(outcome.expected, pair)
    return tuple(found.values())[: MOST_PAIRS if asked else 1]


def conflicts_for(
    reading: QuestionReading,
    claims: Sequence[Claim],
    overview: Overview,
    filter: Filter,  # noqa: A002
    nearness: Callable[[str], float],
) -> tuple[Conflict, ...]:
    """The dispute that the direct claim is one side of, with the other sides that the filter lets pass.

    The side of the direct claim comes first. Where the question does not ask about the dispute, the sides that most
    independent sources hold are enough, and a dispute about something else that the claim also tells of stays away:
    `nearness` gives the similarity of the question asked and another one, in [-1, 1].
    """
    for claim in claims if reading.on_disagreement else claims[:1]:
        for citation in claim.citations:
            statement = overview.by_span.get(citation.span)
            if statement is None or not statement.dispute:
                continue
            dispute = overview.disputes[statement.dispute]
            if not reading.on_disagreement and not _same_matter(reading, dispute.question, nearness):
                continue
            sides: dict[int, list[Statement]] = {}
            for one in _known(overview.statements_by_dispute[statement.dispute], filter):
                sides.setdefault(one.side, []).append(one)
            if len(sides) < 2:
                continue
            own = statement.side
            order = sorted(sides, key=lambda number: (number != own, -_voices(sides[number]), number))
            most = MOST_SIDES_ASKED if reading.on_disagreement else MOST_SIDES
            shown = []
            for number in order[:most]:
                held = sorted(sides[number], key=lambda s: (s.span != statement.span, s.span))
                shown.append(Side(held[0].text, (_cited(held[0], overview),)))
            return (Conflict(dispute.question, tuple(shown), dispute.note),)
    return ()


def differing(reading: QuestionReading, claims: Sequence[Claim], evidence: Evidence) -> tuple[Conflict, ...]:
    """The conflict that nobody wrote down: statements of other documents that give the direct claim another value."""
    if not claims or not claims[0].citations:
        return ()
    shown = claims[0].citations[0]
    sides: list[list[Citation]] = [list(claims[0].citations)]
    for item in evidence.statements[:COMPARED]:
        one = item.citation()
        if one.span.document_id in {citation.span.document_id for side in sides for citation in side}:
            continue
        if not contradict(shown.quote, one.quote, reading.text):
            continue
        same = next((side for side in sides[1:] if not contradict(side[0].quote, one.quote, reading.text)), None)
        if same is not None:
            same.append(one)
        elif len(sides) < MOST_SIDES:
            sides.append([one])
    if len(sides) < 2:
        return ()
    return (Conflict(reading.text, tuple(Side(side[0].quote, tuple(side)) for side in sides)),)


def _same_matter(reading: QuestionReading, other: str, nearness: Callable[[str], float]) -> bool:
    """Whether another question is about the thing that is asked, and does not want a kind of thing that is not."""
    wanted, disputed = (set(judged(one.wants)) for one in (reading, read_question(other)))
    return (not wanted or not disputed or bool(wanted & disputed)) and nearness(other) >= SAME_MATTER


def _cited(statement: Statement, overview: Overview) -> Citation:
    return cite(statement, overview.titles.get(statement.span.document_id, ""))


def _voices(statements: Iterable[Statement]) -> int:
    """How many independent sources hold a side."""
    return len({source.voice for statement in statements for source in statement.sources})


def _outcomes_of(statement: Statement, overview: Overview) -> list[Outcome]:
    found = [outcome for key in statement.key.split() for outcome in overview.outcomes_by_key.get(key, ())]
    return list(dict.fromkeys(found))


def _known(statements: Iterable[Statement | None], filter: Filter) -> list[Statement]:  # noqa: A002
    return list(dict.fromkeys(s for s in statements if s is not None and passes(s, filter)))
