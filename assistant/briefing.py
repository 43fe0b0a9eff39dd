"""A briefing ("press pack") over chosen topics: what happened, what was expected, what is disputed, what is open."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.on_day import on_day
from assistant.render import day_in_words, escape_markdown, is_web_address, source_to_markdown
from knowledge.document import StoredDocument
from knowledge.passage import Source, Statement

# In the words of the page and of the briefing.
VERDICTS = {"happened": "As expected", "partly": "Partly as expected", "not": "Did not happen", "unknown": "Not known"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a briefing: words, and the numbers of the sources that they rest on."""

    text: str
    numbers: tuple[int, ...] = ()
    depth: int = 0  # 0: a paragraph of its own, 1: a point below the line above


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its lines. `level` 2 is a topic, 3 a section of it."""

    heading: str
    level: int
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Briefing:
    """Everything a briefing says; every line is the documents' own words."""

    title: str
    day: date | None  # the newest source's date
    as_of: date | None  # the day as of which it was asked for; None: everything
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]  # number 1 first


def make_briefing(documents: Sequence[StoredDocument], title: str = "Briefing", as_of: date | None = None) -> Briefing:
    """Gather what the documents say, topic by topic, with the disputed statements set apart.

    Args:
        documents: The chosen topics, in the order in which they shall stand.
        title: The heading of the whole.
        as_of: What became known after this day is left out.
    """
    documents = on_day(documents, as_of)
    numbers = _Numbers()
    by_key = {one.key: one for document in documents for one in document.statements if one.key}
    sections: list[Section] = []
    for document in documents:
        plain = [one for one in document.statements if not one.dispute]
        sections.append(Section(document.title, 2))
        sections += _told("What happened", plain, "confirmed", numbers)
        sections += _expected(document, plain, by_key, numbers)
        sections += _told("What one side says", plain, "claimed", numbers)
        sections += _told("Background", plain, "background", numbers)
        sections += _told("Reported", plain, "reported", numbers)
        sections += _disputed(document, numbers)
    newest = max((source.published for source in numbers.sources if source.published), default=None)
    return Briefing(title, newest, as_of, tuple(sections), tuple(numbers.sources))


def briefing_as_markdown(briefing: Briefing) -> str:
    """The briefing as Markdown; source text is escaped."""
    lines = [f"# {escape_markdown(briefing.title)}", ""]
    if says := _says_how_new(briefing):
        lines += [says, ""]
    for section in briefing.sections:
        lines += [f"{'#' * section.level} {escape_markdown(section.heading)}", ""]
        for line in section.lines:
            marks = "".join(f"[{number}]" for number in line.numbers)
            words = f"{escape_markdown(' '.join(line.text.split()))} {marks}".strip()
            lines.append(f"{'  ' * line.depth}- {words}")
        lines += [""] if section.lines else []
    lines += ["## Sources", ""]
    lines += [f"{number}. {source_to_markdown(source)}" for number, source in enumerate(briefing.sources, 1)]
    return "\n".join(lines) + "\n"


def briefing_as_html(briefing: Briefing) -> str:
    """The briefing as one page that stands alone and prints well; source text is escaped."""
    parts = [f"<h1>{html.escape(briefing.title)}</h1>"]
    if says := _says_how_new(briefing):
        parts.append(f'<p class="small">{says}</p>')
    for section in briefing.sections:
        parts.append(f"<h{section.level}>{html.escape(section.heading)}</h{section.level}>")
        items = "".join(
            f'<li class="depth{line.depth}">{html.escape(" ".join(line.text.split()))}{_marks_html(line.numbers)}</li>'
            for line in section.lines
        )
        parts.append(f"<ul>{items}</ul>" if items else "")
    rows = "".join(f'<li id="s{n}">{_source_html(source)}</li>' for n, source in enumerate(briefing.sources, 1))
    parts.append(f'<h2>Sources</h2><ol class="small">{rows}</ol>')
    style = (
        "body{max-width:43rem;margin:3rem auto;padding:0 1rem;font:17px/1.55 Georgia,serif;color:#1b1d22}"
        "h1{font-size:2rem;line-height:1.2}h2{margin-top:3rem;border-top:1px solid #dfdacd;padding-top:1rem}"
        "h3{font:600 14px/1.4 sans-serif;margin:1.5rem 0 .5rem}li{margin:.4rem 0}.depth1{margin-left:1.5rem}"
        ".small,.small li{font:13px/1.5 sans-serif;color:#5d6069}sup{line-height:0}a{color:#17496b}"
        "@media print{h2{break-after:avoid}li{break-inside:avoid}}"
    )
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width,initial-scale=1"><title>{html.escape(briefing.title)}</title>'
        f"<style>{style}</style></head>\n<body>\n" + "\n".join(part for part in parts if part) + "\n</body></html>\n"
    )


