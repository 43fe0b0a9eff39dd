"""`python -m eval.train_reader --data DIR --out DIR`: trains the reader's adapters."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from assistant.reader import CrossEncoderReader
from assistant.reader.cross_encoder import ModelFile
from assistant.reader.tokens import base_folder, open_tokenizer
from eval.dataset import load_questions
from eval.train_reader.examples import Example, Sizes, make_examples, same_question
from eval.train_reader.fit import Recipe, Training, fit, open_base, open_numbers, save_adapters, widen
from eval.train_reader.readings import Readings
from eval.train_reader.vectors import Vectors
from eval.train_reader.written import written_examples

MIX = {  # how many questions of each public set at most; of their lists as many are drawn as fill the steps
    "squad_train_part": 12000,
    "squad2_dev_part": 5340,
    "squadshifts_wiki": 8000,
    "afriqa": 6001,
    "selqa": 2354,
    "nq_gold": 1563,
    "timeqa": 1129,
    "covidqa": 1151,
    "qamr_wikinews": 790,
    "quotesum": 91,
}
LEARN = Path(__file__).parents[1] / "written" / "learn"
PUBLIC = 0.25  # share of the lists that come from the public sets at least
LISTS_SEED = 71  # draws the lists themselves, whatever the training's seed


def main() -> None:
    """Read the options, make the lists, train, save."""
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
    parser.add_argument("--start", type=Path, help="folder of a reader to go on with")
    parser.add_argument("--mistakes-of", type=Path, help="folder of a reader whose mistakes the lists hold")
    parser.add_argument("--learn", type=Path, nargs="+", default=[LEARN], help="folders of written collections")
    parser.add_argument("--talked", type=float, default=0.0, help="share of follow-ups after the question before")
    parser.add_argument("--cache", type=Path, required=True, help="folder for vectors")
    options = parser.parse_args()
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
    )
    examples = _lists(options, recipe)
    folder = base_folder()
    start = None
    if options.start:
        given = open_numbers(options.start / ModelFile.read(options.start).weights)
        start = widen(given, recipe.rank, recipe.seed)
    training = Training(open_base(folder), recipe, options.out, start)
    fit(training, open_tokenizer(folder), examples, recipe)
    save_adapters(training.adapters, recipe, options.out / "adapters.safetensors")


def _lists(options: argparse.Namespace, recipe: Recipe) -> list[Example]:
    """All lists, made or known already, and those drawn of them."""
    vectors, avoided = Vectors(options.cache), _asked(options.avoid)
    public = make_examples(options.data, MIX, avoided, vectors, held_out=False, sizes=Sizes(), seed=LISTS_SEED)
    mistaken = options.mistakes_of
    readings = Readings(options.cache, CrossEncoderReader(mistaken)) if mistaken else None
    collections = sorted(path for folder in options.learn for path in folder.iterdir())
    written = written_examples(collections, vectors, LISTS_SEED, readings)
    parts = [(written, 1 - PUBLIC - options.talked), (public, 1.0)]
    if options.talked:
        talked = written_examples(collections, vectors, LISTS_SEED, readings, talked=True)
        parts.insert(0, (talked, options.talked))
    examples = _drawn(parts, recipe)
    logging.info("%d lists, %.1f texts a list", len(examples), sum(len(e.texts) for e in examples) / len(examples))
    return examples


def _drawn(parts: Sequence[tuple[Sequence[Example], float]], recipe: Recipe) -> list[Example]:
    """The lists that a training takes, in their order: of each part its share at most, of the last what is lacking."""
    chance = np.random.default_rng(recipe.seed)
    wanted = recipe.steps * recipe.questions
    taken: list[Example] = []
    for part, share in parts:
        most = min(round(share * wanted), wanted - len(taken))
        taken += [part[place] for place in chance.permutation(len(part))[:most]]
    return [taken[place] for place in chance.permutation(len(taken))]


def _asked(folder: Path | None) -> set[str]:
    """The questions of evaluation sets, also as they stand alone."""
    questions = (
        [question for path in sorted(folder.glob("*/questions.jsonl")) for question in load_questions(path)]
        if folder
        else []
    )
    return {same_question(text) for question in questions for text in (question.text, question.standalone) if text}


if __name__ == "__main__":
    main()
