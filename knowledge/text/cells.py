"""Rows of tables, which the text of a document tells as "Hotel: Marselis; Walk: 25 min; Price: DKK 1,150"."""

from __future__ import annotations

from functools import lru_cache

import regex

_NAME = r"\p{L}[^:;\n]{0,60}?: "
_CELL = regex.compile(rf"(?:^|; )(?P<name>{_NAME})(?P<value>[^\n]+?)(?=; {_NAME}|$)")


@lru_cache(maxsize=65536)
def cells_of(text: str) -> tuple[tuple[str, str], ...]:
    """The names of a row's columns, each with its value; empty for a text that is no row of two columns or more."""
    cells = tuple((match["name"].removesuffix(": "), match["value"].strip()) for match in _CELL.finditer(text))
    told = "; ".join(f"{name}: {value}" for name, value in cells)
    return cells if len(cells) > 1 and len(told) >= len(text.rstrip(" .;")) else ()
