"""An archive (ZIP) -> the files inside it that may be documents."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.loaders.package import Package


def unpack(package: Package) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file; hidden ones and what a system adds by itself are passed over.

    Raises:
        DocumentError: It is protected, damaged, or unpacks to too much.
    """
    for name in package.names:
        parts = name.replace("\\", "/").split("/")
        if not any(part.startswith((".", "__MACOSX")) and part not in {".", ".."} for part in parts):
            yield name, package.read(name)
