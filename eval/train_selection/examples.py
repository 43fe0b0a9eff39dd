"""Questions of labelled sets, searched as a user's would be: each statement found is right or wrong.

Every set is a folder with `corpus.jsonl` and `questions.jsonl` in the common schema. Its documents are ingested as a
user's would be. A question whose gold documents are taken away, or that was written to have no answer, teaches the
confidence when to be low.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.documents import Document
from numpy.typing import NDArray

from assistant.choosing.question_search import HITS
from assistant.choosing.weighing.read_again import with_reader_column
from assistant.choosing.weighing.selection_model import Linear
from assistant.choosing.weighing.signals import NAMES, Matrix, signals
from assistant.reader import Reader
from eval.questions.dataset import read_jsonl
from eval.train_reader.examples import is_held_out
from knowledge.embedding.local_embedder import LocalEmbedder
from knowledge.knowledge_base import KnowledgeBase
from knowledge.passage import Hit, Span
from knowledge.split import RULES_VERSION

SEED = 20251205
SHARE_DROPPED = 0.35  # of the answerable questions, those whose gold documents are taken away


@dataclass(frozen=True)
class Example:
    """One question's statements: features `(n, f)`, which are right `(n,)`, the question, and rarities of its words.

    `read` holds the places of the statements that the reader was given; the others rank below them whatever they weigh.
    """

    question: str
    rows: Matrix
    right: NDArray[np.bool_]
    read: NDArray[np.int64]
    rarity: dict[str, float]
    group: str


@dataclass(frozen=True)
class Reading:
    """A reader, and the weights by which the statements are ranked of which it is given the best."""

    reader: Reader
    first: Linear


def examples(folder: Path, cache: Path, reading: Reading | None, articles: int, limit: int) -> Iterator[Example]:
    """Search a set's questions as a user's would be, with their gold documents and, for some, without them.

    Asked are those about documents that the reader's training held out: of what it has seen it is too sure.
    Where `articles` is given, each knowledge base holds so many articles only: what is rare, and how many of a
    question's words are nowhere, hangs on the size of what is known, and people bring one article or whole archives.
    """
    corpus, questions = _rows(folder, "corpus.jsonl"), _rows(folder, "questions.jsonl")
    chance = random.Random(f"{SEED}:{folder.name}")  # noqa: S311 - sampling, not a secret
    unseen = {row["id"] for row in corpus if is_held_out(row["id"], row.get("title", ""))}
    questions = [
        question
        for question in questions
        if _judged_against(question) <= unseen
        and (not question["answerable"] or any("start" in evidence for evidence in question["evidence"]))
    ]
    chosen = chance.sample(questions, min(limit, len(questions)))
    for number, rows in enumerate(worlds(corpus, articles)):
        known = {row["id"] for row in rows}
        asked = [question for question in chosen if _judged_against(question) <= known]
        if asked:
            name = f"{folder.name}-{articles}-{number}" if articles else folder.name
            with closing(_knowledge(rows, cache, name)) as knowledge:
                yield from _of_world(knowledge, asked, chance, folder.name, reading)


def written_examples(folder: Path, cache: Path, reading: Reading | None) -> Iterator[Example]:
    """All questions of a collection that was written for this; a follow-up as it stands alone."""
    asked = [
        row | {"question": row.get("standalone_question", row["question"])} for row in _rows(folder, "questions.jsonl")
    ]
    chance = random.Random(f"{SEED}:{folder.name}")  # noqa: S311 - sampling, not a secret
    with closing(_knowledge(_rows(folder, "corpus.jsonl"), cache, folder.name)) as knowledge:
        yield from _of_world(knowledge, asked, chance, "written", reading)


def _rows(folder: Path, name: str) -> list[dict[str, Any]]:  # Any: rows of JSON
    return [row for _, row in read_jsonl(folder / name)]


def _knowledge(rows: Sequence[dict[str, Any]], cache: Path, name: str) -> KnowledgeBase:
    knowledge = KnowledgeBase(LocalEmbedder(), cache / f"rules-{RULES_VERSION}" / name)
    knowledge.ingest(
        Document(page_content=row["text"], metadata={"id": row["id"], "title": row.get("title", "")}) for row in rows
    )
    return knowledge


def worlds(corpus: Sequence[dict[str, str]], articles: int) -> list[list[dict[str, str]]]:
    """A corpus cut into parts of so many articles, documents of one title together; 0 leaves it whole."""
    if not articles:
        return [list(corpus)]
    titles = sorted({row.get("title", "") or row["id"] for row in corpus})
    part = {title: place // articles for place, title in enumerate(titles)}
    cut: list[list[dict[str, str]]] = [[] for _ in range(1 + max(part.values()))]
    for row in corpus:
        cut[part[row.get("title", "") or row["id"]]].append(row)
    return cut


def _judged_against(question: dict[str, Any]) -> set[str]:
    """The documents that hold a question's answer, or the one that it was written for without one."""
    gold = {evidence["doc_id"] for evidence in question["evidence"]}
    return gold or {question["distractor_doc_id"]}


def _of_world(
    knowledge: KnowledgeBase,
    asked: Sequence[dict[str, Any]],
    chance: random.Random,
    group: str,
    reading: Reading | None,
) -> Iterator[Example]:
    knowledge.remember([row["question"] for row in asked])
    for row in asked:
        hits = knowledge.search(row["question"], HITS * 2)
        if row["answerable"] and chance.random() < SHARE_DROPPED:
            gold = _judged_against(row)
            hits = [hit for hit in hits if hit.passage.span.document_id not in gold]
        yield example(knowledge, row["question"], hits[:HITS], row["evidence"], group, reading)


def example(
    knowledge: KnowledgeBase,
    question: str,
    hits: Sequence[Hit],
    evidence: Sequence[dict[str, object]],
    group: str,
    reading: Reading | None,
) -> Example:
    """One question's features and labels."""
    rarity = knowledge.rarity(question)
    rows = signals(question, knowledge.query_vector(question), hits, rarity)
    places = [(hit, statement) for hit in hits for statement in hit.passage.statements]
    right = np.array([_is_right(statement.span, evidence) for _, statement in places], dtype=bool)
    read = np.arange(len(rows))
    if reading is not None and len(rows):
        rows, read = with_reader_column(question, reading.reader, places, rows, reading.first.of(NAMES, rows))
    return Example(question, rows, right, read, rarity, group)


def _is_right(span: Span, evidence: Sequence[dict[str, object]]) -> bool:
    """Whether a statement and gold evidence share at least half of the shorter one."""
    for gold in evidence:
        if gold["doc_id"] == span.document_id and "start" in gold:
            start, end = int(str(gold["start"])), int(str(gold["end"]))
            overlap = min(end, span.end) - max(start, span.start)
            if overlap * 2 >= min(end - start, span.end - span.start):
                return True
    return False
