"""Trains the adapters on lists of sentences, with a loss for ranking and one for answering at all."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from assistant.reader.tokens import encode_pairs
from assistant.reader.weights import DOWN, UP, merge
from eval.train_reader.bert import assemble
from eval.train_reader.examples import Example
from eval.train_reader.losses import Encoded, loss_of, loss_of_each, score_pairs, token_span
from knowledge.embedding.local_embedder import WEIGHTS, has_bfloat16

logger = logging.getLogger(__name__)

WHOLE = (  # small weights that are trained as they are, not through adapters
    "pooler.dense.weight",
    "pooler.dense.bias",
    "classifier.weight",
    "classifier.bias",
    "embeddings.token_type_embeddings.weight",
)


UP_SHARE = 2.0  # the second factor starts at 0 and learns twice as fast


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the adapters are trained."""

    steps: int
    questions: int  # a step
    rate: float
    warm_up: int  # steps
    decay: float  # share of the steps, at the end, over which the rate falls to 0
    seed: int
    rank: int = 64
    answering: float = 0.5  # weight of the loss for "answers at all"
    spans: float = 0.2  # weight of the loss for where the answer's own words begin and end
    lists: float = 1.0  # weight of the loss for a list as a whole
    each: float = 0.0  # weight of the loss for each text by itself


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
    return adapters | {"span.weight": torch.zeros(2, width), "span.bias": torch.zeros(2)}


def rate_at(step: int, recipe: Recipe) -> float:
    """Share of the full rate at a step: up, level, and down to 0."""
    falling = recipe.decay * recipe.steps
    return min(1.0, (step + 1) / recipe.warm_up, max(0.0, (recipe.steps - step) / falling))


class Training:
    """Adapters on their way: what they are, how far they have come, and where they are kept.

    Args:
        base: The weights of the embedding model, which stay as they are.
        recipe: How to train.
        start: Adapters of an earlier training, to go on with; None for new ones.
        out: A folder; a checkpoint in it is gone on from. Until the rate begins to fall, a training of more steps is
            the same as one of fewer, so that a stopped one can be ended early by asking for fewer steps.
    """

    def __init__(
        self, base: dict[str, torch.Tensor], recipe: Recipe, out: Path, start: dict[str, torch.Tensor] | None = None
    ) -> None:
        self._base, self._recipe, self._out = base, recipe, out
        self._saved = out / "checkpoint.pt"
        self._dtype = torch.bfloat16 if has_bfloat16() else torch.float32
        self.adapters = {
            name: value.requires_grad_() for name, value in (start or start_adapters(base, recipe)).items()
        }
        self._optimizer = torch.optim.AdamW(
            [
                {"params": [v for name, v in self.adapters.items() if name.endswith(UP)], "share": UP_SHARE},
                {"params": [v for name, v in self.adapters.items() if not name.endswith(UP)], "share": 1.0},
            ],
            lr=recipe.rate,
            betas=(0.9, 0.98),
            weight_decay=0.01,
        )
        self.step = 0
        if self._saved.exists():
            state = torch.load(self._saved, weights_only=True)
            self.step = state["step"]
            self._optimizer.load_state_dict(state["optimizer"])
            with torch.no_grad():
                for name, value in self.adapters.items():
                    value.copy_(state["adapters"][name])

    def take(self, batch: Sequence[Encoded]) -> float:
        """Take one step and give the batch's loss before it."""
        for group in self._optimizer.param_groups:
            group["lr"] = self._recipe.rate * group["share"] * rate_at(self.step, self._recipe)
        self._optimizer.zero_grad()
        bert = assemble(merge(self._base, self.adapters), self._dtype)
        pairs = [pair for _, pairs in batch for pair in pairs]
        spans = [token_span(pair, span) for one, own in batch for pair, span in zip(own, one.spans, strict=True)]
        scores, lost = score_pairs(bert, pairs, spans)
        examples = [example for example, _ in batch]
        loss = self._recipe.spans * lost
        if self._recipe.lists:
            loss = loss + self._recipe.lists * loss_of(scores, examples, self._recipe.answering)
        if self._recipe.each:
            loss = loss + self._recipe.each * loss_of_each(scores, examples)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self.adapters.values(), 1.0)
        self._optimizer.step()
        self.step += 1
        return loss.item()

    def keep(self) -> None:
        """Write a checkpoint, and the adapters as they are."""
        plain = {name: value.detach() for name, value in self.adapters.items()}
        state = {"step": self.step, "optimizer": self._optimizer.state_dict(), "adapters": plain}
        torch.save(state, self._saved.with_suffix(".new"))
        self._saved.with_suffix(".new").replace(self._saved)
        save_adapters(plain, self._recipe, self.kept_in)

    @property
    def kept_in(self) -> Path:
        """The file of the adapters as they are after this step, where they were kept."""
        return self._out / f"adapters-{self.step}.safetensors"


def fit(training: Training, tokenizer: Tokenizer, examples: Sequence[Example], recipe: Recipe) -> None:
    """Train to the end, with a checkpoint every 50 steps."""
    started, seen, running, first = time.perf_counter(), 0, 0.0, training.step
    while training.step < recipe.steps:
        places = [(training.step * recipe.questions + n) % len(examples) for n in range(recipe.questions)]
        batch = [_encode(tokenizer, examples[place]) for place in places]
        seen += sum(len(pair.ids) for _, pairs in batch for pair in pairs)
        loss = training.take(batch)
        running += (loss - running) / min(training.step - first, 50)
        if training.step % 10 == 0:
            speed = seen / (time.perf_counter() - started)
            logger.info("step %d of %d, loss %.3f, %.0f tokens/s", training.step, recipe.steps, running, speed)
        if training.step % 50 == 0 or training.step == recipe.steps:
            training.keep()


def _encode(tokenizer: Tokenizer, example: Example) -> Encoded:
    return example, encode_pairs(tokenizer, example.question, example.texts)


def save_adapters(adapters: dict[str, torch.Tensor], recipe: Recipe, path: Path) -> None:
    """Write adapters in 16 bit, with the recipe beside them in the file's header."""
    save_file(
        {name: value.to(torch.float16).contiguous() for name, value in adapters.items()},
        path,
        {"recipe": json.dumps(asdict(recipe))},
    )


def open_base(folder: Path) -> dict[str, torch.Tensor]:
    """The weights of the embedding model, in 32 bit."""
    return open_numbers(folder / WEIGHTS)


def open_numbers(path: Path) -> dict[str, torch.Tensor]:
    """What a safetensors file holds, in 32 bit, without what only counts positions."""
    return {name: value.float() for name, value in load_file(path).items() if value.is_floating_point()}
