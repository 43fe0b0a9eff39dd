"""How a statement and its context become the text that the reader scores."""

from __future__ import annotations

import regex

LENGTH = 128  # tokens of a pair at most; the text is cut, never the question
MOST_BEFORE = 30  # words of the question before a follow-up
BAR = " | "
_LEANING = regex.compile(  # openings that lean on the sentence before
    r"^\W*(he|she|it|its|they|his|her|their|this|that|these|those|there|then|here|both|such|another|"
    r"also|but|however|and|so|the former|the latter|afterwards|later)\b",
    regex.IGNORECASE,
)
_TREEBANK = (("``", '"'), ("''", '"'), ("-LRB-", "("), ("-RRB-", ")"), ("-LSB-", "["), ("-RSB-", "]"))


def pair_text(statement: str, title: str = "", previous: str = "") -> str:
    """Put a statement's title before it, and the sentence before it when it opens with "he", "this" and the like.

    Args:
        statement: What is scored.
        title: The title of its document, empty when there is none.
        previous: The statement before it in the document, empty when it is the first.

    Returns:
        `title | previous | statement`, without the parts that are empty or not needed.
    """
    parts = [title] if title else []
    if previous and leans(statement):
        parts.append(previous[-240:])
    return plain(BAR.join([*parts, statement]))


def question_after(before: str, put: str) -> str:
    """A follow-up as it was put, after the last words of the question before."""
    return f"{' '.join(before.split()[-MOST_BEFORE:]).rstrip(' ?.!')}? {put}"


def leans(statement: str) -> bool:
    """Whether a statement opens with "he", "this" and the like, which only the sentence before explains."""
    return _LEANING.match(statement) is not None


def plain(text: str) -> str:
    """Replace the quotes and brackets of tokenised corpora (`` and -LRB-) by ordinary ones, and collapse spaces."""
    for written, meant in _TREEBANK:
        if written in text:
            text = text.replace(written, meant)
    return " ".join(text.split())
