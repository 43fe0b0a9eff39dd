"""Sources and statements as rows of JSON, and back: the one shape in which all files keep them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypedDict, cast, get_args

from knowledge.errors import DocumentError
from knowledge.passage import Source, SourceKind, Span, Statement, Status

Row = Mapping[str, Any]  # JSON, or LangChain's metadata: both are open dicts, checked here


class SourceFields(TypedDict):
    """A source in JSON and in a document's metadata."""

    id: str
    title: str
    publisher: str
    url: str | None
    published: str | None  # ISO date
    kind: str
    origin: str
    after: str | None  # ISO date


def source_from(row: Row, document_id: str) -> Source:
    """The source that a document's metadata, or one row of its statements' sources, describes.

    An address that is not a web address is left out, because it would become a link.

    Raises:
        DocumentError: The date is not in ISO form, or the kind is unknown.
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
        after=_date(row.get("after"), document_id),
    )


def source_to_row(source: Source) -> SourceFields:
    """The inverse of `source_from`, fit for JSON."""
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "url": source.url,
        "published": source.published.isoformat() if source.published else None,
        "kind": source.kind,
        "origin": source.origin,
        "after": source.after.isoformat() if source.after else None,
    }


def statements_to_body(statements: Iterable[Statement]) -> dict[str, object]:
    """Statements as JSON, with each of their sources once."""
    held = list(statements)
    sources = {source.id: source for statement in held for source in statement.sources}
    return {
        "sources": [source_to_row(source) for source in sources.values()],
        "statements": [statement_to_row(statement) for statement in held],
    }


def statements_from_body(body: Row, document_id: str, text: str, begin: int = 0) -> tuple[Statement, ...]:
    """The inverse of `statements_to_body`; `text` is the document from its character `begin` on."""
    sources = {source["id"]: source_from(source, document_id) for source in body["sources"]}
    return tuple(statement_from_row(row, document_id, text, sources, begin) for row in body["statements"])


def statement_from_row(
    row: Row, document_id: str, text: str, sources: Mapping[str, Source], begin: int = 0
) -> Statement:
    """The inverse of `statement_to_row`.

    Args:
        row: The statement; its places are those in the whole document.
        document_id: Of the document.
        text: The document from its character `begin` on.
        sources: Every source by id.
        begin: Where `text` begins.
    """
    start, end, page = int(row["start"]), int(row["end"]), row.get("page")
    return Statement(
        span=Span(document_id, start, end),
        text=text[start - begin : end - begin],
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
