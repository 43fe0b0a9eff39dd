"""Lists of sentences from collections that were written for this: their questions name what nearly answers, too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.reader.pair import question_after
from eval.questions.dataset import load_corpus, load_questions
from eval.questions.question import Question
from eval.train_reader.bm25 import SentenceIndex, folded_words
from eval.train_reader.examples import MOST_RIGHT, SAME, Example, by_both, one_in
from eval.train_reader.sentences import Sentence, document_sentences, holding
from eval.train_reader.vectors import Vectors
from knowledge.passage import Span

MOST_NEAR = 4  # texts of a list that are labelled as nearly answering
LISTED = 10  # texts of a list
DRAWN_FROM = 2  # times as many other sentences as are wanted, of which they are drawn
BARE = 5  # one list in so many goes without titles and context


@dataclass(frozen=True, slots=True)
class _Draft:
    """A question with the places of what answers it, of what nearly does, and of others, nearest first."""

    question: Question
    text: str
    cosine: NDArray[np.float32]
    right: list[int]
    near: list[int]
    others: list[int]


def written_examples(
    folders: Sequence[Path],
    vectors: Vectors,
    seed: int,
    talked: bool = False,
    listed: int = LISTED,
) -> list[Example]:
    """The lists of all questions of collections, each a folder with `corpus.jsonl` and `questions.jsonl`.

    A list holds what answers, what is labelled `near`, and of the collection's other sentences some of the nearest by
    words and by vectors. A follow-up is taken as it stands alone.

    Args:
        folders: The collections.
        vectors: Embeds, or knows already, the sentences and the questions.
        seed: Draws which of the other sentences are taken.
        talked: Whether to take the follow-ups alone, each as it was put after the question before.
        listed: How many texts a list has.
    """
    chance = np.random.default_rng(seed)
    return [example for folder in folders for example in _of_collection(folder, vectors, chance, talked, listed)]


def _of_collection(
    folder: Path, vectors: Vectors, chance: np.random.Generator, talked: bool, listed: int
) -> list[Example]:
    documents = load_corpus(folder / "corpus.jsonl")
    sentences = [sentence for document in documents.values() for sentence in document_sentences(document)]
    found = []
    for draft in _drafts(folder, sentences, vectors):
        wanted = listed - len(draft.right) - len(draft.near)
        hard = draft.others[: DRAWN_FROM * wanted]
        drawn = [hard[number] for number in chance.permutation(len(hard))[:wanted]]
        places = [*draft.right, *draft.near, *drawn]
        asked = _as_put(draft.question) if talked else draft.text
        if not asked:
            continue
        bare = one_in(BARE, draft.question.id)
        texts = tuple(sentences[p].bare if bare else sentences[p].seen(asked) for p in places)
        labels = tuple(int(number < len(draft.right)) for number in range(len(places)))
        cosines, spans = tuple(map(float, draft.cosine[places])), (None,) * len(places)
        found.append(Example(draft.question.id, folder.name, asked, texts, labels, cosines, spans))
    return found


def _drafts(folder: Path, sentences: Sequence[Sentence], vectors: Vectors) -> list[_Draft]:
    questions = load_questions(folder / "questions.jsonl")
    rows = vectors.of(f"{folder.name}-sentences", [sentence.bare for sentence in sentences])
    asked = [question.standalone or question.text for question in questions]
    cosines = vectors.of(f"{folder.name}-questions", asked) @ rows.T
    alike = rows @ rows.T
    index = SentenceIndex([sentence.titled for sentence in sentences])
    folded = [f" {' '.join(folded_words(sentence.titled))} " for sentence in sentences]
    found = []
    for question, text, cosine in zip(questions, asked, cosines, strict=True):
        right = sorted(holding(sentences, question.evidence))
        if question.answerable and not right:
            continue
        near = [place for place in sorted(holding(sentences, near_spans(question))) if place not in right]
        spared = set(right) | set(near) | _naming(folded, question.answers)
        if right:
            spared |= set(np.flatnonzero(alike[right].max(axis=0) > SAME).tolist())
        free = [place for place in range(len(sentences)) if place not in spared]
        others = by_both(free, index.scores(text), cosine)
        found.append(_Draft(question, text, cosine, right[:MOST_RIGHT], near[:MOST_NEAR], others))
    return found


def _as_put(question: Question) -> str:
    """A follow-up after the question before; empty for a question without one."""
    before = [turn["content"] for turn in question.history if turn["role"] == "user"]
    return question_after(before[-1], question.text) if before else ""


def near_spans(question: Question) -> list[Span]:
    """The sentences that are labelled as nearly answering."""
    near = question.row.get("near", [])
    return [Span(one["doc_id"], one["start"], one["end"]) for one in near] if isinstance(near, list) else []


def _naming(folded: Sequence[str], answers: Sequence[str]) -> set[int]:
    """The places of sentences that hold an answer's words; they may answer, though nobody labelled them."""
    wanted = [f" {' '.join(words)} " for words in map(folded_words, answers) if words]
    return {place for place, text in enumerate(folded) if any(answer in text for answer in wanted)}
