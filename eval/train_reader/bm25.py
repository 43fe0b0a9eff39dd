"""BM25 over single sentences, to find hard ones that do not answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import regex
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

K1, B = 1.2, 0.6
COMMON = 0.05  # a word in more of the sentences than this is not looked for


def folded_words(text: str) -> list[str]:
    """Words and numbers, in small letters."""
    return regex.findall(r"[\p{L}\p{M}\p{N}]+", text.casefold())


class SentenceIndex:
    """Scores every one of many texts for a question.

    Source of the formula: Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009, section 3.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._numbers: dict[str, int] = {}
        rows, columns, counts = [], [], []
        lengths = np.zeros(len(texts))
        for row, text in enumerate(texts):
            counted = Counter(folded_words(text))
            lengths[row] = sum(counted.values())
            for word, count in counted.items():
                rows.append(row)
                columns.append(self._numbers.setdefault(word, len(self._numbers)))
                counts.append(count)
        row_array, column_array = np.array(rows), np.array(columns)
        times = np.array(counts, dtype=np.float32)
        held_by = np.bincount(column_array, minlength=len(self._numbers))
        rarity = np.log(1 + (len(texts) - held_by + 0.5) / (held_by + 0.5))
        norm = K1 * (1 - B + B * lengths / lengths.mean())
        weight = (rarity[column_array] * times * (K1 + 1) / (times + norm[row_array])).astype(np.float32)
        self._matrix = csr_matrix((weight, (column_array, row_array)), shape=(len(self._numbers), len(texts)))
        self._common = held_by > COMMON * len(texts)

    def scores(self, question: str) -> NDArray[np.float32]:
        """BM25 of every text, `(n,)`."""
        numbers = {self._numbers[word] for word in folded_words(question) if word in self._numbers}
        rare = [number for number in numbers if not self._common[number]]
        if not rare:
            return np.zeros(self._matrix.shape[1], dtype=np.float32)
        return np.asarray(self._matrix[rare].sum(axis=0), dtype=np.float32).ravel()
