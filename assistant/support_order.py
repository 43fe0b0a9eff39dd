"""Words, names and figures that stand in another's place: the order of a sentence against that of its statement."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from assistant.support_figures import Figure, date_holds, read_figures
from assistant.support_logic import is_passive
from assistant.support_words import Token, same_word, tokens_of, words

_WINDOW = 4
"""How many words may differ in one place before it is no longer the same place."""


@dataclass(frozen=True, slots=True)
class _Place:
    """One step of a text: a word that says something, a word of direction, or a figure."""

    start: int
    token: Token | None = None
    figure: Figure | None = None

    @property
    def sort(self) -> str:
        """What may stand in its place: a date, a figure, a name or a word."""
        if self.figure:
            return "date" if self.figure.kind == "date" else "figure"
        return "name" if self.token and self.token.surely_name else "word"

    @property
    def named(self) -> bool:
        """Whether it is a figure or reads as a name."""
        return self.figure is not None or (self.token is not None and self.token.name)

    @property
    def turns(self) -> bool:
        """Whether it tells a place in an order, such as "last" or "second", or a direction."""
        if self.figure:
            return self.figure.kind == "ordinal"
        return self.token is not None and self.token.folded in words("direction")


def order_fault(sentence: str, statement: str) -> str:
    """Why something in a sentence stands where the statement has another thing; empty when nothing does."""
    said, known = _places(sentence), _places(statement)
    keys = [_first(place, known, -1 - index) for index, place in enumerate(said)]
    known_keys = [_first(place, known, 0) for place in known]
    turned = is_passive(sentence) != is_passive(statement)
    if _replaced(said, known, keys, known_keys, turned):
        return "another word in its place"
    return "two parties changed places" if not turned and _exchanged(said, keys, known_keys) else ""


def _replaced(
    said: Sequence[_Place], known: Sequence[_Place], keys: Sequence[int], known_keys: Sequence[int], turned: bool
) -> bool:
    """Whether, all around being the same, something stands where the statement has another thing of its sort.

    A word that the statement has elsewhere may have moved; a name or figure may only when the voice was turned.
    """
    matcher = difflib.SequenceMatcher(None, known_keys, keys, autojunk=False)
    for tag, known_start, known_end, start, end in matcher.get_opcodes():
        if tag != "replace" or max(known_end - known_start, end - start) > _WINDOW:
            continue
        theirs = known[known_start:known_end]
        for place, key in zip(said[start:end], keys[start:end], strict=True):
            moved = key >= 0 and (turned or place.sort == "word")
            light = place.sort == "word" and place.token is not None and place.token.folded in words("light")
            if moved or light or any(_same(place, other) for other in theirs):
                continue
            if any(_same_sort(place, other) for other in theirs):
                return True
    return False


def _exchanged(said: Sequence[_Place], keys: Sequence[int], known_keys: Sequence[int]) -> bool:
    """Whether putting two names or figures in each other's place brings the order to that of the statement."""
    keys = list(keys)
    plain, matched = _common(keys, known_keys), sum(key >= 0 for key in keys)
    runs = _runs(said, keys)
    for index, (start, end) in enumerate(runs):
        for later, last in runs[index + 1 :]:
            exchanged = keys[:start] + keys[later:last] + keys[end:later] + keys[start:end] + keys[last:]
            if _common(exchanged, known_keys) >= max(plain + 2, matched - 1):
                return True
    return False


def _runs(places: Sequence[_Place], keys: Sequence[int]) -> list[tuple[int, int]]:
    """Where whole names and single figures stand, those only that the statement has."""
    runs: list[tuple[int, int]] = []
    for index, place in enumerate(places):
        if not place.named or keys[index] < 0:
            continue
        joins = runs and runs[-1][1] == index and keys[index] == keys[index - 1] + 1
        if joins and not place.figure and not places[index - 1].figure:
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    return runs


def _common(these: Sequence[int], those: Sequence[int]) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(those) + 1)
    for one in these:
        last = 0
        for index, other in enumerate(those, start=1):
            kept = row[index]
            row[index] = last + 1 if one == other else max(row[index], row[index - 1])
            last = kept
    return row[-1]


@cache
def _places(text: str) -> tuple[_Place, ...]:
    small = words("direction") | {"say", "says", "said", "tell", "tells", "told"}
    said = [token for token in tokens_of(text) if token.content or token.folded in small]
    places = [_Place(token.start, token=token) for token in said]
    places += [_Place(figure.start, figure=figure) for figure in read_figures(text)]
    return tuple(sorted(places, key=lambda place: place.start))


def _first(place: _Place, known: Sequence[_Place], default: int) -> int:
    return next((index for index, other in enumerate(known) if _same(place, other)), default)


def _same(place: _Place, other: _Place) -> bool:
    if place.token and other.token:
        return same_word(place.token, other.token)
    if place.figure and other.figure and place.figure.kind == other.figure.kind:
        if place.figure.kind == "date":
            return date_holds(place.figure.day, [other.figure.day])
        return place.figure.value == other.figure.value
    return False


def _same_sort(place: _Place, other: _Place) -> bool:
    if place.token and other.token:
        opens = place.token.first or other.token.first
        return opens or place.sort == other.sort
    return place.sort == other.sort or (place.turns and other.turns)
