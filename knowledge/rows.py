"""Sources and statements as rows of JSON, and back: the one shape in which all files keep them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast, get_args

from knowledge.errors import DocumentError
from knowledge.passage import Source, SourceKind, Span, Statement, Status

Row = Mapping[str, Any]  # JSON, or LangChain's metadata: both are open dicts, checked here


def source_from(row: Row, document_id: str) -> Source:
    """The source that a document's metadata, or one row of its statements' sources, describes.

    An address that is no web address is left out: it would become a link.

    Raises:
        DocumentError: A date that is no ISO date, or a kind that is none of ours.
    """
    kind = row.get("kind") or "user"
    if kind not in get_args(SourceKind):
        choices = ", ".join(get_args(SourceKind))
        raise DocumentError(f"{document_id}: {kind!r} is no kind of source. Use one of: {choices}.")
    url = str(row.get("url") or "").strip()
    return Source(
        id=str(row.get("source_id") or row.get("id") or document_id),
        title=str(row.get("title") or document_id),
        publisher=str(row.get("publisher") or row.get("title") or document_id),
        url=url if url.lower().startswith(("http://", "https://")) else None,
        published=_date(row.get("published"), document_id),
        kind=cast(SourceKind, kind),  # it is one of them: see above
        origin=str(row.get("origin") or ""),
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


def statement_from_row(row: Row, document_id: str, text: str, sources: Mapping[str, Source]) -> Statement:
    """The inverse of `statement_to_row`; `sources` holds every source by id, `text` the whole document."""
    start, end, page = int(row["start"]), int(row["end"]), row.get("page")
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
        page=None if page is None else int(page),
    )


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


def _date(value: object, document_id: str) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise DocumentError(f"{document_id}: {value!r} is no date. Write it as YYYY-MM-DD.") from error
