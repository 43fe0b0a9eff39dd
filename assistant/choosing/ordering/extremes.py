"""The row of a table that "the cheapest", "the longer" or "the most" asks for: found by comparing all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.choosing.ordering.superlatives import MONEY, Superlative, superlatives
from assistant.evidence import Evidence, as_a_whole
from assistant.question import QuestionReading, Wants
from assistant.support.figures import read_figures
from knowledge.document import StoredDocument
from knowledge.passage import Statement
from knowledge.text.cells import cells_of
from knowledge.text.words import stems

TWO = 2  # rows at least are compared, and at most by "cheaper"
COMPARED = "{count} rows of “{title}” were compared by “{column}”."
_PRICES = stems(MONEY)
_WHOLE = stems("company firm organisation organization team group list table")  # what all rows are of
_NAMES = stems("name person member")  # what a column of people is called
_YES, _NO = frozenset({"yes", "true", "y", "✓", "✔", "x"}), frozenset({"no", "false", "n", "-", "–", "✗", "none", ""})


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
    wanted = superlatives(reading)
    if not wanted:
        return evidence
    for table in _tables(evidence, document_of):
        for asked in wanted:
            if found := _compared(reading, table, asked):
                return replace(found, hits=evidence.hits)
    return evidence


def _compared(reading: QuestionReading, table: _Table, asked: Superlative) -> Evidence | None:
    """The rows of a table that a question asks for, as evidence; None where the table does not tell it."""
    wanted = frozenset(reading.content) - asked.words - asked.hints - _WHOLE
    column = _column(table, asked)
    rows = _chosen(table, wanted, column) if column else []
    values = {row: value for row in rows if (value := _value(table.cell(row, column), asked)) is not None}
    if len(table.rows) < TWO or not values or not _is_about(reading, table, wanted, rows):
        return None
    if asked.of_two and len(values) != TWO:
        return None
    best = (max if asked.greatest else min)(values.values())
    found = as_a_whole((row for row, value in values.items() if value == best), _title(table))
    return found and replace(found, remark=COMPARED.format(count=len(values), title=table.title, column=column))


def _is_about(reading: QuestionReading, table: _Table, wanted: frozenset[str], rows: Sequence[Statement]) -> bool:
    """Whether a table is about what a question names: by its title or columns, by several rows, or by its people."""
    if not wanted:
        return Wants.PERSON in reading.wants and not _NAMES.isdisjoint(table.above)
    return not wanted.isdisjoint(table.above) or len(rows) >= TWO


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


def _column(table: _Table, asked: Superlative) -> str:
    """The first column of numbers, or of days, that tells what is compared; empty without one."""
    measured = [name for name in table.columns[1:] if _share_measured(table, name, asked) > 0.5]
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
    named = _named(table, wanted)
    inside = wanted - table.above - frozenset().union(*map(_name_of, named))
    told = [row for row in named or table.rows if inside <= stems(row.text)]
    for name in table.columns:
        cells = {table.cell(row, name).casefold() for row in told}
        if name != column and cells & _YES and cells <= _YES | _NO and stems(_spaced(name)) <= wanted:
            told = [row for row in told if table.cell(row, name).casefold() in _YES]
    return told


def _named(table: _Table, wanted: frozenset[str]) -> list[Statement]:
    """The rows that a question names side by side, "Kron or Alund"; none where it names fewer than two."""
    named = [row for row in table.rows if _name_of(row) and _name_of(row) <= wanted]
    return named if len(named) >= TWO else []


def _name_of(row: Statement) -> frozenset[str]:
    """The stems of what a row is about, its first cell."""
    return stems(cells_of(row.text)[0][1])


def _title(table: _Table) -> dict[str, str]:
    return {row.span.document_id: table.title for row in table.rows}


def _names(row: Statement) -> tuple[str, ...]:
    return tuple(name for name, _ in cells_of(row.text))


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def _share_measured(table: _Table, column: str, asked: Superlative) -> float:
    return sum(_value(table.cell(row, column), asked) is not None for row in table.rows) / max(1, len(table.rows))


def _is_money(cell: str) -> bool:
    return any(figure.unit for figure in read_figures(cell))


def _value(cell: str, asked: Superlative) -> float | tuple[int, int, int] | None:
    """The first number, length of time, or day, of a cell; None without any."""
    figures = read_figures(cell)
    if asked.of_days:
        return next((figure.day for figure in figures if figure.kind == "date" and figure.day[0]), None)
    return next((figure.value for figure in figures if figure.kind in ("number", "percent", "time")), None)
