"""How an index grows: build time, memory, disk, search time and recall with many passages, beside plain LangChain."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.table import text_table
from eval.timings import processor_name
from knowledge.curated import load_documents
from knowledge.index_build import Entry, batched, new_build
from knowledge.passage import Filter, Passage, Source, Span, Statement
from knowledge.search import fuse, pool_size
from knowledge.words import words

DIMENSION = 384
STATEMENTS = 2  # of a passage
STATEMENT_WORDS = 18
PASSAGES_A_DOCUMENT = 10
PASSAGES_A_SUBJECT = 50  # vectors lie round subjects, as those of real texts do
SPREAD = 0.9  # length of a vector's random part; its subject's part has length 1
LANGCHAIN_DOCUMENTS = 20  # handed over at a time: 200 passages, as many as we send to Chroma
QUERIES = 60
K = 10
FILTER = Filter()
SOURCE = Source("made", "Made text", "Nobody")

Vectors = NDArray[np.float32]
Made = list[tuple[str, Vectors, set[str]]]  # a query's words, its vector, the ids of the 10 exactly nearest passages


class Collection:
    """Passages with the frequencies of real words and vectors round random subjects; the same for the same size.

    Args:
        size: How many passages.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        counted = Counter(word for document in load_documents() for word in words(document.page_content))
        self._words = np.array(list(counted))
        self._shares = np.array(list(counted.values())) / counted.total()
        self._subjects = unit_rows(np.random.default_rng(1), max(1, size // PASSAGES_A_SUBJECT))
        self.vectors = np.zeros((size, DIMENSION), dtype=np.float16)  # kept to know the exact answers

    def entries(self) -> Iterator[Entry]:
        """Documents of ten passages, made one at a time."""
        for start in range(0, self.size, PASSAGES_A_DOCUMENT):
            generator = np.random.default_rng(start + 2)
            name, rows, place = f"document-{start}", [], 0
            for number in range(start, min(start + PASSAGES_A_DOCUMENT, self.size)):
                passage = self._passage(generator, name, place)
                matrix = self.near(generator, 1 + STATEMENTS, number % len(self._subjects))
                self.vectors[number] = matrix[0]
                rows.append((passage, matrix))
                place = passage.span.end + 1
            yield name, "hash", "", rows

    def near(self, generator: np.random.Generator, count: int, subject: int) -> Vectors:
        """Unit vectors `(count, d)` round one subject."""
        moved = self._subjects[subject] + SPREAD * unit_rows(generator, count)
        made: Vectors = (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)
        return made

    def queries(self) -> Made:
        """Queries with the ids of their nearest passages by exact search."""
        generator, made = np.random.default_rng(0), []
        for _ in range(QUERIES):
            vector = self.near(generator, 1, int(generator.integers(len(self._subjects))))[0]
            text = " ".join(generator.choice(self._words, 8, p=self._shares))
            made.append((text, vector, {str(place) for place in self._nearest(vector)}))
        return made

    def _nearest(self, vector: Vectors) -> NDArray[np.intp]:
        scores = np.concatenate(
            [part.astype(np.float32) @ vector for part in np.array_split(self.vectors, 1 + self.size // 50_000)]
        )
        nearest: NDArray[np.intp] = np.argpartition(-scores, K)[:K]
        return nearest

    def _passage(self, generator: np.random.Generator, document: str, start: int) -> Passage:
        drawn = generator.choice(self._words, (STATEMENTS, STATEMENT_WORDS), p=self._shares)
        texts = [" ".join(row).capitalize() + "." for row in drawn]
        statements, place = [], start
        for text in texts:
            statements.append(Statement(Span(document, place, place + len(text)), text, sources=(SOURCE,)))
            place += len(text) + 1
        return Passage(Span(document, start, place - 1), " ".join(texts), tuple(statements), "Made text", "Part")


@dataclass(frozen=True, slots=True)
class Growth:
    """Figures of one way at one size."""

    way: str
    passages: int
    build_seconds: float
    resident_megabytes: float  # of the whole process, after the searches
    disk_megabytes: float
    search: Sequence[float]  # milliseconds
    processor: Sequence[float]  # milliseconds of processor time
    recall: float | None  # of the 10 exactly nearest passages among the first 10; None where words count too

    def row(self) -> list[str]:
        """Its line in the table."""
        middle, late = np.percentile(self.search, [50, 95])
        return [
            self.way,
            f"{self.passages:,}",
            f"{self.build_seconds:.1f} s",
            f"{self.passages / self.build_seconds:.0f}",
            f"{self.resident_megabytes:.0f}",
            f"{self.disk_megabytes:.0f}",
            f"{middle:.1f}",
            f"{late:.1f}",
            f"{np.median(self.processor):.1f}",
            "" if self.recall is None else f"{self.recall:.3f}",
        ]


HEAD = ("way", "passages", "build", "a second", "MB resident", "MB disk", "p50 ms", "p95 ms", "cpu ms", "recall@10")


def measure_growth(sizes: Sequence[int], plain: bool = True) -> str:
    """A table of our index, its vector and word sides alone, and plain LangChain with Chroma, at each size.

    Args:
        sizes: Numbers of passages.
        plain: Also measure langchain-chroma, where it is installed.
    """
    rows: list[list[str]] = []
    for size in sizes:
        collection = Collection(size)
        with tempfile.TemporaryDirectory() as folder:
            rows += [one.row() for one in _ours(collection, Path(folder))]
        if plain:
            with tempfile.TemporaryDirectory() as folder:
                found = _langchain(collection, Path(folder))
            rows += [found.row()] if found else []
    return f"{text_table(HEAD, rows, right=tuple(range(1, len(HEAD))))}\n{processor_name()}"


def _ours(collection: Collection, folder: Path) -> list[Growth]:
    started = time.perf_counter()
    build = new_build(folder, "")
    build.fill(collection.entries())
    seconds = time.perf_counter() - started
    places = {name: str(number) for number, name in enumerate(_ids(collection))}
    queries = collection.queries()
    pool = pool_size(K, FILTER)

    def vectors(_: str, vector: Vectors) -> list[str]:
        return [name for name, _ in build.nearest(vector, pool, FILTER)]

    def by_words(text: str, _: Vectors) -> list[str]:
        return list(build.words.best(text, pool, FILTER))

    def whole(text: str, vector: Vectors) -> list[str]:
        return [
            hit.passage.id for hit in fuse(build, text, vector, dict(build.nearest(vector, pool, FILTER)), K, FILTER)
        ]

    ways: dict[str, Callable[[str, Vectors], list[str]]] = {
        "ours: search": whole,
        "  its vectors": vectors,
        "  its words": by_words,
    }
    found = []
    for way, search in ways.items():
        times, processor, recall = _timed(search, queries, places)
        disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
        told = recall if search is vectors else None
        found.append(Growth(way, collection.size, seconds, _resident(), disk, times, processor, told))
    build.close()
    return found


def _langchain(collection: Collection, folder: Path) -> Growth | None:
    """The same passages in langchain-chroma as its documentation shows it, vectors being given; None without it."""
    try:
        from langchain_chroma import Chroma
    except ImportError:
        return None
    from langchain_core.embeddings import Embeddings

    class Given(Embeddings):
        """Gives the vectors that were put into its hands."""

        held: list[list[float]]

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return self.held

        def embed_query(self, text: str) -> list[float]:
            return self.held[0]

    given = Given()
    started = time.perf_counter()
    store = Chroma("plain", given, str(folder), collection_metadata={"hnsw:space": "cosine"})
    for part in batched(collection.entries(), LANGCHAIN_DOCUMENTS):
        rows = [row for entry in part for row in entry[3]]
        given.held = [matrix[0].tolist() for _, matrix in rows]
        store.add_texts(
            [passage.text for passage, _ in rows],
            [{"document": passage.span.document_id} for passage, _ in rows],
            [passage.id for passage, _ in rows],
        )
    seconds = time.perf_counter() - started
    places = {name: str(number) for number, name in enumerate(_ids(collection))}

    def search(_: str, vector: Vectors) -> list[str]:
        return [str(document.id) for document in store.similarity_search_by_vector(vector.tolist(), K)]

    times, processor, recall = _timed(search, collection.queries(), places)
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    return Growth("LangChain + Chroma", collection.size, seconds, _resident(), disk, times, processor, recall)


def _timed(
    search: Callable[[str, Vectors], list[str]], queries: Made, places: dict[str, str]
) -> tuple[list[float], list[float], float]:
    times, processor, recalls = [], [], []
    for text, vector, _ in queries[:5]:
        search(text, vector)
    for text, vector, wanted in queries:
        begun, used = time.perf_counter(), time.process_time()
        found = search(text, vector)
        times.append(1000 * (time.perf_counter() - begun))
        processor.append(1000 * (time.process_time() - used))
        recalls.append(len({places[name] for name in found[:K]} & wanted) / K)
    return times, processor, float(np.mean(recalls))


def _ids(collection: Collection) -> Iterator[str]:
    return (passage.id for _, _, _, rows in collection.entries() for passage, _ in rows)


def _resident() -> float:
    """Megabytes of memory that the process holds now; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("VmRSS")), 0.0)


def unit_rows(generator: np.random.Generator, count: int) -> Vectors:
    """Random unit vectors `(count, d)`, every direction alike."""
    drawn = generator.normal(size=(count, DIMENSION)).astype(np.float32)
    rows: Vectors = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return rows
