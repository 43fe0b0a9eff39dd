"""The names and numbers of a question, by its capital letters and digits."""

from __future__ import annotations

import re

from knowledge.text.words import STOP_WORDS, stem, words

_NAME = re.compile(r"(?<![\w'’])(?:[A-Z][\w'’.-]*|\w*\d[\w.-]*)")


def names_in(text: str) -> frozenset[str]:
    """Stems of the capitalised words and numbers of a question; its first word only when it is not a common one."""
    return frozenset().union(*(found for _, found in written_names(text)))


def written_names(text: str) -> list[tuple[str, frozenset[str]]]:
    """The names and numbers of a question as they are written, words side by side as one, each with its stems."""
    found: list[tuple[str, frozenset[str]]] = []
    end = -2
    for match in _NAME.finditer(text):
        own = frozenset(
            stem(word)
            for word in words(match[0])
            if (len(word) > 1 or word.isdigit())
            and word not in STOP_WORDS
            and (match.start() > 0 or any(letter.isdigit() for letter in word))
        )
        if not own:
            continue
        written = match[0].rstrip(".-").removesuffix("'s").removesuffix("’s")
        if match.start() == end + 1:
            before, stems = found.pop()
            written, own = f"{before} {written}", stems | own
        found.append((written, own))
        end = match.end()
    return found
