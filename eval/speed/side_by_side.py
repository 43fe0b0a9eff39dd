"""Our speed beside that of plain LangChain with Chroma and of txtai: the curated documents, taken in and asked."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from eval.questions.dataset import load_questions
from eval.questions.suites import bundled_questions
from eval.running.timings import machine
from eval.speed.rivals import (
    TXTAI_MISSING,
    PlainChain,
    PlainEmbeddings,
    Rival,
    Txtai,
    has_txtai,
    need_langchain,
    plain_pieces,
)
from eval.speed.turns import Way, rows_of, take_turns
from eval.table import text_table
from knowledge.passage import Passage

if TYPE_CHECKING:
    from langchain_core.documents import Document

    from knowledge.embedding.local_embedder import LocalEmbedder
    from knowledge.knowledge_base import KnowledgeBase

Item = TypeVar("Item")

ROUNDS = 5
QUESTIONS = 20  # a round, none asked twice
FOUND = 12  # passages a question, as many as an answer is made from
OURS = "ours"
HEAD = ("what", "by", "processor ms", "ratio", "clock ms", "ratio")


def measure_side_by_side() -> str:
    """Two tables, times a passage taken in and times a question, and the machine they were made on.

    Raises:
        EvaluationError: LangChain's parts are not installed.
    """
    need_langchain()
    from knowledge.curated import load_documents
    from knowledge.embedding.local_embedder import LocalEmbedder

    documents = list(load_documents())
    asked = [one.text for one in load_questions(bundled_questions("visit")) if not one.history]
    questions = [asked[start : start + QUESTIONS] for start in range(0, ROUNDS * QUESTIONS, QUESTIONS)]
    with tempfile.TemporaryDirectory() as name, ExitStack() as opened:
        folder = Path(name)
        embedder = LocalEmbedder(query_models=folder / "models")
        copies = [opened.enter_context(closing(one)) for one in _copies(embedder, documents, folder, 3)]
        plain = PlainEmbeddings(embedder.folder)
        rivals: list[Rival] = [PlainChain(plain, folder / "chain")]
        if has_txtai():
            rivals.append(Txtai(embedder.folder))
        taking_in = _taking_in(rivals, PlainChain(plain, folder / "own-cuts"), embedder, folder)
        tables = [
            compare(taking_in, [[documents[start::ROUNDS]] for start in range(ROUNDS)], "a passage taken in"),
            compare(_asking(rivals, plain, embedder, copies), questions, "a question"),
        ]
    return "\n\n".join([*tables, *([] if has_txtai() else [TXTAI_MISSING]), machine_line(machine())])


def compare(ways: Sequence[Way[Item]], rounds: Sequence[Sequence[Item]], piece: str) -> str:
    """A table of ways that took turns; ratios are to the first way."""
    head = f"{piece}: medians of {len(rounds)} rounds; ratios to the first row"
    rows = rows_of(take_turns(ways, rounds), ways[0])
    return f"{head}\n{text_table(HEAD, rows, right=(2, 3, 4, 5))}"


def machine_line(told: dict[str, object]) -> str:
    """Processor, cores and versions in one line."""
    versions = told["versions"]
    named = ", ".join(f"{name} {version}" for name, version in versions.items()) if isinstance(versions, dict) else ""
    return f"{told['processor']}, {told['cores']} cores, Python {told['python']}, {named}"


def _taking_in(
    rivals: Sequence[Rival], own_cuts: Rival, embedder: LocalEmbedder, folder: Path
) -> list[Way[Sequence[Document]]]:
    """Ways of taking documents in: the same passages by each, then each as it is used."""
    from knowledge.index.chroma_store import ChromaStore
    from knowledge.index.entries import texts_of
    from knowledge.knowledge_base import KnowledgeBase

    store = ChromaStore(folder / "vectors")

    def ours(documents: Sequence[Document]) -> int:
        passages = _passages(documents)
        vectors = embedder.embed_documents([texts_of(passage)[0] for passage in passages])
        store.add([(passage, "hash") for passage in passages], vectors)
        return len(passages)

    def all_of_ours(documents: Sequence[Document]) -> int:
        with closing(KnowledgeBase(embedder, Path(tempfile.mkdtemp(dir=folder)))) as knowledge:
            knowledge.ingest(documents)
            return knowledge.open().words.count()

    def adding(rival: Rival, cut: Callable[[Sequence[Document]], list[str]]) -> Callable[[Sequence[Document]], int]:
        def add(documents: Sequence[Document]) -> int:
            texts = cut(documents)
            rival.add(texts)
            return len(texts)

        return add

    def same(documents: Sequence[Document]) -> list[str]:
        return [texts_of(passage)[0] for passage in _passages(documents)]

    return [
        *(Way("the same passages", rival.name, adding(rival, same)) for rival in rivals),
        Way("the same passages", OURS, ours),
        Way("passages of its own splitter", own_cuts.name, adding(own_cuts, plain_pieces)),
        Way("passages, their statements and words", OURS, all_of_ours),
    ]


def _asking(
    rivals: Sequence[Rival], plain: PlainEmbeddings, embedder: LocalEmbedder, copies: Sequence[KnowledgeBase]
) -> list[Way[str]]:
    """Ways of answering a question; first what each is held against, embedding it and one query of Chroma."""
    from assistant.assistant import Assistant
    from assistant.reader import load_reader

    for_search, for_signals, for_reader = copies
    store = for_search.open().store
    by_signals, by_reader = Assistant(for_signals), Assistant(for_reader, reader=load_reader())

    def once(run: Callable[[str], object]) -> Callable[[str], int]:
        def asked(question: str) -> int:
            run(question)
            return 1

        asked("What is asked before the clock runs?")
        return asked

    return [
        Way("embedding and one Chroma query", OURS, once(lambda q: store.nearest(embedder.embed_query(q), FOUND))),
        Way("embedding", OURS, once(embedder.embed_query)),
        Way("embedding", "sentence-transformers", once(plain.embed_query)),
        *(Way("search", rival.name, once(partial(rival.search, k=FOUND))) for rival in rivals),
        Way("search", OURS, once(lambda q: for_search.search(q, FOUND))),
        Way("answer, reader off", OURS, once(by_signals.ask)),
        Way("answer, reader on", OURS, once(by_reader.ask)),
    ]


def _passages(documents: Sequence[Document]) -> list[Passage]:
    from knowledge.document import stored_document
    from knowledge.split import PASSAGE_SIZE, group_statements

    stored = [stored_document(document) for document in documents]
    return [p for one in stored for p in group_statements(one.text, one.statements, one.title, PASSAGE_SIZE)]


def _copies(
    embedder: LocalEmbedder, documents: Sequence[Document], folder: Path, count: int
) -> Iterator[KnowledgeBase]:
    """The documents in several indexes of their own, so that none answers from what another remembers."""
    from knowledge.knowledge_base import KnowledgeBase

    first = folder / "index"
    with closing(KnowledgeBase(embedder, first)) as knowledge:
        knowledge.ingest(documents)
    for number in range(count):
        yield KnowledgeBase(embedder, Path(shutil.copytree(first, folder / f"index-{number}")))
