"""The row of a table that "the cheapest", "the longest" or "the most" asks for: found by comparing all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import regex

from assistant.evidence import Evidence, as_a_whole
from assistant.question import QuestionReading, Wants
from assistant.support.figures import read_figures
from knowledge.document import StoredDocument
from knowledge.passage import Statement
from knowledge.text.cells import cells_of
from knowledge.text.words import stems

LEAST_ROWS = 3  # of a table whose rows are compared
COMPARED = "{count} rows of “{title}” were compared by “{column}”."
_MONEY = "price cost fee rent rate fare amount charge"
_DISTANCE = "distance walk way away km miles metres minutes min"
_TIME = "time duration minutes min hours days length"
_SIZE = "size capacity seats area places volume population"
# What is compared, what its column may be called beside the question's words, and whether the greatest is meant.
_ASKED: tuple[tuple[str, str, bool], ...] = (
    (r"cheapest|least expensive|lowest[- ]priced|most affordable", _MONEY, False),
    (r"most expensive|dearest|priciest|costliest|highest[- ]priced", _MONEY, True),
    (r"closest|nearest", _DISTANCE, False),
    (r"farthest|furthest|most distant", _DISTANCE, True),
    (r"quickest", _TIME, False),
    (r"shortest", f"{_TIME} height", False),
    (r"longest", _TIME, True),
    (r"quietest", "noise sound db", False),
    (r"loudest|noisiest", "noise sound db", True),
    (r"lightest", "weight mass kg", False),
    (r"heaviest", "weight mass kg", True),
    (r"smallest", _SIZE, False),
    (r"largest|biggest", _SIZE, True),
    (r"tallest|highest", "height altitude elevation", True),
    (r"deepest", "depth", True),
    (r"lowest|fewest|(?<!at )least", "", False),
    (r"greatest|most", "", True),
)
_SUPERLATIVES = tuple(
    (regex.compile(rf"\b(?:{words})\b", regex.IGNORECASE), stems(hints), greatest) for words, hints, greatest in _ASKED
)
_PRICES = stems(_MONEY)
_DENIES = regex.compile(r"\b(?:not|no|without|except|second|third|n't)\b|n['’]t\b", regex.IGNORECASE)
_YES, _NO = frozenset({"yes", "true", "y", "✓", "✔", "x"}), frozenset({"no", "false", "n", "-", "–", "✗", "none", ""})
_ASKS_WHICH = regex.compile(r"\b(?:which|what|who|where|whose|name|find|show)\b", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Superlative:
    """What a question wants the extreme of."""

    words: frozenset[str]  # stems of the superlative itself
    compared: frozenset[str]  # of the words behind it
    hints: frozenset[str]
    greatest: bool


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows with the same columns, under one title."""

    title: str
    above: frozenset[str]  # stems of the title, the headings and the names of the columns
    columns: tuple[str, ...]
    rows: tuple[Statement, ...]

    def cell(self, row: Statement, column: str) -> str:
        """What a row has in a column; empty where it has nothing."""
        return dict(cells_of(row.text)).get(column, "")


def extreme_of(
    reading: QuestionReading, evidence: Evidence, document_of: Callable[[str], StoredDocument | None]
) -> Evidence:
    """Evidence for a question for an extreme: the rows that have it, where a table among the statements found tells it.

    The table must hold every word of the question: in its title, its headings, the names of its columns or a row. Words
    of some rows alone ("the cheapest of Orbis"), and columns that say yes or no ("in stock"), choose among the rows.
    Where no extreme is asked for or it cannot be told, the evidence stays as it is.

    Args:
        reading: What is asked.
        evidence: Statements, best first.
        document_of: A document by its id.
    """
    asked = _superlative(reading)
    if asked is None:
        return evidence
    for table in _tables(evidence, document_of):
        wanted = frozenset(reading.content) - asked.words - asked.hints
        column = _column(table, asked)
        rows = _chosen(table, wanted, column)
        if len(table.rows) < LEAST_ROWS or not column or not rows or wanted.isdisjoint(table.above):
            continue
        values = {row: value for row in rows if (value := _value(table.cell(row, column))) is not None}
        best = (max if asked.greatest else min)(values.values(), default=None)
        found = as_a_whole((row for row, value in values.items() if value == best), _title(table))
        if found:
            remark = COMPARED.format(count=len(values), title=table.title, column=column)
            return replace(found, hits=evidence.hits, remark=remark)
    return evidence


def _superlative(reading: QuestionReading) -> _Superlative | None:
    if Wants.YES_NO in reading.wants or not _ASKS_WHICH.search(reading.text) or _DENIES.search(reading.text):
        return None
    for pattern, hints, greatest in _SUPERLATIVES:
        if match := pattern.search(reading.text):
            return _Superlative(stems(match[0]), stems(reading.text[match.end() :]), hints, greatest)
    return None


def _tables(evidence: Evidence, document_of: Callable[[str], StoredDocument | None]) -> Iterator[_Table]:
    """The tables that the statements are rows of, that of the best first."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for item in evidence.statements:
        row, columns = item.statement, _names(item.statement)
        if not columns or (row.span.document_id, columns) in seen:
            continue
        seen.add((row.span.document_id, columns))
        if document := document_of(row.span.document_id):
            rows = tuple(one for one in document.statements if _names(one)[:1] == columns[:1])
            rows = tuple(one for one in rows if columns and set(_names(one)) <= set(columns))
            above = stems(f"{document.title} {row.heading} {_spaced(' '.join(columns))}")
            yield _Table(document.title, above, columns, rows)


def _column(table: _Table, asked: _Superlative) -> str:
    """The first column of numbers that tells what is compared; empty without one."""
    measured = [name for name in table.columns[1:] if _share_measured(table, name) > 0.5]
    if asked.hints == _PRICES:
        priced = [name for name in measured if any(_is_money(table.cell(row, name)) for row in table.rows)]
        return next(iter([*priced, *(name for name in measured if stems(_spaced(name)) & _PRICES)]), "")
    for words in (asked.compared, asked.hints):
        for name in measured:
            if stems(_spaced(name)) & words:
                return name
    return ""


def _chosen(table: _Table, wanted: frozenset[str], column: str) -> list[Statement]:
    """The rows that a question is about; none where it holds a word that is nowhere in the table."""
    inside = wanted - table.above
    told = [row for row in table.rows if inside <= stems(row.text)]
    for name in table.columns:
        cells = {table.cell(row, name).casefold() for row in told}
        if name != column and cells & _YES and cells <= _YES | _NO and stems(_spaced(name)) <= wanted:
            told = [row for row in told if table.cell(row, name).casefold() in _YES]
    return told


def _title(table: _Table) -> dict[str, str]:
    return {row.span.document_id: table.title for row in table.rows}


def _names(row: Statement) -> tuple[str, ...]:
    return tuple(name for name, _ in cells_of(row.text))


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def _share_measured(table: _Table, column: str) -> float:
    return sum(_value(table.cell(row, column)) is not None for row in table.rows) / max(1, len(table.rows))


def _is_money(cell: str) -> bool:
    return any(figure.unit for figure in read_figures(cell))


def _value(cell: str) -> float | None:
    """The first number, or length of time, of a cell; None without any."""
    return next((figure.value for figure in read_figures(cell) if figure.kind in ("number", "percent", "time")), None)
