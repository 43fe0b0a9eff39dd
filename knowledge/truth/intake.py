"""Taking documents into the truth store: what is new, edited, renamed, a copy of another, or not to be read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.document import FailedDocument, StoredDocument, stored_document
from knowledge.errors import DocumentError
from knowledge.truth.sameness import Likeness
from knowledge.truth.store import TruthStore

if TYPE_CHECKING:
    from langchain_core.documents import Document

Progress = Callable[[str, int, int], None]  # the step, the number done, the total
BATCH = 64  # documents written to the truth store at a time


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingestion did: ids of documents, and for each failure its name and the reason."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()
    seconds: float = 0.0
    renamed: tuple[tuple[str, str], ...] = ()  # (old id, new id): the same text, whose file has another name now
    copies: tuple[tuple[str, str], ...] = ()  # (id, id of another publisher's document that it nearly equals)
    undated: tuple[str, ...] = ()  # of those taken in, the ones that speak for themselves and have no day


@dataclass(slots=True)
class _Course:
    """The state of one ingestion."""

    known: dict[str, str]
    owners: dict[str, str]
    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)
    copies: list[tuple[str, str]] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)
    taken: dict[str, str] = field(default_factory=dict)  # id of each document of this ingestion -> hash of its content
    kept: set[str] = field(default_factory=set)  # held documents whose file could not be read this time
    batch: dict[str, StoredDocument] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Held:
    """What is kept in memory of a stored document."""

    owner: str
    voice: str  # the origin, or else the publisher
    file: str
    text_hash: str


class Intake:
    """Takes documents in. It reads the texts that are held once, when the first new document comes.

    Args:
        truth: Where documents are kept.
    """

    def __init__(self, truth: TruthStore) -> None:
        self._truth = truth
        self._held: dict[str, _Held] | None = None
        self._by_text: dict[str, list[str]] = {}  # hash of a text -> ids
        self._likeness = Likeness()

    def take(
        self, documents: Iterable[Document | FailedDocument], only: bool = False, progress: Progress | None = None
    ) -> IngestReport:
        """Put documents into the truth store.

        A new document with the text of a stored one whose file is gone counts as that file renamed, and replaces it. A
        near-copy of another publisher's document gets that publisher as its origin, so that the two count as one
        independent source. A stored document whose file cannot be read this time is kept. Of two documents with one id
        the second fails; where it is the same document again, it is passed over.

        Args:
            documents: In any order; a `FailedDocument` stands for one that could not be read.
            only: Whether to remove every other shared document.
            progress: Called with the number of documents read.

        Returns:
            The report, without the time it took.
        """
        course = _Course(self._truth.content_hashes(), self._truth.owners())
        try:
            removed = self._go_through(documents, course, only, progress)
        except BaseException:  # what is remembered may be ahead of what was written
            self._held, self._by_text, self._likeness = None, {}, Likeness()
            raise
        return IngestReport(
            tuple(course.added),
            tuple(course.updated),
            tuple(course.unchanged),
            tuple(removed),
            tuple(course.failed),
            renamed=tuple(course.renamed),
            copies=tuple(course.copies),
            undated=tuple(course.undated),
        )

    def forget(self, names: Iterable[str]) -> None:
        """Drop what is remembered of documents that were removed from the store."""
        for name in names:
            self._likeness.forget(name)
            what = None if self._held is None else self._held.pop(name, None)
            if what is not None:
                self._by_text[what.text_hash].remove(name)

    def _go_through(
        self, documents: Iterable[Document | FailedDocument], course: _Course, only: bool, progress: Progress | None
    ) -> list[str]:
        """Read, sort and write all documents. Returns the ids that `only` removed."""
        for number, document in enumerate(documents, 1):
            if progress is not None:
                progress("reading documents", number, 0)
            self._take_one(document, course)
            if len(course.batch) >= BATCH:
                self._write(course)
        kept = {*course.added, *course.updated, *course.unchanged, *course.kept, *(new for _, new in course.renamed)}
        removed = [name for name in course.known if only and name not in kept and course.owners.get(name) == ""]
        course.gone += removed
        self._write(course)
        return removed

    def _take_one(self, document: Document | FailedDocument, course: _Course) -> None:
        if isinstance(document, FailedDocument):
            course.failed.append((document.name, document.reason))
            course.kept.add(document.id)
            return
        try:
            made = stored_document(document)
        except DocumentError as error:
            identity = str(document.id or document.metadata.get("id") or "")
            course.failed.append((str(document.metadata.get("name") or identity or "document"), str(error)))
            course.kept.add(identity)
            return
        if course.owners.get(made.id, made.owner) != made.owner:
            course.failed.append((made.id, f"{made.id}: this id belongs to somebody else's document."))
        elif made.id in course.taken:
            if course.taken[made.id] != made.content_hash:
                reason = f"{made.id}: another document with this id came before it. Give each an id of its own."
                course.failed.append((made.id, reason))
        else:
            course.taken[made.id] = made.content_hash
            if course.known.get(made.id) == made.content_hash:
                course.unchanged.append(made.id)
            else:
                self._put(made, course)

    def _put(self, made: StoredDocument, course: _Course) -> None:
        """Take in a document that is new or edited."""
        held = self._remembered()
        old = self._renamed_from(made, held) if made.id not in course.known else ""
        if old:
            course.renamed.append((old, made.id))
            course.gone.append(old)
            course.known.pop(old, None)
            self.forget([old])
        elif made.id in course.known:
            course.updated.append(made.id)
        else:
            course.added.append(made.id)
        if made.source.published is None and _speaks_for_itself(made):
            course.undated.append(made.id)
        twin = self._twin_of(made, held)
        if twin:
            made = _with_origin(made, held[twin].voice)
            course.copies.append((made.id, twin))
        course.known[made.id], course.owners[made.id] = made.content_hash, made.owner
        course.batch[made.id] = made
        voice = made.source.origin or made.source.publisher
        self._remember(made.id, _Held(made.owner, voice, made.file, _text_hash(made.text)), made.text)

    def _write(self, course: _Course) -> None:
        """Put and remove at once, so that a renamed document is never missing and never there twice."""
        self._truth.change(course.batch.values(), course.gone)
        self.forget(name for name in course.gone if name not in course.batch)
        course.batch.clear()
        course.gone.clear()

    def _remembered(self) -> dict[str, _Held]:
        if self._held is None:
            self._held = {}
            for name, owner, text, voice, file in self._truth.texts():
                self._remember(name, _Held(owner, voice, file, _text_hash(text)), text)
        return self._held

    def _remember(self, name: str, what: _Held, text: str) -> None:
        self.forget([name])
        if self._held is not None:
            self._held[name] = what
        self._by_text.setdefault(what.text_hash, []).append(name)
        self._likeness.put(name, text)

    def _renamed_from(self, made: StoredDocument, held: dict[str, _Held]) -> str:
        """The held document that this one was before its file got another name; empty when there is none."""
        if not made.file:
            return ""
        for name in self._by_text.get(_text_hash(made.text), ()):
            other = held[name]
            if other.owner == made.owner and other.file not in {"", made.file} and not Path(other.file).exists():
                return name
        return ""

    def _twin_of(self, made: StoredDocument, held: dict[str, _Held]) -> str:
        """Another voice's document that this one nearly equals; empty when there is none or its sources are named."""
        if made.source.origin or not _speaks_for_itself(made):
            return ""
        for name in self._likeness.copies_of(made.text):
            other = held.get(name)
            differs = name != made.id and other is not None and other.voice.casefold() != made.source.voice
            if differs and other is not None and other.owner in ("", made.owner):
                return name
        return ""


def _speaks_for_itself(made: StoredDocument) -> bool:
    """Whether the document is the one source of all it says."""
    return all(statement.sources == (made.source,) for statement in made.statements)


def _with_origin(made: StoredDocument, origin: str) -> StoredDocument:
    """The document and all it says, as spoken by another."""
    source = replace(made.source, origin=origin)
    return replace(made, source=source, statements=tuple(replace(each, sources=(source,)) for each in made.statements))


def _text_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
