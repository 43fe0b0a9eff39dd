"""The version of the package that is installed."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def own_version() -> str:
    """The version; `0` where the program runs from a folder that was never installed."""
    try:
        return version("visit-assistant")
    except PackageNotFoundError:
        return "0"
