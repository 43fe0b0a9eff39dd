"""What an answerer is, and the one that needs no model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.answer import Claim, Turn
from assistant.compose import compose
from assistant.evidence import Evidence
from assistant.question import read_question


@dataclass(frozen=True, slots=True)
class Written:
    """Who wrote an answer in the end, and what the reader should know of it."""

    answerer: str  # "extractive" or "chat"
    model: str | None = None
    notice: str = ""


class Answerer(Protocol):
    """Writes claims from evidence, one at a time."""

    name: str  # "extractive" or "chat"
    model: str | None

    def write(self, question: str, evidence: Evidence, history: Sequence[Turn]) -> Iterator[Claim]:
        """Claims for a question that stands alone, the direct answer first; none means that nothing holds.

        A generator may return a `Written` when another than this answerer wrote, or the reader should know something.
        Closing it must end whatever it waits for.
        """
        ...


class ExtractiveAnswerer:
    """Answers in the sources' own words: every claim is a statement, verbatim."""

    name = "extractive"
    model: str | None = None

    def write(self, question: str, evidence: Evidence, history: Sequence[Turn]) -> Iterator[Claim]:
        """See `Answerer.write`."""
        return compose(read_question(question), evidence)
