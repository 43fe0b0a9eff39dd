"""The two tables beside the dossiers: who the sources are, and what became of what was expected."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar, get_args

from knowledge.errors import DocumentError
from knowledge.passage import Outcome, Source, SourceKind, Verdict

Reliability = Literal["official", "agency", "major", "minor", "blog"]
Choice = TypeVar("Choice", bound=str)


def read_sources(folder: Path) -> dict[str, Source]:
    """Read a folder's `sources.toml`.

    Returns:
        Every source by its id.

    Raises:
        DocumentError: The file is missing, is not TOML, or a source breaks a rule; the message names the line.
    """
    text, tables = _read_toml(folder / "sources.toml")
    lines = {line.strip().strip("[]"): number for number, line in enumerate(text.split("\n"), 1)}
    sources = {}
    for name, table in tables.items():
        where = f"sources.toml, line {lines.get(name, 1)}: the source {name!r}"
        if not isinstance(table, dict):
            raise DocumentError(f"{where} is not a table; write `[{name}]` and its fields below.")
        sources[name] = _source(name, table, where)
    return sources


def read_outcomes(folder: Path, aliases: Mapping[str, str]) -> list[Outcome]:
    """Read a folder's `outcomes.toml`.

    Args:
        folder: Where it lies. Without the file there are no outcomes.
        aliases: Every key that a statement of the collection goes by -> its first key.

    Returns:
        The outcomes in the file's order, with the first key of each statement they name.

    Raises:
        DocumentError: A key names no statement, or the verdict is unknown; the message names the line.
    """
    path = folder / "outcomes.toml"
    if not path.exists():
        return []
    text, fields = _read_toml(path)
    tables = fields.get("outcome", [])
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line.strip() == "[[outcome]]"]
    if not isinstance(tables, list) or len(tables) != len(lines):
        raise DocumentError(
            "outcomes.toml, line 1: write every outcome as a table, `[[outcome]]` on a line of its own."
        )
    outcomes = []
    for line, table in zip(lines, tables, strict=True):
        where = f"outcomes.toml, line {line}: the outcome"
        expected = _keys(table.get("expected"), aliases, f"{where}'s `expected`")
        happened = _keys(table.get("happened"), aliases, f"{where}'s `happened`")
        if not expected:
            raise DocumentError(f"{where} expects nothing; name at least one statement in `expected`.")
        verdict = _choice(table.get("verdict"), get_args(Verdict), f"{where} has the verdict")
        outcomes.append(Outcome(expected, happened, verdict, _words(table, "gloss", where)))
    return outcomes


def read_text(path: Path) -> str:
    """Read a file of the collection.

    Raises:
        DocumentError: It is missing, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")  # some editors write a byte order mark
    except FileNotFoundError as error:
        raise DocumentError(f"There is no {path.name} in {path.parent}; a collection needs one.") from error
    except UnicodeDecodeError as error:
        raise DocumentError(f"{path.name} is not UTF-8 text ({error.reason}); save it as UTF-8.") from error


def _source(name: str, table: Mapping[str, object], where: str) -> Source:
    title, publisher = (_words(table, field, where) for field in ("title", "publisher"))
    for field, value in (("title", title), ("publisher", publisher)):
        if not value:
            raise DocumentError(f"{where} has no {field}; add a line `{field} = ...`.")
    published, after = (_day(table, field, where) for field in ("published", "after"))
    kind: SourceKind = _choice(table.get("kind"), get_args(SourceKind), f"{where} has the kind")
    _choice(table.get("reliability"), get_args(Reliability), f"{where} has the reliability")
    url = _words(table, "url", where) or None
    return Source(name, title, publisher, url, published, kind, _words(table, "origin", where), after)


def _day(table: Mapping[str, object], field: str, where: str) -> date | None:
    value = table.get(field)
    if value is None or type(value) is date:  # isinstance would accept a date with a time
        return value
    raise DocumentError(f"{where} has a bad date {value!r}; write it like 2025-12-05, without quotes.")


def _words(table: Mapping[str, object], field: str, where: str) -> str:
    value = table.get(field, "")
    if not isinstance(value, str):
        raise DocumentError(f"{where} has a {field} that is not text: {value!r}; put it in quotes.")
    return value.strip()


def _choice(value: object, choices: tuple[Choice, ...], what: str) -> Choice:
    for choice in choices:
        if value == choice:
            return choice
    raise DocumentError(f"{what} {value!r}; use one of: {', '.join(choices)}.")


def _keys(value: object, aliases: Mapping[str, str], what: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise DocumentError(f"{what} is {value!r}; write a list of keys, empty if there are none.")
    for key in value:
        if key not in aliases:
            raise DocumentError(f"{what} names {key!r}, which no statement has as its key.")
    return tuple(dict.fromkeys(aliases[key] for key in value))


def _read_toml(path: Path) -> tuple[str, dict[str, object]]:
    text = read_text(path)
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DocumentError(f"{path.name} is not TOML: {error}. Correct that place.") from error
