"""A stored document, and the one place where a LangChain document is checked and converted to it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar, get_args

import regex

from knowledge.errors import DocumentError
from knowledge.known import span_of_days
from knowledge.passage import Dispute, Outcome, Source, Statement, Status, Verdict
from knowledge.rows import Row, source_from, statement_from_row
from knowledge.split import RULES_VERSION, split_statements
from knowledge.text.words import INVISIBLE

if TYPE_CHECKING:
    from langchain_core.documents import Document

DAY_OF_PDF = "PDF creation date"
DAY_OF_OFFICE_FILE = "file properties: last change"
DAYS_OF_FILES = (DAY_OF_PDF, DAY_OF_OFFICE_FILE)
"""How a day was found that says when a file was made or changed, and not when what stands in it was known."""
LONGEST_ID = 300  # characters
_HIDDEN = regex.compile(rf"[{INVISIBLE}\p{{Cc}}\p{{Cn}}\p{{Co}}\p{{Zl}}\p{{Zp}}--\p{{Variation_Selector}}]", regex.V1)
_SURROGATE = re.compile("[\ud800-\udfff]")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """One document of the collection.

    `content_hash` covers the text, all metadata and, where the text was split here, the rules of that.
    """

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
    file: str = ""  # the whole path of the file it came from, when it came from one
    disputes: tuple[Dispute, ...] = ()
    outcomes: tuple[Outcome, ...] = ()

    @property
    def newest_day(self) -> date | None:
        """The newest day that one of its sources was published; None where it only has the day its file was made."""
        if self.found in DAYS_OF_FILES:
            return None
        return max((day for one in self.statements if (day := one.newest)), default=None)


@dataclass(frozen=True, slots=True)
class FailedDocument:
    """A document that could not be read: its name, the reason in words, and the id it would have, if known."""

    name: str
    reason: str
    id: str = ""


def stored_document(document: Document) -> StoredDocument:
    """Check a LangChain `Document` and convert it; its metadata is not checked again later.

    Without `statements` in its metadata the text is split into sentences, lists and table rows, whose one source is
    the document itself. Lone surrogates become U+FFFD, which keeps all offsets.

    Raises:
        DocumentError: No text, no statement in it, or metadata of a wrong shape.
    """
    text, metadata = whole(document.page_content), document.metadata
    document_id = _checked_id(whole(str(document.id or metadata.get("id") or _id_of(text))))
    if not text.strip():
        raise DocumentError(f"{document_id}: the document is empty. Give a file with text in it.")

    def read(what: str, make: Callable[[], Value]) -> Value:
        try:
            return make()
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            raise DocumentError(f"{document_id}: its {what} have a wrong shape ({error!r}).") from error

    source = read("fields", lambda: source_from(_whole(metadata), document_id))
    statements = read("statements", lambda: _statements(text, document_id, source, _whole(metadata)))
    if not statements:
        raise DocumentError(
            f"{document_id}: no sentence was found in it. Give a file with running text, lists or tables."
        )
    disputes = read("disputes", lambda: _disputes(_whole(metadata), document_id))
    known = {dispute.key for dispute in disputes}
    strange = next((s.dispute for s in statements if s.dispute and s.dispute not in known), None)
    if strange is not None:
        raise DocumentError(f"{document_id}: a statement is a side of the dispute {strange!r}, which is not listed.")
    return StoredDocument(
        id=document_id,
        title=whole(str(metadata.get("title") or "")),
        text=text,
        source=source,
        statements=statements,
        content_hash=read("fields", lambda: _hash_of(text, metadata)),
        language=str(metadata.get("language") or ""),
        topic=whole(str(metadata.get("topic") or "")),
        owner=whole(str(metadata.get("owner") or "")),
        found=whole(str(metadata.get("found") or "")),
        file=whole(str(metadata.get("file") or "")),
        disputes=disputes,
        outcomes=read("outcomes", lambda: _outcomes(_whole(metadata), document_id)),
    )


def whole(text: str) -> str:
    """The text with U+FFFD for every lone surrogate, which can be neither stored nor sent."""
    return _SURROGATE.sub("\ufffd", text)


def _whole(row: Row) -> Row:
    """A row without lone surrogates in its own strings."""
    return {str(key): whole(value) if isinstance(value, str) else value for key, value in row.items()}


def _checked_id(document_id: str) -> str:
    if len(document_id) > LONGEST_ID or _HIDDEN.search(document_id):
        raise DocumentError(
            f"The document id {document_id[:40]!r} is too long or has characters that cannot be seen. Use at most "
            f"{LONGEST_ID} visible characters."
        )
    return document_id


def _checked_key(key: str, document_id: str) -> None:
    if key.split() != [key]:
        raise DocumentError(
            f"{document_id}: the key {key[:40]!r} of a statement is not one word. Write it without spaces."
        )


def _statements(text: str, document_id: str, source: Source, metadata: Row) -> tuple[Statement, ...]:
    given = metadata.get("statements")
    if given is not None:
        return tuple(_statement(_whole(row), document_id, text, source) for row in given)
    return split_statements(
        text,
        document_id,
        source,
        pages=_places(metadata, "pages", 2, len(text)),
        headings=_places(metadata, "headings", 3, len(text)),
        rows=_places(metadata, "rows", 2, len(text)),
        title=str(metadata.get("title") or ""),
    )


def _places(metadata: Row, name: str, length: int, end: int) -> Sequence[Sequence[int]]:
    """Check a loader's hints: lists of integers, sorted by offset, each offset inside the text."""
    places = [[int(number) for number in place] for place in metadata.get(name) or ()]
    inside = all(len(place) == length and 0 <= place[0] <= end for place in places)
    if name != "pages":
        inside = inside and all(place[0] < place[1] <= end for place in places)
    if not inside or places != sorted(places):
        raise ValueError(f"`{name}` does not fit the text")
    return places


