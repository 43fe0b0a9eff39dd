"""`python -m eval.train_reader --data DIR --out DIR`: trains the reader's adapters."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

import torch

from assistant.reader import CrossEncoderReader
from assistant.reader.cross_encoder import ModelFile
from assistant.reader.tokens import base_folder, open_tokenizer
from eval.train_reader.fit import Recipe, Training, fit, open_base, open_numbers, save_adapters, widen
from eval.train_reader.mix import PUBLIC, Mix
from eval.train_reader.readings import Readings
from eval.train_reader.vectors import Vectors

LEARN = Path(__file__).parents[1] / "written" / "learn"


def main() -> None:
    """Read the options, make the lists, train, save."""
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    recipe = Recipe(
        steps=options.steps,
        rate=options.rate,
        seed=options.seed,
        decay=options.decay,
        warm_up=options.warm_up,
        frozen=options.frozen,
        questions=options.questions,
        lists=options.lists,
        each=options.each,
    )
    mistaken, chooser = (
        Readings(options.cache, CrossEncoderReader(folder)) if folder else None
        for folder in (options.mistakes_of, options.hardest_of)
    )
    mix = Mix(options.data, dict(options.learn), options.public, options.talked, options.avoid)
    examples = mix.draw(recipe.steps * recipe.questions, recipe.seed, Vectors(options.cache), mistaken, chooser)
    folder = base_folder()
    start = None
    if options.start:
        given = open_numbers(options.start / ModelFile.read(options.start).weights)
        start = widen(given, recipe.rank, recipe.seed)
    training = Training(open_base(folder), recipe, options.out, start)
    fit(training, open_tokenizer(folder), examples, recipe)
    save_adapters(training.adapters, recipe, options.out / "adapters.safetensors")


def _options() -> argparse.Namespace:
    usual = Recipe()
    parser = argparse.ArgumentParser(prog="python -m eval.train_reader", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with one folder a training set")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and the finished adapters")
    parser.add_argument("--avoid", type=Path, help="folder with evaluation sets; their questions are left out")
    parser.add_argument("--steps", type=int, default=usual.steps)
    parser.add_argument("--rate", type=float, default=usual.rate)
    parser.add_argument("--seed", type=int, default=usual.seed)
    parser.add_argument("--decay", type=float, default=usual.decay)
    parser.add_argument("--warm-up", type=int, default=usual.warm_up)
    parser.add_argument("--frozen", type=int, default=usual.frozen, help="lowest layers that are not trained")
    parser.add_argument("--questions", type=int, default=usual.questions, help="lists of a step")
    parser.add_argument("--lists", type=float, default=usual.lists, help="weight of the loss for a list as a whole")
    parser.add_argument("--each", type=float, default=usual.each, help="weight of the loss for each text by itself")
    parser.add_argument("--start", type=Path, help="folder of a reader to go on with")
    parser.add_argument("--mistakes-of", type=Path, help="folder of a reader whose mistakes the lists hold")
    parser.add_argument("--hardest-of", type=Path, help="folder of a reader; lists are cut to what it finds best")
    parser.add_argument(
        "--learn",
        type=_folder_and_share,
        nargs="+",
        default=[(LEARN, None)],
        metavar="FOLDER[=SHARE]",
        help="folders of written collections; those without a share of the lists are drawn from as one",
    )
    parser.add_argument("--public", type=float, default=PUBLIC, help="share of public sets, at least")
    parser.add_argument("--talked", type=float, default=0.0, help="share of follow-ups after the question before")
    parser.add_argument("--cache", type=Path, required=True, help="folder for vectors")
    return parser.parse_args()


def _folder_and_share(text: str) -> tuple[Path, float | None]:
    """`eval/written/learn=0.4` as a folder and the share of the lists that are drawn from it."""
    folder, _, share = text.partition("=")
    return Path(folder), float(share) if share else None


if __name__ == "__main__":
    main()
