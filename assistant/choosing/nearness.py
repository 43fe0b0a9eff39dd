"""How near two questions are in meaning."""

from __future__ import annotations

from collections.abc import Callable

from knowledge.errors import EmbedderError
from knowledge.knowledge_base import KnowledgeBase


def nearness_to(knowledge: KnowledgeBase, question: str) -> Callable[[str], float]:
    """The cosine similarity, in [-1, 1], of other questions and this one; always 0 without the embedding model."""

    def nearness(other: str) -> float:
        try:
            return float(knowledge.query_vector(question) @ knowledge.query_vector(other))
        except EmbedderError:
            return 0.0

    return nearness
