"""How a reader scores texts, kept between runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.reader import Reader
from eval.train_reader.kept import kept


class Readings:
    """A reader's scores, kept in a folder so that the next run need not read again."""

    def __init__(self, folder: Path, reader: Reader) -> None:
        self._folder, self._reader = folder, reader

    def of(self, name: str, pairs: Sequence[tuple[str, Sequence[str]]]) -> list[NDArray[np.float32]]:
        """The scores `(k,)` of each question's texts; `name` is what their file is called, with a hash of all of it."""

        def made() -> NDArray[np.float32]:
            scores = [self._reader.score(question, texts) for question, texts in pairs]
            return np.concatenate([*scores, np.empty(0, dtype=np.float32)])

        scores = kept(self._folder, f"{name}-read", [self._reader.name, *pairs], made)
        return np.split(scores, np.cumsum([len(texts) for _, texts in pairs])[:-1])
