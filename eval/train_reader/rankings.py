"""What cosine and a reader say of labelled sentences: of judged candidates, of gold passages, of a whole collection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.questions.dataset import load_corpus, load_questions
from eval.train_reader.bm25 import SentenceIndex
from eval.train_reader.examples import PERMISSIVE, Sizes, make_examples
from eval.train_reader.sentences import Sentence, document_sentences, holding
from eval.train_reader.vectors import Vectors
from knowledge.passage import Span

SHOWN = 16  # statements the reader is given of a whole collection
Scorer = Callable[[str, Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Ranking:
    """One question with its candidates: which are right, and what cosine and reader say."""

    set: str
    labels: NDArray[np.int64]
    cosine: NDArray[np.float32]
    reader: NDArray[np.float32]


def candidate_rankings(folder: Path, name: str, scorer: Scorer, vectors: Vectors) -> list[Ranking]:
    """The judged candidates of the `clean` questions."""
    documents = load_corpus(folder / name / "corpus.jsonl")
    questions = [question for question in load_questions(folder / name / "questions.jsonl") if question.clean]
    asked = vectors.of(f"{name}-questions", [question.text for question in questions])
    found = []
    for question, vector in zip(questions, asked, strict=True):
        spans = [candidate.span for candidate in question.candidates]
        sentences: dict[Span, Sentence] = {}
        for key in dict.fromkeys(span.document_id for span in spans):
            places = sorted((span.start, span.end) for span in spans if span.document_id == key)
            sentences |= {sentence.span: sentence for sentence in document_sentences(documents[key], places)}
        listed = [sentences[span] for span in spans]
        own = vectors.of(f"{name}-{question.id}", [sentence.bare for sentence in listed])
        labels = np.array([candidate.label for candidate in question.candidates])
        scores = scorer(question.text, [sentence.seen(question.text) for sentence in listed])
        found.append(Ranking(name, labels, own @ vector, scores))
    return found


def passage_rankings(
    folder: Path, name: str, scorer: Scorer, vectors: Vectors, every: int = 1
) -> tuple[list[Ranking], list[Ranking]]:
    """The sentences of each gold passage; and for every question the sixteen of the pool that BM25 puts first.

    The labels of the second are 1 throughout for an answerable question and 0 for an unanswerable one; where a set has
    no unanswerable questions there is no second. `every` 3 takes one question in three.
    """
    documents = load_corpus(folder / name / "corpus.jsonl").values()
    questions = load_questions(folder / name / "questions.jsonl")[::every]
    sentences = [sentence for document in documents for sentence in document_sentences(document)]
    places: dict[str, list[int]] = {}
    for place, sentence in enumerate(sentences):
        places.setdefault(sentence.span.document_id, []).append(place)
    gold = [[place for key in question.documents for place in places[key]] for question in questions]
    found: list[list[int]] = [[] for _ in questions]
    if not all(question.answerable for question in questions):
        index = SentenceIndex([sentence.titled for sentence in sentences])
        found = [np.argsort(-index.scores(q.text), kind="stable")[:SHOWN].tolist() for q in questions]
    needed = sorted({place for group in (*gold, *found) for place in group})
    table = vectors.of(f"{name}-needed", [sentences[place].bare for place in needed])
    row = {place: number for number, place in enumerate(needed)}
    asked = vectors.of(f"{name}-questions", [question.text for question in questions])

    def ranking(number: int, chosen: list[int], labels: NDArray[np.int64]) -> Ranking:
        cosine = table[[row[place] for place in chosen]] @ asked[number]
        asked_for = questions[number].text
        return Ranking(name, labels, cosine, scorer(asked_for, [sentences[p].seen(asked_for) for p in chosen]))

    inside, pooled = [], []
    for number, question in enumerate(questions):
        right = holding([sentences[place] for place in gold[number]], question.evidence)
        if question.answerable and 0 < len(right) < len(gold[number]):
            labels = np.array([int(place in right) for place in range(len(gold[number]))])
            inside.append(ranking(number, gold[number], labels))
        if found[number]:
            pooled.append(ranking(number, found[number], np.full(SHOWN, int(question.answerable))))
    return inside, pooled


def held_out_rankings(folder: Path, scorer: Scorer, vectors: Vectors, most: int) -> list[Ranking]:
    """Lists of documents that training did not see: a passage's sentences and at least four of other passages."""
    sets = dict.fromkeys(PERMISSIVE, most)
    examples = make_examples(folder, sets, set(), vectors, held_out=True, sizes=Sizes(12, 4), seed=1)
    return [
        Ranking(
            example.set,
            np.array(example.labels),
            np.array(example.cosines, dtype=np.float32),
            scorer(example.question, example.texts),
        )
        for example in examples
    ]