def _says_how_new(briefing: Briefing) -> str:
    """Up to when it tells, in a sentence or two; empty where no source has a date and no day was asked for."""
    as_of = f"As of {briefing.as_of.isoformat()}: what became known later is left out." if briefing.as_of else ""
    newest = f"Newest source: {briefing.day.isoformat()}." if briefing.day else ""
    return " ".join(part for part in (as_of, newest) if part)


class _Numbers:
    """Numbers sources in the order in which they are first needed."""

    def __init__(self) -> None:
        self.sources: list[Source] = []
        self._number: dict[str, int] = {}

    def of(self, statement: Statement) -> tuple[int, ...]:
        for source in statement.sources:
            if source.id not in self._number:
                self.sources.append(source)
                self._number[source.id] = len(self.sources)
        return tuple(self._number[source.id] for source in statement.sources)


def _told(heading: str, statements: Sequence[Statement], status: str, numbers: _Numbers) -> list[Section]:
    lines = tuple(Line(one.text, numbers.of(one)) for one in statements if one.status.value == status)
    return [Section(heading, 3, lines)] if lines else []


def _expected(
    document: StoredDocument, statements: Sequence[Statement], by_key: Mapping[str, Statement], numbers: _Numbers
) -> list[Section]:
    outcomes = {key: outcome for outcome in document.outcomes for key in outcome.expected}
    lines: list[Line] = []
    for one in statements:
        if one.status.value != "expected":
            continue
        lines.append(Line(one.text, numbers.of(one)))
        outcome = outcomes.get(one.key)
        if outcome is None:
            continue
        verdict = VERDICTS[outcome.verdict]
        told = dict.fromkeys(by_key[key] for key in outcome.happened if key in by_key)
        lines += [Line(f"{verdict}: {other.text}", numbers.of(other), 1) for other in told]
        if not told:
            lines.append(Line(f"{verdict}.", (), 1))
    return [Section("What was expected, and what came of it", 3, tuple(lines))] if lines else []


def _disputed(document: StoredDocument, numbers: _Numbers) -> list[Section]:
    lines: list[Line] = []
    for dispute in document.disputes:
        lines.append(Line(dispute.question))
        for place, says in enumerate(dispute.sides):
            if not says:
                continue
            mine = [one for one in document.statements if one.dispute == dispute.key and one.side == place]
            lines.append(Line(says, tuple(dict.fromkeys(n for one in mine for n in numbers.of(one))), 1))
        if dispute.note:
            lines.append(Line(f"Note: {dispute.note}", (), 1))
    return [Section("What is disputed", 3, tuple(lines))] if lines else []


def _source_html(source: Source) -> str:
    words = html.escape(", ".join(part for part in (source.publisher, source.title) if part))
    if source.url and is_web_address(source.url):
        words = f'<a href="{html.escape(source.url)}" rel="noopener noreferrer">{words}</a>'
    return f"{words}, {day_in_words(source)}"


def _marks_html(numbers: Sequence[int]) -> str:
    return "".join(f'<sup><a href="#s{number}">[{number}]</a></sup>' for number in numbers)
