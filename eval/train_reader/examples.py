"""Turns labelled question sets into lists of sentences to rank: those that answer, and hard ones that do not."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.reader.pair import BAR
from eval.dataset import CorpusDocument, Question, load_corpus, load_questions
from eval.errors import DatasetError
from eval.train_reader.bm25 import SentenceIndex, folded_words
from eval.train_reader.sentences import Sentence, document_sentences, holding

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
MOST_RIGHT = 4  # texts of a list that answer
LOOKED_AT = 60  # sentences of other passages among which hard ones are looked for


@dataclass(frozen=True, slots=True)
class Example:
    """A question with texts; `labels` is 1 for those that answer it (none, when it is unanswerable)."""

    id: str
    set: str
    question: str
    texts: tuple[str, ...]
    labels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sizes:
    """What the lists are like."""

    inside: int = 4  # sentences of the gold passage that do not answer, the best by BM25 first
    outside: int = 2  # sentences of other passages; more where the passage is short
    bare: int = 3  # one list in so many goes without titles and context, as brought documents may be


def make_examples(
    folder: Path, sets: Mapping[str, int], avoid: Collection[str], held_out: bool, sizes: Sizes, seed: int
) -> list[Example]:
    """Read sets and make lists, shuffled.

    Args:
        folder: Where the sets lie, each a folder with `corpus.jsonl` and `questions.jsonl`.
        sets: How many questions of each set at most.
        avoid: Questions (as `same_question`) that are left out, being in an evaluation set.
        held_out: Whether to take the documents that are kept for choosing, or all others.
        sizes: What the lists are like.
        seed: Draws which questions are taken, and their order.

    Raises:
        DatasetError: A set is not permissive, missing, or breaks the schema.
    """
    documents: dict[str, CorpusDocument] = {}
    asked: list[tuple[str, Question]] = []
    chance = np.random.default_rng(seed)
    for name, most in sets.items():
        if name not in PERMISSIVE:
            raise DatasetError(
                f"{name!r} is not among the sets whose licence permits training: {', '.join(PERMISSIVE)}."
            )
        for document in load_corpus(folder / name / "corpus.jsonl").values():
            if one_in(20, document.title or document.id) == held_out:
                documents[document.id] = document
        questions = load_questions(folder / name / "questions.jsonl")
        fit = [
            question
            for question in (questions[number] for number in chance.permutation(len(questions)))
            if same_question(question.text) not in avoid and all(key in documents for key in _about(question))
        ]
        asked.extend((name, question) for question in fit[:most])
    sentences = [sentence for document in documents.values() for sentence in document_sentences(document)]
    maker = _Maker(sentences, sizes)
    examples = [example for name, question in asked if (example := maker.example(name, question))]
    return [examples[number] for number in chance.permutation(len(examples))]


def same_question(text: str) -> str:
    """The form in which two questions are compared for overlap."""
    return " ".join(word for word in folded_words(text) if word not in {"a", "an", "the"})


def one_in(share: int, key: str) -> bool:
    """Whether a key is one of the `share`-th part, by its hash."""
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % share == 0


def _about(question: Question) -> list[str]:
    """The documents a question was judged against."""
    return list(question.documents) or [str(question.row["distractor_doc_id"])]


class _Maker:
    """Makes lists from questions and all sentences."""

    def __init__(self, sentences: list[Sentence], sizes: Sizes) -> None:
        self._sentences, self._sizes = sentences, sizes
        self._index = SentenceIndex([sentence.seen for sentence in sentences])
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, sentence in enumerate(sentences):
            self._places[sentence.span.document_id].append(place)

    def example(self, name: str, question: Question) -> Example | None:
        """The list of a question; None when its evidence is in no sentence or nothing is left to compare with."""
        inside = [place for document in _about(question) for place in self._places[document]]
        right = holding([self._sentences[place] for place in inside], question.evidence)
        if not right and question.answerable:
            return None
        scores = self._index.scores(question.text)
        own = [place for number, place in enumerate(inside) if number not in right]
        own = sorted(own, key=lambda place: -scores[place])[: self._sizes.inside]
        wanted = self._sizes.outside + (self._sizes.inside - len(own)) // 2
        places = [inside[number] for number in sorted(right)][:MOST_RIGHT]
        labels = [1] * len(places) + [0] * len(own)
        others = self._hard(question, scores)[:wanted]
        texts = [self._sentences[place].seen for place in [*places, *own, *others]]
        if len(texts) < 2:
            return None
        if one_in(self._sizes.bare, question.id):
            texts = [text.rpartition(BAR)[2] for text in texts]
        labels.extend([0] * len(others))
        return Example(question.id, name, question.text, tuple(texts), tuple(labels))

    def _hard(self, question: Question, scores: np.ndarray) -> list[int]:
        """Places of sentences of other passages that are near by words and name no answer, best first."""
        shown = question.row.get("shown_doc_ids")
        known = {*_about(question), *(map(str, shown) if isinstance(shown, list) else ())}
        answers = [f" {' '.join(words)} " for words in map(folded_words, question.answers) if words]
        best = np.argpartition(-scores, min(LOOKED_AT, len(scores) - 1))[:LOOKED_AT]
        found = []
        for place in best[np.argsort(-scores[best], kind="stable")]:
            sentence = self._sentences[place]
            folded = f" {' '.join(folded_words(sentence.seen))} "
            names_answer = any(answer in folded for answer in answers)
            if scores[place] > 0 and sentence.span.document_id not in known and not names_answer:
                found.append(int(place))
        return found
