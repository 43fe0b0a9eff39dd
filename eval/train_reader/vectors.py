"""Unit vectors of texts, kept between runs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.local_embedder import LocalEmbedder


class Vectors:
    """Unit vectors of texts, kept in a folder so that the next run need not make them again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._embedder = LocalEmbedder()
        folder.mkdir(parents=True, exist_ok=True)

    def of(self, name: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors `(n, d)` of n texts; `name` is what their file is called, with a hash of the model and the texts."""
        said = json.dumps([self._embedder.fingerprint, *texts])
        path = self._folder / f"{name}-{hashlib.sha256(said.encode()).hexdigest()[:16]}.npy"
        if not path.exists():
            np.save(path, np.array(self._embedder.embed_documents(list(texts)), dtype=np.float32))
        return np.asarray(np.load(path))
