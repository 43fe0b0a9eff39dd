"""Which documents are near-copies of one another: the same agency story in five papers is one voice."""

from __future__ import annotations

import re
import zlib

import numpy as np
from numpy.typing import NDArray

SHINGLE = 5  # words in a row that are compared
ALIKE = 0.75  # share of the shorter text's shingles that the longer one holds
SHORTEST = 0.3  # length of the shorter text as a share of the longer one's; less is a quotation, not a copy
FEWEST = 8  # shingles; a shorter text is not compared
KEYS = 16  # smallest hashes of a text under which it is looked up

Shingles = NDArray[np.uint64]
_WORD = re.compile(r"\w+")


def shingles_of(text: str) -> Shingles:
    """Hashes of all runs of SHINGLE words of a text, sorted, each once: shape `(n,)`."""
    words = np.array(
        [zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in _WORD.findall(text.casefold())], dtype=np.uint64
    )
    if len(words) < SHINGLE:
        return np.zeros(0, dtype=np.uint64)
    hashes = np.zeros(len(words) - SHINGLE + 1, dtype=np.uint64)
    for place in range(SHINGLE):  # a polynomial over the ring of 64-bit numbers: equal runs, equal hashes
        hashes = hashes * np.uint64(0x9E3779B97F4A7C15) + words[place : place + len(hashes)]
    hashes ^= hashes >> np.uint64(29)
    return np.unique(hashes)


def likeness(one: Shingles, other: Shingles) -> float:
    """Share of the shorter text that the longer one holds, in [0, 1]; 0 where their lengths differ too much."""
    shorter, longer = sorted((len(one), len(other)))
    if shorter < FEWEST or shorter < SHORTEST * longer:
        return 0.0
    return len(np.intersect1d(one, other, assume_unique=True)) / shorter


class Likeness:
    """Finds near-copies among documents without comparing each with each.

    A text is looked up under the KEYS smallest of its hashes (bottom-k sketches: Broder, "On the resemblance and
    containment of documents", 1997), and what is found there is then compared in full.
    """

    def __init__(self) -> None:
        self._shingles: dict[str, Shingles] = {}
        self._places: dict[int, list[str]] = {}

    def put(self, document_id: str, text: str) -> None:
        """Keep a document; one of the same id is forgotten."""
        self.forget(document_id)
        shingles = shingles_of(text)
        if len(shingles) >= FEWEST:
            self._shingles[document_id] = shingles
            for key in shingles[:KEYS].tolist():
                self._places.setdefault(key, []).append(document_id)

    def forget(self, document_id: str) -> None:
        """Forget a document, if it is known."""
        shingles = self._shingles.pop(document_id, None)
        for key in [] if shingles is None else shingles[:KEYS].tolist():
            self._places[key].remove(document_id)

    def copies_of(self, text: str) -> list[str]:
        """Ids of documents that are near-copies of a text, the most alike first, ties by id."""
        shingles = shingles_of(text)
        near = {name for key in shingles[: 4 * KEYS].tolist() for name in self._places.get(key, ())}
        scored = [(likeness(shingles, self._shingles[name]), name) for name in near]
        return [name for share, name in sorted(scored, key=lambda pair: (-pair[0], pair[1])) if share >= ALIKE]
