"""One step's gradients: lists are scored, the losses taken, and what follows for the adapters added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import torch

from assistant.reader.bert import Bert, assemble, logits
from eval.train_reader.examples import Example

Pair = tuple[list[int], list[int]]
Encoded = tuple[Example, list[Pair]]
PARTS = 4  # a batch is cut into so many, one a thread at a time


def accumulate(
    weights: Mapping[str, torch.Tensor], batch: Sequence[Encoded], answering: float, pool: ThreadPoolExecutor
) -> float:
    """Add a batch's gradients to what the weights were made of, and give its loss.

    Args:
        weights: What `merge` gave, from adapters with gradients switched on.
        batch: Questions with their encoded texts.
        answering: Weight of the loss for "answers at all".
        pool: Threads; each takes a part of the batch. The parts are summed in a fixed order, so that a training
            can be repeated.
    """
    learnt = {name: weight for name, weight in weights.items() if weight.requires_grad}
    leaves = {name: weight.detach().requires_grad_() for name, weight in learnt.items()}

    def part(group: Sequence[Encoded]) -> tuple[float, tuple[torch.Tensor, ...]]:
        bert = assemble({**weights, **leaves}, torch.bfloat16)
        scores = score_pairs(bert, [pair for _, pairs in group for pair in pairs])
        loss = loss_of(scores, [example for example, _ in group], answering) * (len(group) / len(batch))
        return loss.item(), torch.autograd.grad(loss, list(leaves.values()))

    size = -(-len(batch) // PARTS)
    total, sums = 0.0, [torch.zeros_like(leaf) for leaf in leaves.values()]
    for loss, gradients in pool.map(part, [batch[place : place + size] for place in range(0, len(batch), size)]):
        total += loss
        for kept, gradient in zip(sums, gradients, strict=True):
            kept += gradient
    torch.autograd.backward(list(learnt.values()), sums)
    return total


def score_pairs(bert: Bert, pairs: Sequence[Pair], tokens: int = 1024) -> torch.Tensor:
    """Score encoded pairs in groups of like length, `(n,)` in the order given."""
    order = sorted(range(len(pairs)), key=lambda number: len(pairs[number][0]))
    found: list[torch.Tensor] = []
    group: list[int] = []
    for place, number in enumerate(order):
        group.append(number)
        last = place + 1 == len(order)
        if last or (len(group) + 1) * len(pairs[order[place + 1]][0]) > tokens:
            longest = len(pairs[number][0])
            ids = torch.tensor([pairs[n][0] + [0] * (longest - len(pairs[n][0])) for n in group])
            types = torch.tensor([pairs[n][1] + [0] * (longest - len(pairs[n][1])) for n in group])
            found.append(logits(bert, ids, types, ids > 0))
            group = []
    back = torch.empty(len(order), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(order))
    return torch.cat(found)[back]


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
