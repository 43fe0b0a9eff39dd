"""Which words of a question are searched for, as an expression of SQLite's FTS5."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import regex

from knowledge.text.words import STOP_WORDS, stem, unsplit, words

MAX_QUERY_WORDS = 48
LARGE = 20_000  # passages in an index from which on common words are not searched for
DOTTED = regex.compile(r"\d+(?:\.\d+)+")  # searched for as a phrase too: "3.1.0" is rarer than 3, 1 and 0
MOST_WEIGHED = 10_000  # most passages that a question's words may bring up for scoring in a large index


def match_expression(query: str, count: int, passages_with: Callable[[str], int]) -> str:
    """An FTS5 expression that matches passages with any word of the query that tells passages apart.

    In a large index common words cost more time than all rare ones together and add little to the score: the rarest
    words are taken, at least one, until together they match MOST_WEIGHED passages. Where even the first matches
    more, it has to occur together with the next rarest, so that the time does not grow with the collection.

    Args:
        query: A question.
        count: How many passages there are.
        passages_with: Gives how many of them hold a stem.
    """
    found = list(dict.fromkeys([*words(query), *unsplit(query), *DOTTED.findall(query)]))
    kept = [word for word in found if word not in STOP_WORDS] or found
    if count < LARGE:
        return _any(kept)
    held = {word: passages_with(stem(word)) for word in kept}
    rarest = sorted((word for word in kept if held[word]), key=lambda word: held[word])
    if not rarest:
        return _any(kept)
    taken: list[str] = []
    brought = 0
    for word in rarest:
        if taken and brought + held[word] > MOST_WEIGHED:
            break
        taken.append(word)
        brought += held[word]
    if brought <= MOST_WEIGHED or len(rarest) == 1:
        return _any(taken)
    together, expected = [rarest[0]], float(held[rarest[0]])
    for word in rarest[1:]:
        if expected <= MOST_WEIGHED:
            break
        together.append(word)
        expected *= held[word] / count
    return " AND ".join(f'"{word}"' for word in together)


def _any(found: Sequence[str]) -> str:
    """An FTS5 expression that matches any of the words; every word is quoted, so none is syntax."""
    return " OR ".join(f'"{word}"' for word in found[:MAX_QUERY_WORDS])
