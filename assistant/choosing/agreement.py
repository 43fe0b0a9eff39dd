"""Two statements that say the same, so that both may be cited for the words of the first."""

from __future__ import annotations

from assistant.choosing.signals import stems
from assistant.support import check_support
from knowledge.passage import Statement

SAME = 0.8  # overlap of words from which two statements may say the same


def says_the_same(one: Statement, other: Statement) -> bool:
    """Whether two statements share nearly all their words and all their numbers, and the second supports the first."""
    first, second = stems(one.text), stems(other.text)
    if not first or not second or len(first & second) / min(len(first), len(second)) < SAME:
        return False
    return not any(w[0].isdigit() for w in first ^ second) and check_support(one.text, [other]).holds
