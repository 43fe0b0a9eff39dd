"""Files and folders -> documents, one failure never stopping the others."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.document import FailedDocument
from knowledge.errors import DocumentError
from knowledge.loaders.documents import document_id, shown_name, to_document
from knowledge.loaders.extracted import Extracted
from knowledge.loaders.limits import DEFAULT_LIMITS, Limits
from knowledge.loaders.metadata import SIDECAR, apply_fields, read_toml
from knowledge.loaders.sandbox import Sandbox

if TYPE_CHECKING:
    from langchain_core.documents import Document


def load_path(
    path: Path | str,
    limits: Limits = DEFAULT_LIMITS,
    owner: str = "",
    name: str = "",
) -> Iterator[Document | FailedDocument]:
    """Read a file, or every file of a folder and the folders in it.

    Hidden files, sidecars (`name.ext.meta.toml`) and links that lead out of the folder are no documents. An id stays
    the same as long as the path does, so an edited file takes the place of what it was. What a document's metadata
    holds is said in `docs/documents.md`.

    Args:
        path: A file or a folder.
        limits: How large a file may be and how long reading it may take.
        owner: Who may see the documents; empty for everybody.
        name: The name that a person gave a single file, when `path` is only where it lies for the moment (an upload);
            the id is then made of the name and the owner.

    Yields:
        Documents in the order of their names, and a `FailedDocument` with the reason for every file that could not
        be read.
    """
    root = Path(path).expanduser()
    with Sandbox(limits) as sandbox:
        if root.is_dir():
            for file in _walk(root):
                shown = shown_name(file.relative_to(root).as_posix())
                yield from _load_file(file, shown, str(file.resolve()), sandbox, limits, owner, root)
        else:
            key = f"upload:{name}" if name else str(root.resolve())
            yield from _load_file(root, shown_name(name or root.name), key, sandbox, limits, owner, None)


def _walk(root: Path) -> Iterator[Path]:
    """Every file below a folder, in order; hidden ones are passed over, linked folders are not entered."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for file in sorted(files):
            if not file.startswith(".") and not file.endswith(SIDECAR):
                yield Path(folder) / file


def _load_file(
    path: Path, name: str, key: str, sandbox: Sandbox, limits: Limits, owner: str, root: Path | None
) -> Iterator[Document | FailedDocument]:
    """The documents of one file, or why there are none."""
    try:
        data = read_bytes(path, limits, root)
        fields = _sidecar(path)
        made, members = sandbox.read(data, path.name if key.startswith("/") else name)
        file = "" if key.startswith("upload:") else str(path.resolve())
        yield from _documents(made, key, name, owner, file, fields)
    except DocumentError as error:
        yield FailedDocument(name, f"{name}: {error}", document_id(key, name, owner))
        return
    for member, content in members:
        inner = f"{name}!{shown_name(member)}"
        try:
            if len(content) > limits.file_bytes:
                raise DocumentError(_too_large(len(content), limits))  # noqa: TRY301 - one place reports
            made, _ = sandbox.read(content, member, inside=True)
            yield from _documents(made, f"{key}!{member}", inner, owner, file, {})
        except DocumentError as error:
            yield FailedDocument(inner, f"{inner}: {error}", document_id(f"{key}!{member}", inner, owner))


def _documents(
    made: list[Extracted], key: str, name: str, owner: str, file: str, fields: dict[str, str]
) -> Iterator[Document]:
    for each in made:
        own = f"{key}#{each.name}" if each.name else key
        yield to_document(apply_fields(each, fields, "sidecar"), own, name, owner, file)


def read_bytes(path: Path, limits: Limits, root: Path | None = None) -> bytes:
    """The content of a plain file.

    Raises:
        DocumentError: It is not there, no plain file, too large, not readable, or a link out of `root`.
    """
    try:
        if root is not None and not path.resolve().is_relative_to(root.resolve()):
            raise DocumentError("A link that leads out of the folder is not followed.")
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise DocumentError("This is no plain file.")
            if about.st_size > limits.file_bytes:
                raise DocumentError(_too_large(about.st_size, limits))
            data = file.read(limits.file_bytes + 1)
    except FileNotFoundError as error:
        raise DocumentError("There is no such file or folder. Check the path.") from error
    except OSError as error:
        raise DocumentError(f"The file cannot be opened ({error.strerror}).") from error
    if len(data) > limits.file_bytes:
        raise DocumentError(_too_large(len(data), limits))
    return data


def _too_large(size: int, limits: Limits) -> str:
    return f"The file has {size / 1e6:.1f} MB; at most {limits.file_bytes / 1e6:g} MB are read. Split it."


def _sidecar(path: Path) -> dict[str, str]:
    """The fields of `name.ext.meta.toml` beside a file, if there is one."""
    beside = path.with_name(path.name + SIDECAR)
    if not beside.is_file() or beside.is_symlink():
        return {}
    if beside.stat().st_size > 100_000:
        raise DocumentError(f"Its sidecar {beside.name} is too large.")
    try:
        return read_toml(beside.read_text(encoding="utf-8"), f"sidecar {shown_name(beside.name)}")
    except UnicodeDecodeError as error:
        raise DocumentError(f"Its sidecar {shown_name(beside.name)} is not UTF-8.") from error
