"""What people say about a document beside it: front matter and `name.ext.meta.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import date, datetime
from typing import get_args

from knowledge.errors import DocumentError
from knowledge.loaders.extracted import Extracted, visible
from knowledge.passage import SourceKind

SIDECAR = ".meta.toml"
_FIELDS = frozenset({"title", "publisher", "author", "published", "url", "language", "kind"})
_ALIASES = {"date": "published", "lang": "language", "source": "publisher", "site": "publisher", "link": "url"}
_LINE = re.compile(r"([A-Za-z_-]+)\s*:\s*(.*)$")
_LONGEST = 20_000  # characters of a front matter


def read_front_matter(text: str) -> tuple[dict[str, str], str]:
    """The fields at the head of a text, between `---` lines (YAML's plain form) or `+++` lines (TOML), and the rest.

    Raises:
        DocumentError: The TOML form is no TOML.
    """
    head = text[:4].rstrip("\r\n ")
    if head not in {"---", "+++"}:
        return {}, text
    end = re.compile(rf"^{re.escape(head)}\s*$", re.MULTILINE).search(text, text.find("\n") + 1, _LONGEST)
    if end is None:
        return {}, text
    block, rest = text[text.find("\n") + 1 : end.start()], text[end.end() :]
    if head == "+++":
        return read_toml(block, "front matter"), rest
    fields: dict[str, str] = {}
    for line in block.splitlines():
        if found := _LINE.match(line):
            fields[found.group(1).lower()] = found.group(2).strip().strip("'\"")
    return fields, rest


def read_toml(text: str, where: str) -> dict[str, str]:
    """The plain fields of a TOML text; dates are written the ISO way.

    Raises:
        DocumentError: It is no TOML.
    """
    try:
        parsed = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DocumentError(f"The {where} is no TOML: {error}.") from error
    plain = {name.lower(): value for name, value in parsed.items() if isinstance(value, str | int | date | datetime)}
    return {name: value.isoformat() if isinstance(value, date) else str(value) for name, value in plain.items()}


def apply_fields(made: Extracted, fields: dict[str, str], where: str) -> Extracted:
    """What was read, with the fields that people set in place of what was found; other fields are passed over.

    Raises:
        DocumentError: A date is no date, or the kind is unknown.
    """
    known = {_ALIASES.get(name, name): visible(value) for name, value in fields.items()}
    said = {name: value for name, value in known.items() if name in _FIELDS and value}
    if "published" in said:
        try:
            said["published"] = date.fromisoformat(said["published"][:10]).isoformat()
        except ValueError as error:
            raise DocumentError(
                f"The {where} says published = {said['published']!r}; write the date as YYYY-MM-DD."
            ) from error
        said["found"] = where
    if said.get("kind", "user") not in get_args(SourceKind):
        raise DocumentError(
            f"The {where} says kind = {said['kind']!r}; it is one of {', '.join(get_args(SourceKind))}."
        )
    if "url" in said and not said["url"].startswith(("http://", "https://")):
        raise DocumentError(f"The {where} says url = {said['url']!r}; it must begin with http:// or https://.")
    return replace(made, **said)  # type: ignore[arg-type]  # only text fields are in `_FIELDS`
