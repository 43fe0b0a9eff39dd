"""Texts that lead a regular expression to each of its repeats, and what to repeat there: read off the pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from re import _constants as op  # type: ignore[attr-defined]  # the parser is not public, and there is no other
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_SIGNS = "a1 A-.,'\n\u0430\u0915|=*/@&<(\"!?:;_#$%"  # tried in this order where a set of characters stands
_CLASSES = {
    op.CATEGORY_DIGIT: r"\d",
    op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_WORD: r"\w",
    op.CATEGORY_NOT_WORD: r"\W",
}
_REPEATS = {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT}


def ways_in(pattern: str, flags: int = 0) -> Iterator[tuple[str, str]]:
    """For each repeat of a pattern, what brings one there and what to repeat.

    Letters of scripts, which only the library `regex` has, are taken for those of any word. Nothing comes of a pattern
    that the standard library cannot parse even so.
    """
    plain = re.sub(r"\\p\{[^}]*\}", r"\\w", re.sub(r"\\P\{[^}]*\}", r"\\W", pattern))
    try:
        items = parser.parse(plain, flags & (re.VERBOSE | re.IGNORECASE))
    except re.error:
        return
    ways = [*_ways(items, "", full=False), *_ways(items, "", full=True)]
    yield from dict.fromkeys(ways)


def _ways(items: Iterable[tuple[Any, Any]], before: str, *, full: bool) -> Iterator[tuple[str, str]]:
    """What `ways_in` gives; `full` says whether what may be left out stands in front."""
    for item in items:
        kind, what = item
        if kind in _REPEATS:
            _, most, body = what
            if most > 1:
                yield from ((before, filler) for filler in _fillers(body))
            yield from _ways(body, before, full=full)
        elif kind is op.BRANCH:
            for branch in what[1]:
                yield from _ways(branch, before, full=full)
        elif kind in {op.SUBPATTERN, op.ATOMIC_GROUP, op.ASSERT}:
            yield from _ways(what if kind is op.ATOMIC_GROUP else what[-1], before, full=full)
        elif kind is op.GROUPREF_EXISTS:
            for branch in filter(None, what[1:]):
                yield from _ways(branch, before, full=full)
        before += _example([item], full=full)


def _fillers(body: Iterable[tuple[Any, Any]]) -> Iterator[str]:
    """Short texts that fit the body of a repeat: each of its branches, with and without what may be left out."""
    items = list(body)
    if len(items) == 1 and items[0][0] is op.SUBPATTERN:
        items = list(items[0][1][-1])
    if len(items) == 1 and items[0][0] is op.BRANCH:
        for branch in items[0][1][1]:
            yield from _fillers(branch)
    elif len(items) == 1 and items[0][0] in {op.IN, op.ANY, op.NOT_LITERAL}:
        yield from [sign for sign in _SIGNS if _fits(items[0], sign)][:4] or [_example(items, full=False)]
    else:
        yield from filter(None, {_example(items, full=False): 0, _example(items, full=True): 0})


def _example(items: Iterable[tuple[Any, Any]], *, full: bool) -> str:
    """A text that fits, as short as can be, or with one of each thing that may be left out."""
    said = ""
    for item in items:
        kind, what = item
        if kind is op.LITERAL:
            said += chr(what)
        elif kind in {op.IN, op.ANY, op.NOT_LITERAL}:
            said += next((sign for sign in _SIGNS if _fits(item, sign)), "") or _first(what)
        elif kind in _REPEATS:
            said += _example(what[2], full=full) * max(what[0], int(full))
        elif kind is op.BRANCH:
            said += _example(what[1][0], full=full)
        elif kind in {op.SUBPATTERN, op.ASSERT}:
            said += _example(what[-1], full=full)
        elif kind is op.ATOMIC_GROUP:
            said += _example(what, full=full)
    return said


def _first(members: Iterable[tuple[Any, Any]]) -> str:
    """A character that a set names."""
    for kind, what in members:
        if kind in {op.LITERAL, op.RANGE}:
            return chr(what if kind is op.LITERAL else what[0])
    return ""


def _fits(item: tuple[Any, Any], sign: str) -> bool:
    kind, what = item
    if kind is op.ANY:
        return sign != "\n"
    if kind is op.NOT_LITERAL:
        return sign != chr(what)
    negated = what[0][0] is op.NEGATE
    return negated != any(_is_member(member, sign) for member in what)


def _is_member(member: tuple[Any, Any], sign: str) -> bool:
    kind, what = member
    if kind is op.LITERAL:
        return sign == chr(what)
    if kind is op.RANGE:
        return what[0] <= ord(sign) <= what[1]
    return kind is op.CATEGORY and re.match(_CLASSES[what], sign) is not None
