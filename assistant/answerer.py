"""The interface of an answerer, and the answerer that needs no model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.answer import Claim, Turn
from assistant.composing.compose import compose
from assistant.evidence import Evidence
from assistant.question import read_question


@dataclass(frozen=True, slots=True)
class Written:
    """Which answerer wrote an answer in the end, and a notice for the reader."""

    answerer: str  # its name
    model: str | None = None
    notice: str = ""


class Answerer(Protocol):
    """Writes claims from evidence, one at a time."""

    name: str  # "extractive", "chat", or what one of your own is called
    model: str | None

    def write(self, question: str, evidence: Evidence, history: Sequence[Turn]) -> Iterator[Claim]:
        """Write claims for a standalone question, the direct answer first; no claim means a refusal.

        A generator may return a `Written` when another answerer wrote the claims or the reader needs a notice. Closing
        it must end any pending request.
        """
        ...


class ExtractiveAnswerer:
    """Answers in the sources' own words: every claim is a statement, verbatim."""

    name = "extractive"
    model: str | None = None

    def write(self, question: str, evidence: Evidence, history: Sequence[Turn]) -> Iterator[Claim]:
        """See `Answerer.write`."""
        return compose(read_question(question), evidence)
