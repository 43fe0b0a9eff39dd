"""What was expected and what came of it: which is said first, and which stand side by side."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from assistant.answer import Claim, Pair
from assistant.choosing.overall.broad import GENERAL
from assistant.evidence import Evidence, ScoredStatement, cited, is_settled, known_by_key, with_scores
from assistant.question import About, QuestionReading
from assistant.question.tense import asks_what_happened
from knowledge.overview import Overview
from knowledge.passage import Filter, Outcome, Span, Statement, Status
from knowledge.text.words import stems

LOOKED_AT = 6  # statements in which an expectation is looked for
MOST_PAIRS = 2


def outcomes_first(reading: QuestionReading, evidence: Evidence, overview: Overview, filter: Filter) -> Evidence:
    """Evidence in which a question about an outcome finds that of the best expectation above it, if it is known.

    One that asks for both finds the expectation first and then what came of it.
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
        expected = [o for o in _outcomes_of(item.statement, overview) if item.statement.key in o.expected]
        happened = known_by_key((key for o in expected for key in o.happened), overview, filter)
        if happened:
            told.append((item, _nearest(content, happened)))
    if not told:
        return evidence
    item, happened = max(told, key=lambda pair: len(content & stems(pair[1][0].text)))  # the first of the best
    first = [item.statement] if reading.on_both else []
    scores = {one: found[0].score + 0.5 - 0.05 * place for place, one in enumerate([*first, *happened[:2]])}
    return with_scores(evidence, scores, overview, item.cosine)


def pairs_for(
    reading: QuestionReading,
    claims: Sequence[Claim],
    overview: Overview,
    filter: Filter,
    may_answer: Callable[[str], bool],
) -> tuple[Pair, ...]:
    """Expectations with what came of them, where they belong to the answer.

    They do when a claim is itself an expectation, for a forecast alone would read as news, and when the question asks
    about expectations or outcomes; then all pairs that the claims tell by themselves, and few others. Where it does
    not ask what happened, `may_answer` says of what came of it whether that tells something of the matter asked.
    """
    asked = reading.on_outcome or reading.about is About.BEFORE
    of_the_past = asks_what_happened(reading)
    found: dict[tuple[str, ...], Pair] = {}
    claimed = {citation.span for claim in claims for citation in claim.citations}
    for claim in claims if asked else claims[:1]:
        for citation in claim.citations:
            statement = overview.by_span.get(citation.span)
            if statement is not None and (statement.status is Status.EXPECTED or reading.on_outcome):
                for expected, pair in _pairs_of(statement, reading, claimed, overview, filter):
                    if of_the_past or any(may_answer(one.quote) for one in pair.happened):
                        found.setdefault(expected, pair)
    told = [pair for pair in found.values() if {pair.expected.span, *(one.span for one in pair.happened)} <= claimed]
    others = [pair for pair in found.values() if pair not in told]
    return (*told, *others[: max(0, (MOST_PAIRS if asked else 1) - len(told))])


def _pairs_of(
    statement: Statement, reading: QuestionReading, claimed: Collection[Span], overview: Overview, filter: Filter
) -> Iterator[tuple[tuple[str, ...], Pair]]:
    """Each expectation that a statement tells or came of, by its keys, as a pair of what is `claimed` if it can be."""
    for outcome in _outcomes_of(statement, overview):
        expected = known_by_key(outcome.expected, overview, filter)
        happened = _nearest(_particular(reading), known_by_key(outcome.happened, overview, filter))
        known = bool(expected and happened) and is_settled(outcome, overview, filter)
        if known and outcome.verdict != "unknown":
            shown = next((one for one in expected if one.span in claimed), expected[0])
            came = next((one for one in happened if one.span in claimed), happened[0])
            yield outcome.expected, Pair(cited(shown, overview), (cited(came, overview),), outcome.verdict)


def _particular(reading: QuestionReading) -> frozenset[str]:
    """The words of a question that say of what it asks; "expected" and "happened" do not."""
    return frozenset(reading.content) - GENERAL


def _nearest(content: frozenset[str], happened: Sequence[Statement]) -> list[Statement]:
    """What came of an expectation, that which holds most of a question's words first."""
    return sorted(happened, key=lambda one: -len(content & stems(one.text)))


def _outcomes_of(statement: Statement, overview: Overview) -> list[Outcome]:
    return list(dict.fromkeys(overview.outcomes_by_key.get(statement.key, ())))
