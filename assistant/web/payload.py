"""What the page's script sends with an event: JSON, of which nothing is taken on trust."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from assistant.checks import check_day


def read_payload(payload: str) -> dict[str, object]:
    """The object that was sent; an empty one where it is anything else."""
    try:
        value = json.loads(payload)
    except (ValueError, RecursionError):  # RecursionError: nested too deeply
        return {}
    return value if isinstance(value, dict) else {}


def day_in(value: Mapping[str, object]) -> date | None:
    """The day as of which the page asks, under `as_of`; None without one.

    Raises:
        QuestionError: It is no day.
    """
    as_of = value.get("as_of")
    return check_day(as_of) if isinstance(as_of, str) and as_of else None
