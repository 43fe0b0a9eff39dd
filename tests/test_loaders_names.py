"""The title and the publisher that a document gets from what its file says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document as WordDocument
from langchain_core.documents import Document

from knowledge.loaders import load_path
from knowledge.loaders.documents import to_document
from knowledge.loaders.extracted import Extracted
from tests.make_files import pdf

SAID = "The lighthouse of Gull Rock was painted violet, and its keeper was proud of it for many years to come."


def publisher(author: str, **known: str) -> str:
    return str(to_document(Extracted(SAID, author=author, **known), "key", "report.docx").metadata["publisher"])


@pytest.mark.parametrize(
    "author", ["Tolmen Courier", "Ines Halloran", "Brindle & Oak", "ACME", "Adobe", "\u6771\u4eac"]
)
def test_an_author_stands_for_the_publisher_that_is_not_named(author: str) -> None:
    assert publisher(author) == author


@pytest.mark.parametrize(
    "author",
    ["", " ", "python-docx", "Microsoft Office User", "Windows User", "admin", "Unknown", "ihalloran", "User 1", "C",
     "Adobe InDesign CS6", "LibreOffice 24.2", "pdfTeX-1.40", "12 34", "A" * 200],
)  # fmt: skip
def test_a_program_a_role_or_a_login_does_not(author: str) -> None:
    assert publisher(author) == "report.docx"


def test_a_named_publisher_and_the_host_go_before_the_author() -> None:
    assert publisher("Ines Halloran", publisher="Tolmen Courier") == "Tolmen Courier"
    assert publisher("Ines Halloran", url="https://www.courier.example/1") == "courier.example"


def test_the_author_of_a_word_file_and_of_a_pdf_is_read_from_its_properties(tmp_path: Path) -> None:
    word = WordDocument()
    word.add_paragraph(SAID)
    word.core_properties.author = "Harbour Office"
    word.save(str(tmp_path / "a.docx"))
    made = pdf([[(SAID, 11)]])
    made.set_author("Tolmen Courier")
    made.output(str(tmp_path / "b.pdf"))
    read = [each.metadata["publisher"] for each in load_path(tmp_path) if isinstance(each, Document)]
    assert read == ["Harbour Office", "Tolmen Courier"]
