"""No regular expression of the project takes long on any text: each meets long inputs that make some blow up."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from types import ModuleType

import pytest
import regex

from tests.regex_texts import ways_in

ROOT = Path(__file__).parent.parent
LONG = [1_000, 5_000]
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
TAILS = ["", ",", "!", "x", "?\n"]  # what stands behind a long text: one of them seldom fits
LENGTHS = [20, 30, 45, 100, 300, 1_000, 2_000]  # from short on, for what doubles with each character never ends
TELLING = 300  # from this length on the time tells how it goes on; what a pattern counts is less


Pattern = re.Pattern[str]


def modules() -> Iterator[str]:
    """The modules of the project that use regular expressions; none is imported, for that takes seconds."""
    for folder in ("knowledge", "assistant", "eval"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if not path.name.startswith("__main__") and re.search(
                r"^import (?:re|regex)$", path.read_text("utf-8"), re.M
            ):
                yield ".".join(path.relative_to(ROOT).with_suffix("").parts)


@cache
def patterns(name: str) -> dict[str, tuple[Pattern, frozenset[str]]]:
    """Every pattern of a module, with the ways in which the module uses it.

    They are the compiled ones at its top, and those that stand written where they are used.
    """
    try:
        module = importlib.import_module(name)
    except ImportError:
        return {}  # a part whose library is not installed here
    source = inspect.getsource(module)
    found = dict(_written(source, module))
    for variable, value in vars(module).items():
        ways = frozenset(re.findall(rf"\b{re.escape(variable)}\.(\w+)\(", source))
        found |= {f"{name}.{variable}{at}": (pattern, ways) for at, pattern in _compiled(value)}
    return found


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


def _written(source: str, module: ModuleType) -> Iterator[tuple[str, tuple[Pattern, frozenset[str]]]]:
    """The patterns in calls such as `re.sub(r"\\s+", ...)` inside functions, except those made of local values."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.col_offset and node.args):
            continue
        library = {"re": re, "regex": regex}.get(ast.unparse(node.func.value))
        if library is None or node.func.attr not in USES:
            continue
        place = 2 + (node.func.attr in {"sub", "subn"})
        flags = node.args[place] if len(node.args) > place and node.func.attr != "split" else None
        flags = next((keyword.value for keyword in node.keywords if keyword.arg == "flags"), flags)
        try:
            text, chosen = (eval(ast.unparse(part), vars(module)) if part else 0 for part in (node.args[0], flags))
        except NameError:
            continue
        if isinstance(text, str):
            made = library.compile(text, chosen)
            yield f"{module.__name__}:{node.lineno}:{node.col_offset}", (made, frozenset({node.func.attr}))


USES = {"search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
MODULES = list(modules())


def test_the_patterns_of_the_project_are_found() -> None:
    found = {name for module in MODULES for name in patterns(module)}
    assert len(found) > 300
    assert {"assistant.rewrite.ellipsis._NAMED", "assistant.rewrite.rewriter._ANOTHER_ONE"} <= found
    assert any(name.startswith("knowledge.text.byline:") for name in found)  # one that stands inside a function


def seconds_of(pattern: Pattern, ways: frozenset[str], text_of: Callable[[int], str], lengths: Sequence[int]) -> float:
    """How long a pattern takes at most, used as its module uses it, on texts of rising lengths; of this process's time.

    It ends with the first that takes too long, or from which no longer one can, should the time grow with the cube of
    the length; what grows faster takes too long there already.
    """
    use = pattern.fullmatch if ways == {"fullmatch"} else pattern.match if ways == {"match"} else pattern.search
    took = 0.0
    for length in lengths:
        text = text_of(length)
        started = time.process_time()
        use(text)
        took = time.process_time() - started
        if took > SECONDS or (length >= TELLING and took * (lengths[-1] / length) ** 3 < SECONDS):
            break
    return took


@pytest.mark.parametrize("module", MODULES)
def test_a_pattern_takes_no_long_time_on_any_text(module: str) -> None:
    for name, (pattern, ways) in patterns(module).items():
        for piece in BLOWS:
            took = seconds_of(pattern, ways, lambda length, piece=piece: (piece * length)[:length] + "\x00!", LONG)
            assert took < SECONDS, f"{name}: {piece!r} * n takes {took:.1f} s"


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.filterwarnings("ignore:Possible:FutureWarning")  # sets of `regex`, read as those of `re`
def test_a_pattern_takes_no_long_time_where_one_of_its_repeats_goes_on_and_then_fails(module: str) -> None:
    for name, (pattern, ways) in patterns(module).items():
        for (before, filler), tail in product(ways_in(pattern.pattern, pattern.flags), TAILS):

            def goes_on(length: int, before: str = before, filler: str = filler, tail: str = tail) -> str:
                return before + (filler * length)[:length] + tail

            took = seconds_of(pattern, ways, goes_on, LENGTHS)
            assert took < SECONDS, f"{name}: {before!r} + {filler!r} * n + {tail!r} takes {took:.1f} s"
