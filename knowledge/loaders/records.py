"""Records (CSV, JSON, JSON lines) -> one document of rows, or one document a record that holds a text of its own."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from knowledge.errors import DocumentError
from knowledge.loaders.extracted import Extracted, TextBuilder, visible
from knowledge.loaders.iso_day import iso_day
from knowledge.loaders.language import language_of
from knowledge.loaders.limits import Limits
from knowledge.loaders.metadata import is_address

_TEXT_FIELDS = ("text", "page_content", "content", "body", "article", "abstract", "description")
_NAMED = {
    "title": ("title", "headline", "name", "subject"),
    "publisher": ("publisher", "source", "site", "outlet"),
    "author": ("author", "creator", "by"),
    "published": ("published", "date", "published_at", "datepublished", "pubdate", "created"),
    "url": ("url", "link", "uri"),
    "language": ("language", "lang"),
}
_SHARED = frozenset({*_NAMED["publisher"], *_NAMED["language"]})  # what an object says for the records in its list
_PROSE = 80  # characters on average from which a field holds a text of its own
_LONGEST_CAPTION = 100  # characters of what stands over the records of a list
_DEEPEST = 20  # objects inside objects

Record = Mapping[str, str]


def read_csv(text: str, limits: Limits) -> list[Extracted]:
    """Read a table of comma-, semicolon-, tab- or bar-separated values whose first line names the columns.

    Raises:
        DocumentError: It is no table, or too large.
    """
    csv.field_size_limit(limits.characters)
    sample = text[:20_000]
    try:
        dialect: type[csv.Dialect] = csv.Sniffer().sniff(sample, delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    try:
        rows = [row for row in csv.reader(io.StringIO(text), dialect) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise DocumentError(f"The table is damaged: {error}.") from error
    if not rows:
        raise DocumentError("The table is empty.")
    names = [visible(name) for name in rows[0]]
    records = [dict(zip(names, row, strict=False)) for row in rows[1:]]
    if _text_field(records):
        return _documents(records, limits)
    builder = TextBuilder(limits)
    builder.table(rows, header=len(rows) > 1)
    return [Extracted(builder.text, language=language_of(builder.text), rows=tuple(builder.rows))]


def read_json(text: str, limits: Limits) -> list[Extracted]:
    """Read JSON: an object, a list of objects, one object a line, or an object that holds lists of objects.

    What an object says beside its lists is a row of its own, and stands over the rows of each list.

    Raises:
        DocumentError: A line is no JSON, or there is too much of it.
    """
    values = list(_values(text))
    whole = values[0] if len(values) == 1 else None
    lists = list(_lists_in(whole)) if isinstance(whole, dict) else []
    if any(len(listed) > 1 for _, listed in lists):
        return _read_lists(dict(_flat(_without_lists(whole))), [(name, _records(each)) for name, each in lists], limits)
    records = _records(values)
    if not records:
        raise DocumentError("The file holds no record with a text or a number in it.")
    if _text_field(records):
        return _documents(records, limits)
    builder = TextBuilder(limits)
    for record in records:
        builder.row(list(record), list(record.values()))
    return [Extracted(builder.text, language=language_of(builder.text), rows=tuple(builder.rows))]


def _records(values: Iterable[object]) -> list[Record]:
    """The values flat, without those that say nothing."""
    return [record for value in values if (record := dict(_flat(value)))]


def _lists_in(value: object, path: str = "", depth: int = 0) -> Iterator[tuple[str, list[object]]]:
    """The lists of objects in an object and in the objects in it, with the names that lead to each."""
    if isinstance(value, dict) and depth <= _DEEPEST:
        for name, inner in value.items():
            if _lists_objects(inner):
                yield f"{path} {name}".strip(), inner
            else:
                yield from _lists_in(inner, f"{path} {name}".strip(), depth + 1)


def _lists_objects(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)


def _without_lists(value: object, depth: int = 0) -> object:
    """An object without what `_lists_in` finds in it."""
    if not isinstance(value, dict) or depth > _DEEPEST:
        return value
    return {name: _without_lists(inner, depth + 1) for name, inner in value.items() if not _lists_objects(inner)}


def _read_lists(around: Record, lists: Sequence[tuple[str, list[Record]]], limits: Limits) -> list[Extracted]:
    """The lists of one object, each under its name and what the object says beside them."""
    if len(lists) == 1 and _text_field(lists[0][1]):
        shared = {name: value for name, value in around.items() if name.lower() in _SHARED}
        return _documents([{**shared, **record} for record in lists[0][1]], limits)
    builder = TextBuilder(limits)
    builder.row(list(around), list(around.values()))
    for name, records in lists:
        caption = name
        for field, value in around.items():
            longer = f"{caption}; {field}: {value}"
            caption = longer if len(longer) <= _LONGEST_CAPTION else caption
        builder.part()
        builder.caption(caption)
        for record in records:
            builder.row(list(record), list(record.values()))
    text = builder.text
    return [Extracted(text, language=language_of(text), headings=tuple(builder.headings), rows=tuple(builder.rows))]


def _values(text: str) -> Iterator[object]:
    """The records of a JSON text."""
    try:
        parsed = json.loads(text)
    except RecursionError as error:
        raise DocumentError("The JSON is nested too deeply.") from error
    except ValueError:
        for number, line in enumerate(
            io.StringIO(text, newline=None), 1
        ):  # `splitlines` also cuts at U+2028 and the like
            if line.strip():
                try:
                    yield json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise DocumentError(f"Line {number} is no JSON: {error}.") from error
        return
    yield from parsed if isinstance(parsed, list) else [parsed]


def _flat(value: object, path: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """The plain values of a record with the path of names that leads to each."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _flat(inner, f"{path} {name}".strip(), depth + 1)
    elif isinstance(value, list):
        plain = [str(inner) for inner in value if isinstance(inner, str | int | float)]
        if len(plain) == len(value):
            yield path, ", ".join(plain)
        else:
            for number, inner in enumerate(value, 1):
                yield from _flat(inner, f"{path} {number}".strip(), depth + 1)
    elif value is not None and str(value).strip():
        yield path or "value", str(value)


