"""The format of the dossiers, on small collections written here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from langchain_core.documents import Document

from knowledge.curated import load_documents
from knowledge.errors import DocumentError
from knowledge.passage import Source
from knowledge.registry import read_sources

SOURCES = """\
[gazette]
title = "Tides explained"
publisher = "The Gazette"
url = "https://gazette.example/tides"
published = 2025-03-01
kind = "news"
reliability = "major"

[diary]
title = "A sailor's diary"
publisher = "Diaries"
kind = "user"
origin = "A sailor"
reliability = "blog"
"""

TIDES = """\
---
title: Tides
topic: sea
---

## Background

Two tides come a day.[^gazette]<!-- 2024 #two-a-day -->
The moon pulls the water. It pulls the land too.[^gazette][^diary]<!-- #moon #pull -->

## Claims

### On board

- The tide was late.[^diary]

## Where sources disagree

### How high was the tide? <!-- #height -->

- **Three metres:** The gauge showed three metres.[^gazette]<!-- confirmed favoured 2025-02-28 #gauge -->
  A clerk read it twice.[^gazette]<!-- confirmed -->
- **Five metres:** The sailor
  guessed five.[^diary]<!-- claimed #guess -->

> The gauge is better.
"""

TIDES_TEXT = """\
## Background

Two tides come a day. The moon pulls the water. It pulls the land too.

## Claims

### On board

- The tide was late.

## Where sources disagree

### How high was the tide?

- **Three metres:** The gauge showed three metres. A clerk read it twice.
- **Five metres:** The sailor guessed five.

> The gauge is better."""


def collection(folder: Path, tides: str = TIDES, sources: str = SOURCES, outcomes: str = "") -> Path:
    (folder / "tides.md").write_text(tides, encoding="utf-8")
    (folder / "sources.toml").write_text(sources, encoding="utf-8")
    if outcomes:
        (folder / "outcomes.toml").write_text(outcomes, encoding="utf-8")
    return folder


def load(folder: Path, tides: str = TIDES, sources: str = SOURCES, outcomes: str = "") -> Document:
    (document,) = load_documents(collection(folder, tides, sources, outcomes))
    return document


def said(document: Document) -> list[tuple[str, dict[str, Any]]]:  # metadata is an open dict in LangChain
    return [(document.page_content[each["start"] : each["end"]], each) for each in document.metadata["statements"]]


def test_the_text_is_the_markdown_without_front_matter_marks_and_comments(tmp_path: Path) -> None:
    assert load(tmp_path).page_content == TIDES_TEXT


def test_a_document_says_what_it_is(tmp_path: Path) -> None:
    metadata = load(tmp_path).metadata
    kept = ("id", "title", "topic", "publisher", "url", "published", "kind", "language", "owner")
    wanted = ("tides", "Tides", "sea", "Visit dossiers", None, "2025-03-01", "analysis", "en", "")
    assert tuple(metadata[name] for name in kept) == wanted


def test_a_statement_is_the_text_up_to_its_footnotes_without_the_label(tmp_path: Path) -> None:
    assert [text for text, _ in said(load(tmp_path))] == [
        "Two tides come a day.",
        "The moon pulls the water. It pulls the land too.",
        "The tide was late.",
        "The gauge showed three metres.",
        "A clerk read it twice.",
        "The sailor guessed five.",
    ]


def test_the_section_or_the_comment_says_what_a_statement_is(tmp_path: Path) -> None:
    statements = [fields for _, fields in said(load(tmp_path))]
    statuses = ["background", "background", "claimed", "confirmed", "confirmed", "claimed"]
    assert [each["status"] for each in statements] == statuses
    assert [each["event_date"] for each in statements] == ["2024", "", "", "2025-02-28", "", ""]
    assert [each["key"] for each in statements] == ["two-a-day", "moon", "", "gauge", "", "guess"]


def test_a_statement_knows_the_headings_above_it(tmp_path: Path) -> None:
    headings = [fields["heading"] for _, fields in said(load(tmp_path))]
    disagree = "Where sources disagree > How high was the tide?"
    assert headings == ["Background", "Background", "Claims > On board", disagree, disagree, disagree]


def test_a_statement_carries_its_sources_in_the_order_of_its_footnotes(tmp_path: Path) -> None:
    _, moon = said(load(tmp_path))[1]
    assert [source["id"] for source in moon["sources"]] == ["gazette", "diary"]
    assert moon["sources"][1] == {
        "id": "diary",
        "title": "A sailor's diary",
        "publisher": "Diaries",
        "url": None,
        "published": None,
        "kind": "user",
        "origin": "A sailor",
        "after": None,
    }


def test_each_list_item_under_a_question_is_one_side(tmp_path: Path) -> None:
    document = load(tmp_path)
    assert document.metadata["disputes"] == [
        {
            "key": "height",
            "question": "How high was the tide?",
            "sides": ["Three metres", "Five metres"],
            "note": "The gauge is better.",
            "favoured": 0,
        }
    ]
    assert [(each["dispute"], each["side"]) for _, each in said(document)][2:] == [
        ("", -1),
        ("height", 0),
        ("height", 0),
        ("height", 1),
    ]


def test_a_side_without_a_label_is_named_by_its_first_statement(tmp_path: Path) -> None:
    document = load(tmp_path, TIDES.replace("**Five metres:** ", ""))
    assert document.metadata["disputes"][0]["sides"] == ["Three metres", "The sailor guessed five."]


def test_an_outcome_stands_with_its_first_expectation_under_first_keys(tmp_path: Path) -> None:
    outcomes = '[[outcome]]\nexpected = ["pull", "moon"]\nhappened = ["gauge"]\nverdict = "partly"\ngloss = "Pulled."\n'
    document = load(tmp_path, outcomes=outcomes)
    wanted = {"expected": ["moon"], "happened": ["gauge"], "verdict": "partly", "gloss": "Pulled."}
    assert document.metadata["outcomes"] == [wanted]


def test_a_file_saved_on_windows_reads_the_same(tmp_path: Path) -> None:
    collection(tmp_path)
    for path in (tmp_path / "tides.md", tmp_path / "sources.toml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_text(encoding="utf-8").replace("\n", "\r\n").encode())
    (document,) = load_documents(tmp_path)
    assert document.page_content == TIDES_TEXT


def test_the_readme_of_the_folder_is_no_dossier(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# How to add to this\n", encoding="utf-8")
    assert load(tmp_path).metadata["id"] == "tides"


def test_the_registry_is_read_by_id(tmp_path: Path) -> None:
    sources = read_sources(collection(tmp_path))
    assert list(sources) == ["gazette", "diary"]
    assert sources["diary"] == Source("diary", "A sailor's diary", "Diaries", kind="user", origin="A sailor")


UNDATED = """\

