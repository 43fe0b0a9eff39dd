"""Our dossiers, their registry of sources, and what became of what was expected, as LangChain documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from knowledge.dossier import Dossier, parse_dossier
from knowledge.errors import DocumentError
from knowledge.known import span_of_days
from knowledge.passage import Dispute, Outcome, Statement, Status
from knowledge.registry import read_outcomes, read_sources, read_text
from knowledge.rows import source_to_row, statement_to_row

if TYPE_CHECKING:
    from langchain_core.documents import Document

DOCUMENTS_DIR = Path(__file__).parent / "documents"
"""The folder of the curated dossiers."""

PUBLISHER = "Visit dossiers"
_NOT_A_DOSSIER = frozenset({"README.md"})


class DisputeFields(TypedDict):
    """A dispute as it stands in a document's metadata."""

    key: str
    question: str
    sides: list[str]
    note: str
    favoured: int


class OutcomeFields(TypedDict):
    """An outcome as it stands in a document's metadata."""

    expected: list[str]
    happened: list[str]
    verdict: str
    gloss: str


def load_documents(folder: Path = DOCUMENTS_DIR) -> Iterator[Document]:
    """Read every dossier of a folder.

    Args:
        folder: Holds the dossiers (`*.md`, without README.md), `sources.toml`, and `outcomes.toml` if there are any.

    Yields:
        One document a dossier, in the order of their names. `page_content` is the Markdown without front matter,
        footnote marks and comments; `metadata` holds id, title, topic, publisher, url, published (the newest date
        among its sources), kind, language, owner, statements, disputes and outcomes. An outcome stands with the
        document that holds its first expectation.

    Raises:
        DocumentError: A file breaks a rule of the collection; the message names the file and the line.
    """
    from langchain_core.documents import Document  # here, since importing it takes longer than all the reading

    sources = read_sources(folder)
    paths = [path for path in sorted(folder.glob("*.md")) if path.name not in _NOT_A_DOSSIER]
    dossiers = [parse_dossier(path.name, read_text(path), sources) for path in paths]
    _check_keys(dossiers)
    home = {key: dossier.id for dossier in dossiers for key in dossier.aliases}
    aliases = {key: first for dossier in dossiers for key, first in dossier.aliases.items()}
    outcomes = read_outcomes(folder, aliases)
    past = _told_as_past(dossiers)
    for dossier in dossiers:
        newest = max((day for statement in dossier.statements if (day := statement.newest)), default=None)
        metadata = {
            "id": dossier.id,
            "title": dossier.title,
            "topic": dossier.topic,
            "publisher": PUBLISHER,
            "url": None,
            "published": newest.isoformat() if newest else None,
            "kind": "analysis",
            "language": "en",
            "owner": "",
            "statements": [_statement_fields(statement, past) for statement in dossier.statements],
            "disputes": [_dispute_fields(dispute) for dispute in dossier.disputes],
            "outcomes": [_outcome_fields(each) for each in outcomes if home[each.expected[0]] == dossier.id],
        }
        yield Document(page_content=dossier.text, metadata=metadata)


def _check_keys(dossiers: list[Dossier]) -> None:
    """Check that no key occurs in two files (the parser has checked each file)."""
    seen: dict[str, str] = {}
    for dossier in dossiers:
        for key, line in dossier.key_lines.items():
            place = f"{dossier.id}.md, line {line}"
            if key in seen:
                raise DocumentError(f"{place}: the key {key!r} is used twice; it stands in {seen[key]} too.")
            seen[key] = place


def _told_as_past(dossiers: Iterable[Dossier]) -> dict[str, date]:
    """Source id -> the latest day that the collection has an undated page tell of as past: it was published later.

    Of a month or a year that is the first day. A day that the registry gives (`Source.after`) stands.
    """
    latest: dict[str, date] = {}
    for statement in (one for dossier in dossiers for one in dossier.statements):
        days = span_of_days(statement.event_date)
        if days is None or statement.status is Status.EXPECTED:
            continue
        for source in statement.sources:
            if source.published is None and source.after is None:
                latest[source.id] = max(days[0], latest.get(source.id, days[0]))
    return latest


def _statement_fields(statement: Statement, past: Mapping[str, date]) -> dict[str, object]:
    """A statement as it stands in a document's metadata: with its sources whole, for they stand nowhere else there.

    Args:
        statement: One of a dossier.
        past: See `_told_as_past`.
    """
    sources = (replace(one, after=past.get(one.id, one.after)) for one in statement.sources)
    return {**statement_to_row(statement), "sources": [source_to_row(source) for source in sources]}


def _dispute_fields(dispute: Dispute) -> DisputeFields:
    return {
        "key": dispute.key,
        "question": dispute.question,
        "sides": list(dispute.sides),
        "note": dispute.note,
        "favoured": dispute.favoured,
    }


def _outcome_fields(outcome: Outcome) -> OutcomeFields:
    return {
        "expected": list(outcome.expected),
        "happened": list(outcome.happened),
        "verdict": outcome.verdict,
        "gloss": outcome.gloss,
    }
