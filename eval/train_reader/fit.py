"""Trains the adapters: one pass over shuffled lists of sentences, with a loss for ranking and one for answering at all."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch.nn import functional

from assistant.reader.bert import DOWN, UP, Bert, Layer, assemble, logits, merge
from assistant.reader.tokens import encode_pairs
from eval.train_reader.examples import Example

logger = logging.getLogger(__name__)

WHOLE = (  # small weights that are trained as they are, not through adapters
    "pooler.dense.weight",
    "pooler.dense.bias",
    "classifier.weight",
    "classifier.bias",
    "embeddings.token_type_embeddings.weight",
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the adapters are trained."""

    steps: int = 1600
    questions: int = 16  # a step
    rank: int = 32
    rate: float = 5e-4
    warm_up: int = 60  # steps
    decay: float = 0.35  # share of the steps, at the end, over which the rate falls to 0
    answering: float = 0.5  # weight of the loss for "answers at all"
    seed: int = 7


def start_adapters(base: dict[str, torch.Tensor], recipe: Recipe) -> dict[str, torch.Tensor]:
    """Adapters that change nothing yet, and a new head."""
    chance = torch.Generator().manual_seed(recipe.seed)
    adapters: dict[str, torch.Tensor] = {}
    for name, weight in sorted(base.items()):
        if name.startswith("encoder.") and weight.ndim == 2:
            wide, narrow = weight.shape[0], weight.shape[1]
            spread = (torch.rand(recipe.rank, narrow, generator=chance) * 2 - 1) / narrow**0.5
            adapters[name + DOWN] = spread
            adapters[name + UP] = torch.zeros(wide, recipe.rank)
    width = base["pooler.dense.weight"].shape[0]
    for name in WHOLE:
        if name in base:
            adapters[name] = base[name].clone()
    adapters["classifier.weight"] = torch.randn(1, width, generator=chance) * 0.05
    adapters["classifier.bias"] = torch.zeros(1)
    return adapters


def rate_at(step: int, recipe: Recipe) -> float:
    """Share of the full rate at a step: up, level, and down to 0."""
    falling = recipe.decay * recipe.steps
    return min(1.0, (step + 1) / recipe.warm_up, max(0.0, (recipe.steps - step) / falling))


def score_pairs(bert: Bert, pairs: Sequence[tuple[list[int], list[int]]], tokens: int = 1024) -> torch.Tensor:
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
    """Ranking: the share of the softmax over a question's list that falls on what answers. Answering: yes or no, each text."""
    ranking, judged = [], []
    for part, example in zip(scores.split([len(example.texts) for example in batch]), batch, strict=True):
        labels = torch.tensor(example.labels, dtype=torch.float32)
        judged.append(functional.binary_cross_entropy_with_logits(part, labels))
        if 0 < labels.sum() < len(labels):
            ranking.append(part.logsumexp(0) - part[labels > 0].logsumexp(0))
    total = answering * torch.stack(judged).mean()
    return total + torch.stack(ranking).sum() / len(batch) if ranking else total


