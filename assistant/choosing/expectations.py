"""Time: what was expected, what came of it, and which statements a question's time prefers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import regex

from assistant.answer import Claim, Pair
from assistant.choosing.broad import GENERAL
from assistant.evidence import Evidence, ScoredStatement, cited, known_by_key, with_scores
from assistant.question import About, QuestionReading
from knowledge.overview import Overview
from knowledge.passage import Filter, Hit, Outcome, Statement, Status
from knowledge.words import stems

LOOKED_AT = 6  # statements in which an expectation is looked for
MOST_PAIRS = 2
NEWER = 0.8  # what lies between the newest and the oldest brought document among the hits
TAKEN_BACK = -1.5  # for what a correction quotes as wrong
MAIN_EVENT_BONUS = 0.8  # for what happened on the main days, when a question speaks of "the visit" without a date
# What a statement gains by its status, by the time that is asked about.
BONUS: Mapping[About, Mapping[Status, float]] = {
    About.BEFORE: {Status.EXPECTED: 0.9},
    About.AFTER: {Status.CONFIRMED: 0.6, Status.EXPECTED: -0.5},
    About.ANY: {Status.CONFIRMED: 0.5, Status.EXPECTED: -0.5},
}
IN_THE_PAST = -1.5  # for an expectation, where a question asks what happened: "Did he visit Rajghat?"

_PAST = regex.compile(r"\b(?:did|didn't|was|were|wasn't|weren't|had)\b", regex.IGNORECASE)
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
    bonus = dict(BONUS[reading.about])
    if reading.about is not About.BEFORE and _PAST.search(reading.text):
        bonus[Status.EXPECTED] += IN_THE_PAST
    days = overview.main_days if reading.on_main_event else frozenset()
    newer = {} if reading.about is About.BEFORE else _newer(hits)
    return lambda one: (
        bonus.get(one.status, 0.0)
        + MAIN_EVENT_BONUS * (one.event_date in days)
        + newer.get(_newest_day(one), 0.0)
        + TAKEN_BACK * is_taken_back(one)
    )


def is_taken_back(statement: Statement) -> bool:
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
    found = evidence.statements
    if reading.on_outcome:
        looked_at = found[:LOOKED_AT]
    elif reading.about is About.AFTER:
        looked_at = tuple(item for item in found[:1] if item.statement.status is Status.EXPECTED)
    else:
        return evidence
    content = _particular(reading)
    told: list[tuple[ScoredStatement, list[Statement]]] = []
    for item in looked_at:
        outcomes = [outcome for outcome in _outcomes_of(item.statement, overview) if item.statement.key]
        expected = [o for o in outcomes if set(item.statement.key.split()) & set(o.expected)]
        happened = known_by_key((key for o in expected for key in o.happened), overview, filter)
        if happened:
            told.append((item, _nearest(content, happened)))
    if not told:
        return evidence
    item, happened = max(told, key=lambda pair: len(content & stems(pair[1][0].text)))  # the first of the best
    scores = {one: found[0].score + 0.5 - 0.05 * place for place, one in enumerate(happened[:2])}
    return with_scores(evidence, scores, overview, item.cosine)


def pairs_for(
    reading: QuestionReading,
    claims: Sequence[Claim],
    overview: Overview,
    filter: Filter,  # noqa: A002
) -> tuple[Pair, ...]:
    """Expectations with what came of them, where they belong to the answer.

    They do when a claim is itself an expectation, for a forecast alone would read as news, and when the question asks
    about expectations or outcomes; then all pairs that the claims tell by themselves, and few others.
    """
    asked, content = reading.on_outcome or reading.about is About.BEFORE, _particular(reading)
    found: dict[tuple[str, ...], Pair] = {}
    claimed = {citation.span for claim in claims for citation in claim.citations}
    for claim in claims if asked else claims[:1]:
        for citation in claim.citations:
            statement = overview.by_span.get(citation.span)
            if statement is None or (statement.status is not Status.EXPECTED and not reading.on_outcome):
                continue
            for outcome in _outcomes_of(statement, overview):
                expected = known_by_key(outcome.expected, overview, filter)
                happened = _nearest(content, known_by_key(outcome.happened, overview, filter))
                if not expected or not happened or outcome.verdict == "unknown":
                    continue
                shown = next((s for s in expected if s.span in claimed), expected[0])
                came = sorted(happened, key=lambda s: s.span not in claimed)[:1]
                pair = Pair(cited(shown, overview), tuple(cited(one, overview) for one in came), outcome.verdict)
                found.setdefault(outcome.expected, pair)
    told = [pair for pair in found.values() if {pair.expected.span, *(one.span for one in pair.happened)} <= claimed]
    others = [pair for pair in found.values() if pair not in told]
    return (*told, *others[: max(0, (MOST_PAIRS if asked else 1) - len(told))])


def _particular(reading: QuestionReading) -> frozenset[str]:
    """The words of a question that say of what it asks; "expected" and "happened" do not."""
    return frozenset(reading.content) - GENERAL


def _nearest(content: frozenset[str], happened: Sequence[Statement]) -> list[Statement]:
    """What came of an expectation, that which holds most of a question's words first."""
    return sorted(happened, key=lambda one: -len(content & stems(one.text)))


def _outcomes_of(statement: Statement, overview: Overview) -> list[Outcome]:
    found = [outcome for key in statement.key.split() for outcome in overview.outcomes_by_key.get(key, ())]
    return list(dict.fromkeys(found))
