"""The forward pass of a small BERT cross-encoder in torch, through which gradients flow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch.nn import functional

from assistant.reader.graph import HEADS, NORM_EPSILON
from assistant.reader.weights import layer_count


@dataclass(frozen=True, slots=True)
class Layer:
    """Weights of one transformer layer; query, key and value are one matrix `(3d, d)`."""

    qkv: torch.Tensor
    qkv_bias: torch.Tensor
    output: torch.Tensor
    output_bias: torch.Tensor
    attention_norm: tuple[torch.Tensor, torch.Tensor]
    widen: torch.Tensor
    widen_bias: torch.Tensor
    narrow: torch.Tensor
    narrow_bias: torch.Tensor
    norm: tuple[torch.Tensor, torch.Tensor]


@dataclass(frozen=True, slots=True)
class Bert:
    """All weights of the cross-encoder: embeddings, layers, and its heads.

    `pooler` and `classifier` return one number per pair, `span` two per token: how well the answer's own words begin
    and end there. Adapters trained without spans lack it.
    """

    words: torch.Tensor
    positions: torch.Tensor
    types: torch.Tensor
    embedding_norm: tuple[torch.Tensor, torch.Tensor]
    layers: tuple[Layer, ...]
    pooler: tuple[torch.Tensor, torch.Tensor]
    classifier: tuple[torch.Tensor, torch.Tensor]
    span: tuple[torch.Tensor, torch.Tensor] | None


def assemble(state: Mapping[str, torch.Tensor], dtype: torch.dtype) -> Bert:
    """Arrange merged weights for the forward pass; matrices of the layers in `dtype`, embeddings and head in 32 bit."""

    def layer(number: int) -> Layer:
        def get(name: str) -> torch.Tensor:
            return state[f"encoder.layer.{number}.{name}"].to(dtype)

        def norm(name: str) -> tuple[torch.Tensor, torch.Tensor]:
            return get(f"{name}.LayerNorm.weight"), get(f"{name}.LayerNorm.bias")

        parts = [f"attention.self.{part}" for part in ("query", "key", "value")]
        return Layer(
            qkv=torch.cat([get(f"{part}.weight") for part in parts]),
            qkv_bias=torch.cat([get(f"{part}.bias") for part in parts]),
            output=get("attention.output.dense.weight"),
            output_bias=get("attention.output.dense.bias"),
            attention_norm=norm("attention.output"),
            widen=get("intermediate.dense.weight"),
            widen_bias=get("intermediate.dense.bias"),
            narrow=get("output.dense.weight"),
            narrow_bias=get("output.dense.bias"),
            norm=norm("output"),
        )

    return Bert(
        words=state["embeddings.word_embeddings.weight"],
        positions=state["embeddings.position_embeddings.weight"],
        types=state["embeddings.token_type_embeddings.weight"],
        embedding_norm=(state["embeddings.LayerNorm.weight"], state["embeddings.LayerNorm.bias"]),
        layers=tuple(layer(number) for number in range(layer_count(state))),
        pooler=(state["pooler.dense.weight"], state["pooler.dense.bias"]),
        classifier=(state["classifier.weight"], state["classifier.bias"]),
        span=(state["span.weight"], state["span.bias"]) if "span.weight" in state else None,
    )


def pair_logits(bert: Bert, states: torch.Tensor) -> torch.Tensor:
    """One number a pair `(n,)` of the states of its first token."""
    pooled = functional.linear(states[:, 0].float(), *bert.pooler).tanh()
    return functional.linear(pooled, *bert.classifier)[:, 0]


def span_logits(bert: Bert, states: torch.Tensor) -> torch.Tensor:
    """How well the answer's own words begin and end at each token `(n, t, 2)`; the adapters must know spans."""
    if bert.span is None:
        raise ValueError("These adapters were trained without spans.")
    return functional.linear(states.float(), *bert.span)


def token_states(bert: Bert, ids: torch.Tensor, types: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Hidden states of the last layer.

    Args:
        bert: The weights.
        ids: Token numbers `(n, t)`.
        types: 0 for the question's tokens, 1 for the text's, `(n, t)`.
        mask: True where there is a token, `(n, t)`.

    Returns:
        The states `(n, t, d)`.
    """
    dtype = bert.layers[0].qkv.dtype
    n, length = ids.shape
    width = bert.words.shape[1]
    states = bert.words[ids] + bert.positions[:length] + bert.types[0]
    states = states + types[..., None].float() * (bert.types[1] - bert.types[0])
    states = functional.layer_norm(states, (width,), *bert.embedding_norm, NORM_EPSILON).to(dtype)
    hidden = torch.zeros(mask.shape, dtype=dtype).masked_fill(~mask, -torch.inf)[:, None, None, :]
    for layer in bert.layers:
        qkv = functional.linear(states, layer.qkv, layer.qkv_bias)
        query, key, value = qkv.view(n, length, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        # Plain products: torch 2.13's fused kernel is slower on short rows.
        weights = query @ key.transpose(2, 3) * (width // HEADS) ** -0.5
        weights = (weights + hidden).softmax(-1)
        mixed = (weights @ value).transpose(1, 2).reshape(n, -1, width)
        mixed = functional.linear(mixed, layer.output, layer.output_bias)
        states = functional.layer_norm(states + mixed, (width,), *layer.attention_norm, NORM_EPSILON)
        wide = functional.gelu(functional.linear(states, layer.widen, layer.widen_bias))
        wide = functional.linear(wide, layer.narrow, layer.narrow_bias)
        states = functional.layer_norm(states + wide, (width,), *layer.norm, NORM_EPSILON)
    return states
