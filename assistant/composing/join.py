"""The answers to the parts of a question as one answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, zip_longest
from typing import TypeVar

from assistant.answer import Answer, Citation, Claim
from knowledge.passage import Hit

NOT_FOUND = "Nothing was found on “{part}”."
_Thing = TypeVar("_Thing")


def join(question: str, answers: Sequence[Answer]) -> Answer:
    """One answer of the parts that were answered, in order; its notice names those that were not.

    Nothing is said twice: a part whose direct claim an earlier one makes adds no claim. The confidence is that of the
    part that is the least sure of those answered.

    Args:
        question: As it was asked.
        answers: To its parts, at least one; where none of them is answered, the first is a refusal of all.
    """
    first = answers[0]
    told = [answer for answer in answers if answer.answered]
    if len(answers) == 1 or not told:
        return replace(first, question=question)
    claims = _claims(told)
    beside = (citation for answer in told for citation in _beside(answer))
    notices = [answer.notice if answer.answered else NOT_FOUND.format(part=answer.question) for answer in answers]
    return replace(
        first,
        question=question,
        standalone_question=question if _stood_alone(answers) else " ".join(one.standalone_question for one in answers),
        claims=claims,
        citations=_once(chain((citation for claim in claims for citation in claim.citations), beside)),
        pairs=_once(pair for answer in told for pair in answer.pairs),
        conflicts=_once(conflict for answer in told for conflict in answer.conflicts),
        hits=_in_turn([answer.hits for answer in answers]),
        nearest=(),
        missing="",
        lack=None,
        confidence=min(answer.confidence for answer in told),
        as_of=next((answer.as_of for answer in answers if answer.as_of), None),
        answerer=told[-1].answerer,
        model=told[-1].model,
        notice=" ".join(_once(notice for notice in notices if notice)),
    )


def _claims(answers: Iterable[Answer]) -> tuple[Claim, ...]:
    claims: list[Claim] = []
    for answer in answers:
        said = {citation.span for claim in claims for citation in claim.citations}
        fresh = [claim for claim in answer.claims if claim.citations[0].span not in said]
        if answer.claims[0] in fresh:
            claims += fresh
    return tuple(claims)


def _beside(answer: Answer) -> Iterator[Citation]:
    """What an answer cites beside its claims."""
    claimed = {citation for claim in answer.claims for citation in claim.citations}
    return (citation for citation in answer.citations if citation not in claimed)


def _in_turn(found: Sequence[Sequence[Hit]]) -> tuple[Hit, ...]:
    """The best of each, then the second of each, and so on, each passage once."""
    return tuple({hit.passage.id: hit for ranked in zip_longest(*found) for hit in ranked if hit}.values())


def _stood_alone(answers: Iterable[Answer]) -> bool:
    return all(answer.standalone_question == answer.question for answer in answers)


def _once(things: Iterable[_Thing]) -> tuple[_Thing, ...]:
    return tuple(dict.fromkeys(things))
