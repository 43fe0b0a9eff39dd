"""Differences between sources that nobody wrote down: statements of other documents with another value."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Citation, Claim, Conflict, Side
from assistant.choosing.overall.disputes import MOST_SIDES
from assistant.evidence import Evidence, names_above
from assistant.question import QuestionReading
from assistant.question.designation import names_another, stand_apart
from assistant.statements.contradiction import contradict
from assistant.support import check_support

COMPARED = 20  # statements in which another value is looked for


def differing(reading: QuestionReading, claims: Sequence[Claim], evidence: Evidence) -> tuple[Conflict, ...]:
    """The conflict that nobody wrote down: statements of other documents that give the direct claim another value.

    What stands under the name of another thing than the claim, or than the question names, is no other value of its.
    """
    if not claims or not claims[0].citations:
        return ()
    shown = claims[0].citations[0]
    above = names_above(shown.title, shown.heading)
    sides: list[list[Citation]] = [list(claims[0].citations)]
    for item in evidence.statements[:COMPARED]:
        one = item.citation()
        if one.span.document_id in {citation.span.document_id for side in sides for citation in side}:
            continue
        if not contradict(shown.quote, one.quote, reading.text):
            continue
        if names_another(reading.text, (one.quote, *item.above)) or stand_apart(above, item.above):
            continue
        held = next((side for side in sides[1:] if check_support(side[0].quote, [item.statement]).holds), None)
        if held is not None:
            held.append(one)
        elif len(sides) < MOST_SIDES and all(contradict(side[0].quote, one.quote, reading.text) for side in sides[1:]):
            sides.append([one])
    if len(sides) < 2:
        return ()
    return (Conflict(reading.text, tuple(Side(side[0].quote, tuple(side)) for side in sides)),)