[log]
title = "The log of the tower"
publisher = "Harbour"
kind = "news"
reliability = "minor"
"""


@pytest.mark.parametrize(("given", "after"), [("", "2025-02-03"), ("after = 2025-01-09\n", "2025-01-09")])
def test_an_undated_page_was_published_after_what_it_tells_of_as_past(tmp_path: Path, given: str, after: str) -> None:
    """Unless the registry says a day; what it expects, and what others tell, says nothing of when that was."""
    storms = """\
---
title: Storms
topic: sea
---

## Background

A storm came in spring.[^gazette]<!-- 2025-03 #spring -->

## Expected before the visit

A storm is to come in May.[^log]<!-- 2025-05-01 #may -->

## Claims

A storm came in winter.[^log]<!-- 2025-01 #winter -->
The roof was lost on the third.[^log][^gazette]<!-- 2025-02-03 #roof -->
"""
    sources = SOURCES + UNDATED.rstrip("\n") + "\n" + given
    (tmp_path / "storms.md").write_text(storms, encoding="utf-8")
    document = next(
        one for one in load_documents(collection(tmp_path, TIDES, sources)) if one.metadata["id"] == "storms"
    )
    afters = {source["id"]: source["after"] for _, each in said(document) for source in each["sources"]}
    assert afters == {"log": after, "gazette": None}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("came", "came", ""),
        ("[^gazette]<!-- 2024", "[^gazzette]<!-- 2024", "tides.md, line 8: unknown footnote 'gazzette'"),
        ("## Claims", "## Rumours", "tides.md, line 11: unknown section 'Rumours'"),
        ("late.[^diary]", "late.", "tides.md, line 15: the statement 'The tide was late.' has no footnote"),
        ("guessed five.[^diary]", "guessed five.", "tides.md, line 23: the statement"),
        ("twice.[^gazette]<!-- confirmed -->", "twice.", "tides.md, line 22: the statement 'A clerk read it twice.'"),
        ("<!-- confirmed -->", "", "tides.md, line 22: the statement 'A clerk read it twice.' needs its status"),
        ("<!-- 2024 #", "<!-- 2024-13 #", "tides.md, line 8: bad date or unknown word '2024-13'"),
        ("2025-02-28", "2025-02-30", "tides.md, line 21: bad date or unknown word '2025-02-30'"),
        ("<!-- claimed #", "<!-- clamed #", "tides.md, line 23: bad date or unknown word 'clamed'"),
        ("claimed #", "claimed favoured #", "tides.md, line 23: 'favoured' marks one side of a question"),
        ("<!-- 2024", "<!-- favoured 2024", "tides.md, line 8: 'favoured' marks one side of a question"),
        ("#gauge", "#moon", "tides.md, line 21: the key 'moon' is used twice; it stands on line 9 too"),
        (" <!-- #height -->", "", "tides.md, line 19: the question 'How high was the tide?' needs its key"),
        ("## Background\n", "", "tides.md, line 7: text stands before the first section"),
        ("title: Tides", "name: Tides", "tides.md, line 1: the file must open with `---`"),
        ("Two tides come a day.", "", "tides.md, line 8: footnotes without a statement before them"),
        ("- **Three metres:**", "Three metres:", "tides.md, line 21: under a question, each side is a list item"),
        ("### How high was the tide? <!-- #height -->\n", "", "line 20: a statement under 'Where sources disagree'"),
    ],
)
def test_a_broken_rule_is_refused_with_file_and_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    broken = TIDES.replace(old, new)
    if not says:
        assert load(tmp_path, broken).page_content == TIDES_TEXT
        return
    with pytest.raises(DocumentError) as raised:
        load(tmp_path, broken)
    assert says in str(raised.value)


def test_a_dispute_with_one_side_is_refused(tmp_path: Path) -> None:
    one_sided = TIDES.replace("- **Five metres:** The sailor\n  guessed five.[^diary]<!-- claimed #guess -->\n", "")
    with pytest.raises(DocumentError, match=r"tides\.md, line 19: the dispute 'height' needs two sides"):
        load(tmp_path, one_sided)


@pytest.mark.parametrize("empty", ["", "\n \n", "---\ntitle: Tides\n---\n"])
def test_an_empty_file_is_refused(tmp_path: Path, empty: str) -> None:
    with pytest.raises(DocumentError, match=r"tides\.md, line 1"):
        load(tmp_path, empty)


def test_a_key_used_in_two_files_is_refused(tmp_path: Path) -> None:
    collection(tmp_path)
    (tmp_path / "waves.md").write_text(TIDES.replace("Tides", "Waves"), encoding="utf-8")
    with pytest.raises(DocumentError, match=r"waves\.md, line 8: the key 'two-a-day' .* tides\.md, line 8 too"):
        list(load_documents(tmp_path))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('publisher = "Diaries"', "", "sources.toml, line 9: the source 'diary' has no publisher"),
        ('publisher = "Diaries"', 'publisher = " "', "sources.toml, line 9: the source 'diary' has no publisher"),
        ("2025-03-01", '"March 2025"', "sources.toml, line 1: the source 'gazette' has a bad date 'March 2025'"),
        ("2025-03-01", "2025-02-30", "sources.toml is not TOML"),
        ('"user"', '"rumour"', "sources.toml, line 9: the source 'diary' has the kind 'rumour'"),
        ('"blog"', '"fair"', "sources.toml, line 9: the source 'diary' has the reliability 'fair'"),
        (
            'url = "https',
            'url = 3 # "https',
            "sources.toml, line 1: the source 'gazette' has a url that is not text: 3",
        ),
    ],
)
def test_a_source_that_breaks_a_rule_is_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(DocumentError) as raised:
        read_sources(collection(tmp_path, sources=SOURCES.replace(old, new)))
    assert says in str(raised.value)


def test_a_line_is_counted_as_an_editor_counts_it(tmp_path: Path) -> None:
    sources = "# One\u2028comment\n" + SOURCES.replace('"user"', '"rumour"')
    with pytest.raises(DocumentError, match=r"sources\.toml, line 10"):
        read_sources(collection(tmp_path, sources=sources))


def test_a_collection_without_a_registry_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"There is no sources\.toml"):
        list(load_documents(tmp_path))


@pytest.mark.parametrize(
    ("outcome", "says"),
    [
        ('expected = ["sun"]\nhappened = []\nverdict = "not"', "`expected` names 'sun', which no statement has"),
        ('expected = []\nhappened = ["moon"]\nverdict = "not"', "expects nothing"),
        ('expected = ["moon"]\nhappened = "gauge"\nverdict = "not"', "`happened` is 'gauge'; write a list of keys"),
        ('expected = ["moon"]\nhappened = []\nverdict = "maybe"', "has the verdict 'maybe'"),
    ],
)
def test_an_outcome_that_breaks_a_rule_is_refused(tmp_path: Path, outcome: str, says: str) -> None:
    with pytest.raises(DocumentError) as raised:
        load(tmp_path, outcomes=f"# Outcomes\n\n[[outcome]]\n{outcome}\n")
    assert "outcomes.toml, line 3" in str(raised.value)
    assert says in str(raised.value)
