"""Failures that a person can put right; entry points show their message without a traceback."""


class ExpectedError(Exception):
    """Something outside the program is wrong; the message says what, with which value, and what to do."""

    exit_code = 1


class DocumentError(ExpectedError):
    """A document cannot be read or breaks a rule of the collection."""


class QueryError(ExpectedError):
    """There is nothing in it to search for."""


class IndexMissingError(ExpectedError):
    """Nothing has been ingested yet."""


class IndexMismatchError(ExpectedError):
    """The index was built with other settings than those asked for."""


class IndexDamagedError(ExpectedError):
    """The index on disk fails its checks and could not be repaired."""


class IndexLockedError(ExpectedError):
    """Another process holds the index."""

    exit_code = 4


class EmbedderError(ExpectedError):
    """The embedding model is missing, altered, or returned vectors of a wrong shape."""


class StoreError(ExpectedError):
    """The vector store cannot be reached or did not answer in time."""
