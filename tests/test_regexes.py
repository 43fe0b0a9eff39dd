"""No regular expression of the project takes long on any text: each meets long inputs that make others blow up."""

from __future__ import annotations

import importlib
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import regex

ROOT = Path(__file__).parent.parent
LENGTH = 5_000
SECONDS = (
    1.5  # of this process's time, of which a slow machine needs more; what grows faster than the square takes minutes
)
BLOWS = [
    "a",
    " ",
    "\n",
    "a ",
    "a.",
    ". ",
    "1,",
    "1.",
    "1 ",
    "-",
    "- a\n",
    "_",
    "*",
    "(",
    "[",
    "[1",
    "[^a]",
    "<",
    "<!--",
    "<a ",
    "&",
    '"',
    "'",
    "“",
    "A. ",
    "Aa ",
    "Aa-",
    "A-1",
    "the ",
    "how ",
    "what is ",
    "and what ",
    "did a ",
    "Rs. 1",
    "$1,",
    "http://",
    "www.",
    "a@b.",
    "a | ",
    "|a",
    "#",
    "# ",
    "=",
    "```",
    "x\t",
    "\u0915\u094d",
    "é",
    "share on ",
    "read more ",
    "by clicking ",
    "2025-",
    "1 January ",
    "not a ",
    ",;",
    "\\",
]


Pattern = re.Pattern[str]


def patterns() -> Iterator[tuple[str, tuple[Pattern, frozenset[str]]]]:
    """Every compiled pattern at the top of a module of the project, with the ways in which the module uses it."""
    for folder in ("knowledge", "assistant", "eval"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            source = path.read_text(encoding="utf-8")
            if path.name.startswith("__main__") or ".compile(" not in source:
                continue
            try:
                module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
            except ImportError:
                continue  # a part whose library is not installed here
            for name, value in vars(module).items():
                ways = frozenset(re.findall(rf"\b{re.escape(name)}\.(\w+)\(", source))
                yield from ((f"{module.__name__}.{name}{at}", (found, ways)) for at, found in _compiled(value))


def _compiled(value: object, place: str = "") -> Iterator[tuple[str, Pattern]]:
    if isinstance(value, (re.Pattern, regex.Pattern)):
        if isinstance(value.pattern, str):
            yield place, value  # type: ignore[misc]  # the two libraries' patterns are used alike
    elif isinstance(value, (tuple, list)):
        for number, part in enumerate(value):
            yield from _compiled(part, f"{place}[{number}]")
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _compiled(part, f"{place}[{key}]")


FOUND = dict(patterns())


def test_the_patterns_of_the_project_are_found() -> None:
    assert len(FOUND) > 40


@pytest.mark.parametrize("name", FOUND)
def test_a_pattern_takes_no_long_time_on_any_text(name: str) -> None:
    pattern, ways = FOUND[name]
    use = pattern.fullmatch if ways == {"fullmatch"} else pattern.match if ways == {"match"} else pattern.search
    for piece in BLOWS:
        text = (piece * LENGTH)[:LENGTH] + "\x00!"
        started = time.process_time()
        use(text)
        took = time.process_time() - started
        assert took < SECONDS, f"{piece!r} * n takes {took:.1f} s"