def _statement(row: Row, document_id: str, text: str, own: Source) -> Statement:
    try:
        sources = {str(s["id"]): source_from(_whole(s), document_id) for s in row.get("sources") or ()} or {own.id: own}
        plain = {**row, "sources": list(sources), "status": row.get("status") or Status.REPORTED}
        statement = statement_from_row(plain, document_id, text, sources)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise DocumentError(f"{document_id}: a statement has a wrong shape ({error}): {dict(row)!r:.300}.") from error
    if statement.event_date and span_of_days(statement.event_date) is None:
        raise DocumentError(
            f"{document_id}: the event date {statement.event_date[:40]!r} of a statement is no day, month or year. "
            "Write it as YYYY-MM-DD, YYYY-MM or YYYY."
        )
    if statement.key:
        _checked_key(statement.key, document_id)
    if not 0 <= statement.span.start < statement.span.end <= len(text) or not statement.text.strip():
        raise DocumentError(
            f"{document_id}: the statement at {row.get('start')}-{row.get('end')} lies outside the text."
        )
    return statement


def _disputes(metadata: Row, document_id: str) -> tuple[Dispute, ...]:
    return tuple(
        Dispute(
            key=str(row["key"]),
            question=str(row["question"]),
            sides=tuple(map(str, row["sides"])),
            note=str(row.get("note") or ""),
            document_id=document_id,
            favoured=int(row.get("favoured", -1)),
        )
        for row in map(_whole, metadata.get("disputes") or ())
    )


def _outcomes(metadata: Row, document_id: str) -> tuple[Outcome, ...]:
    made = []
    for row in map(_whole, metadata.get("outcomes") or ()):
        verdict = row["verdict"]
        found = next((known for known in get_args(Verdict) if known == verdict), None)
        if found is None:
            raise DocumentError(f"{document_id}: {verdict!r} is no verdict of an outcome.")
        expected, happened = (tuple(map(str, row[name])) for name in ("expected", "happened"))
        for key in (*expected, *happened):
            _checked_key(key, document_id)
        made.append(Outcome(expected, happened, found, str(row.get("gloss") or "")))
    return tuple(made)


def _id_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _hash_of(text: str, metadata: Row) -> str:
    said = json.dumps(metadata, ensure_ascii=False, sort_keys=True, default=_steady)
    rules = f"\0rules:{RULES_VERSION}" if metadata.get("statements") is None else ""  # new rules, new statements
    return hashlib.sha256(f"{text}\0{said}{rules}".encode("utf-8", "replace")).hexdigest()


def _steady(value: object) -> object:
    """A value that JSON does not know, in a form that is the same in every process: sets have no order of their own."""
    if isinstance(value, Set):
        return sorted(json.dumps(each, sort_keys=True, default=_steady) for each in value)
    says_where_it_lies = type(value).__str__ is object.__str__ and type(value).__repr__ is object.__repr__
    return type(value).__qualname__ if says_where_it_lies else str(value)
