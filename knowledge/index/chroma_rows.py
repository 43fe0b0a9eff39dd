"""Passages as the texts and metadata that Chroma keeps, and back."""

from __future__ import annotations

import json
from typing import Any

from knowledge.passage import Passage, Span
from knowledge.rows import statements_from_body, statements_to_body


def metadata_of(passage: Passage, content_hash: str, owner: str) -> dict[str, str | int]:
    """Everything of a passage but its text and vector, in the plain values that Chroma keeps."""
    return {
        "document": passage.span.document_id,
        "hash": content_hash,
        "owner": owner,
        "start": passage.span.start,
        "end": passage.span.end,
        "title": passage.title,
        "heading": passage.heading,
        "body": json.dumps(statements_to_body(passage.statements), ensure_ascii=False),
    }


def passage_from(text: str, metadata: Any) -> Passage:  # noqa: ANN401 - Chroma's metadata type is an open mapping
    """The inverse of `metadata_of`."""
    document_id, start = str(metadata["document"]), int(metadata["start"])
    return Passage(
        span=Span(document_id, start, int(metadata["end"])),
        text=text,
        statements=statements_from_body(json.loads(metadata["body"]), document_id, text, start),
        title=str(metadata["title"]),
        heading=str(metadata["heading"]),
    )
