"""How an index grows: one index, filled on and on, measured by a fresh process at each size."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from eval.running.timings import peak_memory, processor_name
from eval.speed.growth_figures import HEAD, Growth
from eval.speed.growth_plots import write_plots
from eval.speed.made import K, MadeCollection, MadeDocument, Query, real_spread
from eval.table import text_table
from knowledge.index.build import Build, Entry
from knowledge.index.build_folder import new_build, open_build, publish, read_manifest
from knowledge.index.search import pool_size
from knowledge.knowledge_base import KnowledgeBase
from knowledge.passage import Filter
from knowledge.truth.store import TruthStore

FINGERPRINT = "made"
FILTER = Filter()
WARM_UP = 10
AT_A_TIME = 1000  # passages filled between two looks at the clock


class GivenVectors:
    """An embedder that is told the vector of the question before it is asked, in whichever words it is searched."""

    fingerprint = FINGERPRINT

    def __init__(self) -> None:
        self.vector: list[float] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vector that was told `(d,)`, once a text."""
        return [self.vector for _ in texts]

    def embed_query(self, text: str) -> list[float]:
        """The vector that was told `(d,)`."""
        return self.vector


def measure_growth(
    sizes: Sequence[int], folder: Path | None = None, minutes: float = 0.0, plots: Path | None = None
) -> str:
    """A table of one index at several sizes.

    Args:
        sizes: Numbers of passages, multiples of 1,000.
        folder: Where the index is made; one that is thrown away when None.
        minutes: After so long nothing more is put in, and what is there is measured; 0 for no limit.
        plots: A folder for the figures as JSON and a plot of each.
    """
    with tempfile.TemporaryDirectory() as thrown_away:
        found = list(_grown(sorted(sizes), folder or Path(thrown_away), 60 * minutes))
    if plots is not None:
        plots.mkdir(parents=True, exist_ok=True)
        kept = {"processor": processor_name(), "sizes": [asdict(one) for one in found]}
        (plots / "growth.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        write_plots(found, plots)
    rows = [one.row() for one in found]
    return f"{text_table(HEAD, rows, right=tuple(range(len(HEAD))))}\n{processor_name()}, {os.cpu_count()} cores"


def _grown(sizes: Sequence[int], folder: Path, most_seconds: float) -> Iterator[Growth]:
    from knowledge.embedding.local_embedder import LocalEmbedder

    index = folder / "index"
    index.mkdir(parents=True, exist_ok=True)
    collection = MadeCollection(*real_spread(LocalEmbedder(), folder / "vectors.sqlite3"), sizes)
    truth = TruthStore(index / "documents.sqlite3")
    build, held, seconds, cpu = new_build(index, ""), 0, 0.0, 0.0
    for size in sizes:
        while held < size and not (most_seconds and seconds > most_seconds):
            started, used = time.perf_counter(), time.process_time()
            build.fill(_kept(truth, collection.documents(held, held + AT_A_TIME)))
            held += AT_A_TIME
            seconds += time.perf_counter() - started
            cpu += time.process_time() - used
        publish(build, index, _index_fingerprint())
        build.close()
        with ProcessPoolExecutor(1, get_context("spawn")) as apart:
            figures = apart.submit(_measured, index, collection.queries(size)).result()
        disk = sum(path.stat().st_size for path in index.rglob("*") if path.is_file()) / 1e6
        grown = Growth(held, seconds, cpu, disk, **figures)
        yield grown
        if held < size:
            break
        build = _reopened(index)
    truth.close()


def _kept(truth: TruthStore, documents: Iterator[MadeDocument]) -> Iterator[Entry]:
    """Documents for the index, once the truth store has them."""
    made = list(documents)
    truth.change([document for document, _ in made], ())
    for document, rows in made:
        yield document.id, document.content_hash, document.owner, rows


def _index_fingerprint() -> str:
    """What the knowledge base that will open the index says of itself."""
    return KnowledgeBase(GivenVectors()).fingerprint


def _reopened(index: Path) -> Build:
    found = read_manifest(index)
    if found is None:
        raise AssertionError("it was published")
    return open_build(*found, "")


def _measured(index: Path, queries: Sequence[Query]) -> dict[str, float]:
    """Figures of the index, taken in a process of their own."""
    from assistant.assistant import Assistant

    started = time.perf_counter()
    given = GivenVectors()
    knowledge = KnowledgeBase(given, index)
    assistant = Assistant(knowledge, min_confidence=0.0)
    given.vector = queries[0].vector.tolist()
    assistant.ask(queries[0].text)
    opened = time.perf_counter() - started
    build = knowledge.open()
    pool = pool_size(K, FILTER)
    ways: dict[str, Callable[[Query], object]] = {
        "search": lambda query: knowledge.search(query.text, K),
        "vectors": lambda query: build.nearest(query.vector, pool, FILTER),
        "words": lambda query: build.words.best(query.text, pool, FILTER),
        "ask": lambda query: assistant.ask(query.text),
    }
    figures = {"open_seconds": opened}
    for name, way in ways.items():
        clock, cpu = [], []
        for query in queries:
            given.vector = query.vector.tolist()
            begun, used = time.perf_counter(), time.process_time()
            way(query)
            clock.append(1000 * (time.perf_counter() - begun))
            cpu.append(1000 * (time.process_time() - used))
        if name in ("search", "ask"):
            middle, late = np.percentile(clock[WARM_UP:], [50, 95])
            figures |= {f"{name}_p50": float(middle), f"{name}_p95": float(late)}
        figures[f"{name}_cpu"] = float(np.median(cpu[WARM_UP:]))
    hits = [
        len({name for name, _ in build.nearest(query.vector, pool, FILTER)[:K]} & set(query.nearest)) / K
        for query in queries
    ]
    knowledge.close()
    return {**figures, "recall": float(np.mean(hits)), "memory_megabytes": peak_memory() or 0.0}
