"""Turns labelled question sets into lists of sentences to rank: those that answer, and hard ones that do not."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.errors import DatasetError
from eval.questions.dataset import load_corpus, load_questions
from eval.questions.question import Question
from eval.train_reader.bm25 import SentenceIndex, folded_words
from eval.train_reader.sentences import Sentence, answer_span, document_sentences, holding
from eval.train_reader.vectors import Vectors

PERMISSIVE = (  # sets whose licence allows any use of what is trained on them; no other may be trained on
    "squad_train_part",
    "squad2_dev_part",
    "squadshifts_wiki",
    "afriqa",
    "selqa",
    "nq_gold",
    "timeqa",
    "covidqa",
    "qamr_wikinews",
    "quotesum",
)
# Sets whose evidence is the answer's own words and no more.
SHORT = frozenset({"squad_train_part", "squad2_dev_part", "squadshifts_wiki", "afriqa", "nq_gold", "timeqa"})
MOST_RIGHT = 4  # texts of a list that answer
LOOKED_AT = 60  # sentences of other passages among which hard ones are looked for, by words and by vectors each
DRAWN_FROM = 3  # times as many hard ones as are wanted, of which they are drawn
SAME = 0.9  # cosine from which on a sentence is taken to say what one that answers says
TOGETHER = 256  # questions whose vectors are compared at once


@dataclass(frozen=True, slots=True)
class Example:
    """A question with texts; `labels` is 1 for those that answer it (none, when it is unanswerable).

    `cosines` are those of the question with the sentences; `spans` where in a text the answer's own words stand, if a
    text answers and they are but a part of its sentence.
    """

    id: str
    set: str
    question: str
    texts: tuple[str, ...]
    labels: tuple[int, ...]
    cosines: tuple[float, ...]
    spans: tuple[tuple[int, int] | None, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a set, with its unit vector `(d,)`."""

    set: str
    question: Question
    vector: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sizes:
    """What the lists are like."""

    inside: int = 4  # sentences of the gold passage that do not answer, the best by BM25 and cosine first
    outside: int = 3  # sentences of other passages; more where the passage is short
    bare: int = 5  # one list in so many goes without titles and context, as brought documents may be


def make_examples(
    folder: Path,
    sets: Mapping[str, int],
    avoid: Collection[str],
    vectors: Vectors,
    *,
    held_out: bool,
    sizes: Sizes,
    seed: int,
) -> list[Example]:
    """Read sets and make lists, shuffled.

    Args:
        folder: Where the sets lie, each a folder with `corpus.jsonl` and `questions.jsonl`.
        sets: How many questions of each set at most.
        avoid: Questions (as `same_question`) that are left out, being in an evaluation set.
        vectors: Embeds, or knows already, the sentences and the questions.
        held_out: Whether to take the documents that are kept for choosing, or all others.
        sizes: What the lists are like.
        seed: Draws which questions are taken, their hard sentences, and their order.

    Raises:
        DatasetError: A set is not permissive, missing, or breaks the schema.
    """
    sentences: list[Sentence] = []
    asked: list[Asked] = []
    rows = []
    chance = np.random.default_rng(seed)
    for name, most in sets.items():
        if name not in PERMISSIVE:
            raise DatasetError(
                f"{name!r} is not among the sets whose licence permits training: {', '.join(PERMISSIVE)}."
            )
        documents = load_corpus(folder / name / "corpus.jsonl")
        every = [sentence for document in documents.values() for sentence in document_sentences(document)]
        known = {key for key, document in documents.items() if is_held_out(key, document.title) == held_out}
        kept = [number for number, sentence in enumerate(every) if sentence.span.document_id in known]
        sentences.extend(every[number] for number in kept)
        rows.append(vectors.of(f"{name}-sentences", [sentence.bare for sentence in every])[kept])
        questions = load_questions(folder / name / "questions.jsonl")
        near = vectors.of(f"{name}-questions", [question.text for question in questions])
        fit = [
            Asked(name, questions[number], near[number])
            for number in chance.permutation(len(questions))
            if same_question(questions[number].text) not in avoid and known.issuperset(_about(questions[number]))
        ]
        asked.extend(fit[:most])
    maker = _Maker(sentences, np.concatenate(rows), sizes, chance)
    examples = maker.examples(asked)
    return [examples[number] for number in chance.permutation(len(examples))]


def same_question(text: str) -> str:
    """The form in which two questions are compared for overlap."""
    return " ".join(word for word in folded_words(text) if word not in {"a", "an", "the"})


