"""Front matter: fields at the head of a text, its own or another program's, and prose that only looks like them."""

from __future__ import annotations

from pathlib import Path

import pytest
from langchain_core.documents import Document

from knowledge.document import FailedDocument
from knowledge.loaders import load_path
from knowledge.loaders.extracted import Extracted
from knowledge.loaders.limits import Limits
from knowledge.loaders.markdown import read_markdown
from knowledge.loaders.plain_text import read_plain_text

SAID = "The bridge of Lyra was opened to all in the summer of that year."


def read(fields: str) -> Extracted:
    return read_plain_text(f"---\n{fields}\n---\n\n{SAID}\n", Limits())


@pytest.mark.parametrize(
    "first",
    [
        "\nThe minister said that the bridge was safe.\n",
        "The minister said: the bridge is safe.\nNobody asked him why.",
        "Anna: The bridge is safe.\nBen: Who says so?",
        "The minister said: the bridge is safe.",
        "# What the minister said",
        "- The bridge is safe.\n- It is open.",
        "Look here:\n\nhttp://example.org/bridge\n",
        "[" * 5_000,
    ],
)
def test_a_text_between_two_rules_is_no_front_matter_and_stays(first: str) -> None:
    words = first.replace("#", " ").split()
    for made in (read(first), read_markdown(f"---\n{first}\n---\n\n{SAID}\n", Limits())):
        assert all(word.strip("-") in made.text for word in words)
        assert SAID in made.text


@pytest.mark.parametrize(
    "fields",
    [
        "title: The bridge of Lyra\ndate: 2025-12-05",
        "Title: 'The bridge of Lyra'\n\nDate: 2025-12-05 10:30:00 +0530\ntags:\n  - bridges\n  - towns",
        "title: >\n  The bridge\n  of Lyra\ndate: 2025-12-05\nlayout: post",
        'title: "The bridge of Lyra"  # for now\nDate: 2025-12-05\nReading-time: 3',
        "date: 2025-12-05\ntags:\n- bridges\nsummary: open: at last\ntitle: The bridge of Lyra",
        "title:The bridge of Lyra\ndate:2025-12-05",
    ],
)
def test_fields_are_read_however_they_are_written(fields: str) -> None:
    made = read(fields)
    assert (made.title, made.published, made.found) == ("The bridge of Lyra", "2025-12-05", "front matter")
    assert made.text == SAID


def test_front_matter_with_no_field_of_ours_is_left_out_all_the_same() -> None:
    assert read("layout: post\ncategories: [bridges, towns]\ndraft: false").text == SAID
    assert read("").text == SAID


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("December 5, 2025", "2025-12-05"),
        ("5 Dec 2025 10:30", "2025-12-05"),
        ("05/12/2025", ""),
        ("4-5 December 2025", ""),
        ("yesterday", ""),
        ("{{ now }}", ""),
    ],
)
def test_a_day_of_front_matter_is_taken_where_it_is_sure(written: str, day: str) -> None:
    made = read(f"title: Bridge\ndate: {written}")
    assert (made.published, made.found) == (day, "front matter" if day else "")


def test_a_kind_and_an_address_of_another_program_are_passed_over() -> None:
    made = read("title: Bridge\nkind: blog\nurl: /2025/bridge/")
    assert (made.title, made.kind, made.url) == ("Bridge", "", "")
    ours = read("title: Bridge\nkind: news\nurl: https://example.org/bridge\nauthor: [Ines, Ben]")
    assert (ours.kind, ours.url, ours.author) == ("news", "https://example.org/bridge", "Ines, Ben")


@pytest.mark.parametrize(
    ("field", "reason"),
    [('published = "soon"', "YYYY-MM-DD"), ('kind = "blog"', "official"), ('url = "/a"', "https://")],
)
def test_a_sidecar_is_written_for_us_and_must_be_right(tmp_path: Path, field: str, reason: str) -> None:
    (tmp_path / "note.txt").write_text(SAID)
    (tmp_path / "note.txt.meta.toml").write_text(field)
    (failed,) = load_path(tmp_path)
    assert isinstance(failed, FailedDocument)
    assert reason in failed.reason


def test_a_file_whose_front_matter_is_for_others_is_read(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text(f"---\ntitle: Bridge\nkind: blog\nurl: /a\ndate: soon\n---\n\n{SAID}\n")
    (made,) = load_path(tmp_path)
    assert isinstance(made, Document)
    assert (made.metadata["title"], made.metadata["kind"], made.page_content) == ("Bridge", "user", SAID)
