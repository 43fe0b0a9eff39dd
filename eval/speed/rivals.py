"""What our speed is compared with: plain LangChain with Chroma, and txtai, over the same model's files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from langchain_core.embeddings import Embeddings

from eval.errors import EvaluationError
from eval.systems.reference_search import OVERLAP, PIECE

if TYPE_CHECKING:
    from langchain_core.documents import Document

TXTAI_MISSING = 'txtai is left out: install it with `pip install -e ".[bench]"`.'


class Rival(Protocol):
    """Texts with their vectors, and the search over them."""

    name: str

    def add(self, texts: Sequence[str]) -> None:
        """Take in more texts."""

    def search(self, question: str, k: int) -> Sequence[object]:
        """The k nearest texts."""


class PlainEmbeddings(Embeddings):
    """sentence-transformers as it comes: 32 texts a pass in fp32, as LangChain's own wrapper calls it.

    Args:
        model: The model's folder.
    """

    def __init__(self, model: Path) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(str(model), device="cpu", local_files_only=True)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Unit vectors `(n, d)` of n texts."""
        rows: list[list[float]] = self._model.encode(texts, show_progress_bar=False).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """The unit vector `(d,)` of one text."""
        return self.embed_documents([text])[0]


class PlainChain:
    """LangChain's Chroma with one collection on disk.

    Args:
        embeddings: Makes the vectors.
        folder: Where Chroma keeps its files.
    """

    name = "LangChain + Chroma"

    def __init__(self, embeddings: Embeddings, folder: Path) -> None:
        from langchain_chroma import Chroma

        metadata = {"hnsw:space": "cosine"}
        self._store = Chroma("plain", embeddings, persist_directory=str(folder), collection_metadata=metadata)

    def add(self, texts: Sequence[str]) -> None:
        """Take in more texts."""
        self._store.add_texts(list(texts))

    def search(self, question: str, k: int) -> Sequence[object]:
        """The k nearest texts."""
        return self._store.similarity_search(question, k)


class Txtai:
    """txtai with its texts kept, and its own choice of everything else.

    Args:
        model: The model's folder.
    """

    name = "txtai"

    def __init__(self, model: Path) -> None:
        from txtai import Embeddings as TxtaiEmbeddings

        self._embeddings = TxtaiEmbeddings({"path": str(model), "content": True, "gpu": False})
        self._held = 0

    def add(self, texts: Sequence[str]) -> None:
        """Take in more texts."""
        self._embeddings.upsert((str(self._held + place), text) for place, text in enumerate(texts))
        self._held += len(texts)

    def search(self, question: str, k: int) -> Sequence[object]:
        """The k nearest texts."""
        found: list[Mapping[str, object]] = self._embeddings.search(question, k)
        return found


def has_txtai() -> bool:
    """Whether txtai is installed."""
    return find_spec("txtai") is not None


def need_langchain() -> None:
    """See that LangChain's parts are there.

    Raises:
        EvaluationError: They are not.
    """
    for name in ("langchain_chroma", "langchain_text_splitters"):
        if find_spec(name) is None:
            raise EvaluationError(f'There is no {name} to compare with. Install it with `pip install -e ".[dev]"`.')


def plain_pieces(documents: Sequence[Document]) -> list[str]:
    """The texts of documents as LangChain's recursive splitter cuts them."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=PIECE, chunk_overlap=OVERLAP)
    return [piece for document in documents for piece in splitter.split_text(document.page_content)]
