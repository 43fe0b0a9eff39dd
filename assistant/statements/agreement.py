"""Two statements that say the same, so that both may be cited for the words of the first."""

from __future__ import annotations

from assistant.support import check_support
from knowledge.passage import Statement
from knowledge.text.words import stems

SAME = 0.8  # overlap of words from which two statements may say the same


def says_the_same(one: Statement, other: Statement) -> bool:
    """Whether two statements share nearly all their words and all their numbers, and the second supports the first."""
    if not share_words(one.text, other.text):
        return False
    strange = stems(one.text) ^ stems(other.text)
    return not any(word[0].isdigit() for word in strange) and check_support(one.text, [other]).holds


def share_words(one: str, other: str) -> bool:
    """Whether two texts share nearly all words of the shorter one."""
    first, second = stems(one), stems(other)
    return bool(first and second) and len(first & second) / min(len(first), len(second)) >= SAME
