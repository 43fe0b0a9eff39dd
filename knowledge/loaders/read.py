"""Bytes -> extracted documents: tells the format by content, and calls its reader."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from knowledge.errors import DocumentError
from knowledge.loaders.encoding import decode
from knowledge.loaders.extracted import Extracted
from knowledge.loaders.limits import Limits
from knowledge.loaders.package import Package

_SIGNATURES = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
    (b"OggS", "a sound file"),
    (b"ID3", "a sound file"),
    (b"%!PS", "a PostScript file"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body|div|article|main|p|h1)\b",
    re.I | re.S,
)
_MAIL = re.compile(r"(?:[A-Za-z][A-Za-z0-9-]{1,40}:[ \t]?.*\n(?:[ \t].*\n)*){2,}")
_MAIL_HEADERS = re.compile(
    r"^(?:from|to|subject|date|message-id|mime-version|received|return-path|delivered-to):", re.I | re.M
)
_MARKDOWN = re.compile(
    r"^(?:#{1,6} \S|\s*[-*] \[[ x]\] |\|[^\n]*\|\s*\n\s*\|[ :|-]+\|)|\[[^\]\n]{1,200}\]\(https?://", re.M
)


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside another one."""

    name: str
    data: bytes


def read(
    data: bytes, name: str, limits: Limits, url: str = "", charset: str = "", inside: bool = False
) -> tuple[list[Extracted], list[Member]]:
    """Read one file.

    Args:
        data: All of it.
        name: Its name, of use only among formats that are text anyway.
        limits: What it may hold.
        url: Where it came from, if from the web.
        charset: What the server said of its encoding.
        inside: Whether it stands inside an archive or a message; another archive is then refused.

    Returns:
        Documents, and members that are files of their own.

    Raises:
        DocumentError: It cannot be read; the message says why, in words that follow the file's name.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise DocumentError("The file is empty.")
    head = data[:1024]
    if b"%PDF-" in head:
        from knowledge.loaders.pdf import read_pdf

        return [read_pdf(data, limits)], []
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _read_package(data, limits, inside)
    if head.startswith(b"{\\rtf"):
        from knowledge.loaders.rtf import read_rtf

        return [read_rtf(data, limits)], []
    if head.startswith(_OLE):
        protected = _ENCRYPTED_OFFICE in data
        raise DocumentError(
            "The file is protected by a password. Save a copy without one."
            if protected
            else "This is an old Office file (DOC, XLS, PPT). Save it as DOCX or PDF."
        )
    for signature, what in _SIGNATURES:
        if head.startswith(signature):
            raise DocumentError(f"This is {what}, not a document with text.")
    return _read_text(data, name, limits, url, charset)


def _read_package(data: bytes, limits: Limits, inside: bool) -> tuple[list[Extracted], list[Member]]:
    """A zip file: an office file, an e-book, or an archive of files."""
    package = Package(data, limits)
    names = set(package.names)
    kind = package.read("mimetype").decode("latin-1").strip() if "mimetype" in names else ""
    if "word/document.xml" in names:
        from knowledge.loaders.docx import read_docx

        return [read_docx(data, limits)], []
    if kind == "application/vnd.oasis.opendocument.text":
        from knowledge.loaders.odt import read_odt

        return [read_odt(data, limits)], []
    if kind == "application/epub+zip":
        from knowledge.loaders.epub import read_epub

        return [read_epub(data, limits)], []
    if kind or "[Content_Types].xml" in names:
        raise DocumentError(
            "This kind of office file is not read. Save a table as CSV, slides as PDF, a text as DOCX or ODT."
        )
    if inside:
        raise DocumentError("An archive inside an archive is not unpacked.")
    from knowledge.loaders.archive import unpack

    return [], [Member(member, content) for member, content in unpack(package)]


def _read_text(data: bytes, name: str, limits: Limits, url: str, charset: str) -> tuple[list[Extracted], list[Member]]:
    """Formats that are text: told from how it begins, then from the name."""
    suffix = PurePosixPath(name.lower()).suffix
    text = decode(data, charset)
    if _HTML.match(text[:8000]) or suffix in {".html", ".htm", ".xhtml"}:
        from knowledge.loaders.web_page import read_web_page

        return [read_web_page(data, limits, url, charset)], []
    if suffix == ".eml" or (_MAIL.match(text[:20_000]) and len(set(_MAIL_HEADERS.findall(text[:8000]))) >= 3):
        from knowledge.loaders.mail import read_mail

        message, attached = read_mail(data, limits)
        members = [Member(member, content) for member, content in attached]
        return ([message] if message.text or not members else []), members
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if suffix in {".json", ".jsonl", ".ndjson"} or (suffix in {"", ".txt"} and text.startswith('{"')):
        from knowledge.loaders.records import read_json

        return read_json(text, limits), []
    if suffix in {".csv", ".tsv"}:
        from knowledge.loaders.records import read_csv

        return read_csv(text, limits), []
    if suffix in {".md", ".markdown"} or _MARKDOWN.search(text[:20_000]):
        from knowledge.loaders.markdown import read_markdown

        return [read_markdown(text, limits)], []
    from knowledge.loaders.plain_text import read_plain_text

    return [read_plain_text(text, limits)], []
