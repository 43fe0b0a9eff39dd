"""Items of a list, and parts of a sentence that give several values: what is told of one is not told of another."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from assistant.support.figures import read_figures
from assistant.support.words import Token, root, same_word, tokens_of
from knowledge.text.words import stems

_BULLET = regex.compile(r"^[^\S\n]*(?:[-•*–]|\d{1,2}[.)])\s+", regex.MULTILINE)
_ONE = regex.compile(r"\b(?:an?|one) (\p{L}+)", regex.IGNORECASE)
_HUNDREDTHS = frozenset(map(root, "cent cents pence penny paise kopecks".split()))
_PARTS = regex.compile(r"[,;\n]\s|\s(?:and|but|while|or)\s")


def item_about(content: set[str], text: str) -> str:
    """What a list says before its items, with the one item that shares most with a question; any other text itself.

    Args:
        content: The stems of the question.
        text: A statement.
    """
    bullets = [match.start() for match in _BULLET.finditer(text)]
    if len(bullets) < 2:  # one is no list
        return text
    items = [text[start:end] for start, end in zip(bullets, [*bullets[1:], len(text)], strict=True)]
    return text[: bullets[0]] + max(items, key=lambda item: len(content & stems(item))).rstrip()


def gives_it_to_another(claimed: str, text: str) -> bool:
    """Whether a text gives a value that is claimed, but to something else than is claimed, which has another value.

    "Books are lent for four weeks and films for one week" lends no film for four weeks.
    """
    parts = _PARTS.split(text)
    asked = [token for token in tokens_of(claimed) if token.content]
    for measure, value in _values(claimed):
        own = [[one for other, one in _values(part) if other == measure] for part in parts]
        mine = [place for place, values in enumerate(own) if any(_agree(value, one) for one in values)]
        others = [place for place, values in enumerate(own) if values and place not in mine]
        said = [token for token in asked if token.root != measure]
        if mine and any(_is_of_another(said, parts, place, mine) for place in others):
            return True
    return False


def _is_of_another(asked: Sequence[Token], parts: Sequence[str], other: int, mine: Sequence[int]) -> bool:
    """Whether something asked stands only in the part with another value, and not for those with the right one too.

    What opens a sentence is said for later parts too: "The museum lends prints for four weeks and masks for one week".
    """
    held = [token for token in asked if any(_holds(parts[place], token) for place in mine)]
    only = [token for token in asked if token not in held and _holds(parts[other], token)]
    if not only:
        return False
    repeated = any(_holds(parts[other], token) for token in held)
    return other > mine[-1] or not held or repeated


def _holds(part: str, token: Token) -> bool:
    return any(same_word(token, one) for one in tokens_of(part))


def _values(text: str) -> list[tuple[str, tuple[float, ...]]]:
    """What a text measures, and the values: money, another kind of figure, or the word after a plain number."""
    tokens = tokens_of(text)
    found: list[tuple[str, tuple[float, ...]]] = [(root(match[1]), (1.0,)) for match in _ONE.finditer(text)]
    for figure in read_figures(text):
        after = next((token.root for token in tokens if token.start >= figure.end), "")
        is_hundredth = figure.kind == "number" and after in _HUNDREDTHS
        measure = "money" if figure.unit or is_hundredth else after if figure.kind == "number" else figure.kind
        value = figure.value / 100 if is_hundredth else figure.value
        found.append((measure, figure.day if figure.kind == "date" else (value,)))
    return found


def _agree(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two values are the same; of days as far as both are told."""
    is_day = len(one) > 1
    return all(mine == theirs or (is_day and not (mine and theirs)) for mine, theirs in zip(one, other, strict=True))
