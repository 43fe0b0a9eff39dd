"""The reader's weights: low-rank adapters merged into the embedding model's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import torch

DOWN, UP = ".down", ".up"  # an adapter's two factors: weight + up @ down
STATES, FOUND = "states", "found"  # the input and the output of the graphs that are made of the weights
Weights = Mapping[str, NDArray[np.float32]]
Matrix = TypeVar("Matrix", NDArray[np.float32], "torch.Tensor")


def merge(base: Mapping[str, Matrix], adapters: Mapping[str, Matrix]) -> dict[str, Matrix]:
    """Put adapters into the weights they belong to.

    Args:
        base: The weights of the embedding model, by their names in its file.
        adapters: For a weight `NAME` the factors `NAME.down` `(r, in)` and `NAME.up` `(out, r)`; any other entry
            takes the place of the weight of its name, or is added.

    Returns:
        The weights of the cross-encoder.

    Source: Hu et al., LoRA, 2021, section 4.1.
    """
    merged = dict(base)
    for name, value in adapters.items():
        if name.endswith(DOWN):
            target = name.removesuffix(DOWN)
            merged[target] = base[target] + adapters[target + UP] @ value
        elif not name.endswith(UP):
            merged[name] = value
    return merged


def layer_count(names: Iterable[str]) -> int:
    """How many transformer layers weights of these names have."""
    return 1 + max(int(name.split(".")[2]) for name in names if name.startswith("encoder.layer."))


def load_weights(path: Path) -> dict[str, NDArray[np.float32]]:
    """The numbers of a safetensors file in 32 bit, without those that only count positions."""
    from safetensors.numpy import load_file

    return {
        name: value.astype(np.float32, copy=False)
        for name, value in load_file(path).items()
        if np.issubdtype(value.dtype, np.floating)
    }
