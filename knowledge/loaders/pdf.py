"""A PDF -> its text in reading order, with page numbers, headings by their size, and line joins mended."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from knowledge.document import DAY_OF_PDF
from knowledge.errors import DocumentError
from knowledge.loaders.extracted import Extracted, TextBuilder, visible
from knowledge.loaders.language import language_of
from knowledge.loaders.limits import Limits
from knowledge.loaders.wrapped import ended, joined, paragraphs

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_PAGE_NUMBER = re.compile(r"\W*(?:(?:page|seite|p\.)\s*)?\d{1,4}(?:\s*(?:/|of|von)\s*\d{1,4})?\W*$", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_POOR_TITLE = re.compile(r"untitled|microsoft word|.*\.(?:docx?|pdf|indd|tex)$|\W*$", re.IGNORECASE)
_BULLET = re.compile(r"[-*\u2022\u2023\u25e6\u25aa\u25cf\u2043\u2219\u00b7\uf0b7]\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    size: float = 0.0  # of most of its letters, in points, half a point more where they are bold; 0 when unknown
    height: float = 0.0  # its place on the page, in points from below


def read_pdf(data: bytes, limits: Limits) -> Extracted:
    """Read a PDF.

    Raises:
        DocumentError: It is damaged, protected by a password, has too many pages, or holds pictures without text.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError("The PDF is protected by a password. Save a copy without one.")
        if len(reader.pages) > limits.pages:
            raise DocumentError(
                f"The PDF has {len(reader.pages):,} pages; at most {limits.pages:,} are read. Split it into parts."
            )
        pages = [_lines(page) for page in reader.pages]
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise DocumentError(f"The PDF is damaged and cannot be read ({type(error).__name__}).") from error
    if not any(line.text.strip() for page in pages for line in page):
        raise DocumentError("The PDF has no text: it seems to be a scan. Run text recognition (OCR) on it first.")
    builder = TextBuilder(limits)
    _build(_without_running_lines(_with_gaps(pages)), builder)
    text = builder.text
    title, author, published = _about(reader)
    return Extracted(
        text,
        title=title,
        author=author,
        published=published,
        found=DAY_OF_PDF if published else "",
        of_file=True,
        language=language_of(text),
        headings=tuple(builder.headings),
        pages=tuple(builder.pages),
    )


def _lines(page: PageObject) -> list[_Line]:
    """The lines of a page that hold words."""
    pieces: list[tuple[str, float, float]] = []

    def see(
        text: str, matrix: list[float], text_matrix: list[float], font: dict[str, object] | None, size: float
    ) -> None:
        scale = abs(text_matrix[3] or text_matrix[1] or 1.0) * abs(matrix[3] or matrix[1] or 1.0)
        bold = 0.5 if "bold" in str((font or {}).get("/BaseFont", "")).lower() else 0.0
        height = text_matrix[5] * (matrix[3] or 1.0) + matrix[5]
        pieces.append((text, round(size * scale, 1) + bold, height))

    whole = page.extract_text(visitor_text=see)
    if "".join(text for text, _, _ in pieces) != whole:
        return [_Line(line) for line in whole.splitlines() if line.strip()]
    lines: list[_Line] = []
    text, height = "", 0.0
    weights: Counter[float] = Counter()
    for piece, size, place in pieces:
        for number, part in enumerate(piece.split("\n")):
            if number:
                lines.append(_Line(text, weights.most_common(1)[0][0] if weights else 0.0, height))
                text, weights = "", Counter()
            text += part
            if part.strip():
                weights[size] += len(part.strip())
                height = place
    lines.append(_Line(text, weights.most_common(1)[0][0] if weights else 0.0, height))
    return [line for line in lines if line.text.strip()]


