"""The day that a file, a page or a record says it is of."""

from __future__ import annotations

import re
from datetime import date

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def iso_day(value: str) -> str:
    """The ISO date (YYYY-MM-DD) at the start of a value; empty when none stands there, or there is no such day."""
    found = _ISO_DATE.match(value)
    try:
        return date.fromisoformat(found.group()).isoformat() if found else ""
    except ValueError:
        return ""
