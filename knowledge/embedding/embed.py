"""The interface of an embedder, and the one place where failures of foreign ones become our own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, runtime_checkable

from knowledge.errors import EmbedderError


@runtime_checkable
class Embedder(Protocol):
    """Turns texts into vectors of one length d; any LangChain `Embeddings` will do."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors `(n, d)` of n texts, in order."""
        ...

    def embed_query(self, text: str) -> list[float]:
        """The vector `(d,)` of one question."""
        ...


def fingerprint_of(embedder: Embedder) -> str:
    """A name that changes whenever the embedder's vectors would.

    An embedder may have a `fingerprint` attribute; without one, the fingerprint is made of its class, model name and
    vector length.

    Raises:
        EmbedderError: The model cannot be used.
    """
    with translated():
        own = getattr(embedder, "fingerprint", None)
        if isinstance(own, str) and own:
            return own
        model = getattr(embedder, "model_name", "") or getattr(embedder, "model", "")
        length = len(embedder.embed_query("fingerprint"))
    return f"{type(embedder).__name__}:{model if isinstance(model, str) else ''}:{length}"


@contextmanager
def translated() -> Iterator[None]:
    """Turn whatever an embedder raises into an EmbedderError, its message left out, for it may hold a key."""
    try:
        yield
    except EmbedderError:
        raise
    except Exception as error:  # each embedder raises errors of its own: of its connection, of its library
        raise EmbedderError(
            f"The embedder failed ({type(error).__name__}). Check that its model or server is there and try again."
        ) from error
