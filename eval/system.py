"""What a system under test is: a small seam that our assistant, a callable and a server each fill."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from eval.questions.question import Message, Question

Reply = Mapping[str, object]
"""An answer in the project's JSON shape, with `hits` or `ranking` beside it where the system has a ranking."""


class System(Protocol):
    """What is measured."""

    name: str

    def answer(self, question: str, history: Sequence[Message]) -> Reply:
        """Answer one question; whatever it raises is recorded as this question's error."""
        ...

    def search(self, question: str, history: Sequence[Message]) -> Reply:
        """The ranking alone, of a system that can search without answering; else of its answer."""
        ...

    def rewrite(self, question: str, history: Sequence[Message]) -> str:
        """The question made to stand alone."""
        ...

    def score_candidates(self, question: Question, texts: Sequence[str]) -> Sequence[float]:
        """How well each text answers the question; empty when the system has no such scorer."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


@dataclass(frozen=True, slots=True)
class SystemSpec:
    """A system that can be opened: what its answers depend on is known before, so that nothing is opened for nothing.

    `cacheable` says that equal configurations give equal answers, so that answers may be kept on disk. `model`
    names a chat model whose calls cost time or money; empty when none is used.
    """

    name: str
    configuration: Mapping[str, str]
    open: Callable[[], System]
    cacheable: bool = False
    own_texts: bool = False  # whether the documents are the system's own, known only when it is open
    model: str = ""
