"""Every Markdown table of the project has a header, and in each row as many cells as that."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.documentation import ROOT

PAGES = [
    ROOT / "README.md",
    *(page for folder in ("docs", "knowledge", "assistant", "eval") for page in sorted((ROOT / folder).rglob("*.md"))),
]
_FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_RULE = re.compile(r"\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?")


def faults(text: str) -> list[str]:
    """What is wrong with the tables of a page, each with its line.

    A block of lines that begin with a bar is a table: its second line is the rule. A bar with a backslash before it is
    no border, and every other one is, inside code too: so do GitHub's tables read it.
    """
    lines = _FENCED.sub(lambda block: re.sub(r"[^\n]+", "", block[0]), text).split("\n")
    found = []
    columns = 0  # of the table that the line before belongs to
    for number, line in enumerate(lines, 1):
        if not line.lstrip().startswith("|"):
            columns = 0
        elif columns:
            if cells(line) != columns:
                found.append(f"line {number} has {cells(line)} cells, its header {columns}: {line}")
        else:
            columns = cells(line)
            if number == len(lines) or not _RULE.fullmatch(lines[number].strip()):
                found.append(f"line {number} stands without a header: {line}")
    return found


def cells(line: str) -> int:
    """How many cells a row has."""
    inner = re.sub(r"(?<!\\)\|$", "", line.strip().removeprefix("|"))
    return len(re.findall(r"(?<!\\)\|", inner)) + 1


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_row_of_a_table_has_as_many_cells_as_its_header(page: Path) -> None:
    assert faults(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ("| a | b |\n| --- | ---: |\n| 1 | `x \\| y` |", ""),
        ("| a |\n|---|\n| 1 |\n\n```\n| no table |\n```", ""),
        ("| a | b |\n| --- | --- |\n| 1 |", "line 3 has 1 cells, its header 2"),
        ("| a | b |\n| --- | --- |\n| 1 | `x | y` |", "line 3 has 3 cells, its header 2"),
        ("| a | b |\n| --- |\n", "line 2 has 1 cells, its header 2"),
        ("| a |\n| --- |\n| 1 |\n\n| 2 |\n| 3 |", "line 5 stands without a header"),
    ],
)
def test_a_broken_table_is_found(table: str, fault: str) -> None:
    found = faults(table)
    assert [said.partition(":")[0] for said in found] == ([fault] if fault else [])
