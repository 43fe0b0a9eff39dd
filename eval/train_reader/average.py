"""`python -m eval.train_reader.average A B --out C`: adapters of several trainings as one."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from assistant.reader.weights import DOWN, UP

Adapters = Mapping[str, torch.Tensor]


def average(trained: Sequence[Adapters], rank: int) -> dict[str, torch.Tensor]:
    """The mean of what adapters add to each weight, in the nearest factors of a rank; of other weights the mean.

    Source: Wortsman et al., Model soups, 2022; the factors are those of the singular value decomposition, which are the
    nearest by Eckart and Young, 1936.

    Args:
        trained: Adapters of trainings that began alike.
        rank: Of the factors, at most.
    """
    found: dict[str, torch.Tensor] = {}
    for name in trained[0]:
        if name.endswith(UP):
            continue
        if not name.endswith(DOWN):
            found[name] = torch.stack([one[name].float() for one in trained]).mean(0)
            continue
        up = name.removesuffix(DOWN) + UP
        added = torch.stack([one[up].float() @ one[name].float() for one in trained]).mean(0)
        left, sizes, right = torch.linalg.svd(added, full_matrices=False)
        root = sizes[:rank].sqrt()
        found[up], found[name] = left[:, :rank] * root, root[:, None] * right[:rank]
    return found


def main() -> None:
    """Read the options, average, write."""
    parser = argparse.ArgumentParser(prog="python -m eval.train_reader.average", description=__doc__)
    parser.add_argument("adapters", type=Path, nargs="+", help="what trainings wrote")
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    parser.add_argument("--rank", type=int, default=64)
    options = parser.parse_args()
    averaged = average([load_file(path) for path in options.adapters], options.rank)
    with safe_open(options.adapters[0], "pt") as first:
        said = dict(first.metadata() or {}) | {"averaged": str(len(options.adapters)), "rank": str(options.rank)}
    save_file({name: value.half().contiguous() for name, value in averaged.items()}, options.out, said)


if __name__ == "__main__":
    main()
