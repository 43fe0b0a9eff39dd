"""Failures of this layer that a person can put right."""

from knowledge.errors import ExpectedError


class SettingsError(ExpectedError):
    """A setting has a wrong value or an unknown name."""


class QuestionError(ExpectedError):
    """A question, or what came with it, is empty, too long or of a wrong kind."""


class AnswererError(ExpectedError):
    """The part that writes answers failed, or did not answer in time."""
