"""Writes the API reference, from the docstrings, into a folder: `python -m tests.reference FOLDER`."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path

import pdoc

import assistant
import knowledge

PACKAGES = (knowledge, assistant)


def modules() -> list[str]:
    """Every module that has a page: pdoc by itself leaves out those that a package does not name in `__all__`."""
    found = ["eval"]
    for package in PACKAGES:
        inside = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        found += [package.__name__, *(module.name for module in inside if not module.name.endswith("__main__"))]
    return found


def load_public_names() -> None:
    """Put the public names into their packages, which load them when they are asked for: pdoc does not ask."""
    for package in map(importlib.import_module, modules()):
        for name in getattr(package, "__all__", ()):
            setattr(package, name, getattr(package, name))


def write(folder: Path) -> None:
    """One page a module, with an index and a search."""
    load_public_names()
    pdoc.render.configure(docformat="google")
    pdoc.pdoc(*modules(), output_directory=folder)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
