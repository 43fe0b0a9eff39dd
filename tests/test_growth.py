"""The made collection by which growth is measured, and its plots."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from eval.speed.growth_figures import Growth
from eval.speed.growth_plots import write_plots
from eval.speed.made import MadeCollection, Spread

SIZES = (1000, 2000)


def collection() -> MadeCollection:
    generator = np.random.default_rng(3)
    vectors = generator.normal(size=(60, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    spread = Spread(vectors, [str(n // 3) for n in range(60)])
    return MadeCollection(["ships carry grain over the sea", "the tide rises"], spread, SIZES)


def test_the_nearest_passages_that_queries_know_are_those_of_an_exact_search() -> None:
    made = collection()
    rows = [row for _, rows in made.documents(0, 2000) for row in rows]
    vectors = np.stack([matrix[0] for _, matrix in rows])
    for query in made.queries(2000):
        best = np.argsort(-(vectors @ query.vector), kind="stable")[:10]
        assert query.nearest == tuple(rows[place][0].id for place in best)


def test_a_larger_collection_begins_with_the_smaller_one() -> None:
    once, twice = collection(), collection()
    first = [document for document, _ in once.documents(0, 2000)]
    second = [d for start in (0, 1000) for d, _ in twice.documents(start, start + 1000)]
    assert first == second


def test_statements_and_passages_are_slices_of_their_made_document() -> None:
    document, rows = next(collection().documents(0, 1000))
    for passage, matrix in rows:
        assert document.text[passage.span.start : passage.span.end] == passage.text
        assert all(document.text[s.span.start : s.span.end] == s.text for s in passage.statements)
        assert np.allclose(np.linalg.norm(matrix, axis=1), 1.0, atol=1e-5)


def test_each_figure_has_a_plot(tmp_path: Path) -> None:
    figures = [float(n) for n in range(1, 15)]
    write_plots([Growth(1000, *figures[:-1], 1.0), Growth(10_000, *figures[:-1], 0.95)], tmp_path)
    plots = sorted(path.name for path in tmp_path.iterdir())
    assert plots == [f"growth-{name}.svg" for name in ("ask", "build", "disk", "memory", "recall", "search")]
    assert "10,000" in (tmp_path / "growth-ask.svg").read_text(encoding="utf-8")
