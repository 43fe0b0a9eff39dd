"""Unit vectors of texts, kept between runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.train_reader.kept import kept
from knowledge.embedding.local_embedder import LocalEmbedder


class Vectors:
    """Unit vectors of texts, kept in a folder so that the next run need not make them again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._embedder = LocalEmbedder()

    def of(self, name: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors `(n, d)` of n texts; `name` is what their file is called, with a hash of the model and the texts."""

        def made() -> NDArray[np.float32]:
            return np.array(self._embedder.embed_documents(list(texts)), dtype=np.float32)

        return kept(self._folder, name, [self._embedder.fingerprint, *texts], made)
