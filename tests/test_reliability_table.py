"""The table of faults and attacks names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROWS = [
    [cell.strip() for cell in line.strip("| ").split(" | ")]
    for line in (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| \d+ \|", line)
]


def test_the_table_has_its_rows_numbered_and_whole() -> None:
    assert len(ROWS) >= 80
    assert [int(row[0]) for row in ROWS] == list(range(1, len(ROWS) + 1))
    assert all(len(row) == 6 and all(row) for row in ROWS)


def test_every_row_names_a_test_that_is_there() -> None:
    missing = []
    for row in ROWS:
        module, name = row[5].strip("`").split("::")
        path = next((found for found in (ROOT / "tests").rglob(f"{module}.py")), None)
        if path is None or not re.search(
            rf"^(?:def|async def|class) {name}\b|^{name} =", path.read_text(), re.MULTILINE
        ):
            missing.append(f"row {row[0]}: {row[5]}")
    assert missing == []
