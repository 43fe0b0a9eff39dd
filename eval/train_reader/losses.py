"""How lists of encoded pairs are scored, and what is lost by the scores."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from assistant.reader.tokens import Pair
from eval.train_reader.bert import Bert, pair_logits, span_logits, token_states
from eval.train_reader.examples import Example

RIGHT = 1.5  # weight of a text that answers, where each is judged by itself
Encoded = tuple[Example, list[Pair]]


def score_pairs(
    bert: Bert, pairs: Sequence[Pair], spans: Sequence[tuple[int, int] | None], tokens: int = 1024
) -> tuple[torch.Tensor, torch.Tensor]:
    """Score encoded pairs in groups of like length.

    Args:
        bert: The weights.
        pairs: `n` pairs.
        spans: The first and last token of the answer in each pair, where they are known.
        tokens: How many, padding included, go through at once.

    Returns:
        The scores `(n,)` in the order given, and the loss of the spans, averaged over those known.
    """
    order = sorted(range(len(pairs)), key=lambda number: len(pairs[number].ids))
    found: list[torch.Tensor] = []
    lost = [torch.zeros(())]
    group: list[int] = []
    for place, number in enumerate(order):
        group.append(number)
        last = place + 1 == len(order)
        if last or (len(group) + 1) * len(pairs[order[place + 1]].ids) > tokens:
            ids, types = padded([pairs[n] for n in group], len(pairs[number].ids))
            states = token_states(bert, ids, types, ids > 0)
            found.append(pair_logits(bert, states))
            for row, n in enumerate(group):
                span, first = spans[n], pairs[n].first
                if span is not None:
                    sides = span_logits(bert, states[row : row + 1, first : len(pairs[n].ids) - 1])[0]
                    lost.append(cross_entropy(sides.T, torch.tensor(span) - first))
            group = []
    back = torch.empty(len(order), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(order))
    return torch.cat(found)[back], torch.stack(lost).sum() / max(len(lost) - 1, 1)


def padded(pairs: Sequence[Pair], length: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids and types of pairs `(n, length)`, padded with 0."""
    rows = [[part + [0] * (length - len(part)) for part in (pair.ids, pair.types)] for pair in pairs]
    batch = torch.tensor(rows)
    return batch[:, 0], batch[:, 1]


def loss_of(scores: torch.Tensor, batch: Sequence[Example], answering: float) -> torch.Tensor:
    """A softmax over each list and "none of them", whose logit is 0.

    Ranking: the share that falls on what answers, or on none. Answering: the share that falls on none among the texts
    that do not answer, as if the others had been taken out.
    """
    total = scores.new_zeros(())
    none = scores.new_zeros(1)
    for part, example in zip(torch.split(scores, [len(example.texts) for example in batch]), batch, strict=True):
        right = torch.tensor(example.labels) > 0
        refused = torch.cat([part[~right], none]).logsumexp(0)
        ranked = torch.cat([part, none]).logsumexp(0) - part[right].logsumexp(0) if right.any() else refused
        total = total + ranked + answering * refused
    return total / len(batch)


def loss_of_each(scores: torch.Tensor, batch: Sequence[Example]) -> torch.Tensor:
    """Whether each text by itself answers: the cross-entropy, in which one that does counts `RIGHT` times."""
    labels = torch.tensor([float(label) for example in batch for label in example.labels])
    return binary_cross_entropy_with_logits(scores, labels, weight=1 + (RIGHT - 1) * labels)


def token_span(pair: Pair, span: tuple[int, int] | None) -> tuple[int, int] | None:
    """The first and last token of a pair that hold characters `span` of its text; None where they are cut off."""
    if span is None:
        return None
    held = [number for number, (start, end) in enumerate(pair.offsets) if start < span[1] and end > span[0]]
    if not held or pair.offsets[-1][1] < span[1]:
        return None
    return pair.first + held[0], pair.first + held[-1]
