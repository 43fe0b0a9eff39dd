"""The line to Chroma, in this process or on a server: time limits on every call, and one kind of error."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from knowledge.deadline import within
from knowledge.errors import StoreError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

SERVER_SECONDS = 10.0  # longest wait for a server: Chroma's own client has no limit
WRITE_SECONDS = 60.0  # longest wait for one write to files: on a full disk an embedded Chroma 1.5 blocks for ever
SILENT_SECONDS = 5.0  # how long a server or folder that did not answer is left alone

Result = TypeVar("Result")


class ChromaLine:
    """A client of Chroma whose calls end in time; whatever it raises becomes a `StoreError` that names the place.

    Args:
        folder: Where an embedded Chroma keeps its files; one process at a time.
        url: A Chroma server instead, e.g. `http://127.0.0.1:8000`. Without both, all is kept in memory.

    Raises:
        StoreError: The files cannot be opened or the server cannot be reached.
    """

    def __init__(self, folder: Path | None = None, url: str = "") -> None:
        import chromadb  # noqa: F401 - here, for a slow disk must not count against the server

        self.place = url or str(folder)
        self.is_server = bool(url)
        self._silent_until = 0.0
        self.client = self._do(partial(_client, folder, url), SERVER_SECONDS if url else None)

    def read(self, call: Callable[[], Result]) -> Result:
        """The result of a call that changes nothing; only a server has a time limit."""
        return self._do(call, SERVER_SECONDS if self.is_server else None)

    def write(self, call: Callable[[], Result]) -> Result:
        """The result of a call that writes, with a time limit for files too."""
        return self._do(call, SERVER_SECONDS if self.is_server else WRITE_SECONDS)

    def close(self) -> None:
        """Close files and connections."""
        close = getattr(self.client, "close", None)
        if callable(close):
            close()

    def _do(self, call: Callable[[], Result], limit: float | None) -> Result:
        """The result of the call; after a timeout, further calls are refused for a while instead of waiting."""
        with _translated(self.place):
            if limit is None:
                return call()
            if monotonic() < self._silent_until:
                raise TimeoutError("it gave no answer a moment ago")
            try:
                return within(limit, call)
            except TimeoutError:
                self._silent_until = monotonic() + SILENT_SECONDS
                raise


def server_address(url: str) -> tuple[str, int, bool]:
    """Host, port, and whether the connection uses TLS.

    Without a port in the address it is 443 with TLS, otherwise 8000, Chroma's default.

    Raises:
        ValueError: The port is not a number up to 65,535.
    """
    parts = urlsplit(url if "//" in url else f"//{url}")
    is_secure = parts.scheme == "https"
    return parts.hostname or "127.0.0.1", parts.port or (443 if is_secure else 8000), is_secure


def _client(folder: Path | None, url: str) -> ClientAPI:
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    settings = ChromaSettings(anonymized_telemetry=False, allow_reset=False)
    if url:
        host, port, is_secure = server_address(url)
        return chromadb.HttpClient(host=host, port=port, ssl=is_secure, settings=settings)
    if folder is None:
        return chromadb.EphemeralClient(settings=settings)
    return chromadb.PersistentClient(path=str(folder.resolve()), settings=settings)


class _translated:  # noqa: N801 - reads as a verb where it is used
    """Turn whatever Chroma and its transport raise into one StoreError that names the place."""

    def __init__(self, place: str) -> None:
        self._place = place

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        native = kind is not None and kind.__name__ == "PanicException"  # from Chroma's Rust part; not an Exception
        if error is None or isinstance(error, StoreError) or not (native or isinstance(error, Exception)):
            return
        raise StoreError(
            f"The vector store at {self._place} did not answer ({type(error).__name__}: {str(error)[:200]}). Check "
            "that it is there, running and has room; `python -m assistant doctor` tells more."
        ) from error
