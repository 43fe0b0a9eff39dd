"""Arithmetic on spans: overlap, covering, characters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from knowledge.passage import Span


def overlap(first: Span, second: Span) -> int:
    """How many characters two spans share; 0 in different documents."""
    if first.document_id != second.document_id:
        return 0
    return max(0, min(first.end, second.end) - max(first.start, second.start))


def covers(first: Span, second: Span) -> bool:
    """Whether one span covers the other: they share at least half of the shorter one."""
    shared = overlap(first, second)
    return shared > 0 and 2 * shared >= min(first.end - first.start, second.end - second.start)


def any_covers(spans: Iterable[Span], gold: Span) -> bool:
    """Whether any of the spans covers the gold span."""
    return any(covers(span, gold) for span in spans)


def union_covers(spans: Sequence[Span], gold: Span) -> bool:
    """Whether the spans taken together hold at least half of the gold span, or one of them covers it."""
    return any_covers(spans, gold) or 2 * shared_characters(spans, [gold]) >= gold.end - gold.start


def merge(spans: Iterable[Span]) -> list[Span]:
    """The same characters as spans that do not touch, sorted."""
    merged: list[Span] = []
    for span in sorted(span for span in spans if span.end > span.start):
        last = merged[-1] if merged else None
        if last and last.document_id == span.document_id and span.start <= last.end:
            merged[-1] = Span(last.document_id, last.start, max(last.end, span.end))
        else:
            merged.append(span)
    return merged


def characters(spans: Iterable[Span]) -> int:
    """How many different characters the spans hold."""
    return sum(span.end - span.start for span in merge(spans))


def shared_characters(first: Iterable[Span], second: Iterable[Span]) -> int:
    """How many different characters lie in both sets of spans."""
    right = merge(second)
    return sum(overlap(a, b) for a in merge(first) for b in right)