def _with_gaps(pages: list[list[_Line]]) -> list[list[_Line]]:
    """Pages with a blank line wherever two lines stand clearly further apart than those of one paragraph do."""
    steps: dict[float, list[float]] = {}
    for page in pages:
        for upper, lower in pairwise(page):
            step = upper.height - lower.height
            if upper.size == lower.size and step >= 0.9 * upper.size > 0:
                steps.setdefault(upper.size, []).append(step)
    close = {size: sorted(found)[len(found) // 20] for size, found in steps.items()}  # nearly the smallest of all
    spread: list[list[_Line]] = []
    for page in pages:
        lines = page[:1]
        for upper, lower in pairwise(page):
            usual = close.get(upper.size, 0.0)
            if usual and not 0 <= upper.height - lower.height <= 1.3 * usual:
                lines.append(_Line("", 0.0, upper.height))
            lines.append(lower)
        spread.append(lines)
    return spread


def _without_running_lines(pages: list[list[_Line]]) -> list[list[_Line]]:
    """Pages without the headers and footers that come again, and without bare page numbers at their edges."""
    edges: Counter[str] = Counter()
    for page in pages:
        shown = [line for line in page if line.text.strip()]
        edges.update({_DIGITS.sub("#", line.text.strip()) for line in [*shown[:2], *shown[-2:]]})
    running = {line for line, count in edges.items() if count >= 3 and count > 0.5 * len(pages) and len(line) > 2}
    cleaned = []
    for page in pages:
        shown = [line for line in page if line.text.strip()]
        edge = {id(line) for line in [*shown[:2], *shown[-2:]]}
        cleaned.append(
            [
                line
                for line in page
                if id(line) not in edge
                or not (
                    _DIGITS.sub("#", line.text.strip()) in running or (len(pages) > 1 and _PAGE_NUMBER.match(line.text))
                )
            ]
        )
    return cleaned


def _build(pages: list[list[_Line]], builder: TextBuilder) -> None:
    """Paragraphs and headings of all pages; a sentence that goes over a page's end stays whole."""
    weights: Counter[float] = Counter()
    for page in pages:
        for line in page:
            weights[line.size] += len(line.text)
    body = weights.most_common(1)[0][0] if weights else 0.0
    large = sorted({line.size for page in pages for line in page if _is_large(line, body)}, reverse=True)
    paragraph, starts = "", [(0, 1)]  # one that may go on, and where in it each page begins
    for number, page in enumerate(pages, 1):
        for place, (text, size) in enumerate(_blocks(page, body)):
            if place == 0 and not size and _goes_over(paragraph, text):
                longer = joined(paragraph, text)
                starts.append((len(longer) - len(text), number))
                paragraph = longer
                continue
            _put(paragraph, starts, builder)
            paragraph, starts = ("" if size else text), [(0, number)]
            if size:
                builder.page(number)
                builder.heading(text, min(1 + large.index(size), 4))
    _put(paragraph, starts, builder)


def _goes_over(paragraph: str, text: str) -> bool:
    """Whether a page begins in the middle of the paragraph that the last page ended with."""
    if not paragraph or ended(paragraph) or _BULLET.match(text):
        return False
    return text[0].islower() or len(paragraph) >= 60 or len(paragraph) <= 2  # two characters: a bullet alone


def _put(paragraph: str, starts: list[tuple[int, int]], builder: TextBuilder) -> None:
    """Add a finished paragraph and tell where in it each page begins."""
    if not paragraph:
        return
    for offset, number in starts:
        builder.page(number, ahead=offset)
    mark = _BULLET.match(paragraph)
    if mark:
        builder.item(paragraph[mark.end() :])
    else:
        builder.paragraph(paragraph)


def _blocks(page: list[_Line], body: float) -> list[tuple[str, float]]:
    """Paragraphs of a page with size 0, headings with their own."""
    blocks: list[tuple[str, float]] = []
    run: list[str] = []
    previous = 0.0
    around = [visible(line.text) for line in page if not _is_large(line, body)]
    for line in page:
        if _is_large(line, body):
            blocks += [(text, 0.0) for text in paragraphs(run, around)]
            run = []
            if blocks and previous == line.size:
                blocks[-1] = (joined(blocks[-1][0], line.text.strip()), line.size)
            else:
                blocks.append((line.text.strip(), line.size))
            previous = line.size
        else:
            run.append(visible(line.text))
            previous = 0.0 if line.text.strip() else previous
    return blocks + [(text, 0.0) for text in paragraphs(run, around)]


def _is_large(line: _Line, body: float) -> bool:
    """Whether a line is set larger than the text, or bold where the text is not, as a heading is."""
    said = line.text.strip()
    if not body or not 2 < len(said) <= 150 or not any(letter.isalpha() for letter in said):
        return False
    return line.size >= 1.12 * body or (line.size > body and len(said) <= 90 and not ended(said))


def _about(reader: PdfReader) -> tuple[str, str, str]:
    """Title, author and day of making, as far as the file says them."""
    try:
        about = reader.metadata
        title = visible(str(about.title or "")) if about else ""
        author = visible(str(about.author or "")) if about else ""
        made = about.creation_date if about else None
    except (ValueError, TypeError, AttributeError):
        return "", "", ""
    return ("" if _POOR_TITLE.match(title) else title), author, made.date().isoformat() if made else ""
