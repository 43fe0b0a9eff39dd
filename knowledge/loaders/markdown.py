"""Markdown -> its text without marks, with headings, lists and table rows kept; front matter overrides the rest."""

from __future__ import annotations

import re

from knowledge.loaders.extracted import Extracted, TextBuilder
from knowledge.loaders.front_matter import apply_front_matter, read_front_matter
from knowledge.loaders.language import language_of
from knowledge.loaders.limits import Limits

_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*)$")
_ITEM = re.compile(r"(\s*)([-*+]|\d{1,9}[.)])\s+(\S.*)$")
_RULE = re.compile(r"\s{0,3}(?:([-*_])\s*)(?:\1\s*){2,}$")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_UNDERLINE = re.compile(r"\s{0,3}(?:=+|-{2,})\s*")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_IMAGE = re.compile(r"!\[[^\]\n]{0,500}\](?:\([^)\n]{0,2000}\)|\[[^\]\n]{0,200}\])")
_LINK = re.compile(r"\[([^\]\n]{1,1000})\](?:\([^)\n]{0,2000}\)|\[[^\]\n]{0,200}\])")
_NOTE = re.compile(r"\[\^[^\]\n]{1,100}\]")
_NOTE_TEXT = re.compile(r"\s{0,3}\[(?:\^)?[^\]\n]{1,100}\]:\s")
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^\n]{1,1000}?\S?)\1")
_ITALIC = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]{1,500}?)(?<=\S)\1(?![\w*])")
_CODE = re.compile(r"`([^`\n]{1,500})`")
_TAG = re.compile(
    r"</?(?:a|b|i|em|strong|span|div|p|u|s|sub|sup|small|br|img|kbd|details|summary)\b[^<>\n]{0,500}>", re.IGNORECASE
)


def read_markdown(text: str, limits: Limits) -> Extracted:
    """Read Markdown.

    Raises:
        DocumentError: The front matter cannot be read, or the text is too long.
    """
    fields, text = read_front_matter(text)
    builder = TextBuilder(limits)
    _Reader(_COMMENT.sub("", text).split("\n"), builder).read()
    text = builder.text
    made = Extracted(
        text,
        title=next((text[start:end] for start, end, level in builder.headings if level == 1), ""),
        language=language_of(text),
        headings=tuple(builder.headings),
        rows=tuple(builder.rows),
    )
    return apply_front_matter(made, fields)


class _Reader:
    """Goes through the lines once; what is still open (a paragraph or an item) is closed by the next block."""

    def __init__(self, lines: list[str], builder: TextBuilder) -> None:
        self._lines = lines
        self._builder = builder
        self._at = 0
        self._open: list[str] = []
        self._item: tuple[int, str] | None = None  # nesting and mark, when what is open is an item
        self._fence = ""

    def read(self) -> None:
        while self._at < len(self._lines):
            line = self._lines[self._at]
            self._at += 1
            if not (self._fenced(line) or self._ruled(line) or self._headed(line) or self._tabled(line)):
                self._listed_or_said(line)
        self._close()

    def _close(self) -> None:
        said = plain(" ".join(self._open))
        if self._item is not None:
            self._builder.item(said, *self._item)
        else:
            self._builder.paragraph(said)
        self._open, self._item = [], None

    def _fenced(self, line: str) -> bool:
        """Code between fences: kept line by line, its fences left out."""
        mark = line.strip()[:3]
        if not self._fence and mark not in {"```", "~~~"}:
            return False
        self._close()
        if not self._fence:
            self._fence = mark
        elif mark == self._fence:
            self._fence = ""
        else:
            self._builder.paragraph(line)
        return True

    def _ruled(self, line: str) -> bool:
        """Blank lines, rules and the texts of notes, which part blocks and say nothing."""
        if line.strip() and not _NOTE_TEXT.match(line) and (self._open or not _RULE.match(line)):
            return False
        self._close()
        return True

    def _headed(self, line: str) -> bool:
        """A heading after `#` or over a line of `=` or `-`."""
        found = _HEADING.match(line)
        said = found.group(2).rstrip().rstrip("#").rstrip() if found else ""
        if found and said:
            self._close()
            self._builder.heading(plain(said), len(found.group(1)))
            return True
        if self._open and self._item is None and _UNDERLINE.fullmatch(line):
            self._builder.heading(plain(" ".join(self._open)), 1 if "=" in line else 2)
            self._open = []
            return True
        return False

    def _tabled(self, line: str) -> bool:
        """A pipe table, known by the rule under its header."""
        below = self._lines[self._at] if self._at < len(self._lines) else ""
        if "|" not in line or "|" not in below or not _TABLE_RULE.match(below):
            return False
        self._close()
        rows = [_cells(line)]
        self._at += 1
        while self._at < len(self._lines) and "|" in self._lines[self._at]:
            rows.append(_cells(self._lines[self._at]))
            self._at += 1
        self._builder.table(rows, header=True)
        return True

    def _listed_or_said(self, line: str) -> None:
        if found := _ITEM.match(line):
            self._close()
            indent, mark, said = found.groups()
            self._item = (min(len(indent.expandtabs(4)) // 2, 8), mark if mark[0].isdigit() else "-")
            self._open = [said]
        elif _RULE.match(line):
            self._close()
        else:
            self._open.append(line.strip().lstrip("> "))


def plain(text: str) -> str:
    """One line without the marks of links, images, notes, emphasis and code."""
    text = _NOTE.sub("", _IMAGE.sub("", text))
    text = _TAG.sub("", _LINK.sub(r"\1", text))
    text = _CODE.sub(r"\1", text)
    return _ITALIC.sub(r"\2", _BOLD.sub(r"\2", text)).replace("\\*", "*").replace("\\_", "_").replace("\\#", "#")


def _cells(line: str) -> list[str]:
    """The cells of one row of a pipe table."""
    return [plain(cell.strip().replace("\\|", "|")) for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
