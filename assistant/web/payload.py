"""What the page's script sends with an event: JSON, of which nothing is taken on trust."""

from __future__ import annotations

import json


def read_payload(payload: str) -> dict[str, object]:
    """The object that was sent; an empty one where it is anything else."""
    try:
        value = json.loads(payload)
    except (ValueError, RecursionError):  # RecursionError: nested too deeply
        return {}
    return value if isinstance(value, dict) else {}
