"""Whose a thing is and for whom, in a question and in a statement: "Lyra's envoy to Vega", "visas for Vegans"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import regex

from assistant.support.words import Token, same_meaning, same_name, tokens_of

_OWNING, _GIVING = frozenset({"of", "from"}), frozenset({"to", "against"})
_FOR = "for"  # it ties by itself: "visas for Vegans" are "available for Vegans"
_PEOPLE = regex.compile(r"(?:an|ese|ish)$")  # Lyran, Chinese, British: before a noun they say whose it is
_SMALL = frozenset({"the", "a", "an", "all"})

# The root of a noun, or "for"; whether a name is its owner, and not for whom it is; the root of that name.
Tie = tuple[str, bool, str]


def belongs_to_another(question: str, statement: str) -> bool:
    """Whether a statement ties a thing that a question names to another party, or to the same one the other way.

    An envoy of Vega is none to Vega, and visas for Lyrans are none for Vegans.
    """
    told = ties_in(statement)
    for noun, owns, name in ties_in(question):
        of_it = [tie for tie in told if same_meaning(tie[0], noun)]
        alike = [tie for tie in of_it if tie[1] is owns]
        if any(same_name(tie[2], name) for tie in alike):
            continue
        if alike or any(same_name(tie[2], name) for tie in of_it):
            return True
    return False


@lru_cache(maxsize=4096)
def ties_in(text: str) -> frozenset[Tie]:
    """The names that a text ties to a noun, by "'s", by a small word after it, or as a people's name before it."""
    return frozenset(_ties(text))


def _ties(text: str) -> Iterator[Tie]:
    tokens = tokens_of(text)
    for place, token in enumerate(tokens):
        if not token.surely_name or not token.content:
            continue
        before, after = tokens[:place], tokens[place + 1 :]
        if (owned := _owned(text, token, after)) is not None:
            yield owned.root, True, token.root
        if (tie := _tied(before)) is not None:
            yield (*tie, token.root)


def _owned(text: str, name: Token, after: Sequence[Token]) -> Token | None:
    """The noun that a name before it owns."""
    if not after or after[0].clause != name.clause or after[0].name or not after[0].content:
        return None
    end = name.start + len(name.text)
    is_possessive = text[end : end + 2] in ("'s", "’s") or (
        name.folded.endswith("s") and text[end : end + 1] in ("'", "’")
    )
    return after[0] if is_possessive or _PEOPLE.search(name.folded) else None


def _tied(before: Sequence[Token]) -> tuple[str, bool] | None:
    """The noun and the kind of tie, where the words before a name are "visa for" or "envoy of the"."""
    words = [token for token in before[-4:] if token.folded not in _SMALL]
    if len(words) < 2 or words[-1].clause != words[-2].clause:
        return None
    noun, link = words[-2:]
    if link.folded == _FOR:
        return _FOR, False
    if not noun.content or link.folded not in _OWNING | _GIVING:
        return None
    return noun.root, link.folded in _OWNING
