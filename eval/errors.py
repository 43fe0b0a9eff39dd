"""Failures of an evaluation that a person can put right."""

from __future__ import annotations

from knowledge.errors import ExpectedError


class EvaluationError(ExpectedError):
    """A run, a comparison or an option cannot be used as asked."""


class DatasetError(EvaluationError):
    """A line of a benchmark breaks its schema; the message names the file and the line."""
