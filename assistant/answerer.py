"""What an answerer is, and the one that needs no model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from assistant.answer import Claim, Turn
from assistant.compose import compose
from assistant.evidence import Evidence
from assistant.question import read_question


class Answerer(Protocol):
    """Writes claims from evidence, one at a time."""

    name: str  # "extractive" or "chat"
    model: str | None
    notice: str  # what the reader should know of the last answer; empty as a rule

    def write(self, question: str, evidence: Evidence, history: Sequence[Turn]) -> Iterator[Claim]:
        """Claims for a question that stands alone, the direct answer first; none means that nothing holds."""
        ...


class ExtractiveAnswerer:
    """Answers in the sources' own words: every claim is a statement, verbatim."""

    name = "extractive"
    model: str | None = None
    notice = ""

    def write(self, question: str, evidence: Evidence, history: Sequence[Turn]) -> Iterator[Claim]:
        """See `Answerer.write`."""
        return compose(read_question(question), evidence)
