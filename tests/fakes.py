"""Stand-ins at the model boundaries, the simplest store that keeps a store's promises, and small collections."""

from __future__ import annotations

import json
import re
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from langchain_core.documents import Document
from numpy.typing import NDArray

from assistant.answer import Claim, Turn
from assistant.assistant import Assistant
from assistant.evidence import Evidence
from knowledge.document import stored_document
from knowledge.errors import EmbedderError
from knowledge.index.store import Vector
from knowledge.knowledge_base import KnowledgeBase
from knowledge.passage import Filter, Hit, Passage
from knowledge.split import group_statements


class WordHashEmbedder:
    """Texts that share words are near: each word adds to one place of the vector, chosen by its checksum.

    Args:
        dimension: Length of the vectors.
        name: Part of the fingerprint, for tests of other embedders.
    """

    def __init__(self, dimension: int = 64, name: str = "word-hash") -> None:
        self.dimension = dimension
        self.fingerprint = f"{name}:{dimension}"
        self.embedded: list[str] = []  # every text of a document that was asked for, in order
        self.broken = False  # when set, every call fails as if the model's files were gone

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.embedded += texts
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        if self.broken:
            raise EmbedderError("The model's files are gone. Install it again.")
        vector = [0.0] * self.dimension
        for word in words_of(text):
            vector[zlib.crc32(word.encode("utf-8", "replace")) % self.dimension] += 1.0
        if not any(vector):
            vector[0] = 1.0
        length = sum(value * value for value in vector) ** 0.5
        return [value / length for value in vector]


class ExactStore:
    """Passages in a dict, searched by going through all of them."""

    def __init__(self) -> None:
        self._rows: dict[str, tuple[Passage, str, str, NDArray[np.float32]]] = {}

    def replace(
        self,
        document_id: str,
        content_hash: str,
        passages: Sequence[Passage],
        vectors: Sequence[Vector],
        owner: str = "",
    ) -> None:
        """See `PassageStore.replace`."""
        if any(passage.span.document_id != document_id for passage in passages):
            raise ValueError(f"a passage is not of document {document_id!r}")
        if len(passages) != len(vectors):
            raise ValueError(f"{len(passages)} passages but {len(vectors)} vectors")
        self.remove(document_id)
        self.add([(passage, content_hash) for passage in passages], vectors, owner)

    def add(self, rows: Sequence[tuple[Passage, str]], vectors: Sequence[Vector], owner: str = "") -> None:
        """See `PassageStore.add`."""
        if len(rows) != len(vectors):
            raise ValueError(f"{len(rows)} passages but {len(vectors)} vectors")
        for (passage, content_hash), vector in zip(rows, vectors, strict=True):
            self._rows[passage.id] = (passage, content_hash, owner, np.asarray(vector, dtype=np.float32))

    def remove(self, document_id: str) -> None:
        """See `PassageStore.remove`."""
        self._rows = {name: row for name, row in self._rows.items() if row[0].span.document_id != document_id}

    def search(self, vector: Vector, k: int, filter: Filter = Filter()) -> list[Hit]:
        """See `PassageStore.search`."""
        return [Hit(self._rows[name][0], score) for name, score in self.nearest(vector, k, filter)]

    def nearest(self, vector: Vector, k: int, filter: Filter = Filter()) -> list[tuple[str, float]]:
        """See `PassageStore.nearest`."""
        asked = np.asarray(vector, dtype=np.float32)
        found = [
            (name, float(held @ asked / max(1e-12, float(np.linalg.norm(held)) * float(np.linalg.norm(asked)))))
            for name, (passage, _, owner, held) in self._rows.items()
            if owner in ("", filter.owner) and (not filter.documents or passage.span.document_id in filter.documents)
        ]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:k]

    def content_hashes(self) -> dict[str, str]:
        """See `PassageStore.content_hashes`."""
        return {passage.span.document_id: content_hash for passage, content_hash, _, _ in self._rows.values()}

    def close(self) -> None:
        """See `PassageStore.close`."""


