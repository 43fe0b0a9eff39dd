"""Time and doubt: what was expected and what came of it; where the sources differ."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Citation, Claim, Conflict, Pair, Side
from assistant.evidence import cite
from knowledge.known import passes
from knowledge.overview import Overview
from knowledge.passage import Filter, Statement

MOST_PAIRS = 2
MOST_CONFLICTS = 1


def pairs_for(claims: Sequence[Claim], overview: Overview, filter: Filter) -> tuple[Pair, ...]:  # noqa: A002
    """For claims that are expectations, or outcomes of one: both, with the verdict, at most two pairs."""
    found: dict[tuple[str, ...], Pair] = {}
    cited = {citation.span for claim in claims for citation in claim.citations}
    for statement in overview.statements:
        if statement.span not in cited:
            continue
        for key in statement.key.split():
            for outcome in overview.outcomes_by_key.get(key, ()):
                expected = _known(
                    [overview.by_key[name] for name in outcome.expected if name in overview.by_key], filter
                )
                happened = _known(
                    [overview.by_key[name] for name in outcome.happened if name in overview.by_key], filter
                )
                if not expected or not happened or outcome.verdict == "unknown":
                    continue
                shown = next((s for s in expected if s.span in cited), expected[0])
                came = sorted(happened, key=lambda s: s.span not in cited)[:2]
                found.setdefault(
                    outcome.expected,
                    Pair(
                        _cite(shown, overview), tuple(_cite(statement, overview) for statement in came), outcome.verdict
                    ),
                )
    return tuple(found.values())[:MOST_PAIRS]


def conflicts_for(claims: Sequence[Claim], overview: Overview, filter: Filter) -> tuple[Conflict, ...]:  # noqa: A002
    """The dispute that the direct claim is one side of, with every side that the filter lets pass."""
    conflicts: list[Conflict] = []
    by_span = {statement.span: statement for statement in overview.statements if statement.dispute}
    keys = [by_span[c.span].dispute for claim in claims for c in claim.citations if c.span in by_span]
    for key in list(dict.fromkeys(keys))[:MOST_CONFLICTS]:
        dispute = overview.disputes[key]
        sides: dict[int, list[Statement]] = {}
        for statement in _known(overview.statements_by_dispute[key], filter):
            sides.setdefault(statement.side, []).append(statement)
        if len(sides) > 1:
            shown = tuple(Side(held[0].text, tuple(_cite(s, overview) for s in held[:2])) for held in sides.values())
            conflicts.append(Conflict(dispute.question, shown, dispute.note))
    return tuple(conflicts)


def _cite(statement: Statement, overview: Overview) -> Citation:
    """The same citation that a claim would have, so that the two share a number."""
    return cite(statement, overview.titles.get(statement.span.document_id, ""))


def _known(statements: Sequence[Statement], filter: Filter) -> list[Statement]:  # noqa: A002
    return [statement for statement in statements if passes(statement, filter)]
