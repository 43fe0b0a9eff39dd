"""What the lists of a training are drawn from: written collections, follow-ups as they are put, and public sets."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.questions.dataset import load_questions
from eval.train_reader.examples import Example, Sizes, make_examples, same_question
from eval.train_reader.hardest import hardest
from eval.train_reader.readings import Readings
from eval.train_reader.vectors import Vectors
from eval.train_reader.written import LISTED, written_examples

logger = logging.getLogger(__name__)

SETS = {  # how many questions of each public set at most; of their lists as many are drawn as are lacking
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
LOOKED_THROUGH = 18  # texts of a collection's list of which the hardest are taken
LISTS_SEED = 71  # draws the lists themselves, whatever the training's seed


@dataclass(frozen=True, slots=True)
class Mix:
    """Where lists come from, and the share of each source.

    Args:
        data: Holds the public sets, each a folder.
        learn: Folders of written collections, each with its share of the lists; those without one (None) are taken as
            one source that gets what the others, the follow-ups and the public sets leave.
        public: Share of the lists that come from the public sets at least.
        talked: Share of follow-ups of all these collections, each as it is put after the question before.
        avoid: Holds evaluation sets, each a folder, whose questions are left out.
    """

    data: Path
    learn: Mapping[Path, float | None]
    public: float
    talked: float
    avoid: Path | None = None

    def draw(self, count: int, seed: int, vectors: Vectors, best_of: Readings | None = None) -> list[Example]:
        """At most `count` lists in the order in which they are trained on, of each source its share at most.

        Args:
            count: How many lists a training takes.
            seed: Draws which lists of each source, and their order.
            vectors: Embeds, or knows already, sentences and questions.
            best_of: A reader; each list is cut to the texts that it finds best.
        """
        listed = LOOKED_THROUGH if best_of else LISTED
        given = {folder: share for folder, share in self.learn.items() if share is not None}
        rest = 1 - self.public - self.talked - sum(given.values())
        sources = [([folder], share, False) for folder, share in given.items()]
        sources.append(([folder for folder in self.learn if folder not in given], rest, False))
        sources.append((list(self.learn), self.talked, True))
        parts = [
            (written_examples(_collections(folders), vectors, LISTS_SEED, talked, listed), share)
            for folders, share, talked in sources
            if folders and share > 0
        ]
        avoided = _asked(self.avoid)
        public = make_examples(self.data, SETS, avoided, vectors, held_out=False, sizes=Sizes(), seed=LISTS_SEED)
        examples = _drawn([*parts, (public, 1.0)], count, np.random.default_rng(seed))
        if best_of:
            examples = hardest(examples, best_of)
        texts = sum(len(example.texts) for example in examples) / len(examples)
        logger.info("%d lists, %.1f texts a list", len(examples), texts)
        return examples


def _collections(folders: Sequence[Path]) -> list[Path]:
    return [path for folder in folders for path in sorted(folder.iterdir())]


def _drawn(parts: Sequence[tuple[Sequence[Example], float]], count: int, chance: np.random.Generator) -> list[Example]:
    """So many lists, in their order: of each part its share at most, of the last what is lacking."""
    taken: list[Example] = []
    for part, share in parts:
        most = min(round(share * count), count - len(taken))
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
