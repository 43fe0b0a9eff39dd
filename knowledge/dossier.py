"""One curated dossier: its Markdown read into plain text and statements with exact places."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from knowledge.errors import DocumentError
from knowledge.passage import HEADING_SEPARATOR, Dispute, Source, Span, Statement, Status

SECTIONS: Mapping[str, Status | None] = {
    "Background": Status.BACKGROUND,
    "Expected before the visit": Status.EXPECTED,
    "What happened": Status.CONFIRMED,
    "Expected after the visit": Status.EXPECTED,
    "Claims": Status.CLAIMED,
    "Where sources disagree": None,  # each statement says its status itself
}
"""The sections that a dossier may have, and the status of the statements in each."""

_MARKS = re.compile(r"((?:\[\^[^\]\s]+\])+)[ \t]*(?:<!--(.*?)-->)?", re.DOTALL)
_HEADING = re.compile(r"(#{2,3})\s++(.*?)(?:<!--\s*#(\S+)\s*-->)?")
_LABEL = re.compile(r"\*\*(.+?):?\*\*:?\s*", re.DOTALL)
_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
_STATUSES = frozenset(Status)
FAVOURED = "favoured"  # in a comment: the side is the better supported one


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier as read: `text` is the Markdown without front matter, footnote marks and comments."""

    id: str
    title: str
    topic: str
    text: str
    statements: tuple[Statement, ...]
    disputes: tuple[Dispute, ...]
    aliases: Mapping[str, str]  # every key that a statement goes by -> its first key
    key_lines: Mapping[str, int]  # every key, those of disputes included -> its line in the file


