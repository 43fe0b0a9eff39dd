"""`python -m eval.train_reader --data DIR --cache DIR --out DIR`: trains the reader's adapters, in two rounds."""

from __future__ import annotations

import argparse
import logging
from dataclasses import replace
from pathlib import Path

import torch

from assistant.reader import CrossEncoderReader
from assistant.reader.tokens import base_folder, open_tokenizer
from eval.train_reader.fit import Training, fit, open_base, open_numbers
from eval.train_reader.mix import Mix
from eval.train_reader.pack import WEIGHTS, pack
from eval.train_reader.readings import Readings
from eval.train_reader.rounds import Round, rounds
from eval.train_reader.vectors import Vectors


def main() -> None:
    """Read the options, and train one round after the other; a round that is finished is not trained again."""
    options = _options()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    torch.set_num_threads(1)
    before: Path | None = options.start
    for one, steps in zip(rounds(options.seed), options.steps or (None, None), strict=True):
        if options.start and not one.hardest:
            continue
        folder = options.out / one.name
        if not (folder / WEIGHTS).exists():
            _train(replace(one, recipe=replace(one.recipe, steps=steps)) if steps else one, options, folder, before)
        before = folder


def _train(one: Round, options: argparse.Namespace, folder: Path, before: Path | None) -> None:
    """Train one round, from the reader of the round before, into a folder from which a reader opens."""
    recipe = one.recipe
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(recipe.seed)
    mix = Mix(options.data, one.learn, one.public, one.talked, options.avoid)
    finder = Readings(options.cache, CrossEncoderReader(before)) if one.hardest and before else None
    examples = mix.draw(recipe.steps * recipe.questions, recipe.seed, Vectors(options.cache), finder)
    start = open_numbers(before / WEIGHTS) if before else None
    base = base_folder()
    training = Training(open_base(base), recipe, folder, start)
    fit(training, open_tokenizer(base), examples, recipe)
    pack(training.kept_in, folder, f"{one.name}-{recipe.seed}", cosine_weight=0.0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m eval.train_reader", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with one folder a training set")
    parser.add_argument("--cache", type=Path, required=True, help="folder for vectors and readings")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and the readers of both rounds")
    parser.add_argument("--avoid", type=Path, help="folder with evaluation sets; their questions are left out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=Path, help="folder of a reader to go on with, instead of the broad round")
    parser.add_argument("--steps", type=int, nargs=2, metavar=("BROAD", "HARD"), help="fewer steps, to try it out")
    return parser.parse_args()


if __name__ == "__main__":
    main()
