"""Plain text, kept as it is: only line breaks are made alike and characters that no reader sees are left out."""

from __future__ import annotations

import re

from knowledge.loaders.extracted import Extracted, TextBuilder
from knowledge.loaders.front_matter import apply_front_matter, read_front_matter
from knowledge.loaders.kind_line import is_bare_kind
from knowledge.loaders.language import language_of
from knowledge.loaders.limits import Limits
from knowledge.text.byline import MARKS
from knowledge.text.dateline import outlet_of
from knowledge.text.written_day import written_days

_LONGEST_TITLE = 100  # characters
_LIKE_A_TITLE = re.compile(r"[^\W_]\S*(?: \S+){1,13}")  # two to fourteen words, not behind a bullet
_LONE_KIND = re.compile(r"corrections?|clarification|retraction|erratum|editorial|obituary", re.IGNORECASE)
_A_FIELD = re.compile(  # "From: ...", "By ..."; not "Ferry: the plan is rejected"
    r"""by\s | (?:from|to|b?cc|date|day|time|place|venue|subject|re|ref(?:erence)?|title|author|editor|source|owner
    |published|updated|posted|issued|reviewed|approved|signed|tel(?:ephone)?|phone|fax|e-?mail|web(?:site)?|url|version|status|page
    |present|absent|apologies|attend\w+|participants|contact|note|nb|ps)(?:\s[^:]{0,20})?: | [\w-]+:(?:\S|\s*\S+$)""",
    re.IGNORECASE | re.VERBOSE,
)


def read_plain_text(text: str, limits: Limits) -> Extracted:
    """Read plain text; a form feed begins a new page.

    Raises:
        DocumentError: The text is too long, or a front matter cannot be read.
    """
    fields, text = read_front_matter(text)
    builder = TextBuilder(limits)
    pages = text.split("\f")
    for number, page in enumerate(pages, 1):
        if len(pages) > 1:
            builder.page(number)
        builder.verbatim(page)
    made = Extracted(builder.text, _title(builder.text), language=language_of(builder.text), pages=tuple(builder.pages))
    return apply_front_matter(made, fields)


def _title(text: str) -> str:
    """The first line, where it stands over a text or a dateline, alone or with a line or two of its sort.

    A dateline above it is passed over; where no title is below it, it is the title itself.
    """
    first, _, rest = text.partition("\n")
    if is_bare_kind(first):
        return _title_over(_without_day(rest)) or first.strip()
    second, _, below = rest.partition("\n")
    if is_bare_kind(second) and (headline := _title_over(_without_day(below))):
        return headline
    if len(first) <= _LONGEST_TITLE and outlet_of(first.strip()) and rest.strip():
        return _title_over(rest.lstrip("\n")) or first.strip()
    return _title_over(text)


def _without_day(text: str) -> str:
    """A text without the day that is its first line."""
    first, _, rest = text.lstrip("\n").partition("\n")
    days = written_days(first) if len(first) <= _LONGEST_TITLE else ()
    alone = bool(days) and not (first[: days[0].start] + first[days[-1].end :]).strip(MARKS)
    return rest.lstrip("\n") if alone else text.lstrip("\n")


def _title_over(text: str) -> str:
    top, gap, below = text.partition("\n\n")
    lines = [line.strip() for line in top[: 4 * _LONGEST_TITLE].split("\n")]
    dated = next((number for number, line in enumerate(lines[:3]) if outlet_of(line)), 0)
    if dated or (len(lines) > 1 and _LONE_KIND.fullmatch(lines[0])):
        lines, gap, below = lines[: dated or 1], "\n\n", text.partition("\n")[2]
    short = all(len(line) <= _LONGEST_TITLE and line and line[-1] not in ".!?:;,\u2026" for line in lines)
    if not (gap and below.strip() and short and len(lines) <= 3):
        return ""
    first = lines[0]
    like_one = _LIKE_A_TITLE.fullmatch(first) or _LONE_KIND.fullmatch(first)
    return first if like_one and not first[0].islower() and "|" not in first and not _A_FIELD.match(first) else ""
