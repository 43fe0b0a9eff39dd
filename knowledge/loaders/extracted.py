"""The text of one outside document as it is put together, with the places of its headings, rows and pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from knowledge.errors import DocumentError
from knowledge.loaders.limits import Limits
from knowledge.text.lines import CAPTION

# What a reader cannot see: soft hyphen, zero-width space, word joiner, marks of direction, tags, private use, controls.
# Less than `knowledge.text.words.UNSEEN`, and it stays so: places count characters, and a text read again must be the
# same.
_UNSEEN = re.compile(
    "[\u00ad\u200b\u200e\u200f\u2060-\u2064\ufeff\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f\ufff9-\ufffb"
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_PLAIN_SPACES = str.maketrans(
    dict.fromkeys("\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))), " ")
)
_GAP = "\n\n"  # between blocks
_YEAR = re.compile(
    r"(?:FY ?|[QH][1-4] |(?:\d{1,2} )?[A-Z][a-z]{2,8}\.? )?(?P<year>(?:19|20)\d\d)(?:[/–-]\d\d(?:\d\d)?)?"
)
_YEARS_APART = 10  # in a header; "1950; 2011" are of a life
_BREAKS = re.compile(r" ?(?:\r\n|[\n\r\u2028\u2029\x85])\s*")


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a format's reader found: the text that is stored and quoted, and what is known of it."""

    text: str
    title: str = ""
    publisher: str = ""
    author: str = ""
    published: str = ""  # ISO date, empty when unknown
    found: str = ""  # how the date was found
    of_file: bool = False  # whether it is only the day on which the file was made or changed
    url: str = ""
    language: str = ""
    kind: str = ""
    name: str = ""  # of a record inside its file; empty when the file is one document
    headings: tuple[tuple[int, int, int], ...] = ()
    rows: tuple[tuple[int, int], ...] = ()
    pages: tuple[tuple[int, int], ...] = ()


def unseen_removed(text: str) -> str:
    """A text without characters that no reader sees."""
    return _SURROGATE.sub("\ufffd", _UNSEEN.sub("", text))


def visible(text: str) -> str:
    """A text without characters that no reader sees, on one line or several, with single spaces."""
    return _SPACES.sub(" ", _BREAKS.sub("\n", unseen_removed(text))).strip()


@dataclass(slots=True)
class TextBuilder:
    """Puts blocks together and remembers where each heading, row and page stands.

    Raises:
        DocumentError: The text grows beyond the limit.
    """

    limits: Limits
    headings: list[tuple[int, int, int]] = field(default_factory=list)
    rows: list[tuple[int, int]] = field(default_factory=list)
    pages: list[tuple[int, int]] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _last: str = ""

    def heading(self, text: str, level: int) -> None:
        """A heading of level 1 (the title) to 9; a level beyond is taken for the nearest."""
        start, end = self._add(visible(text).replace("\n", " "), "heading")
        if end > start:
            self.headings.append((start, end, min(max(level, 1), 9)))

    def caption(self, text: str, *, inner: bool = False) -> None:
        """A heading of nothing but the table rows that follow it; an inner one stands under another caption."""
        start, end = self._add(visible(text).replace("\n", " ").rstrip(": "), "heading")
        if end > start:
            self.headings.append((start, end, CAPTION + inner))

    def paragraph(self, text: str) -> None:
        """A paragraph; line breaks inside it stay."""
        self._add(visible(text), "paragraph")

    def verbatim(self, text: str) -> None:
        """A stretch of plain text whose lines and spaces stay as they are."""
        lines = [line.rstrip() for line in unseen_removed(text).translate(_PLAIN_SPACES).splitlines()]
        self._add("\n".join(lines).strip("\n"), "paragraph")

    def item(self, text: str, depth: int = 0, mark: str = "-") -> None:
        """An item of a list."""
        text = visible(text).replace("\n", " ")
        if text:
            self._add(f"{'  ' * depth}{mark} {text}", "item")

    def row(self, header: Sequence[str], cells: Sequence[str]) -> None:
        """A row of a table, written as `header: cell; header: cell`; without a header, as `cell; cell`."""
        names = [visible(name).replace("\n", " ").rstrip(":") for name in header]
        said = []
        for place, cell in enumerate(cells):
            content = visible(cell).replace("\n", " ")
            if content:
                name = names[place] if place < len(names) else ""
                said.append(f"{name}: {content}" if name else content)
        start, end = self._add("; ".join(said), "row")
        if end > start:
            self.rows.append((start, end))

    def part(self) -> None:
        """What follows is another table or list than what stands above it: a blank line parts them."""
        self._last = ""

    def page(self, number: int, ahead: int = 0) -> None:
        """What follows, after `ahead` more characters of the next block, stands on this page."""
        if not self.pages or self.pages[-1][1] != number:
            self.pages.append((self._length + (len(_GAP) + ahead if ahead else 0), number))

    def table(self, rows: Sequence[Sequence[str]], header: bool | None = None) -> None:
        """A table; its first row is the header if `header` says so or, left open, if it looks like one."""
        rows = [row for row in rows if any(cell.strip() for cell in row)]
        if not rows:
            return
        if header is None:
            header = len(rows) > 1 and looks_like_names(rows[0])
        names = rows[0] if header and len(rows) > 1 else ()
        for cells in rows[1:] if names else rows:
            self.row(names, cells)

    @property
    def text(self) -> str:
        """All that was added so far."""
        return "".join(self._parts)

    def _add(self, text: str, kind: str) -> tuple[int, int]:
        if not text.strip():
            return self._length, self._length
        tight = kind == self._last and kind in {"item", "row"}
        gap = ("\n" if tight else _GAP) if self._parts else ""
        start = self._length + len(gap)
        self._parts += [gap, text]
        self._length = start + len(text)
        self._last = kind
        if self._length > self.limits.characters:
            raise DocumentError(
                f"The text is longer than {self.limits.characters:,} characters. Split the document into parts."
            )
        return start, self._length


def looks_like_names(cells: Sequence[str]) -> bool:
    """Whether the cells of a row may name columns: there are several, none is empty or a number.

    The corner over the names of the rows may be empty, and all but it may be years ("2023", "Q1 2024", "31 May 2024").
    """
    corner, names = (cells[0], cells[1:]) if cells else ("", ())
    if _is_number(corner) or not names or not all(name.strip() for name in names):
        return False
    return _are_years(names) or not any(map(_is_number, names))


def _are_years(cells: Sequence[str]) -> bool:
    """Whether all cells are years, two or more of them, none twice and neighbours near each other."""
    years = [int(found["year"]) for cell in cells if (found := _YEAR.fullmatch(cell.strip()))]
    near = all(abs(one - other) <= _YEARS_APART for one, other in pairwise(years))
    return 1 < len(years) == len(cells) == len(set(cells)) and near


def _is_number(cell: str) -> bool:
    """Whether a cell is mostly digits, as no header is."""
    digits = sum(letter.isdigit() for letter in cell)
    return digits > 0 and digits >= sum(letter.isalpha() for letter in cell)
