"""Documents as one could have known them on a day: what became known later is left out of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date

from knowledge.document import StoredDocument
from knowledge.known import passes
from knowledge.passage import Dispute, Filter, Source, Statement


def on_day(documents: Sequence[StoredDocument], day: date | None) -> Sequence[StoredDocument]:
    """The documents with only what was known on a day; without a day they stay as they are.

    Later statements and sources go, and documents without any statement left. A verdict on an expectation stays where
    all that came of it was known, a dispute where at least two of its sides were; a side without a statement has
    no words then. An editor's note, written when all had come to pass, goes, as in answers.
    """
    if day is None:
        return documents
    told = {document.id: _known(document.statements, day) for document in documents}
    keys = {one.key for statements in told.values() for one in statements}
    return [_shortened(document, told[document.id], keys) for document in documents if told[document.id]]


def _known(statements: Sequence[Statement], day: date) -> list[Statement]:
    known = [one for one in statements if passes(one, Filter(as_of=day))]
    return [replace(one, sources=_published(one.sources, day)) for one in known]


def _published(sources: Sequence[Source], day: date) -> tuple[Source, ...]:
    return tuple(source for source in sources if source.published is None or source.published <= day)


def _shortened(document: StoredDocument, known: Sequence[Statement], keys: Set[str]) -> StoredDocument:
    held: dict[str, set[int]] = {}
    for one in known:
        held.setdefault(one.dispute, set()).add(one.side)
    disputes = {
        dispute.key: _of_sides(dispute, held[dispute.key])
        for dispute in document.disputes
        if len(held.get(dispute.key, ())) > 1
    }
    return replace(
        document,
        statements=tuple(_undisputed(one, disputes) for one in known),
        disputes=tuple(disputes.values()),
        outcomes=tuple(one for one in document.outcomes if one.happened and keys >= set(one.happened)),
    )


def _of_sides(dispute: Dispute, held: Collection[int]) -> Dispute:
    sides = tuple(says if place in held else "" for place, says in enumerate(dispute.sides))
    return replace(dispute, sides=sides, note="")


def _undisputed(statement: Statement, disputes: Mapping[str, Dispute]) -> Statement:
    """The statement, no longer a side of a dispute of which only one side was known."""
    return statement if statement.dispute in disputes else replace(statement, dispute="", side=-1)
