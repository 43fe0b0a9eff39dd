"""Who did and said what in a sentence, compared with the statement it cites."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import regex

from assistant.support.words import Token, among_names, reports, table_words, tokens_of, without_demonym

_PASSIVE = regex.compile(
    r"\b(?P<be>was|were|is|are|be|been|being)\s+(?:\p{L}+ly\s+)?"
    r"\p{L}+(?:ed|en|un|ade|old|ent|et|ld|wn|ne|ng)\b[^.;]*?\bby\s+(?P<agent>(?:\p{Ll}+['’]?\s+){0,3}\p{Lu}\p{L}+)"
)
_HELPING = frozenset({"had", "has", "have", "did", "also", "then", "only", "later", "would", "will", "not"})


def role_fault(sentence: str, statement: str) -> str:
    """Why the wrong party does or says something; empty when none does.

    Found are an agent after "by" that comes after its object in an active statement (and the reverse), and a deed
    or saying whose nearest names are others than in the statement. Names that stand in each other's place all else
    being equal are found by the order of words (`assistant.support.order`).
    """
    if _turned_wrongly(sentence, statement) or _turned_wrongly(statement, sentence):
        return "roles changed"
    known = deeds_in(statement)
    for deed, doers in deeds_in(sentence).items():
        theirs = known.get(deed)
        others = theirs and doers and not any(among_names(doer, theirs) for doer in doers)
        if others and all(among_names(doer, _parties(statement)) for doer in doers):
            return "another did or said so"
    return ""


def is_passive(text: str) -> bool:
    """Whether a text has a passive with its agent after "by"."""
    return _PASSIVE.search(text) is not None


def _turned_wrongly(passive: str, active: str) -> bool:
    """Whether a passive's object comes first in an active text that has both: agent and object changed places."""
    match = _PASSIVE.search(passive)
    if match is None or is_passive(active):
        return False
    places = _parties(active)
    agents = [place for name, place in places.items() if name in _parties(match["agent"])]
    objects = [place for name, place in places.items() if name in _parties(passive[: match.start()])]
    return bool(agents and objects) and max(objects) < min(agents)


@lru_cache(maxsize=4096)
def deeds_in(text: str) -> dict[str, frozenset[str]]:
    """Roots of verbs in the past, and `say` for every word of saying -> roots of the names of whoever does it."""
    tokens = tokens_of(text)
    found: dict[str, set[str]] = {}
    for index, token in enumerate(tokens):
        if token.name or is_participle(tokens, index):
            continue
        if reports(token):
            found.setdefault("say", set()).update(_speakers(tokens, index))
        if token.folded.endswith("ed") and (doer := doer_of(text, tokens, index)):
            found.setdefault(token.root, set()).add(doer)
    return {deed: frozenset(names) for deed, names in found.items()}


def doer_of(text: str, tokens: Sequence[Token], index: int) -> str:
    """The name in the words right before a verb, helping verbs apart; empty where it is a possessive."""
    before = [token for token in tokens[max(0, index - 5) : index] if token.folded not in _HELPING]
    for token in reversed(before):
        if not token.content or token.clause != tokens[index].clause:
            return ""
        if token.name:
            place = token.start + len(token.text)
            return "" if text[place : place + 1] in ("'", "’") else token.root
    return ""


def _speakers(tokens: Sequence[Token], index: int) -> list[str]:
    """Names nearest before a word of saying, first in its clause; after it where none stands before."""
    token = tokens[index]
    after = [other.root for other in tokens[index + 1 : index + 5] if other.name and other.content]
    if token.folded == "according":
        return after
    before = [other for other in tokens[:index] if other.clause == token.clause][-6:]
    names = [other.root for other in before if other.name and other.content]
    if names or any(other.content for other in before):
        return names  # none: "officials said"
    return (
        after if _inverted(tokens, index) else [other.root for other in tokens[:index] if other.name and other.content]
    )


def _inverted(tokens: Sequence[Token], index: int) -> bool:
    """Whether the speaker stands right after a word of saying: "said Berg", "said ambassador Berg"."""
    next_two = tokens[index + 1 : index + 3]
    if not next_two or tokens[index].folded in ("told", "tells") or not next_two[0].content:
        return False
    return any(token.name and token.clause == tokens[index].clause for token in next_two)


def is_participle(tokens: Sequence[Token], index: int) -> bool:
    """Whether a form in "-ed" is part of a passive or stands before its noun, so that it has no agent to look for."""
    before = [other.folded for other in tokens[max(0, index - 2) : index] if not other.folded.endswith("ly")]
    return bool(before) and before[-1] in table_words("no_doer")


@lru_cache(maxsize=4096)
def _parties(text: str) -> dict[str, int]:
    """Names by their root, with the place of their first mention."""
    found: dict[str, int] = {}
    for token in tokens_of(text):
        if token.name and token.content:
            found.setdefault(without_demonym(token.root), token.start)
    return found
