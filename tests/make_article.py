"""One article's text as people meet it: `python -m tests.make_article ARTICLE.txt FOLDER` writes HTML, PDF and DOCX.

The page has a menu, a cookie notice, an advertisement and related links around the text.
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

from docx import Document as WordDocument

from tests.make_files import page, pdf

Part = tuple[str, str]  # what it is (title, heading, item, text) and its words


def parts_of(text: str, title: str) -> list[Part]:
    """The title, then each line as a heading, an item (a mark alone goes before its words) or a paragraph."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    parts, place = [("title", title)], 0
    while place < len(lines):
        line = lines[place]
        if line == "-" and place + 1 < len(lines):
            place += 1
            parts.append(("item", lines[place]))
        else:
            is_heading = len(line) < 70 and line[-1] not in ".:!?”" and "|" not in line
            parts.append(("heading" if is_heading else "text", line))
        place += 1
    return parts


def as_html(parts: list[Part]) -> str:
    """A web page with what usually stands around an article."""
    names = {"title": "h1", "heading": "h2", "item": "li", "text": "p"}
    body, inside = "", False
    for kind, words in parts:
        body += "<ul>" * (kind == "item" and not inside) + "</ul>" * (inside and kind != "item")
        inside = kind == "item"
        body += f"<{names[kind]}>{escape(words)}</{names[kind]}>"
    return page(body + "</ul>" * inside)


def as_pdf(parts: list[Part]) -> bytes:
    """A PDF whose headings are larger."""
    sizes = {"title": 20, "heading": 15, "item": 11, "text": 11}
    return bytes(pdf([[(f"- {words}" if kind == "item" else words, sizes[kind]) for kind, words in parts]]).output())


def write_docx(parts: list[Part], path: Path) -> None:
    """A Word file with its own headings and lists."""
    word = WordDocument()
    for kind, words in parts:
        if kind in {"title", "heading"}:
            word.add_heading(words, 0 if kind == "title" else 2)
        else:
            word.add_paragraph(words, style="List Bullet" if kind == "item" else None)
    word.save(str(path))


def main() -> None:
    """Write the three files."""
    source, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    parts = parts_of(source.read_text(encoding="utf-8"), source.stem)
    (folder / f"{source.stem}.html").write_text(as_html(parts), encoding="utf-8")
    (folder / f"{source.stem}.pdf").write_bytes(as_pdf(parts))
    write_docx(parts, folder / f"{source.stem}.docx")


if __name__ == "__main__":
    main()
