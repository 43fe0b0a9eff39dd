"""Turns labelled question sets into lists of sentences to rank: those that answer, and hard ones that do not."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import regex
from scipy.sparse import csr_matrix

from assistant.reader.pair import BAR, pair_text

PERMISSIVE = (  # sets whose licence allows any use of what is trained on them; others may not be named here
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
_BREAK = regex.compile(r"(?<=[.!?][\"'”’)\]]{0,2}(?: (?:''|\"|\)))?)\s+(?=[\"'“‘(\[`]{0,2}\s?[\p{Lu}\p{N}])|\n+")
_ABBREVIATION = regex.compile(
    r"(?:\b(?:\p{Lu}|Mr|Mrs|Ms|Dr|St|Jr|Sr|vs|No|Prof|Gen|Gov|Sen|Rep|Col|Lt|Sgt|Capt|Inc|Ltd|Co|Corp|Mt|Ft|lit|ca|"
    r"Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|e\.g|i\.e|etc|approx|cf|al)\s?\.)$"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document, with what the reader sees of it."""

    document_id: str
    start: int
    end: int
    text: str
    seen: str  # with the title and, where it leans on it, the sentence before


@dataclass(frozen=True, slots=True)
class Example:
    """A question with sentences; `labels` says which answer it (none, when it is unanswerable)."""

    id: str
    set: str
    question: str
    texts: tuple[str, ...]
    labels: tuple[int, ...]
    inside: int  # how many of the texts, from the first, are of the passage the label was made on


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Cut a text into sentences, as character offsets; a plain rule, enough for training."""
    spans: list[tuple[int, int]] = []
    start = 0
    for found in _BREAK.finditer(text):
        piece = text[start : found.start()]
        if "\n" not in found.group() and _ABBREVIATION.search(piece):
            continue
        if piece.strip():
            spans.append((start + len(piece) - len(piece.lstrip()), found.start()))
        start = found.end()
    if text[start:].strip():
        spans.append((start, len(text.rstrip())))
    return spans


def read_lines(path: Path) -> Iterator[dict[str, object]]:
    """The objects of a JSON-lines file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def words(text: str) -> list[str]:
    """Folded words and numbers."""
    return regex.findall(r"[\p{L}\p{M}\p{N}]+", text.casefold())


def same_question(text: str) -> str:
    """The form in which two questions are compared for overlap."""
    return " ".join(word for word in words(text) if word not in {"a", "an", "the"})


