"""The reader draws what a document is made of: headings, rows, items, paragraphs."""

from __future__ import annotations

import re

from langchain_core.documents import Document

from assistant.web.parts.reader import Place, reader_pane
from assistant.web.parts.texts import Texts
from knowledge.document import stored_document

T = Texts()
HEADING, SUB = "Opening hours", "In the winter"
ROWS = (
    "day: Monday; main branch: closed; children's room: closed",
    "day: Tuesday; main branch: open late; children's room: open",
)
WRAPPED = "The library of Lindow was founded in the year of the great flood and\nmoved into the old mill later."
TEXT = f"{HEADING}\n\n{ROWS[0]}\n{ROWS[1]}\n\n{SUB}\n\n{WRAPPED}\n\n- Up to 12 books can be borrowed.\n"


def place(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


def test_headings_rows_items_and_wrapped_lines_are_drawn_as_such() -> None:
    headings = [[*place(HEADING), 1], [*place(SUB), 3]]
    metadata = {"id": "library", "headings": headings, "rows": [place(row) for row in ROWS]}
    shown = reader_pane(stored_document(Document(TEXT, metadata={**metadata, "title": "Library"})), Place(), T)
    drawn = re.findall(r"<(h[34]|p|li)>([^<]+)<", shown[shown.index("</h2>") :])
    told = [(tag, text.replace("&#39;", "'").replace("&#x27;", "'")) for tag, text in drawn]
    assert told == [
        ("h3", HEADING),
        *(("p", row) for row in ROWS),
        ("h3", SUB),
        ("p", WRAPPED.replace("\n", " ")),
        ("li", "Up to 12 books can be borrowed."),
    ]
