"""Question to answer: claims with citations. Importing it loads no model and no database."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.answer import Answer, Citation, Claim, Turn
    from assistant.answerer import Answerer
    from assistant.assistant import Assistant
    from assistant.settings import Settings

_HOMES = {
    "Answer": "assistant.answer",
    "Answerer": "assistant.answerer",
    "Assistant": "assistant.assistant",
    "Citation": "assistant.answer",
    "Claim": "assistant.answer",
    "Settings": "assistant.settings",
    "Turn": "assistant.answer",
}
__all__ = ["Answer", "Answerer", "Assistant", "Citation", "Claim", "Settings", "Turn"]


def __getattr__(name: str) -> object:
    """Load a public name from its home when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
