"""A first line that only says what kind of document this is, and so is no title: "Press release"."""

from __future__ import annotations

import re

_BARE = re.compile(
    r"(?:(?:press|news|media)\s+(?:release|statement|notice|note|information)|for\s+immediate\s+release)[\s:.!-]*",
    re.IGNORECASE,
)


def is_bare_kind(line: str) -> bool:
    """Whether a line says that this is a press release, and nothing else."""
    return _BARE.fullmatch(line.strip()) is not None
