"""The title and the publisher that a document gets from what its file says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document as WordDocument
from langchain_core.documents import Document

from knowledge.document import stored_document
from knowledge.loaders import load_path
from knowledge.loaders.documents import to_document
from knowledge.loaders.extracted import Extracted
from knowledge.loaders.limits import DEFAULT_LIMITS
from knowledge.loaders.read import read
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


def title(tmp_path: Path, text: str) -> str:
    (tmp_path / "note-7.txt").write_text(text, encoding="utf-8")
    (read,) = load_path(tmp_path / "note-7.txt")
    assert isinstance(read, Document)
    assert read.page_content == text.strip()
    return str(read.metadata["title"])


@pytest.mark.parametrize(
    "top",
    [
        "Corrections and clarifications",
        "EMBERLINE WARRANTY TERMS\nValid for units sold from 1 January 2025",
        "Minutes of the board meeting, 16 January 2024",
        "\u041e\u0442\u0447\u0451\u0442 \u0441\u043e\u0432\u0435\u0442\u0430",
        "Correction",
        "The bridge of Kelmar is open\nTolmen Courier, 16 January 2024",
    ],
)
def test_a_first_line_like_a_title_is_the_title_of_a_text(tmp_path: Path, top: str) -> None:
    assert title(tmp_path, f"{top}\n\n{SAID}\n") == top.split("\n", maxsplit=1)[0]


@pytest.mark.parametrize(
    "text",
    [
        SAID,
        f"The bridge is open.\n\n{SAID}",
        f"Memo\n\n{SAID}",
        f"Memo to all\nFrom: Ines\nTo: everybody\nDate: today\n\n{SAID}",
        f"From: Ines Halloran\n\n{SAID}",
        f"By Ines Halloran\n\n{SAID}",
        f"Dear Agnes Thorley,\n\n{SAID}",
        f"- A first point\n- A second point\n\n{SAID}",
        f"the bridge of Kelmar\n\n{SAID}",
        f"The lighthouse of Gull Rock was painted\nviolet by its keeper.\n\n{SAID}",
        f"One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen\n\n{SAID}",
        "The bridge of Kelmar",
    ],
)
def test_another_first_line_leaves_the_name_of_the_file(tmp_path: Path, text: str) -> None:
    assert title(tmp_path, text) == "note-7"


@pytest.mark.parametrize(
    "top",
    [
        "The bridge of Kelmar is open\nTolmen Courier, 16 January 2024\n\n",
        "The bridge of Kelmar is open\nTolmen Courier, Tuesday 16 January 2024\n",
        "Tolmen Courier | 16 January 2024\nThe bridge of Kelmar is open\n\n",
        "Tolmen Courier - 16 January 2024\n\nThe bridge of Kelmar is open\n\n",
    ],
)
def test_a_dateline_names_the_publisher_and_is_no_heading(tmp_path: Path, top: str) -> None:
    (tmp_path / "note-7.txt").write_text(top + SAID, encoding="utf-8")
    (read,) = load_path(tmp_path / "note-7.txt")
    assert isinstance(read, Document)
    known = read.metadata
    assert (known["title"], known["publisher"]) == ("The bridge of Kelmar is open", "Tolmen Courier")
    assert known["published"] == "2024-01-16"
    assert [(each.heading, each.text) for each in stored_document(read).statements] == [("", SAID)]


@pytest.mark.parametrize("line", ["Kelmar Harvest Fair, 16 January 2024", "Battle of the Post Office, 16 January 2024"])
def test_the_name_of_a_subject_before_a_day_is_no_publisher(line: str) -> None:
    assert to_document(Extracted(f"{line}\n\n{SAID}"), "key", "note-7.txt").metadata["publisher"] == "note-7.txt"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Warden: the bridge was locked all night\n\n{SAID}", "Warden: the bridge was locked all night"),
        (
            f"PRESS RELEASE\n16 January 2024\n\nBridge of Lyra closed until May\n\n{SAID}",
            "Bridge of Lyra closed until May",
        ),
        (f"Press release\n\n16 January 2024\n\nBridge of Lyra closed\n\n{SAID}", "Bridge of Lyra closed"),
        (f"Press release\n\n{SAID}", "Press release"),
        (f"Harbour Office\nPress release\nBridge of Lyra closed\n\n{SAID}", "Bridge of Lyra closed"),
        (f"Harbour Office\nPress release\n\n{SAID}", "Harbour Office"),
        (
            f"COUNCIL OF LYRA\nMinutes of the meeting of 16 January 2024\n\n{SAID}",
            "COUNCIL OF LYRA: Minutes of the meeting of 16 January 2024",
        ),
        (f"COUNCIL OF LYRA\nThe great fire of 16 January 2024\n\n{SAID}", "COUNCIL OF LYRA"),
    ],
)
def test_the_title_of_a_text_is_its_headline_and_the_day_of_a_record(text: str, expected: str) -> None:
    (made,) = read(text.encode(), "note-7.txt", DEFAULT_LIMITS)[0]
    assert to_document(made, "key", "note-7.txt").metadata["title"] == expected


def test_records_of_one_title_are_told_apart_by_the_dated_heading_below_it() -> None:
    titles = []
    for day in ("16 January", "17 March"):
        text = f"# Council of Lyra\n## Minutes of the meeting of {day} 2024\n\n{SAID}\n"
        (made,) = read(text.encode(), "minutes.md", DEFAULT_LIMITS)[0]
        titles.append(to_document(made, "key", "minutes.md").metadata["title"])
    assert titles == [f"Council of Lyra: Minutes of the meeting of {day} 2024" for day in ("16 January", "17 March")]


def test_a_press_release_of_any_format_is_called_by_the_heading_below_it() -> None:
    text = f"# Press release\n\n16 January 2024\n\n## Bridge of Lyra closed\n\n{SAID}\n"
    (made,) = read(text.encode(), "a.md", DEFAULT_LIMITS)[0]
    assert to_document(made, "key", "a.md").metadata["title"] == "Bridge of Lyra closed"


def test_the_title_style_of_a_word_file_gives_its_title(tmp_path: Path) -> None:
    word = WordDocument()
    word.add_heading("Handbook of the ferry", 0)
    word.add_heading("Tolls", 1)
    word.add_paragraph(SAID)
    word.add_heading("Hours", 1)
    word.add_paragraph(SAID)
    word.save(str(tmp_path / "a.docx"))
    (made,) = read((tmp_path / "a.docx").read_bytes(), "a.docx", DEFAULT_LIMITS)[0]
    assert to_document(made, "key", "a.docx").metadata["title"] == "Handbook of the ferry"
