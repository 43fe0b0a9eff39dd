"""Documents to statements to passages to hits. Importing it loads no model and no database."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.curated import load_documents
    from knowledge.embed import Embedder
    from knowledge.errors import ExpectedError
    from knowledge.knowledge_base import IngestReport, KnowledgeBase
    from knowledge.passage import Filter, Hit, Passage, Source, Span, Statement
    from knowledge.store import PassageStore

_HOMES = {
    "KnowledgeBase": "knowledge.knowledge_base",
    "IngestReport": "knowledge.knowledge_base",
    "Source": "knowledge.passage",
    "Span": "knowledge.passage",
    "Statement": "knowledge.passage",
    "Passage": "knowledge.passage",
    "Hit": "knowledge.passage",
    "Filter": "knowledge.passage",
    "Embedder": "knowledge.embed",
    "PassageStore": "knowledge.store",
    "load_documents": "knowledge.curated",
    "ExpectedError": "knowledge.errors",
}
__all__ = [
    "Embedder",
    "ExpectedError",
    "Filter",
    "Hit",
    "IngestReport",
    "KnowledgeBase",
    "Passage",
    "PassageStore",
    "Source",
    "Span",
    "Statement",
    "load_documents",
]


def __getattr__(name: str) -> object:
    """Load a public name from its home when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