def fit(base: dict[str, torch.Tensor], tokenizer: Tokenizer, examples: Sequence[Example], recipe: Recipe, out: Path,
        threads: int) -> dict[str, torch.Tensor]:
    """Train and return the adapters; a checkpoint every 50 steps, from which a stopped training goes on."""
    adapters = {name: value.requires_grad_() for name, value in start_adapters(base, recipe).items()}
    groups = [
        {"params": [value for name, value in adapters.items() if name.endswith(UP)], "share": 2.0},
        {"params": [value for name, value in adapters.items() if not name.endswith(UP)], "share": 1.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=recipe.rate, betas=(0.9, 0.98), weight_decay=0.01)
    saved = out / "checkpoint.pt"
    first = 0
    if saved.exists():
        state = torch.load(saved)
        first = state["step"]
        optimizer.load_state_dict(state["optimizer"])
        with torch.no_grad():
            for name, value in adapters.items():
                value.copy_(state["adapters"][name])
    started, seen, running = time.perf_counter(), 0, 0.0
    with ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,)) as pool:
        for step in range(first, recipe.steps):
            places = [(step * recipe.questions + n) % len(examples) for n in range(recipe.questions)]
            batch = [(example, encode_pairs(tokenizer, example.question, example.texts)) for example in (examples[place] for place in places)]
            batch.sort(key=lambda pair: sum(len(ids) for ids, _ in pair[1]) / len(pair[1]))
            for group in optimizer.param_groups:
                group["lr"] = recipe.rate * group["share"] * rate_at(step, recipe)
            seen += sum(len(ids) for _, pairs in batch for ids, _ in pairs)
            optimizer.zero_grad()
            loss = _accumulate(assemble(merge(base, adapters), torch.bfloat16), batch, recipe, pool)
            torch.nn.utils.clip_grad_norm_(adapters.values(), 1.0)
            optimizer.step()
            running += (loss - running) / min(step - first + 1, 50)
            if (step + 1) % 10 == 0:
                spent = time.perf_counter() - started
                logger.info("step %d of %d, loss %.3f, %.0f tokens a second, %.0f s", step + 1, recipe.steps, running, seen / spent, spent)
            if (step + 1) % 50 == 0 or step + 1 == recipe.steps:
                plain = {name: value.detach() for name, value in adapters.items()}
                torch.save({"step": step + 1, "optimizer": optimizer.state_dict(), "adapters": plain}, saved.with_suffix(".new"))
                saved.with_suffix(".new").replace(saved)
                save_adapters(plain, recipe, out / f"adapters-{step + 1}.safetensors")
    return {name: value.detach() for name, value in adapters.items()}


Encoded = tuple[Example, list[tuple[list[int], list[int]]]]


def _accumulate(bert: Bert, batch: Sequence[Encoded], recipe: Recipe, pool: ThreadPoolExecutor) -> float:
    """Add the gradients of a batch to the adapters, a few questions at a time on each thread; summed in a fixed order."""
    trained = [weight for weight in _tensors(bert) if weight.requires_grad]
    leaves = {id(weight): weight.detach().requires_grad_() for weight in trained}
    stand_in = _replace(bert, leaves)

    def part(group: Sequence[Encoded]) -> tuple[float, tuple[torch.Tensor, ...]]:
        scores = score_pairs(stand_in, [pair for _, pairs in group for pair in pairs])
        loss = loss_of(scores, [example for example, _ in group], recipe.answering) * (len(group) / len(batch))
        return loss.item(), torch.autograd.grad(loss, list(leaves.values()))

    size = recipe.questions // 4
    total, sums = 0.0, [torch.zeros(weight.shape) for weight in trained]
    for loss, gradients in pool.map(part, [batch[place : place + size] for place in range(0, len(batch), size)]):
        total += loss
        for kept, gradient in zip(sums, gradients, strict=True):
            kept += gradient
    torch.autograd.backward(trained, [kept.to(weight.dtype) for kept, weight in zip(sums, trained, strict=True)])
    return total


def _tensors(bert: Bert) -> list[torch.Tensor]:
    layers = [value for layer in bert.layers for name in layer.__slots__ for value in _flat(getattr(layer, name))]
    return [bert.types, *bert.pooler, *bert.classifier, *layers]


def _flat(value: object) -> tuple[torch.Tensor, ...]:
    return value if isinstance(value, tuple) else (value,)  # type: ignore[return-value]


def _replace(bert: Bert, leaves: dict[int, torch.Tensor]) -> Bert:
    def swap(value: object) -> object:
        if isinstance(value, tuple):
            return tuple(swap(part) for part in value)
        if isinstance(value, Layer):
            return Layer(**{name: swap(getattr(value, name)) for name in value.__slots__})
        return leaves.get(id(value), value)

    return Bert(**{name: swap(getattr(bert, name)) for name in bert.__slots__})


def save_adapters(adapters: dict[str, torch.Tensor], recipe: Recipe, path: Path) -> None:
    """Write adapters in 16 bit, with the recipe beside them in the file's header."""
    save_file({name: value.to(torch.float16).contiguous() for name, value in adapters.items()}, path, {"recipe": json.dumps(asdict(recipe))})


def open_base(folder: Path) -> dict[str, torch.Tensor]:
    """The weights of the embedding model, in 32 bit."""
    return {name: value.float() for name, value in load_file(folder / "model.safetensors").items() if value.is_floating_point()}
