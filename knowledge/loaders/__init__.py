"""Outside formats -> documents: files, folders, archives and web pages, each read in a process of its own."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.loaders.limits import Limits
    from knowledge.loaders.path import load_path
    from knowledge.loaders.url import load_url

_HOMES = {
    "Limits": "knowledge.loaders.limits",
    "load_path": "knowledge.loaders.path",
    "load_url": "knowledge.loaders.url",
}
__all__ = ["Limits", "load_path", "load_url"]


def __getattr__(name: str) -> object:
    """Load a public name from its home when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
