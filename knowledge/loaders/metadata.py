"""What people say about a document: the fields of `name.ext.meta.toml` beside it, or at its head."""

from __future__ import annotations

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
        DocumentError: A date is no date, the kind is unknown, or the address is none of the web.
    """
    said = our_fields(fields)
    if "published" in said:
        try:
            said["published"] = date.fromisoformat(said["published"][:10]).isoformat()
        except ValueError as error:
            raise DocumentError(
                f"The {where} says published = {said['published']!r}; write the date as YYYY-MM-DD."
            ) from error
        said["found"] = where
    if not is_kind(said.get("kind", "user")):
        raise DocumentError(
            f"The {where} says kind = {said['kind']!r}; it is one of {', '.join(get_args(SourceKind))}."
        )
    if "url" in said and not is_address(said["url"]):
        raise DocumentError(f"The {where} says url = {said['url']!r}; it must begin with http:// or https://.")
    return replace(made, of_file=made.of_file and "published" not in said, **said)  # type: ignore[arg-type]  # only text fields are in `_FIELDS`


def our_fields(fields: dict[str, str]) -> dict[str, str]:
    """The fields that we know and that say something, under our names for them."""
    known = {_ALIASES.get(name, name): visible(value) for name, value in fields.items()}
    return {name: value for name, value in known.items() if name in _FIELDS and value}


def is_kind(value: str) -> bool:
    """Whether this is one of the kinds of a source."""
    return value in get_args(SourceKind)


def is_address(value: str) -> bool:
    """Whether this is an address of the web, written whole."""
    return value.startswith(("http://", "https://"))
