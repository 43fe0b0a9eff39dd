"""Words, names and figures that changed places between a statement and a sentence that cites it."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from assistant.support.figures import Figure, date_holds, read_figures
from assistant.support.roles import is_passive
from assistant.support.words import Token, among_names, same_word, table_words, tokens_of

_SOURCE = regex.compile(r"\b[Aa]ccording to (?:the )?$")
_WINDOW = 4
"""How many words may differ in one place before it is no longer the same place."""


@dataclass(frozen=True, slots=True)
class _Place:
    """One unit of a text: a content word, a word of direction, or a figure."""

    start: int
    token: Token | None = None
    figure: Figure | None = None

    @property
    def sort(self) -> str:
        """Its kind: date, figure, name or word. Only places of one kind can replace each other."""
        if self.figure:
            return "date" if self.figure.kind == "date" else "figure"
        return "name" if self.token and self.token.surely_name else "word"

    @property
    def named(self) -> bool:
        """Whether it is a figure or reads as a name."""
        return self.figure is not None or (self.token is not None and self.token.name)

    @property
    def turns(self) -> bool:
        """Whether it names a position, such as "last" or "second", or a direction."""
        if self.figure:
            return self.figure.kind == "ordinal"
        return self.token is not None and self.token.folded in table_words("direction")


def order_fault(sentence: str, statement: str) -> str:
    """Why something in a sentence takes the place of another thing of the statement; empty when nothing does."""
    said, known = _places(sentence), _places(statement)
    keys = [_first(place, known, -1 - index) for index, place in enumerate(said)]
    known_keys = [_first(place, known, 0) for place in known]
    turned = is_passive(sentence) != is_passive(statement)
    if _replaced(said, known, keys, known_keys, turned) or _wrongly_described(sentence, statement):
        return "another word in its place"
    if _crossed(said, keys, known, known_keys) or (not turned and _exchanged(sentence, said, keys, known_keys)):
        return "two parties changed places"
    return ""


def _replaced(
    said: Sequence[_Place], known: Sequence[_Place], keys: Sequence[int], known_keys: Sequence[int], turned: bool
) -> bool:
    """Whether, in the same context, something takes the place of another thing of its kind.

    A word that the statement has elsewhere may have moved; a name or figure only if it occurs no more often than there.
    """
    matcher = difflib.SequenceMatcher(None, known_keys, keys, autojunk=False)
    for tag, known_start, known_end, start, end in matcher.get_opcodes():
        if tag != "replace" or max(known_end - known_start, end - start) > _WINDOW:
            continue
        theirs = known[known_start:known_end]
        for place, key in zip(said[start:end], keys[start:end], strict=True):
            moved = key >= 0 and (turned or place.sort == "word" or keys.count(key) <= known_keys.count(key))
            light = place.sort == "word" and place.token is not None and place.token.folded in table_words("light")
            if moved or light or any(_same(place, other) for other in theirs):
                continue
            if any(_same_sort(place, other) for other in theirs):
                return True
    return False


def _wrongly_described(sentence: str, statement: str) -> bool:
    """Whether a noun has another name right before it than in the statement, which has that name elsewhere."""
    known = _descriptions(statement)
    named = [token.root for token in tokens_of(statement) if token.name]
    for noun, names in _descriptions(sentence).items():
        theirs = known.get(noun)
        if theirs is None or "" in theirs or "" in names:
            continue
        if any(not among_names(name, theirs) and among_names(name, named) for name in names):
            return True
    return False


@lru_cache(maxsize=4096)
def _descriptions(text: str) -> dict[str, frozenset[str]]:
    """Root of each common word -> roots of the names right before it, and an empty one where no name precedes it."""
    found: dict[str, set[str]] = {}
    tokens = tokens_of(text)
    for index, token in enumerate(tokens):
        if not token.name and token.content:
            before = tokens[index - 1] if index else None
            joined = before is not None and before.clause == token.clause and before.name and before.content
            found.setdefault(token.root, set()).add(before.root if joined and before else "")
    return {noun: frozenset(names) for noun, names in found.items()}


def _crossed(said: Sequence[_Place], keys: Sequence[int], known: Sequence[_Place], known_keys: Sequence[int]) -> bool:
    """Whether two names or figures have exchanged the neighbours that they have in the statement."""
    ours, theirs = _neighbours(said, keys), _neighbours(known, known_keys)
    shared = [key for key in ours if key in theirs]
    for index, one in enumerate(shared):
        for other in shared[index + 1 :]:
            if other in ours[one] and other in theirs[one]:
                continue  # side by side in both: "Lund and Berg"
            crossed = ours[one] & theirs[other] - {one} and ours[other] & theirs[one] - {other}
            if crossed and not ours[one] & theirs[one] and not ours[other] & theirs[other]:
                return True
    return False


def _neighbours(places: Sequence[_Place], keys: Sequence[int]) -> dict[int, frozenset[int]]:
    """First key of each whole name or figure -> keys of what stands right before and after it; each name once."""
    found: dict[int, frozenset[int]] = {}
    for start, end in _runs(places, keys):
        before = places[start - 1] if start else None
        if places[start].sort == "date" and before is not None and before.sort == "figure":
            end = len(places)  # "187,000 in 2019": the year belongs to the number before it
        beside = frozenset(key for key in (*keys[max(0, start - 1) : start], *keys[end : end + 1]) if key >= 0)
        found[keys[start]] = frozenset() if keys[start] in found else beside
    return found


def _exchanged(sentence: str, said: Sequence[_Place], keys: Sequence[int], known_keys: Sequence[int]) -> bool:
    """Whether putting two names or figures in each other's place brings the order to that of the statement."""
    keys = list(keys)
    plain, matched = _common(keys, known_keys), sum(key >= 0 for key in keys)
    runs = [run for run in _runs(said, keys) if not _SOURCE.search(sentence[: said[run[0]].start])]
    for index, (start, end) in enumerate(runs):
        for later, last in runs[index + 1 :]:
            if later == end and said[start].token:
                continue  # side by side: "the House's Berg" and "Berg of the House"
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


@lru_cache(maxsize=4096)
def _places(text: str) -> tuple[_Place, ...]:
    small = table_words("direction") | {"say", "says", "said", "tell", "tells", "told"}
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
