"""What the knowledge holds, as JSON values: hits, documents, sources, dated statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assistant.render import source_to_dict
from knowledge.passage import Hit, Source, Statement

if TYPE_CHECKING:
    from knowledge.document import StoredDocument


def hits_to_dict(query: str, hits: Sequence[Hit], fingerprint: str) -> dict[str, object]:
    """The result of a search, best first; `score` is the cosine similarity in [-1, 1]."""
    return {"query": query, "hits": [_hit_to_dict(hit) for hit in hits], "index_fingerprint": fingerprint}


def sources_to_dict(documents: Sequence[StoredDocument], fingerprint: str) -> dict[str, object]:
    """What is in the index: counts, documents by id, publishers, and sources with their number of statements."""
    cited = Counter(source for document in documents for source in _sources_of(document.statements))
    sources = sorted(cited, key=lambda source: source.id)
    dates = sorted(source.published for source in sources if source.published)
    publishers = Counter(source.publisher for source in sources if source.publisher)
    return {
        "counts": {
            "documents": len(documents),
            "statements": sum(len(document.statements) for document in documents),
            "sources": len(sources),
            "publishers": len(publishers),
        },
        "published": {
            "first": dates[0].isoformat() if dates else None,
            "last": dates[-1].isoformat() if dates else None,
        },
        "documents": [_document_line(document) for document in documents],
        "publishers": [
            {"publisher": publisher, "sources": count}
            for publisher, count in sorted(publishers.items(), key=lambda pair: (-pair[1], pair[0]))
        ],
        "sources": [{**source_to_dict(source), "statements": cited[source]} for source in sources],
        "index_fingerprint": fingerprint,
    }


def document_to_dict(document: StoredDocument) -> dict[str, object]:
    """One document: its whole text, and its statements, each the slice of that text from `start` to `end`."""
    return {
        **_document_line(document),
        "text": document.text,
        "statement_list": [statement_to_dict(statement) for statement in document.statements],
    }


def timeline_to_dict(statements: Sequence[Statement], fingerprint: str) -> dict[str, object]:
    """Dated statements in order of their event."""
    return {
        "statements": [statement_to_dict(statement) for statement in statements],
        "index_fingerprint": fingerprint,
    }


def statement_to_dict(statement: Statement) -> dict[str, object]:
    """One statement with its place, status and sources."""
    source = statement.source
    return {
        "text": statement.text,
        "document": statement.span.document_id,
        "start": statement.span.start,
        "end": statement.span.end,
        "status": statement.status.value,
        "event_date": statement.event_date,
        "sources": [source.id for source in statement.sources],
        "publisher": source.publisher if source else "",
        "published": source.published.isoformat() if source and source.published else None,
        "url": source.url if source else None,
        "heading": statement.heading,
        "page": statement.page,
    }


def _hit_to_dict(hit: Hit) -> dict[str, object]:
    passage = hit.passage
    return {
        "id": passage.id,
        "document": passage.span.document_id,
        "start": passage.span.start,
        "end": passage.span.end,
        "text": passage.text,
        "score": round(hit.score, 4),
        "title": passage.title,
        "heading": passage.heading,
        "statements": [statement_to_dict(statement) for statement in passage.statements],
    }


def _document_line(document: StoredDocument) -> dict[str, object]:
    return {
        **source_to_dict(document.source),
        "id": document.id,
        "title": document.title or document.source.title,
        "language": document.language,
        "characters": len(document.text),
        "statements": len(document.statements),
    }


def _sources_of(statements: Iterable[Statement]) -> Iterable[Source]:
    return (source for statement in statements for source in dict.fromkeys(statement.sources))
