"""One document -> statements with their exact places -> passages of whole statements."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, takewhile
from os.path import commonprefix

from knowledge.passage import HEADING_SEPARATOR, Passage, Source, Span, Statement
from knowledge.text.blocks import Block, read_blocks
from knowledge.text.boilerplate import is_boilerplate
from knowledge.text.lead_in import leads_to_list, stands_over_items
from knowledge.text.lines import CAPTION
from knowledge.text.sentences import sentence_spans

PASSAGE_SIZE = 800  # characters, about; a single longer statement is a passage of its own
LIST_SIZE = 700  # characters of a list that stays one statement, its lead-in included
_ASKS = "?\uff1f\u061f"
_MERE_ANSWER = 2  # words: "No.", "Not yet."
LONG_ITEM = 160  # characters; items longer than this on average are statements of their own
_ATTRIBUTION = re.compile(
    r"[\u2013\u2014]\s*[A-Z]\w+(?:\s[A-Z][\w.]*){1,3}(?:, [^.]{1,40})?$"
)  # "\u2014 Jane Roe, Agency"
_OPENS_LOW = re.compile(  # "- if you are allergic", "(a) together with"
    r"\W*(?:(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])?+\W*(?:[a-z]|(?:If|When|Unless|Because|While)\b)"
)

RULES_VERSION = "9"  # part of the index's fingerprint: raise it when the same text is split differently


def split_statements(
    text: str,
    document_id: str,
    source: Source,
    pages: Sequence[Sequence[int]] = (),
    headings: Sequence[Sequence[int]] = (),
    rows: Sequence[Sequence[int]] = (),
    title: str = "",
) -> tuple[Statement, ...]:
    """Find the statements of a text: its sentences, its short lists with their lead-in, its table rows.

    Headings, menus, cookie notices, bylines, datelines and lines of links are no statements. The text is taken as it
    stands, so every statement equals its slice; time grows linearly with the text.

    Args:
        text: The whole text.
        document_id: For the spans.
        source: Who says it.
        pages: `(start, page number)` of each page of a paged document, in order.
        headings: `(start, end, level)` of headings a loader saw.
        rows: `(start, end)` of table rows a loader saw.
        title: The document's title, left out of the heading paths.

    Returns:
        Statements in order, each with its status "reported", its path of headings and its page.
    """
    page_starts = [start for start, _ in pages]
    statements: list[Statement] = []
    path: list[tuple[int, str]] = []
    seen = any(level < CAPTION for _, _, level in headings)
    row_end = -1  # of the row above; below 0 where there is none
    for block, start, end in _statement_spans(text, headings, rows, title.casefold()):
        if block.kind == "heading":
            name = text[start:end].strip("#* \t")
            guessed = block.level == 1 and not seen and text[start] != "#"
            depth = 2 if guessed and title and name.casefold() != title.casefold() else block.level
            path = [(level, above) for level, above in path if level < depth]
            path.append((depth, name))
            row_end = -1
            continue
        if block.kind != "row" or (row_end >= 0 and text.count("\n", row_end, start) > 1):
            path = [(level, above) for level, above in path if level < CAPTION]
        row_end = end
        place = bisect_right(page_starts, start) - 1
        names = [name for _, name in path if not _is_of_title(name.casefold(), title.casefold())]
        statements.append(
            Statement(
                Span(document_id, start, end),
                text[start:end],
                sources=(source,),
                heading=HEADING_SEPARATOR.join([*names, block.header] if block.header else names),
                page=pages[place][1] if place >= 0 else None,
            )
        )
    return tuple(statements)


def _is_of_title(name: str, title: str) -> bool:
    """Whether a heading is the title, or one of the two lines that the title was made of."""
    return name == title or title.startswith(f"{name}: ") or title.endswith(f": {name}")


def _statement_spans(
    text: str, headings: Sequence[Sequence[int]], rows: Sequence[Sequence[int]], title: str
) -> Iterator[tuple[Block, int, int]]:
    """The headings and statements of a text, each with the block it stands in."""
    lead: tuple[Block, int, int] | None = None  # the last sentence of a paragraph, kept back while a list may follow
    for block in read_blocks(text, headings, rows):
        if block.kind == "item":
            yield from _list_under(text, block, lead)
            lead = None
            continue
        if lead:
            yield lead
            lead = None
        if block.kind in {"heading", "row"}:
            yield block, block.start, block.end
        elif block.kind == "paragraph":
            spans = [
                (start, end) for start, end in sentence_spans(text, block.start, block.end) if _says(text[start:end])
            ]
            size = _opening_size(text, spans)
            spans[:size] = [(spans[0][0], spans[size - 1][1])] if size else []
            if spans and (_has_colon(text, spans[-1][1]) or _is_lead_line(text, block, spans, title)):
                lead = (block, *spans.pop())
            for start, end in spans:
                yield block, start, end
    if lead:
        yield lead


def _opening_size(text: str, spans: Sequence[tuple[int, int]]) -> int:
    """How many sentences open a paragraph as one statement: a question and its answer, "No." with what explains it."""
    asked = sum(1 for _ in takewhile(lambda span: text[span[1] - 1] in _ASKS, spans))
    if not 0 < asked < len(spans):
        return min(1, len(spans))
    is_mere = len(text[slice(*spans[asked])].split()) <= _MERE_ANSWER
    size = min(asked + 1 + is_mere, len(spans))
    return size if spans[size - 1][1] - spans[0][0] <= LIST_SIZE else 1


def _has_colon(text: str, end: int) -> bool:
    return text[end - 1] in ":\uff1a"


def _is_lead_line(text: str, block: Block, spans: Sequence[tuple[int, int]], title: str) -> bool:
    """Whether a paragraph is one line without a colon that belongs to a list below it."""
    line = text[block.start : block.end]
    return len(spans) == 1 and line.casefold() != title and leads_to_list(line)


def _list_under(text: str, block: Block, lead: tuple[Block, int, int] | None) -> Iterator[tuple[Block, int, int]]:
    """A list with what leads to it; items that stand alone get a line without a colon as their heading instead."""
    items = _items_that_say(text, block)
    if lead and not _has_colon(text, lead[2]) and _stand_alone(text, items):
        line = text[lead[1] : lead[2]]
        if stands_over_items(line):
            block = replace(block, header=line)
        else:
            yield lead
        lead = None
    for start, end in _list_spans(text, items, lead[1] if lead else None):
        yield block, start, end


def _items_that_say(text: str, block: Block) -> list[tuple[int, int]]:
    return [(start, end) for start, end in block.items if any(letter.isalnum() for letter in text[start:end])]


def _stand_alone(text: str, items: Sequence[tuple[int, int]]) -> bool:
    """Whether items are long, or sentences that need nothing before them."""
    if not items:
        return False
    mean = sum(end - start for start, end in items) / len(items)
    sentences = sum(text[end - 1] in ".!?\u0964" for _, end in items) > len(items) / 2
    low = sum(_OPENS_LOW.match(text, *item) is not None for item in items) > len(items) / 2
    return not low and (mean > LONG_ITEM or (sentences and mean > 40))


def _says(sentence: str) -> bool:
    """Whether it holds a word and is not a notice of the web page around the text."""
    return any(letter.isalnum() for letter in sentence) and not is_boilerplate(sentence)


def _list_spans(text: str, items: Sequence[tuple[int, int]], lead: int | None) -> Iterator[tuple[int, int]]:
    """A list as one statement with its lead-in; at its items where it is long or each item says enough alone."""
    if not items or (len(items) == 1 and lead is None and _ATTRIBUTION.match(text, *items[0])):
        return
    mean = sum(end - start for start, end in items) / len(items)
    sentences = sum(text[end - 1] in ".!?\u0964" for _, end in items) > len(items) / 2
    if mean > LONG_ITEM or (sentences and lead is None and mean > 40):
        for number, (start, end) in enumerate(items):
            yield from _item_spans(text, lead if number == 0 and lead is not None else start, start, end)
        return
    first, last = (items[0][0] if lead is None else lead), items[0][1]
    for start, end in items[1:]:
        if end - first > LIST_SIZE:
            yield first, last
            first = start
        last = end
    yield first, last


def _item_spans(text: str, start: int, item: int, end: int) -> Iterator[tuple[int, int]]:
    """One long item: its sentences, the first of which keeps the mark (and the lead-in)."""
    spans = [span for span in sentence_spans(text, item, end) if _says(text[span[0] : span[1]])]
    for number, span in enumerate(spans):
        yield (start, span[1]) if number == 0 else span


def group_statements(
    text: str, statements: Sequence[Statement], title: str = "", size: int = PASSAGE_SIZE
) -> tuple[Passage, ...]:
    """Group neighbouring statements into passages of at most `size` characters; only a single statement may be longer.

    A pure function of what the truth store keeps, so a rebuild makes the same passages. A passage holds whole
    statements of one section (the first two steps of the heading path); small sections under one parent share a
    passage; text that was left out (a line of links) is never inside one.
    """
    ordered = sorted(statements, key=lambda statement: statement.span)
    sections = [list(section) for _, section in groupby(_runs(text, ordered), key=lambda pair: pair[0])]
    groups: list[list[Statement]] = []
    previous: tuple[int, tuple[str, ...]] | None = None
    for section in sections:
        (run, path), members = section[0][0], [statement for _, statement in section]
        fits = groups and members[-1].span.end - groups[-1][0].span.start <= size
        related = previous is not None and previous[0] == run and previous[1][:1] == path[:1] and len(path) > 1
        if fits and related:
            groups[-1].extend(members)
        else:
            groups.extend(_balanced(members, size))
        previous = (run, path)
    return tuple(_passage(text, group, title) for group in groups)


def _runs(text: str, statements: Iterable[Statement]) -> Iterator[tuple[tuple[int, tuple[str, ...]], Statement]]:
    """Each statement with its section: the number of its run and the start of its heading path."""
    run = 0
    previous: Statement | None = None
    for statement in statements:
        if previous is not None and previous.heading == statement.heading:
            between = text[previous.span.end : statement.span.start]
            run += any(letter.isalnum() for letter in between)
        yield (run, tuple(statement.heading.split(HEADING_SEPARATOR)[:2])), statement
        previous = statement


def _balanced(members: Sequence[Statement], size: int) -> Iterator[list[Statement]]:
    """One section in pieces of nearly equal length, none much over size."""
    length = members[-1].span.end - members[0].span.start
    target = length / -(-length // size)
    piece: list[Statement] = []
    for statement in members:
        if piece and (
            statement.span.end - piece[0].span.start > size or piece[-1].span.end - piece[0].span.start >= target
        ):
            yield piece
            piece = []
        piece.append(statement)
    yield piece


def _passage(text: str, group: Sequence[Statement], title: str) -> Passage:
    """One passage; its heading is what the paths of its statements share."""
    span = replace(group[0].span, end=max(statement.span.end for statement in group))
    paths = [statement.heading.split(HEADING_SEPARATOR) for statement in group]
    shared = commonprefix(paths)  # works on any sequences, not on strings alone
    return Passage(span, text[span.start : span.end], tuple(group), title=title, heading=HEADING_SEPARATOR.join(shared))