def parse_dossier(name: str, markdown: str, sources: Mapping[str, Source]) -> Dossier:
    """Read one dossier.

    Args:
        name: The file's name; without its ending it is the dossier's id, and errors name it.
        markdown: The whole file. README.md in the documents folder explains the format.
        sources: The registry, by id.

    Raises:
        DocumentError: A rule of the format is broken; the message names the file and the line.
    """
    return _Reader(name, sources).read(markdown)


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that belong together: a heading, a paragraph, a list item or a note."""

    line: int  # of its first line, from 1
    text: str
    sort: str  # heading, paragraph, item, note


@dataclass(slots=True)
class _Reader:
    name: str
    sources: Mapping[str, Source]
    parts: list[str] = field(default_factory=list)
    length: int = 0
    section: str = ""
    subheading: str = ""
    statements: list[Statement] = field(default_factory=list)
    disputes: list[Dispute] = field(default_factory=list)
    in_dispute: bool = False
    aliases: dict[str, str] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)

    def read(self, markdown: str) -> Dossier:
        if not markdown.strip():
            raise self.error(1, "the file is empty; write the dossier or delete the file")
        front, body_line, body = self.front_matter(markdown)
        last = ""
        for block in _blocks(body, body_line):
            self.write("\n" if last == block.sort == "item" else "\n\n" if self.length else "")
            if block.sort == "heading":
                self.heading(block)
            elif not self.section:
                raise self.error(block.line, "text stands before the first section; put it under one of them")
            elif block.sort == "note":
                self.note(block)
            else:
                self.prose(block)
            last = block.sort
        if not self.statements:
            raise self.error(1, "there is no statement; a dossier has at least one, with a footnote")
        for dispute in self.disputes:
            if len(dispute.sides) < 2:
                raise self.error(self.key_lines[dispute.key], f"the dispute {dispute.key!r} needs two sides or more")
        text = "".join(self.parts)
        made = (tuple(self.statements), tuple(self.disputes), self.aliases, self.key_lines)
        return Dossier(self.id, front["title"], front.get("topic", ""), text, *made)

    @property
    def id(self) -> str:
        return self.name.removesuffix(".md")

    def error(self, line: int, what: str) -> DocumentError:
        return DocumentError(f"{self.name}, line {line}: {what}.")

    def front_matter(self, markdown: str) -> tuple[dict[str, str], int, str]:
        """The fields between the two `---`, the line on which the body starts, and the body."""
        found = re.match(r"---\n(.*?)\n---\n", markdown, re.DOTALL)
        fields = dict(re.findall(r"^(\w+):[ \t]*(.*?)[ \t]*$", found[1], re.MULTILINE)) if found else {}
        if not found or not fields.get("title"):
            raise self.error(1, "the file must open with `---`, a line `title: ...`, and `---`")
        return fields, found[0].count("\n") + 1, markdown[found.end() :]

    def write(self, text: str) -> Span:
        """Put text at the end of the document, and say where it stands."""
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return Span(self.id, start, self.length)

    def heading(self, block: _Block) -> None:
        found = _HEADING.fullmatch(block.text.rstrip())
        if not found:
            raise self.error(block.line, f"cannot read the heading {block.text!r}; use `## ` or `### `")
        marks, title, key = found.groups()
        title = title.rstrip()
        self.write(f"{marks} {title}")
        if marks == "##":
            if title not in SECTIONS:
                raise self.error(block.line, f"unknown section {title!r}; use one of: {', '.join(SECTIONS)}")
            self.section, self.subheading, self.in_dispute = title, "", False
            return
        self.subheading = title
        self.in_dispute = bool(self.section) and SECTIONS[self.section] is None
        if self.in_dispute:
            if not key:
                raise self.error(block.line, f"the question {title!r} needs its key: `<!-- #key -->`")
            self.claim_key(key, block.line)
            self.disputes.append(Dispute(key, title, (), document_id=self.id))

    def note(self, block: _Block) -> None:
        text = _tidy(block.text)
        self.write(f"> {text}")
        if self.in_dispute:
            note = f"{self.disputes[-1].note} {text}".strip()
            self.disputes[-1] = replace(self.disputes[-1], note=note)

    def prose(self, block: _Block) -> None:
        """A paragraph or a list item: statements, each with its footnotes."""
        begin, side = 0, -1
        if block.sort == "item":
            self.write("- ")
        label = _LABEL.match(block.text)
        if label:
            self.write(f"**{_tidy(label[1])}:** ")
            begin = label.end()
        if self.in_dispute:
            if block.sort != "item":
                raise self.error(block.line, "under a question, each side is a list item: `- **Side:** statement`")
            first = _MARKS.search(block.text, begin)
            says = _tidy(label[1]) if label else _tidy(block.text[: first.start() if first else None])
            side = len(self.disputes[-1].sides)
            self.disputes[-1] = replace(self.disputes[-1], sides=(*self.disputes[-1].sides, says))
        elif SECTIONS[self.section] is None:
            raise self.error(block.line, "a statement under 'Where sources disagree' needs a question above it")
        empty = True
        for marks in _MARKS.finditer(block.text, begin):
            raw = block.text[begin : marks.start()]
            line = block.line + block.text.count("\n", 0, begin + len(raw) - len(raw.lstrip()))
            if not raw.strip():
                raise self.error(line, "footnotes without a statement before them")
            self.write("" if empty else " ")
            self.statement(_tidy(raw), marks[1], marks[2] or "", line, side)
            begin, empty = marks.end(), False
        rest = block.text[begin:]
        if rest.strip() or empty:
            line = block.line + block.text.count("\n", 0, begin + len(rest) - len(rest.lstrip()))
            raise self.error(line, f"the statement {_tidy(rest)[:60]!r} has no footnote; say who reported it")

    def statement(self, text: str, marks: str, comment: str, line: int, side: int) -> None:
        status, event_date, keys = SECTIONS[self.section], "", []
        for word in comment.split():
            if word.startswith("#"):
                self.claim_key(word[1:], line)
                keys.append(word[1:])
            elif word in _STATUSES:
                status = Status(word)
            elif word == FAVOURED:
                self.favour(side, line)
            else:
                event_date = self.checked_date(word, line)
        if status is None:
            raise self.error(line, f"the statement {text[:60]!r} needs its status in the comment, such as `claimed`")
        self.aliases.update(dict.fromkeys(keys, keys[0]) if keys else {})
        cited = dict.fromkeys(marks[2:-1].split("][^"))
        unknown = ", ".join(name for name in cited if name not in self.sources)
        if unknown:
            raise self.error(line, f"unknown footnote {unknown!r}; add a table [{unknown}] to sources.toml")
        heading = HEADING_SEPARATOR.join(part for part in (self.section, self.subheading) if part)
        dispute = self.disputes[-1].key if side >= 0 else ""
        of = tuple(self.sources[name] for name in cited)
        span, key = self.write(text), keys[0] if keys else ""
        self.statements.append(Statement(span, text, status, of, event_date, dispute, side, heading, key))

    def favour(self, side: int, line: int) -> None:
        if side < 0 or self.disputes[-1].favoured not in (-1, side):
            raise self.error(line, f"{FAVOURED!r} marks one side of a question on which sources differ")
        self.disputes[-1] = replace(self.disputes[-1], favoured=side)

    def checked_date(self, word: str, line: int) -> str:
        padded = word + "-01-01"[len(word) - 4 :] if _DATE.fullmatch(word) else ""
        try:
            date.fromisoformat(padded)
        except ValueError:
            said = f"bad date or unknown word {word!r}; a date is YYYY, YYYY-MM or YYYY-MM-DD, a status one of: "
            raise self.error(line, said + ", ".join(_STATUSES - {Status.REPORTED})) from None
        return word

    def claim_key(self, key: str, line: int) -> None:
        if key in self.key_lines:
            raise self.error(line, f"the key {key!r} is used twice; it stands on line {self.key_lines[key]} too")
        self.key_lines[key] = line


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _blocks(body: str, first_line: int) -> Iterator[_Block]:
    """Cut the body at blank lines, headings and list items."""
    lines: list[str] = []
    start, sort = first_line, ""
    for number, line in enumerate((*body.split("\n"), ""), first_line):
        stripped = line.strip()
        opens = _sort_of(line)
        ends = (
            not stripped or opens in ("heading", "item") or sort == "heading" or (opens == "note") != (sort == "note")
        )
        if ends and lines:
            yield _Block(start, "\n".join(lines), sort)
            lines = []
        if stripped:
            if not lines:
                start, sort = number, opens
            lines.append(stripped[1:].strip() if sort == "note" else stripped[2:] if opens == "item" else stripped)


def _sort_of(line: str) -> str:
    starts: Collection[tuple[str, str]] = (("#", "heading"), ("- ", "item"), (">", "note"))
    return next((sort for start, sort in starts if line.startswith(start)), "paragraph")
