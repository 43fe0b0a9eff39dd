"""How large an outside document may be and how long reading it may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Every limit of reading and fetching, in one value; the defaults suit a laptop."""

    file_bytes: int = 20_000_000
    characters: int = 2_000_000  # of the text of one document
    pages: int = 1_000
    members: int = 2_000  # files inside an archive or an office file
    unpacked_bytes: int = 50_000_000  # of all members together
    ratio: int = 200  # unpacked bytes for each packed one
    records: int = 10_000  # documents that one file of records may hold
    wall_seconds: float = 30.0  # reading one file
    cpu_seconds: int = 20
    memory_bytes: int = 1_000_000_000  # of the process that reads
    url_bytes: int = 5_000_000  # of an answer, decoded
    url_seconds: float = 20.0  # all redirects together
    connect_seconds: float = 5.0
    redirects: int = 5


DEFAULT_LIMITS = Limits()
