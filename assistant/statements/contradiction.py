"""Two statements that say one thing with different values: nearly the same words, another number, date or name."""

from __future__ import annotations

from collections.abc import Set
from difflib import SequenceMatcher
from functools import lru_cache

import regex

from assistant.support.words import same_meaning, tokens_of
from knowledge.text.month_names import MONTH_OR_SHORT
from knowledge.text.words import fold, words

Runs = tuple[str, str]  # words of one statement, and those in their place in the other

ALIKE = 0.7  # share of the words of both statements that must be common, in the same order
LONGEST_VALUE = 8  # words
_DAY_FIRST = regex.compile(rf"\b(\d{{1,2}}) ({MONTH_OR_SHORT})\b")
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:[.,'’:/-][\p{L}\p{M}\p{N}]+)*")


def contradict(one: str, other: str, question: str) -> bool:
    """Whether two statements differ in one value alone, and not in one that the question itself names.

    A value is a run of words with a number or a capitalised name in it. Statements that differ in two values are about
    two things (January's exports and February's), and so are those that differ in what was asked about: in a value, or
    in a word of the question in whose place the other has another one (the road and the bridge).
    """
    values = _values(one, other, question)
    asked = set(words(question))
    return values is not None and not any(set(words(value)) <= asked for value in values)


def gives_another(one: str, other: str, question: str) -> bool:
    """Whether two statements differ in one value alone, and that is one which the question names: "Did 280 come?"."""
    values = _values(one, other, question)
    asked = set(words(question))
    return values is not None and any(set(words(value)) <= asked for value in values)


def _values(one: str, other: str, question: str) -> Runs | None:
    """The two values in which statements about one thing differ; None when there is none, or more than one."""
    differences = _differences(*sorted((one, other)))  # in a fixed order, because the comparison depends on it
    if differences is None:
        return None
    values, others = differences
    named = {token.root for token in tokens_of(question) if token.content}
    about_two = any(_swaps(left, right, named) or _swaps(right, left, named) for left, right in others)
    return None if about_two else values


def _swaps(run: str, other: str, named: Set[str]) -> bool:
    """Whether a run of words has one that is named, and the run in its place has none that means the same."""
    instead = [token.root for token in tokens_of(other) if token.content]
    return bool(instead) and any(
        token.root in named and not any(same_meaning(token.root, one) for one in instead) for token in tokens_of(run)
    )


@lru_cache(maxsize=4096)
def _differences(one: str, other: str) -> tuple[Runs, tuple[Runs, ...]] | None:
    """The two values in which statements of otherwise like words differ, and the other runs that stand for each other.

    None when there is no such value, or more than one.
    """
    (first, first_folded, first_known), (second, second_folded, second_known) = _split(one), _split(other)
    length = len(first) + len(second)
    common = min(sum(map(second_known.__contains__, first_folded)), sum(map(first_known.__contains__, second_folded)))
    if length and 2.0 * common / length < ALIKE:
        return None  # in no order can they be alike enough, and comparing orders is slow
    matcher = SequenceMatcher(None, first_folded, second_folded, autojunk=False)
    if matcher.ratio() < ALIKE:
        return None
    pairs: set[Runs] = set()
    others: list[Runs] = []
    for kind, start, end, start_other, end_other in matcher.get_opcodes():
        if kind == "equal":
            continue
        left, right = first[start:end], second[start_other:end_other]
        if _is_value(left, start) and _is_value(right, start_other):
            pairs.add((" ".join(left), " ".join(right)))
        elif _is_value(left, start) or _is_value(right, start_other):
            return None  # one statement says more than the other, not something else
        elif kind == "replace":
            others.append((" ".join(left), " ".join(right)))
    return (pairs.pop(), tuple(others)) if len(pairs) == 1 else None


@lru_cache(maxsize=16384)
def _split(text: str) -> tuple[list[str], list[str], frozenset[str]]:
    """The words of a statement, the same case-folded, and the set of these; of a date the month comes first."""
    found = _WORD.findall(_DAY_FIRST.sub(r"\2 \1", text))
    folded = [fold(word) for word in found]
    return found, folded, frozenset(folded)


def _is_value(run: list[str], start: int) -> bool:
    """Whether a run of words, the first of them at `start` of its statement, holds a number or a name."""
    return len(run) <= LONGEST_VALUE and any(
        any(map(str.isdigit, word)) or (place > 0 and word[0].isupper()) for place, word in enumerate(run, start)
    )
