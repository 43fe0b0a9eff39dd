"""The same search as a LangChain retriever."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from knowledge.passage import Filter, Hit


@runtime_checkable  # pydantic asks whether what it is given is one
class Searchable(Protocol):
    """What passages can be searched for in; a `KnowledgeBase` is."""

    def search(self, query: str, k: int = ..., filter: Filter = ...) -> list[Hit]:
        """The passages relevant to a question, best first."""
        ...


class KnowledgeRetriever(BaseRetriever):
    """Returns passages as LangChain documents, best first.

    A document's `id` is the passage's; its metadata has `document`, `start`, `end`, `title`, `heading`, `score`
    (cosine similarity in [-1, 1]), and of the source named first `source` (its id), `publisher`, `published`, `url`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    knowledge: Searchable
    k: int = Field(default=10, ge=1)
    filter: Filter = Filter()

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,
        k: int | None = None,
        **_: Any,  # noqa: ANN401 - LangChain hands on whatever `invoke` was called with
    ) -> list[Document]:
        hits = self.knowledge.search(query, k if k is not None else self.k, self.filter)
        return [_as_document(hit) for hit in hits]


def _as_document(hit: Hit) -> Document:
    passage = hit.passage
    sources = list(dict.fromkeys(source for statement in passage.statements for source in statement.sources))
    first = sources[0] if sources else None
    return Document(
        id=passage.id,
        page_content=passage.text,
        metadata={
            "document": passage.span.document_id,
            "start": passage.span.start,
            "end": passage.span.end,
            "title": passage.title,
            "heading": passage.heading,
            "score": hit.score,
            "source": first.id if first else "",
            "publisher": first.publisher if first else "",
            "published": first.published.isoformat() if first and first.published else None,
            "url": first.url if first else None,
            "sources": [source.id for source in sources],
        },
    )