class ScriptedAnswerer:
    """Says what it is told, and remembers what it was asked.

    Args:
        claims: What it says to every question; None: the best statement of the evidence.
    """

    name = "extractive"
    model: str | None = None
    notice = ""

    def __init__(self, claims: Sequence[Claim] | None = None) -> None:
        self.claims = claims
        self.asked: list[tuple[str, Evidence, tuple[Turn, ...]]] = []

    def write(self, question: str, evidence: Evidence, history: Sequence[Turn]) -> Iterator[Claim]:
        """See `Answerer.write`."""
        self.asked.append((question, evidence, tuple(history)))
        if self.claims is not None:
            yield from self.claims
            return
        for item in evidence.statements[:1]:
            yield Claim(item.statement.text, (item.citation(),), item.statement.status)


class PlainAnswerer:
    """Says the two best statements that share a long word with the question; none means a refusal."""

    name = "extractive"
    model: str | None = None
    notice = ""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.histories: list[tuple[Turn, ...]] = []
        self.wait: threading.Event | None = None  # when set, writing waits for it
        self.failure: Exception | None = None  # when set, writing fails

    def write(self, question: str, evidence: Evidence, history: Sequence[Turn]) -> Iterator[Claim]:
        self.asked.append(question)
        self.histories.append(tuple(history))
        if self.failure is not None:
            raise self.failure
        if self.wait is not None:
            self.wait.wait(20)
        wanted = {word for word in words_of(question) if len(word) > 3}
        held = [item for item in evidence.statements if wanted & set(words_of(item.statement.text))]
        for item in held[:2]:
            yield Claim(item.statement.text, (item.citation(),), item.statement.status)


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


DOCUMENTS = [
    Document(
        id="tides",
        page_content="There are two tides a day because the Earth turns under two bulges of water. "
        "The bulges are raised by the Moon. Spring tides come twice a month [3].",
        metadata={
            "title": "Tides",
            "publisher": "The Harbour",
            "url": "https://harbour.example/tides",
            "published": "2025-12-05",
            "kind": "news",
        },
    ),
    Document(
        id="ports/london",
        page_content="The harbour of London was deepened in 1909. Ships wait for the flood <b>tide</b>.",
        metadata={"title": "Ports", "publisher": "The Port", "url": "https://port.example", "kind": "official"},
    ),
    Document(
        id="hindi",
        page_content="ज्वार दिन में दो बार आता है। चंद्रमा पानी को खींचता है।",
        metadata={"title": "ज्वार", "publisher": "पत्रिका", "published": "2025-12-06", "language": "hi"},
    ),
]
ANSWERED = "Why are there two tides a day?"
REFUSED = "Zzyzx qwrt?"


def small_assistant(
    answerer: PlainAnswerer | None = None, index: Path | None = None, embedder: WordHashEmbedder | None = None
) -> Assistant:
    """An assistant over the small collection; in memory unless an index is named."""
    knowledge = KnowledgeBase(embedder=embedder or WordHashEmbedder(), index=index)
    knowledge.ingest(DOCUMENTS)
    return Assistant(knowledge, answerer=answerer or PlainAnswerer(), min_confidence=0.0)


def passages_of(document: Document) -> tuple[Passage, ...]:
    """What a document at the door becomes in an index."""
    stored = stored_document(document)
    return group_statements(stored.text, stored.statements, stored.title)


def once_decoded(monkeypatch: pytest.MonkeyPatch, do: Callable[[], None]) -> None:
    """Do something in the middle of the next reading: after a row was fetched, and before anybody has it."""
    decode = json.loads

    def interrupted(text: str) -> object:
        monkeypatch.setattr("json.loads", decode)
        do()
        return decode(text)

    monkeypatch.setattr("json.loads", interrupted)


def document(name: str, text: str, **metadata: object) -> Document:
    """A document at the door."""
    return Document(page_content=text, metadata={"id": name, "title": name.title(), **metadata})


TIDES = document(
    "tides",
    "The sea rises twice a day. The moon pulls the water towards itself. In the harbour of Lyra the water rises by "
    "six metres.",
    publisher="Harbour Office",
    published="2024-03-01",
    kind="official",
)
BRIDGE = document(
    "bridge",
    "The old bridge of Lyra was built in 1911. It carries two lanes of traffic. Engineers closed the bridge in May "
    "2024 after finding cracks in a pillar.",
    publisher="Lyra Gazette",
    published="2024-05-20",
    kind="news",
)
MARKET = document(
    "market",
    "Farmers sell fish and apples on the market square. The market opens at seven o'clock every Saturday.",
    publisher="Lyra Gazette",
    published="2024-06-02",
    kind="news",
)
TOWN = (TIDES, BRIDGE, MARKET)
"""Three small documents of an invented town."""