def _text_field(records: Sequence[Record]) -> str:
    """The field that holds a text of its own in each record; empty when there is none."""
    fields = {name.lower(): name for record in records[:50] for name in record}
    for name in _TEXT_FIELDS:
        if name in fields:
            lengths = [len(record.get(fields[name], "")) for record in records[:50]]
            if sum(lengths) >= _PROSE * len(lengths):
                return fields[name]
    return ""


def _documents(records: Sequence[Record], limits: Limits) -> list[Extracted]:
    """One document a record; what has no text of its own is passed over."""
    if len(records) > limits.records:
        raise DocumentError(f"The file holds {len(records):,} records; at most {limits.records:,} are read. Split it.")
    field = _text_field(records)
    made: list[Extracted] = []
    folded = [{name.lower(): visible(value) for name, value in record.items()} for record in records]
    for record, known, name in zip(records, folded, _names(folded), strict=True):
        builder = TextBuilder(limits)
        builder.verbatim(record.get(field, ""))
        if builder.text:
            made.append(_document(known, name, builder))
    return made


def _names(known: Sequence[Record]) -> list[str]:
    """A name of its own for each record: its id, or else its number; a name said again gets a number behind it."""
    wanted = [(fields.get("id") or str(number))[:80] for number, fields in enumerate(known, 1)]
    last = dict.fromkeys(wanted, 1)
    given: dict[str, None] = {}
    for name in wanted:
        own = name
        while own in given or (own != name and own in last):
            last[name] += 1
            own = f"{name}-{last[name]}"
        given[own] = None
    return list(given)


def _document(known: Record, name: str, builder: TextBuilder) -> Extracted:
    said = {field: _first(known, names) for field, names in _NAMED.items()}
    day = iso_day(said["published"])
    return Extracted(
        builder.text,
        title=said["title"][:300],
        publisher=said["publisher"][:200],
        author=said["author"][:200],
        published=day,
        found="field of the record" if day else "",
        url=said["url"] if is_address(said["url"]) else "",
        language=said["language"][:2].lower() or language_of(builder.text),
        name=name,
    )


def _first(known: Mapping[str, str], names: Iterable[str]) -> str:
    return next((known[name] for name in names if known.get(name)), "")