def is_held_out(document: str, title: str) -> bool:
    """Whether a document is kept from the reader's training, for choosing: one title in twenty."""
    return one_in(20, title or document)


def one_in(share: int, key: str) -> bool:
    """Whether a key is one of the `share`-th part, by its hash."""
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % share == 0


def _about(question: Question) -> list[str]:
    """The documents a question was judged against."""
    return list(question.documents) or [str(question.row["distractor_doc_id"])]


class _Maker:
    """Makes lists from questions and all sentences `n` with their unit vectors `(n, d)`."""

    def __init__(
        self, sentences: list[Sentence], vectors: NDArray[np.float32], sizes: Sizes, chance: np.random.Generator
    ) -> None:
        self._sentences, self._vectors, self._sizes, self._chance = sentences, vectors, sizes, chance
        titled = [sentence.titled for sentence in sentences]
        self._folded = [f" {' '.join(folded_words(text))} " for text in titled]
        self._index = SentenceIndex(titled)
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, sentence in enumerate(sentences):
            self._places[sentence.span.document_id].append(place)

    def examples(self, asked: Sequence[Asked]) -> list[Example]:
        """The lists of questions, in their order; those left out of which none can be made."""
        found: list[Example | None] = []
        for start in range(0, len(asked), TOGETHER):
            group = asked[start : start + TOGETHER]
            cosines = np.array([one.vector for one in group]) @ self._vectors.T
            found.extend(self._example(one, cosine) for one, cosine in zip(group, cosines, strict=True))
        return [example for example in found if example]

    def _example(self, asked: Asked, cosine: NDArray[np.float32]) -> Example | None:
        """The list of a question; None when its evidence is in no sentence or nothing is left to compare with."""
        question = asked.question
        inside = [place for document in _about(question) for place in self._places[document]]
        numbers = holding([self._sentences[place] for place in inside], question.evidence)
        if not numbers and question.answerable:
            return None
        words = self._index.scores(question.text)
        right = [inside[number] for number in sorted(numbers)][:MOST_RIGHT]
        own = [place for number, place in enumerate(inside) if number not in numbers]
        own = by_both(own, words, cosine)[: self._sizes.inside]
        wanted = self._sizes.outside + (self._sizes.inside - len(own)) // 2
        others = self._hard(question, right, words, cosine)[: DRAWN_FROM * wanted]
        drawn = self._chance.permutation(len(others))[:wanted]
        places = [*right, *own, *(others[number] for number in drawn)]
        if len(places) < 2:
            return None
        bare = one_in(self._sizes.bare, question.id)
        texts = [
            self._sentences[place].bare if bare else self._sentences[place].seen(question.text) for place in places
        ]
        labels = [1] * len(right) + [0] * (len(places) - len(right))
        cosines = tuple(map(float, cosine[places]))
        spans = [
            answer_span(self._sentences[place], text, question.evidence) if label and asked.set in SHORT else None
            for place, text, label in zip(places, texts, labels, strict=True)
        ]
        return Example(question.id, asked.set, question.text, tuple(texts), tuple(labels), cosines, tuple(spans))

    def _hard(
        self, question: Question, right: Sequence[int], words: NDArray[np.float32], cosine: NDArray[np.float32]
    ) -> list[int]:
        """Places of sentences of other passages that are near by words or by vectors and name no answer, best first."""
        shown = question.row.get("shown_doc_ids")
        known = {*_about(question), *(map(str, shown) if isinstance(shown, list) else ())}
        answers = [f" {' '.join(parts)} " for parts in map(folded_words, question.answers) if parts]
        best = {
            place
            for scores in (words, cosine)
            for place in np.argpartition(-scores, min(LOOKED_AT, len(scores) - 1))[:LOOKED_AT]
        }
        alike = (self._vectors[sorted(best)] @ self._vectors[list(right)].T).max(axis=1, initial=0.0)
        found = [
            int(place)
            for place, likeness in zip(sorted(best), alike, strict=True)
            if self._sentences[place].span.document_id not in known
            and likeness < SAME
            and not any(answer in self._folded[place] for answer in answers)
        ]
        return by_both(found, words, cosine)


def by_both(places: Sequence[int], *scores: NDArray[np.float32]) -> list[int]:
    """Places in turn by each of the scores, best first, every place once."""
    orders = [sorted(places, key=lambda place: -score[place]) for score in scores]
    return list(dict.fromkeys(place for turn in zip(*orders, strict=True) for place in turn))
