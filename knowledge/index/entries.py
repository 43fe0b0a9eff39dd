"""Documents as entries of an index: their passages, with the vectors of each passage and statement."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing

from knowledge.embedding.vector_cache import VectorCache
from knowledge.index.build import Entry
from knowledge.passage import HEADING_SEPARATOR, Passage
from knowledge.split import group_statements
from knowledge.truth.intake import BATCH, Progress
from knowledge.truth.store import TruthStore


def entries_of(
    truth: TruthStore,
    names: Sequence[str],
    open_cache: Callable[[], VectorCache],
    passage_size: int,
    progress: Progress | None,
) -> Iterator[Entry]:
    """Documents with their passages and matrices, embedding what no earlier build has embedded.

    Args:
        truth: Holds the documents.
        names: Their ids; one that is no longer there is left out.
        open_cache: Opens what makes the vectors; it is closed at the end.
        passage_size: Characters a passage has at most, whole statements permitting.
        progress: Called with the number done and the total.
    """
    with closing(open_cache()) as cache:
        for start in range(0, len(names), BATCH):
            group = [document for name in names[start : start + BATCH] if (document := truth.get(name))]
            passages = {
                document.id: group_statements(document.text, document.statements, document.title, passage_size)
                for document in group
            }
            texts = [text for document in group for passage in passages[document.id] for text in texts_of(passage)]
            vectors = cache.vectors(texts)
            place = 0
            for document in group:
                rows = []
                for passage in passages[document.id]:
                    size = 1 + len(passage.statements)
                    rows.append((passage, vectors[place : place + size]))
                    place += size
                yield document.id, document.content_hash, document.owner, rows
            if progress is not None:
                progress("embedding", min(start + BATCH, len(names)), len(names))


def texts_of(passage: Passage) -> list[str]:
    """The texts embedded for a passage: the passage under its title and heading, then each of its statements."""
    above = ". ".join(part for part in (passage.title, passage.heading.replace(HEADING_SEPARATOR, ". ")) if part)
    whole = f"{above}\n{passage.text}" if above else passage.text
    return [whole, *(statement.text for statement in passage.statements)]
