"""Make a follow-up question stand alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from assistant.answer import Turn
from knowledge.words import content_words, fold

_LEANS = re.compile(
    r"\b(?:it|its|they|them|their|he|him|his|she|her|this|that|these|those|there|then|the same|the (?:last|first|next|other|second|third|former|latter) (?:one|ones)?|one)\b"
    r"|^(?:and|but|so|ok|what about|how about|why\?*$|when\?*$|where\?*$|who\?*$)\b"
)


class Rewriter(Protocol):
    """Turns a question and what was said before into a question that stands alone."""

    def rewrite(self, question: str, history: Sequence[Turn]) -> str:
        """The question itself when it stands alone already."""
        ...


class JoinRewriter:
    """Puts the last question before one that leans on it."""

    def rewrite(self, question: str, history: Sequence[Turn]) -> str:
        """See `Rewriter.rewrite`."""
        return join_last_question(question, history)


def join_last_question(question: str, history: Sequence[Turn]) -> str:
    """A question that leans on the last one, with that one before it; any other as it is."""
    if not history or not _leans(question):
        return question
    return f"{history[-1].question.rstrip()} {question}"


def _leans(question: str) -> bool:
    return bool(_LEANS.search(fold(question).strip())) or len(content_words(question)) <= 2
