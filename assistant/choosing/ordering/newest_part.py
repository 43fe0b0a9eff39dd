"""The newest part of a change log: "the latest release" is what stands under its highest version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import regex

from assistant.choosing.weighing.headings import line_of
from assistant.evidence import Evidence, as_a_whole
from assistant.question import QuestionReading
from assistant.question.designation import DOTTED_NUMBER
from knowledge.document import StoredDocument
from knowledge.passage import HEADING_SEPARATOR, Statement
from knowledge.text.words import stems

LEAST_PARTS = 2  # headings that name a version, for a document to be a change log
_ASKED = regex.compile(
    r"\b(?:latest|newest|most recent|current|last)\s+(?:version|release|edition|update)\b", regex.IGNORECASE
)
_GENERAL = stems("version release edition update change new come out publish add fix remove bring include contain")


def newest_part_of(
    reading: QuestionReading, evidence: Evidence, document_of: Callable[[str], StoredDocument | None]
) -> Evidence:
    """Evidence for a question for the newest version: what stands under it in a change log among the statements found.

    All words of the question must be of a general kind, in the title or in what is told: where some are a heading below
    the version ("What was fixed in the latest release?"), only what stands under it is. Any other question keeps its
    evidence.

    Args:
        reading: What is asked.
        evidence: Statements, best first.
        document_of: A document by its id.
    """
    asked = _ASKED.search(reading.text)
    if asked is None:
        return evidence
    wanted = frozenset(reading.content) - stems(asked[0])
    for name in dict.fromkeys(item.statement.span.document_id for item in evidence.statements):
        document = document_of(name)
        parts = _parts(document) if document else {}
        if document is None or len(parts) < LEAST_PARTS:
            continue
        told = parts[max(parts)]
        under = [one for one in told if wanted & stems(one.heading.rpartition(HEADING_SEPARATOR)[2])] or told
        if wanted - _GENERAL <= stems(" ".join([document.title, *(f"{one.heading} {one.text}" for one in under)])):
            return _shown(under, document, evidence)
    return evidence


def _parts(document: StoredDocument) -> dict[tuple[int, ...], list[Statement]]:
    """The statements under each heading that names a version, by its number."""
    parts: dict[tuple[int, ...], list[Statement]] = {}
    for one in document.statements:
        for line in one.heading.split(HEADING_SEPARATOR):
            if found := DOTTED_NUMBER.search(line):
                parts.setdefault(tuple(map(int, found[0].split("."))), []).append(one)
                break
    return parts


def _shown(told: list[Statement], document: StoredDocument, evidence: Evidence) -> Evidence:
    """The statements as evidence, the first with the headings above it."""
    found = as_a_whole(told, {document.id: document.title})
    if found is None:
        return evidence
    lines = (line_of(name, document.text, told[0]) for name in told[0].heading.split(HEADING_SEPARATOR))
    first = replace(found.statements[0], under=tuple(line for line in lines if line))
    return replace(found, statements=(first, *found.statements[1:]), hits=evidence.hits)
