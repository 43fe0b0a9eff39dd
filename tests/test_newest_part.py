"""The newest version of a change log."""

from __future__ import annotations

import pytest
from langchain_core.documents import Document

from assistant.choosing.ordering.newest_part import newest_part_of
from assistant.evidence import Evidence, as_a_whole
from assistant.question import read_question
from knowledge.document import StoredDocument, stored_document

LOG = """# Changes of Lyra

## 3.9.0 - 2024-10-02

### Added

The theme is dark.

## 3.10.1 - 2025-02-18

### Added

Alerts come by mail.

### Fixed

The page of the first day shows its tide.

## 3.10.0 - 2025-01-30

### Removed

The support of old files is gone.
"""


def document(text: str = LOG) -> StoredDocument:
    return stored_document(Document(page_content=text, metadata={"id": "log", "title": "Changes of Lyra"}))


def told(question: str, held: StoredDocument) -> list[str]:
    """What is told of the newest part, with the headings above; empty where the evidence stays as it is."""
    evidence = as_a_whole(held.statements, {}) or Evidence((), (), 0.0)
    found = newest_part_of(read_question(question), evidence, lambda _: held)
    return [one.text for item in found.statements for one in (*item.under, item.statement)] if found != evidence else []


@pytest.mark.parametrize("question", ["What is the latest release?", "When did the newest version of Lyra come out?"])
def test_the_newest_version_is_told_under_its_heading(question: str) -> None:
    mail, tide = "Alerts come by mail.", "The page of the first day shows its tide."
    assert told(question, document()) == ["3.10.1 - 2025-02-18", "Added", mail, tide]


def test_only_what_is_asked_of_it_is_told() -> None:
    tide = "The page of the first day shows its tide."
    assert told("What was fixed in the latest release?", document()) == ["3.10.1 - 2025-02-18", "Fixed", tide]


@pytest.mark.parametrize("question", ["What is the latest version of Vega?", "When was version 3.9.0 released?"])
def test_another_question_is_left_alone(question: str) -> None:
    assert told(question, document()) == []


def test_one_version_makes_no_change_log() -> None:
    assert told("What is the latest release?", document("# Lyra\n\n## Version 3.1\n\nIt is dark.\n")) == []
