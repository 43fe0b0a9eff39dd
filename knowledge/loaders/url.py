"""A web address -> documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from knowledge.document import FailedDocument
from knowledge.errors import DocumentError
from knowledge.loaders.documents import document_id, shown_name, to_document
from knowledge.loaders.extracted import Extracted
from knowledge.loaders.fetch import fetch
from knowledge.loaders.limits import DEFAULT_LIMITS, Limits
from knowledge.loaders.sandbox import Sandbox

if TYPE_CHECKING:
    from langchain_core.documents import Document

_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "text/markdown": ".md",
    "application/json": ".json",
    "application/x-ndjson": ".jsonl",
    "text/plain": ".txt",
}


def load_url(
    url: str,
    limits: Limits = DEFAULT_LIMITS,
    owner: str = "",
    allow_loopback: bool = False,
) -> Iterator[Document | FailedDocument]:
    """Fetch a page or file and read it.

    Args:
        url: An http or https address on the public network, at its usual port.
        limits: Bytes, seconds and redirects, and the limits of reading that `load_path` has.
        owner: Who may see the documents; empty for everybody.
        allow_loopback: Lets this machine's own servers be fetched from; for tests only.

    Yields:
        Documents, whose id is made of the address that was asked for; or one `FailedDocument` with the reason.
    """
    shown, name = shown_name(url), _name_of(url)
    try:
        found = fetch(url, limits, allow_loopback)
        suffix = _SUFFIXES.get(found.content_type, "")
        with Sandbox(limits) as sandbox:
            made, _ = sandbox.read(found.data, f"{_name_of(found.url)}{suffix}", url=found.url, charset=found.charset)
    except DocumentError as error:
        yield FailedDocument(shown, f"{shown}: {error}", document_id(url, name, owner))
        return
    for each in made:
        yield to_document(_with_url(each, found.url), f"{url}#{each.name}" if each.name else url, name, owner)


def _name_of(url: str) -> str:
    """The last part of an address, or its host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "page"
    return unquote(PurePosixPath(parts.path).name) or parts.hostname or "page"


def _with_url(each: Extracted, url: str) -> Extracted:
    return each if each.url else replace(each, url=url)
