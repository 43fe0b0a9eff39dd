"""Whether statements support a sentence, checked without a model."""

from __future__ import annotations

from assistant.support.check import MIN_COVERAGE, check_support, related

__all__ = ["MIN_COVERAGE", "check_support", "related"]
