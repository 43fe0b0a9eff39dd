"""What the fuzzer drives: each target takes bytes of any kind and raises if a promise is broken."""

# ruff: noqa: E501 - what a file holds is written as it stands in the file

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assistant.chat.draft import DraftReader, read_drafts
from knowledge.document import stored_document
from knowledge.errors import DocumentError
from knowledge.loaders.documents import to_document
from knowledge.loaders.extracted import Extracted
from knowledge.loaders.limits import Limits
from knowledge.loaders.read import read
from knowledge.split import group_statements
from knowledge.text.sentences import LONGEST_SENTENCE, sentence_spans
from tests.make_files import W, odt, word_body, zipped

LIMITS = Limits(characters=200_000, pages=50, members=50, unpacked_bytes=2_000_000, records=500)
SUFFIXES = ("", ".txt", ".html", ".md", ".eml", ".csv", ".tsv", ".json", ".jsonl")


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to fuzz: the check, inputs to begin with, and words worth putting in."""

    check: Callable[[bytes], None]
    seeds: tuple[bytes, ...]
    words: tuple[str, ...] = ()
    longest: int = 4_000  # bytes of an input


def read_file(data: bytes, name: str) -> None:
    """A file becomes documents whose every statement is a slice, or a reason."""
    try:
        documents, members = read(data, name, LIMITS)
    except (DocumentError, RecursionError, MemoryError):  # all three are reasons: see the worker
        return
    for document in documents:
        _check_document(document)
    for member in members:
        assert isinstance(member.name, str)


def _check_document(made: Extracted) -> None:
    made.text.encode("utf-8")
    places: Iterable[tuple[int, int]] = [*((start, end) for start, end, _ in made.headings), *made.rows]
    for start, end in places:
        assert 0 <= start < end <= len(made.text), (start, end, len(made.text))
    starts = [start for start, _ in made.pages]
    assert starts == sorted(starts)
    try:
        stored = stored_document(to_document(made, "key", "name.txt"))
    except DocumentError:
        return
    for statement in stored.statements:
        assert stored.text[statement.span.start : statement.span.end] == statement.text
    for passage in group_statements(stored.text, stored.statements, stored.title):
        assert stored.text[passage.span.start : passage.span.end] == passage.text


def text_file(data: bytes) -> None:
    """A file of some kind of text; the first byte says which."""
    if data:
        read_file(data[1:], f"file{SUFFIXES[data[0] % len(SUFFIXES)]}")


def any_file(data: bytes) -> None:
    """A file of any kind: PDF, RTF, archives, pictures."""
    read_file(data, "file")


def office_file(data: bytes) -> None:
    """XML inside an office file or an e-book; the first byte says which, so that no checksum is in the way."""
    if not data:
        return
    kind, inner = data[0] % 5, data[1:]
    if kind == 0:
        made = zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": inner})
    elif kind == 1:
        made = word_body(inner.decode("utf-8", "replace"))
    elif kind == 2:
        made = odt(inner.decode("utf-8", "replace"))
    elif kind == 3:
        made = zipped(
            {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER, "c.opf": OPF, "a.html": inner}
        )
    else:
        styles, _, body = inner.partition(b"\0")
        made = zipped({"word/document.xml": body, "word/styles.xml": styles, "docProps/core.xml": styles})
    read_file(made, "file")


def sentences(data: bytes) -> None:
    """The sentences of a text: in order, apart, not too long, and every visible sign stands in one."""
    text = data.decode("utf-8", "replace")
    before = 0
    for start, end in sentence_spans(text, 0, len(text)):
        assert before <= start < end <= len(text)
        assert end - start <= LONGEST_SENTENCE
        assert not text[before:start].strip()
        before = end
    assert not text[before:].strip()


def marks(data: bytes) -> None:
    """The sentences and marks of a stream are the same wherever it is cut; the first bytes say where."""
    cuts, text = data[:4], data[4:].decode("utf-8", "replace")
    whole = list(read_drafts([text]))
    assert list(read_drafts(text)) == whole
    reader, found, rest = DraftReader(), [], text
    for cut in cuts:
        piece, rest = rest[: cut + 1], rest[cut + 1 :]
        found += reader.feed(piece)
    found += reader.feed(rest)
    found += reader.finish()
    assert found == whole
    for draft in whole:
        assert all(0 <= number <= 999 for number in draft.numbers), draft
        assert len(set(draft.numbers)) == len(draft.numbers)
        assert draft.text.strip() == draft.text != ""


CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="c.opf"/>'
    "</rootfiles></container>"
)
OPF = (
    '<package xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest><item id="a" href="a.html" '
    'media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>'
)
_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 60>>stream\nBT /F 12 Tf 20 200 Td (The bridge was built in 1909.) Tj ET\nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R/Size 6>>\n%%EOF"
)
_RTF = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\f0 The bridge \'e9 was \u8212? built.\par {\b 1909}\par}"
_MAIL = (
    b"\x04From: a@b.c\nTo: d@e.f\nSubject: =?utf-8?q?H=C3=A9?=\nDate: Mon, 1 Dec 2025 10:00:00 +0000\n"
    b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nThe bridge is "
    b"long.\n--x\nContent-Type: text/csv; name=a.csv\nContent-Disposition: attachment\n\na,b\n1,2\n--x--\n"
)
_PAGE = (
    b"\x02<html lang=en><head><title>T</title><meta property='article:published_time' content='2025-12-01T00:00'>"
    b'<script type=\'application/ld+json\'>{"author":{"name":"A"}}</script></head><body><nav>Menu</nav><article>'
    b"<h1>T</h1><p>The bridge was built in 1909.</p><ul><li>One</li></ul><table><tr><th>a</th><th>b</th></tr>"
    b"<tr><td>1</td><td>2</td></tr></table></article></body></html>"
)
_WORD = (
    '<w:p><w:pPr><w:pStyle w:val="Heading1"/><w:outlineLvl w:val="1"/><w:numPr><w:ilvl w:val="0"/></w:numPr></w:pPr>'
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden</w:t></w:r><w:r><w:t>The bridge.</w:t><w:tab/><w:br/></w:r></w:p>"
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc/></w:tr></w:tbl>"
)
_ODT = (
    '<text:h text:outline-level="1">T</text:h><text:p>The<text:s/>bridge</text:p><text:list><text:list-item><text:p>One'
    "</text:p></text:list-item></text:list><table:table><table:table-row><table:table-cell><text:p>a</text:p>"
    "</table:table-cell></table:table-row></table:table>"
)
_ARCHIVE = io.BytesIO()
with zipfile.ZipFile(_ARCHIVE, "w") as _archive:
    _archive.writestr("a/b.txt", "The bridge was built in 1909.")

TARGETS = {
    "text": Target(
        text_file,
        (
            b"\x01The bridge was built in 1909. It is long.\n\n- one\n- two\n\nNext page\f2",
            b"\x03---\ntitle: T\ndate: 2025-12-01\n---\n# T\n\n## U\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[x](http://a.b) *c*",
            b"\x05title,text,date\nT,The bridge is long.,2025-12-01\n",
            b'\x07[{"title":"T","text":"The bridge is long.","published":"2025-12-01","url":"https://a.b/c"}]',
            b'\x08{"text":"a"}\n{"text":"b"}\n',
            b"\x01" + "Мост построили в 1909 году.".encode("cp1251"),
            b"\x01" + "The bridge.".encode("utf-16"),
            _MAIL,
            _PAGE,
        ),
        ("<p>", "</p>", "<table>", "<!--", "]]>", "&#x", "charset=", "utf-16", "=?utf-8?q?", "boundary=", "---\n", "| a |",
         "\ufeff", "\u202e", "\U000e0041", '{"', "```", "![", "](http://", "published", "20251201", "Content-Type: "),
    ),
    "files": Target(
        any_file,
        (_PDF, _RTF, _ARCHIVE.getvalue(), word_body(_WORD), odt(_ODT), b"\x89PNG\r\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("%PDF-", "endobj", "stream", "/FlateDecode", "/Filter", "/Encrypt", "/ObjStm", "/Kids[", "/Parent", "xref", "{\\rtf1",
         "\\u", "\\bin", "\\'", "PK\x03\x04", "PK\x05\x06", "PK\x01\x02"),
        longest=8_000,
    ),
    "office": Target(
        office_file,
        (
            f'\0<w:document xmlns:w="{W}"><w:body>{_WORD}</w:body></w:document>'.encode(),
            b"\1" + _WORD.encode(),
            b"\2" + _ODT.encode(),
            b"\3<html><head><title>T</title></head><body><h1>T</h1><p>The bridge.</p></body></html>",
            f'\4<w:styles xmlns:w="{W}"><w:style w:styleId="H"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="3"/>'
            f'</w:pPr></w:style></w:styles>\0<w:document xmlns:w="{W}"><w:body>{_WORD}</w:body></w:document>'.encode(),
        ),
        ("<w:p>", "</w:p>", "<w:tbl>", "w:val=", "<!ENTITY", "<text:list>", "<text:h>", "outline-level", "&amp;", "<?xml", "²", "٣"),
    ),
    "sentences": Target(
        sentences,
        (
            b'Mr. Modi met J. Doe at 3.5 p.m. on Dec. 4. "Good," he said. (See no. 5.) Then...',
            "वह आया। वह गया॥ Он пришёл. «Да». 他来了。“好”！".encode(),
            b"`` It is so . '' -LRB- see -RRB- [12] U.S. Inc. The end",
        ),
        (". ", "...", '" ', "''", "-RRB-", " (", ") ", "Mr.", "No. 5", "U.S.", "।", "。", "\u3000", "\u2028", "\n\n", " — ", "; "),
    ),
    "marks": Target(
        marks,
        (
            b"\1\2\3\4The bridge is long [1]. It is old [2, 3]. {en: It is old} \xe3\x80\x903\xe2\x80\xa0x\xe3\x80\x91 [4-6]",
            b"\0\0\5\1<think>hm</think>- **One** [1]\n2. Two. [^3] Mr. X came [1][2].",
        ),
        ("[1]", "[12", "]", "【3†", "】", "{en:", "}", "<think>", "</think>", "\n- ", "1. ", "Mr.", "[1-3]", "[999]", "[^2]", ". [", "。", "**"),
    ),
}  # fmt: skip
"""Name -> target."""
