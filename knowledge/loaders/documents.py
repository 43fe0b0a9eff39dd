"""Extracted texts -> LangChain documents with the metadata that the knowledge base reads."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from knowledge.loaders.dating import dated_line_under, day_of, outlet_near_top
from knowledge.loaders.extracted import Extracted, visible
from knowledge.loaders.kind_line import is_bare_kind

if TYPE_CHECKING:
    from langchain_core.documents import Document

_LONGEST_NAME = 120  # characters of a name that is shown
_NEAR_TOP = 300  # characters in which the heading below "Press release" begins
_NO_NAME = re.compile(  # what programs put where an author's name belongs
    r"""(?:windows|microsoft\ office|office|default|test)?\s*user(?:\s*\d+)?
    | admin(?:istrator)? | root | owner | author | unknown | anonymous | untitled | none | n/a | guest | scan(?:ner)?
    | (?:python-docx|docx4j|apache\ poi|openoffice|libreoffice|pandoc|ghostscript|wkhtmltopdf|pdf\w*tex|latex|canva
      |microsoft\ (?:office|word)|adobe\ (?:acrobat|indesign|pdf)|google\ docs|quartz|indesign|fpdf2?|reportlab)\b.*""",
    re.IGNORECASE | re.VERBOSE,
)


def to_document(made: Extracted, key: str, name: str, owner: str = "", file: str = "") -> Document:
    """Make a document of what was read.

    Args:
        made: Its text and what is known of it.
        key: What stays the same when the document is edited: the whole path of a file (and the name of a member or
            record in it), or an address. The id is made of it.
        name: Of the file, for people.
        owner: Who may see it; empty for everybody.
        file: The whole path of the file it came from, by which a renamed file is told from a copy.
    """
    from langchain_core.documents import Document

    shown = shown_name(name)
    host = (urlsplit(made.url).hostname or "").removeprefix("www.")
    title = _title(made) or PurePosixPath(shown).stem
    published, found = _dated(made, shown)
    metadata = {
        "id": document_id(key, f"{PurePosixPath(name).stem}-{made.name}" if made.name else name, owner),
        "title": title[:300],
        "publisher": made.publisher or host or outlet_near_top(made) or _name_in(made.author) or shown,
        "author": made.author,
        "url": made.url or None,
        "published": published or None,
        "found": found,
        "kind": made.kind or "user",
        "language": made.language,
        "owner": owner,
        "name": shown,
        "file": file,
        "pages": [list(page) for page in made.pages],
        "headings": [list(heading) for heading in made.headings],
        "rows": [list(row) for row in made.rows],
    }
    return Document(page_content=made.text, metadata=metadata)


def _title(made: Extracted) -> str:
    """The title, with the line under it that names a record and its day; empty when there is none.

    What only says "Press release" gives way to the heading below it.
    """
    title = made.title or _first_heading(made)
    if is_bare_kind(title):
        below = [made.text[start:end] for start, end, _ in made.headings[:2] if start <= _NEAR_TOP]
        title = next((name for name in below if name != title), title)
    dated = dated_line_under(title, made) if title else ""
    return f"{title}: {dated}" if dated else title


def _dated(made: Extracted, name: str) -> tuple[str, str]:
    """The day of a document and how it was found: what is written in it goes before the day of the file."""
    if made.published and not made.of_file:
        return made.published, made.found
    day, found = day_of(made, name)
    return (day, found) if day else (made.published, made.found)


def document_id(key: str, name: str, owner: str = "") -> str:
    """A readable stem and a short hash of the key, the same at every reading: `minutes-3f9a1c2b4d`."""
    digest = hashlib.sha256(f"{owner}\0{key}".encode("utf-8", "surrogateescape")).hexdigest()[:10]
    plain = unicodedata.normalize("NFKD", PurePosixPath(name).stem).encode("ascii", "ignore").decode("ascii").lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")
    return f"{stem or 'document'}-{digest}"


def shown_name(name: str) -> str:
    """A file's name fit to be shown: on one line, without characters that no reader sees, not too long."""
    clean = visible(name.encode("utf-8", "replace").decode("utf-8")).replace("\n", " ")
    return clean if len(clean) <= _LONGEST_NAME else f"{clean[:60]}\u2026{clean[-50:]}"


def _name_in(author: str) -> str:
    """An author that can stand for the publisher: a name, not a program, a role or somebody's login."""
    said = author.strip()
    is_name = any(letter.isupper() for letter in said) or " " in said or not said.isascii()
    letters = sum(letter.isalpha() for letter in said)
    return said if is_name and letters >= 2 and len(said) <= _LONGEST_NAME and not _NO_NAME.fullmatch(said) else ""


def _first_heading(made: Extracted) -> str:
    """The heading at the very start, which serves as the title when no other has its rank."""
    if not made.headings or made.headings[0][0] or made.headings[0][2] > 1:
        return ""
    alone = sum(level == 1 for _, _, level in made.headings) == 1
    return made.text[: made.headings[0][1]] if alone else ""
