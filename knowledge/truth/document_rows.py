"""A stored document as a row of the truth store, and back, and the version of these rows."""

from __future__ import annotations

import json
from dataclasses import asdict

from knowledge.document import StoredDocument
from knowledge.passage import Dispute, Outcome
from knowledge.rows import source_from, source_to_row, statements_from_body, statements_to_body

SCHEMA_VERSION = 2  # 2: `marked` tells which documents say more than statements
ROW = "SELECT id, owner, content_hash, text, body FROM documents"
"""Gives rows of documents, each a `DocumentRow`."""

DocumentRow = tuple[str, str, str, str, str]  # id, owner, content hash, text, all else as JSON


def document_to_row(document: StoredDocument) -> DocumentRow:
    """The document as a row."""
    body = {
        "title": document.title,
        "source": source_to_row(document.source),
        "language": document.language,
        "topic": document.topic,
        "found": document.found,
        "file": document.file,
        **statements_to_body(document.statements),
        "disputes": [asdict(dispute) for dispute in document.disputes],
        "outcomes": [asdict(outcome) for outcome in document.outcomes],
    }
    packed = json.dumps(body, ensure_ascii=False)
    return document.id, document.owner, document.content_hash, document.text, packed


def document_from_row(row: DocumentRow) -> StoredDocument:
    """The inverse of `document_to_row`."""
    document_id, owner, content_hash, text, packed = row
    body = json.loads(packed)
    return StoredDocument(
        id=document_id,
        title=body["title"],
        text=text,
        source=source_from(body["source"], document_id),
        statements=statements_from_body(body, document_id, text),
        content_hash=content_hash,
        language=body["language"],
        topic=body["topic"],
        owner=owner,
        found=body["found"],
        file=body.get("file", ""),
        disputes=tuple(Dispute(**{**d, "sides": tuple(d["sides"])}) for d in body["disputes"]),
        outcomes=tuple(
            Outcome(tuple(o["expected"]), tuple(o["happened"]), o["verdict"], o["gloss"]) for o in body["outcomes"]
        ),
    )
