"""The day that a file says it is of: taken where it is one, and never a reason to leave the file out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from langchain_core.documents import Document

from knowledge.loaders import load_path
from tests.make_files import epub, word_body

SAID = "The lighthouse of Gull Rock was painted violet in 1911, and its keeper was proud of it."


@pytest.mark.parametrize("name", ["book.epub", "report.docx", "records.json", "page.html"])
@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2010-03-01", "2010-03-01"),
        ("2010-03-01T08:00:00Z", "2010-03-01"),
        ("March 2010", None),
        ("01/02/2010", None),
        ("2010-13-45", None),
        ("2010", None),
    ],
)
def test_a_day_is_taken_only_where_it_is_one(tmp_path: Path, name: str, said: str, day: str | None) -> None:
    contents = {
        "book.epub": epub(f"<html><body><p>{SAID}</p></body></html>", said),
        "report.docx": word_body(f"<w:p><w:r><w:t>{SAID}</w:t></w:r></w:p>", said),
        "records.json": json.dumps([{"text": SAID, "date": said}]).encode(),
        "page.html": f'<meta name="date" content="{said}"><p>{SAID}</p>'.encode(),
    }
    (tmp_path / name).write_bytes(contents[name])
    [read] = load_path(tmp_path / name)
    assert isinstance(read, Document), read
    assert read.metadata["published"] == day
