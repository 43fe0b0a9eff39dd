"""BM25 over a few thousand texts: what the reference rows search with."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from eval.measures.text import all_tokens

K1, B = 1.2, 0.75


class Bm25:
    """An index of texts, by place.

    Args of the constructor: the texts, at least one. Scores are those of Robertson and Zaragoza (2009) with k1 = 1.2
    and b = 0.75, and an idf that is never negative.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.lengths = [len(all_tokens(text)) for text in texts]
        self.mean_length = sum(self.lengths) / max(1, len(texts)) or 1.0
        self.places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for place, text in enumerate(texts):
            for token, count in Counter(all_tokens(text)).items():
                self.places[token].append((place, count))

    def search(self, query: str, k: int = 10) -> list[tuple[int, float]]:
        """Places and scores of the k best texts, best first; ties by place. Texts that share no word are left out."""
        scores: dict[int, float] = defaultdict(float)
        for token in sorted(set(all_tokens(query))):
            found = self.places.get(token, ())
            weight = math.log(1 + (len(self.lengths) - len(found) + 0.5) / (len(found) + 0.5))
            for place, count in found:
                norm = K1 * (1 - B + B * self.lengths[place] / self.mean_length)
                scores[place] += weight * count * (K1 + 1) / (count + norm)
        return sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:k]
