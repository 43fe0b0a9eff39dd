"""A document as it is kept: its text, its source, and what it says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from langchain_core.documents import Document

from knowledge.errors import DocumentError
from knowledge.passage import Dispute, Outcome, Source, Span, Statement, Status

MetaData = Mapping[str, Any]  # LangChain's metadata is an open dict; it is checked here, once


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """One document of the collection. `content_hash` covers the text and everything said of it."""

    id: str
    title: str
    text: str
    source: Source
    statements: tuple[Statement, ...]
    content_hash: str
    language: str = ""
    topic: str = ""
    owner: str = ""
    found: str = ""  # how its date of publication was found
    disputes: tuple[Dispute, ...] = ()
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class FailedDocument:
    """One that could not be read: its name, and the reason in words."""

    name: str
    reason: str


def stored_document(document: Document) -> StoredDocument:
    """Check a LangChain `Document` and make it a value of ours.

    Without `statements` in its metadata the text is split into sentences, lists and table rows, whose one source is
    the document itself.

    Raises:
        DocumentError: No text, no statement in it, or metadata of a wrong shape.
    """
    from knowledge.split import split_statements

    metadata: MetaData = document.metadata
    text = document.page_content
    document_id = str(document.id or metadata.get("id") or _id_of(text))
    if not text.strip():
        raise DocumentError(f"{document_id}: the document is empty. Give a file with text in it.")
    source = source_from(metadata, document_id)
    given = metadata.get("statements")
    if given is None:
        statements = split_statements(
            text,
            document_id,
            source,
            pages=metadata.get("pages") or (),
            headings=metadata.get("headings") or (),
            rows=metadata.get("rows") or (),
            title=str(metadata.get("title") or ""),
        )
    else:
        statements = tuple(_statement(row, document_id, text, source) for row in given)
    if not statements:
        raise DocumentError(
            f"{document_id}: no sentence was found in it. Give a file with running text, lists or tables."
        )
    return StoredDocument(
        id=document_id,
        title=str(metadata.get("title") or ""),
        text=text,
        source=source,
        statements=statements,
        content_hash=_hash_of(text, metadata),
        language=str(metadata.get("language") or ""),
        topic=str(metadata.get("topic") or ""),
        owner=str(metadata.get("owner") or ""),
        found=str(metadata.get("found") or ""),
        disputes=tuple(_dispute(row, document_id) for row in metadata.get("disputes") or ()),
        outcomes=tuple(_outcome(row) for row in metadata.get("outcomes") or ()),
    )


def source_from(metadata: MetaData, document_id: str) -> Source:
    """The source that a document's metadata, or one row of its statements' sources, describes.

    Raises:
        DocumentError: A date that is no ISO date.
    """
    published = metadata.get("published")
    if isinstance(published, str) and published:
        try:
            published = date.fromisoformat(published[:10])
        except ValueError as error:
            raise DocumentError(f"{document_id}: {published!r} is no date. Write it as YYYY-MM-DD.") from error
    return Source(
        id=str(metadata.get("source_id") or metadata.get("id") or document_id),
        title=str(metadata.get("title") or document_id),
        publisher=str(metadata.get("publisher") or metadata.get("title") or document_id),
        url=str(metadata["url"]) if metadata.get("url") else None,
        published=published if isinstance(published, date) else None,
        kind=metadata.get("kind") or "user",
        origin=str(metadata.get("origin") or ""),
    )


def source_to_row(source: Source) -> dict[str, object]:
    """The inverse of `source_from`, fit for JSON."""
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "url": source.url,
        "published": source.published.isoformat() if source.published else None,
        "kind": source.kind,
        "origin": source.origin,
    }


def statement_to_row(statement: Statement) -> dict[str, object]:
    """A statement as JSON, its sources by id; the text itself is the document's slice."""
    return {
        "start": statement.span.start,
        "end": statement.span.end,
        "status": statement.status.value,
        "sources": [source.id for source in statement.sources],
        "event_date": statement.event_date,
        "dispute": statement.dispute,
        "side": statement.side,
        "heading": statement.heading,
        "key": statement.key,
        "page": statement.page,
    }


def statement_from_row(row: MetaData, document_id: str, text: str, sources: Mapping[str, Source]) -> Statement:
    """The inverse of `statement_to_row`; `sources` holds every source by id, `text` the whole document."""
    start, end = int(row["start"]), int(row["end"])
    return Statement(
        span=Span(document_id, start, end),
        text=text[start:end],
        status=Status(row["status"]),
        sources=tuple(sources[name] for name in row["sources"]),
        event_date=str(row.get("event_date") or ""),
        dispute=str(row.get("dispute") or ""),
        side=int(row.get("side", -1)),
        heading=str(row.get("heading") or ""),
        key=str(row.get("key") or ""),
        page=row.get("page"),
    )


def _statement(row: MetaData, document_id: str, text: str, own: Source) -> Statement:
    try:
        sources = {str(s["id"]): source_from(s, document_id) for s in row.get("sources") or ()} or {own.id: own}
        plain = {**row, "sources": list(sources), "status": row.get("status") or Status.REPORTED}
        statement = statement_from_row(plain, document_id, text, sources)
    except (KeyError, TypeError, ValueError) as error:
        raise DocumentError(f"{document_id}: a statement has a wrong shape ({error}): {dict(row)!r}.") from error
    if not 0 <= statement.span.start < statement.span.end <= len(text) or not statement.text.strip():
        raise DocumentError(
            f"{document_id}: the statement at {row.get('start')}-{row.get('end')} lies outside the text."
        )
    return statement


def _dispute(row: MetaData, document_id: str) -> Dispute:
    return Dispute(
        str(row["key"]), str(row["question"]), tuple(map(str, row["sides"])), str(row.get("note") or ""), document_id
    )


def _outcome(row: MetaData) -> Outcome:
    return Outcome(tuple(row["expected"]), tuple(row["happened"]), row["verdict"], str(row.get("gloss") or ""))


def _id_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _hash_of(text: str, metadata: MetaData) -> str:
    said = json.dumps(metadata, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(f"{text}\0{said}".encode("utf-8", "replace")).hexdigest()
