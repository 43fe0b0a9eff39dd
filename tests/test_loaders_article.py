"""One article as people bring it: the same statements from a page with surroundings, a PDF, a Word file, and text."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from docx import Document as WordDocument
from langchain_core.documents import Document

from knowledge.loaders import load_path
from tests.fakes import passages_of
from tests.make_files import SURROUNDINGS, page, pdf

TITLE = "The harbour plan"
ARTICLE: list[tuple[str, list[str]]] = [
    (
        "lead",
        ["The port of Kelmar is to be widened, the council said on Monday. It will cost 40 million crowns."],
    ),
    ("links", ["superb-fans.com | casino-twins.com | elite-veggies.com"]),
    ("heading", ["A Plan with Strategic Timing"]),
    (
        "text",
        ["The plan comes after a pause of nearly three years. The council is expected to address issues such as:"],
    ),
    ("list", ["Dredging of the basin", "Joint projects with the railway", "Transfers of cargo"]),
    ("text", ["For the town, the port remains vital, especially as its factory faces pressure from abroad."]),
    ("heading", ["Pending Projects Back in Focus"]),
    ("text", ["Several major projects have been slowed down by a lack of steel. Talks could include:"]),
    ("list", ["A new crane", "Longer quays"]),
    ("text", ["The council will vote on 5 December. Its vote is final."]),
]
SECTIONS = {"A Plan with Strategic Timing", "Pending Projects Back in Focus"}


def as_html() -> str:
    parts = [f"<h1>{TITLE}</h1>"]
    for kind, lines in ARTICLE:
        if kind == "heading":
            parts.append(f"<h2>{escape(lines[0])}</h2>")
        elif kind == "list":
            parts.append("<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>")
        else:
            parts.append(f"<p>{escape(lines[0])}</p>")
    return page("".join(parts))


def as_text() -> str:
    lines = []
    for kind, each in ARTICLE:
        lines += [line for item in each for line in (["-", item] if kind == "list" else [item])]
    return "\n".join(lines)


def as_pdf() -> bytes:
    paragraphs = [(TITLE, 20)]
    for kind, lines in ARTICLE:
        paragraphs += [(f"- {line}" if kind == "list" else line, 15 if kind == "heading" else 11) for line in lines]
    return bytes(pdf([paragraphs]).output())


def as_word(path: Path) -> None:
    word = WordDocument()
    word.add_heading(TITLE, 0)
    for kind, lines in ARTICLE:
        for line in lines:
            if kind == "heading":
                word.add_heading(line, 2)
            else:
                word.add_paragraph(line, style="List Bullet" if kind == "list" else None)
    word.save(str(path))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    folder = tmp_path_factory.mktemp("article")
    (folder / "a.html").write_text(as_html(), encoding="utf-8")
    (folder / "a.txt").write_text(as_text(), encoding="utf-8")
    (folder / "a.pdf").write_bytes(as_pdf())
    as_word(folder / "a.docx")
    return {each.metadata["name"]: each for each in load_path(folder) if isinstance(each, Document)}


def said(document: Document) -> list[tuple[str, str]]:
    """Every statement with the last step of its heading, marks of lists and spaces made alike."""
    statements = [statement for passage in passages_of(document) for statement in passage.statements]
    return [
        (" ".join(s.text.replace("\n-\n", " ").replace("\n- ", " ").split()), s.heading.rpartition(" > ")[2])
        for s in statements
    ]


@pytest.mark.parametrize("name", ["a.html", "a.pdf", "a.docx"])
def test_an_article_says_the_same_in_every_format(loaded: dict[str, Document], name: str) -> None:
    assert said(loaded[name]) == said(loaded["a.txt"])


def test_its_lists_stay_with_their_lead_in_and_its_sections_are_known(loaded: dict[str, Document]) -> None:
    for document in loaded.values():
        texts = [text for text, _ in said(document)]
        assert "Talks could include: A new crane Longer quays" in texts
        assert {heading for _, heading in said(document)} - {"", TITLE} == SECTIONS


def test_nothing_of_the_surroundings_is_ever_said(loaded: dict[str, Document]) -> None:
    for document in loaded.values():
        passages = "\n".join(passage.text for passage in passages_of(document))
        assert not [words for words in (*SURROUNDINGS, "superb-fans", "casino") if words in passages]
    assert not [words for words in SURROUNDINGS if words in loaded["a.html"].page_content]


def test_short_lines_of_a_list_in_a_pdf_are_not_joined(tmp_path: Path) -> None:
    items = "Two wardens on the bridge whenever there is fog\nNo private dogs on the bridge\nA new bell by May"
    story = (
        "The warden of the bridge of Lyra was looking at her dog when the ferry struck the third arch in thick fog. "
    )
    (tmp_path / "a.pdf").write_bytes(bytes(pdf([[(story * 4, 11), ("Advice", 16), (items, 11)]]).output()))
    (read,) = load_path(tmp_path / "a.pdf")
    assert isinstance(read, Document)
    assert [text for text, heading in said(read) if heading == "Advice"] == items.split("\n")
