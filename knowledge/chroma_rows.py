"""Passages as the texts and metadata that Chroma keeps, and back."""

from __future__ import annotations

import json
from typing import Any

from knowledge.passage import Passage, Span
from knowledge.rows import source_from, source_to_row, statement_from_row, statement_to_row


def metadata_of(passage: Passage, content_hash: str, owner: str) -> dict[str, str | int]:
    """Everything of a passage but its text and vector, in the plain values that Chroma keeps."""
    sources = {source.id: source for statement in passage.statements for source in statement.sources}
    body = {
        "sources": [source_to_row(source) for source in sources.values()],
        "statements": [statement_to_row(statement) for statement in passage.statements],
    }
    return {
        "document": passage.span.document_id,
        "hash": content_hash,
        "owner": owner,
        "start": passage.span.start,
        "end": passage.span.end,
        "title": passage.title,
        "heading": passage.heading,
        "body": json.dumps(body, ensure_ascii=False),
    }


def passage_from(text: str, metadata: Any) -> Passage:  # noqa: ANN401 - Chroma's metadata type is an open mapping
    """The inverse of `metadata_of`."""
    document_id, start = str(metadata["document"]), int(metadata["start"])
    body = json.loads(metadata["body"])
    sources = {source["id"]: source_from(source, document_id) for source in body["sources"]}
    padded = " " * start + text  # statements carry places in the whole document
    return Passage(
        span=Span(document_id, start, int(metadata["end"])),
        text=text,
        statements=tuple(statement_from_row(row, document_id, padded, sources) for row in body["statements"]),
        title=str(metadata["title"]),
        heading=str(metadata["heading"]),
    )
