"""Follow-up questions made to stand alone, without a model."""

from __future__ import annotations

from assistant.rewrite.rewriter import PhraseRewriter, Rewriter

__all__ = ["PhraseRewriter", "Rewriter"]
