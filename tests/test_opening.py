"""Questions about the only document there is, or that was chosen."""

from __future__ import annotations

import pytest
from langchain_core.documents import Document

from assistant.assistant import Assistant
from knowledge.knowledge_base import KnowledgeBase
from knowledge.overview import FEW_DOCUMENTS
from tests.fakes import WordHashEmbedder

OPENING = "The old mill of Lyra was sold in May."
TEXT = f"{OPENING} Its wheel turns again. The baker bought it for his son. Visitors may come on Sundays. Tea is served."
OTHER = "Boats leave the harbour of Vega at noon."


def assistant(*texts: str) -> Assistant:
    """One for which no single statement is sure enough."""
    knowledge = KnowledgeBase(embedder=WordHashEmbedder())
    knowledge.ingest(
        [
            Document(page_content=text, metadata={"id": f"text-{n}", "title": f"Text {n}"})
            for n, text in enumerate(texts)
        ]
    )
    return Assistant(knowledge, min_confidence=0.99)


@pytest.mark.parametrize("question", ["Summarise it.", "What is this document about?"])
def test_the_only_document_is_summed_up_by_its_opening(question: str) -> None:
    assert assistant(TEXT).ask(question).claims[0].text.startswith(OPENING)


def test_the_only_document_chosen_is_summed_up_among_many() -> None:
    many = assistant(*(f"{OTHER} On board are {n} people." for n in range(FEW_DOCUMENTS)), TEXT)
    chosen = f"text-{FEW_DOCUMENTS}"
    assert many.ask("Summarise it.", documents=[chosen]).claims[0].text.startswith(OPENING)
    assert not many.ask("Summarise it.", documents=["text-0", chosen]).answered
    assert not many.ask("Who bought the mill?", documents=[chosen]).answered
