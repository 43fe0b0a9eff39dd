"""Fields at the head of a Markdown or plain text, which go before what is found in it."""

from __future__ import annotations

import re
from datetime import date

import yaml

from knowledge.loaders.extracted import Extracted
from knowledge.loaders.metadata import apply_fields, is_address, is_kind, our_fields, read_toml
from knowledge.text.written_day import written_days

_LONGEST = 20_000  # characters
_NAME = re.compile(r"[^\W\d][\w.-]*")
_LINE = re.compile(rf"({_NAME.pattern})\s*:\s*(.*)$")
_BELOW = re.compile(r"\s|- |#")  # opens a line that belongs to the field above, or a remark


def read_front_matter(text: str) -> tuple[dict[str, str], str]:
    """The fields at the head of a text, between `---` lines (YAML) or `+++` lines (TOML), and the rest.

    What stands between two `---` and is no list of fields is text, and stays.

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
    fields = read_toml(block, "front matter") if head == "+++" else _yaml_fields(block)
    return ({}, text) if fields is None else (fields, rest)


def apply_front_matter(made: Extracted, fields: dict[str, str]) -> Extracted:
    """What was read, with the fields of its front matter in place of what was found.

    Front matter is often written for other programs: a kind that is none of ours, an address that is none of the web
    and a day that cannot be read for sure are passed over.
    """
    said = our_fields(fields)
    said["published"] = _day_in(said.get("published", ""))
    for name, fits in (("kind", is_kind), ("url", is_address)):
        if not fits(said.get(name, "")):
            said.pop(name, None)
    return apply_fields(made, said, "front matter")


def _yaml_fields(block: str) -> dict[str, str] | None:
    """The fields of a block as they are written; None where it may be prose.

    A mapping is one of fields where it has one of ours, or where all names are words in small letters: the lines of a
    talk, `Anna: We met.`, are none. Lines that are no YAML (`title: Lyra: a bridge`) may be fields too, if one is ours.
    """
    if not block.strip():
        return {}
    try:
        parsed = yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506 - it makes nothing but texts, lists and dicts
    except (yaml.YAMLError, RecursionError):
        parsed = None
    mapping = parsed if isinstance(parsed, dict) else _fields_by_line(block)
    if not all(isinstance(name, str) and _NAME.fullmatch(name) for name in mapping):
        return None
    fields = {name.lower(): _said(value) for name, value in mapping.items()}
    small = mapping is parsed and all(name.isascii() and name.islower() for name in mapping)
    return fields if small or our_fields(fields) else None


def _fields_by_line(block: str) -> dict[str, str]:
    """One field a line, whatever its value looks like; none where a line is no field and belongs to none."""
    fields: dict[str, str] = {}
    for line in filter(str.strip, block.splitlines()):
        if found := _LINE.match(line):
            fields[found.group(1)] = found.group(2).strip().strip("'\"")
        elif not (fields and _BELOW.match(line)):
            return {}
    return fields


def _said(value: object) -> str:
    """A text, or a list of texts with commas between; empty for anything else."""
    if isinstance(value, list):
        return ", ".join(each for each in value if isinstance(each, str))
    return value if isinstance(value, str) else ""


def _day_in(value: str) -> str:
    """The one day that a value names, as an ISO date: 2025-12-05 10:30, December 5, 2025; empty where none is sure."""
    try:
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        days = written_days(value[:100])
        return days[0].iso if len(days) == 1 else ""