class SentenceIndex:
    """BM25 (k1 1.2, b .6) over sentences together with their titles."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.sentences = sentences
        self._numbers: dict[str, int] = {}
        rows, columns, counts = [], [], []
        lengths = np.zeros(len(sentences))
        for row, sentence in enumerate(sentences):
            counted = Counter(words(sentence.seen))
            lengths[row] = sum(counted.values())
            for word, count in counted.items():
                rows.append(row)
                columns.append(self._numbers.setdefault(word, len(self._numbers)))
                counts.append(count)
        row_array, column_array, tf = np.array(rows), np.array(columns), np.array(counts, dtype=np.float32)
        seen_in = np.bincount(column_array, minlength=len(self._numbers))
        idf = np.log(1 + (len(sentences) - seen_in + 0.5) / (seen_in + 0.5))
        norm = 1.2 * (0.4 + 0.6 * lengths / lengths.mean())
        weight = (idf[column_array] * tf * 2.2 / (tf + norm[row_array])).astype(np.float32)
        shape = (len(self._numbers), len(sentences))
        self._matrix = csr_matrix((weight, (column_array, row_array)), shape=shape)
        self._common = seen_in > 0.05 * len(sentences)

    def scores(self, question: str) -> np.ndarray:
        """BM25 of every sentence `(n,)`; words found in one sentence of twenty are left out."""
        numbers = {self._numbers[word] for word in words(question) if word in self._numbers}
        rare = [number for number in numbers if not self._common[number]]
        if not rare:
            return np.zeros(len(self.sentences), dtype=np.float32)
        return np.asarray(self._matrix[rare].sum(axis=0)).ravel()


def held_out(title: str, share: int = 20) -> bool:
    """Whether documents of this title are kept for choosing (one in `share`), by a hash."""
    return int(hashlib.sha256(title.encode()).hexdigest(), 16) % share == 0


def document_sentences(document: dict[str, object], spans: Iterable[tuple[int, int]] | None = None) -> list[Sentence]:
    """The sentences of a document, each with its context."""
    text, title = str(document["text"]), str(document.get("title") or "")
    found: list[Sentence] = []
    for start, end in spans if spans is not None else split_sentences(text):
        statement = text[start:end]
        previous = found[-1].text if found else ""
        found.append(Sentence(str(document["id"]), start, end, statement, pair_text(statement, title, previous)))
    return found


def positives(sentences: Sequence[Sentence], evidence: Iterable[dict[str, object]]) -> set[int]:
    """The numbers of the sentences that hold the evidence: for each span, the one that shares most of it."""
    chosen: set[int] = set()
    for span in evidence:
        if "start" not in span:
            continue
        start, end = int(str(span["start"])), int(str(span["end"]))
        shared = [
            (min(end, sentence.end) - max(start, sentence.start), -number)
            for number, sentence in enumerate(sentences)
            if sentence.document_id == span["doc_id"]
        ]
        if not shared:
            continue
        best, number = max(shared)
        if best <= 0:
            continue
        chosen.add(-number)
        for size, other in shared:  # evidence of several whole sentences: each of them
            if size > 0 and size >= sentences[-other].end - sentences[-other].start - 2:
                chosen.add(-other)
    return chosen


def make_examples(folder: Path, sets: dict[str, int], avoid: set[str], keep: bool, negatives: int, outside: int,
                  seed: int) -> list[Example]:
    """Read sets and make lists.

    Args:
        folder: Where the sets lie, each a folder with `corpus.jsonl` and `questions.jsonl`.
        sets: How many questions of each set at most.
        avoid: Questions (as `same_question`) that are left out, being in an evaluation set.
        keep: False for the training part, True for the held-out part.
        negatives: How many sentences of the gold passage that do not answer, at most (the best by BM25 first).
        outside: How many sentences of other passages.
        seed: Draws which questions are taken.
    """
    documents: dict[str, dict[str, object]] = {}
    asked: list[tuple[str, dict[str, object]]] = []
    chance = np.random.default_rng(seed)
    for name, most in sets.items():
        if name not in PERMISSIVE:
            raise ValueError(f"{name!r} is not among the sets whose licence permits training: {PERMISSIVE}")
        for document in read_lines(folder / name / "corpus.jsonl"):
            key = str(document.get("title") or document["id"])
            if held_out(key) == keep:
                documents[str(document["id"])] = document
        questions = list(read_lines(folder / name / "questions.jsonl"))
        taken = 0
        for number in chance.permutation(len(questions)):
            question = questions[number]
            if taken >= most:
                break
            if same_question(str(question["question"])) in avoid:
                continue
            about = [str(e["doc_id"]) for e in question["evidence"]] or [str(question.get("distractor_doc_id"))]  # type: ignore[attr-defined]
            if not all(document in documents for document in about):
                continue
            asked.append((name, question))
            taken += 1
    by_document = {key: document_sentences(document) for key, document in documents.items()}
    index = SentenceIndex([sentence for group in by_document.values() for sentence in group])
    places: dict[str, list[int]] = defaultdict(list)
    for place, sentence in enumerate(index.sentences):
        places[sentence.document_id].append(place)
    examples = []
    for name, question in asked:
        example = _example(name, question, index, places, negatives, outside)
        if example:
            examples.append(example)
    return [examples[number] for number in chance.permutation(len(examples))]


def _example(name: str, question: dict[str, object], index: SentenceIndex, places: dict[str, list[int]],
             negatives: int, outside: int) -> Example | None:
    evidence: list[dict[str, object]] = question["evidence"]  # type: ignore[assignment]
    about = list(dict.fromkeys(str(e["doc_id"]) for e in evidence)) or [str(question["distractor_doc_id"])]
    inside = [place for document in about for place in places[document]]
    sentences = [index.sentences[place] for place in inside]
    right = positives(sentences, evidence)
    if not right and question["answerable"]:
        return None
    scores = index.scores(str(question["question"]))
    own = [number for number in range(len(inside)) if number not in right]
    own.sort(key=lambda number: -scores[inside[number]])
    own = own[:negatives]
    answers = [answer for answer in (" ".join(words(str(a))) for a in question["answers"]) if answer]  # type: ignore[attr-defined]
    shown: set[str] = set(about) | set(question.get("shown_doc_ids", ()))  # type: ignore[call-overload]
    other: list[Sentence] = []
    best = np.argpartition(-scores, min(60, len(scores) - 1))[:60]
    for place in best[np.argsort(-scores[best], kind="stable")]:
        if len(other) >= outside + max(0, negatives - len(own)) // 2 or scores[place] <= 0:
            break
        sentence = index.sentences[place]
        folded = f" {' '.join(words(sentence.seen))} "
        if sentence.document_id in shown or any(f" {answer} " in folded for answer in answers):
            continue
        other.append(sentence)
    chosen = [(sentences[n].seen, 1) for n in sorted(right)][:4] + [(sentences[n].seen, 0) for n in own]
    texts = chosen + [(sentence.seen, 0) for sentence in other]
    if held_out(str(question["id"]), share=7):  # some lists without titles and context, as brought documents may be
        texts = [(text.rpartition(BAR)[2], label) for text, label in texts]
    if len(texts) < 2:
        return None
    return Example(str(question["id"]), name, str(question["question"]), tuple(text for text, _ in texts),
                   tuple(label for _, label in texts), len(chosen))
