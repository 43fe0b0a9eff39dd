"""Reference rankings of a run that only searches: BM25 over documents, and plain Chroma with the same model."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from eval.measures.intervals import Estimate
from eval.measures.metrics import scorer_for, summarise
from eval.progress import Progress
from eval.questions.question import Question
from eval.questions.suites import Suite
from eval.record import FoundPassage, Record
from eval.systems.bm25 import Bm25
from knowledge.embedding.embed import Embedder
from knowledge.embedding.local_embedder import LocalEmbedder
from knowledge.passage import Span

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

BM25, CHROMA = "bm25", "plain chroma"
PIECE, OVERLAP = 1000, 100  # characters, as in `examples/plain_chain.py`
BATCH = 1000  # pieces handed to Chroma at a time
PIECES = 12  # found a question, as many as our own search hands to an answer

Ranked = Sequence[tuple[Span, float]]

logger = logging.getLogger(__name__)


def search_rows(
    suite: Suite, texts: Mapping[str, str], embedder: Embedder | None = None
) -> dict[str, dict[str, Estimate]]:
    """The retrieval measures of both reference rankings on a suite's questions, by row and name.

    A follow-up is searched for together with what its user said before. Without the package langchain-chroma its row
    is left out.

    Args:
        suite: The questions.
        texts: Text of every document by id.
        embedder: Embeds pieces and questions for Chroma; the model that ships without one.
    """
    asked = [
        " ".join([*(m["content"] for m in question.history if m["role"] == "user"), question.text])
        for question in suite.questions
    ]
    found = {BM25: _bm25(texts, asked)}
    try:
        found[CHROMA] = _chroma(suite.name, texts, asked, embedder or LocalEmbedder())
    except ImportError:
        logger.warning("The row %r is left out: install langchain-chroma for it.", CHROMA)
    scorer = scorer_for(suite.questions, texts, "retrieval")
    rows = {}
    for name, rankings in found.items():
        records = [_record(question, ranked) for question, ranked in zip(suite.questions, rankings, strict=True)]
        scored = [r.with_metrics(scorer.score(q, r)) for q, r in zip(suite.questions, records, strict=True)]
        rows[name] = summarise(suite.questions, scored, "retrieval")
    return rows


def _bm25(texts: Mapping[str, str], asked: Sequence[str]) -> list[Ranked]:
    ids, index = list(texts), Bm25(list(texts.values()))
    return [
        [(Span(ids[place], 0, len(texts[ids[place]])), score) for place, score in index.search(words, PIECES)]
        for words in asked
    ]


def _chroma(title: str, texts: Mapping[str, str], asked: Sequence[str], embedder: Embedder) -> list[Ranked]:
    """What LangChain's Chroma finds in pieces of its recursive splitter."""
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=PIECE, chunk_overlap=OVERLAP, add_start_index=True)
    pieces = splitter.split_documents([Document(text, metadata={"id": name}) for name, text in texts.items()])
    store = Chroma(
        "plain", cast("Embeddings", embedder), collection_metadata={"hnsw:space": "cosine"}
    )  # it has both methods
    progress = Progress(f"{title}: pieces in plain Chroma", len(pieces))
    try:
        for start in range(0, len(pieces), BATCH):
            store.add_documents(pieces[start : start + BATCH])
            progress.done = min(start + BATCH, len(pieces)) - 1
            progress.step()
        progress.finish()
        vectors = [embedder.embed_query(words) for words in asked]
        return [
            [
                (_span(document), -distance)
                for document, distance in store.similarity_search_by_vector_with_relevance_scores(vector, PIECES)
            ]
            for vector in vectors
        ]
    finally:
        store.delete_collection()


def _span(piece: object) -> Span:
    metadata, text = getattr(piece, "metadata", {}), str(getattr(piece, "page_content", ""))
    return Span(str(metadata["id"]), int(metadata["start_index"]), int(metadata["start_index"]) + len(text))


def _record(question: Question, ranked: Ranked) -> Record:
    return Record(
        id=question.id,
        question=question.text,
        standalone_question=question.text,
        ranking=tuple(dict.fromkeys(span.document_id for span, _ in ranked)),
        passages=tuple(FoundPassage(span, score) for span, score in ranked),
    )
