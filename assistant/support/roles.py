"""Who did and said what in a sentence, compared with the statement it cites."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import dropwhile, takewhile

import regex

from assistant.support.words import Token, among_names, is_past_form, reports, table_words, tokens_of, without_demonym

_PASSIVE = regex.compile(
    r"\b(?P<be>was|were|is|are|be|been|being)\s+(?:\p{L}+ly\s+)?"
    r"\p{L}+(?:ed|en|un|ade|old|ent|et|ld|wn|ne|ng)\b[^.;]*?\bby\s+(?P<agent>(?:\p{Ll}+['’]?\s+){0,3}\p{Lu}\p{L}+)"
)
_CLOSING_QUOTE = regex.compile(r"""[,.!?…]["”’']\s*$""")  # right before: "...," said
_HELPING = frozenset({"had", "has", "have", "did", "also", "then", "only", "later", "would", "will", "not"})
_WHO = frozenset({"who", "which", "whose", "whom"})
_WHEN_OR_WHERE = frozenset({"in", "on", "at", "after", "before", "during", "to", "when", "as", "and"})


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
            found.setdefault("say", set()).update(_speakers(text, tokens, index))
        if token.folded.endswith("ed") and (doer := doer_of(text, tokens, index)):
            found.setdefault(token.root, set()).update({doer}, _roots(before_of(tokens, index)))
    return {deed: frozenset(names) for deed, names in found.items()}


def doer_of(text: str, tokens: Sequence[Token], index: int) -> str:
    """The name in the words right before a verb, helping verbs apart; empty where it is a possessive."""
    before = [token for token in tokens[max(0, index - 5) : index] if token.folded not in _HELPING]
    for token in reversed(before):
        if not token.content or token.clause != tokens[index].clause:
            return ""
        if token.name:
            return "" if _is_possessive(text, token) else token.root
    return ""


def _speakers(text: str, tokens: Sequence[Token], index: int) -> list[str]:
    """Names nearest before a word of saying, first in its clause; after it behind a quote, or where none is before."""
    token = tokens[index]
    after = _roots(tokens[index + 1 : index + 5])
    if token.folded == "according":
        return after
    if _CLOSING_QUOTE.search(text[: token.start]) and (behind := _roots(tokens[index + 1 : index + 7])):
        return behind
    before = [other for other in tokens[:index] if other.clause == token.clause][-6:]
    names = _roots(before)
    if names or any(other.content for other in before):
        return names + _roots(before_of(tokens, index))  # none: "officials said"
    if subject := around_apposition(tokens, index):
        return _roots(subject)
    return after if _inverted(tokens, index) else _roots(_without_objects_owners(text, tokens[:index]))


def before_of(tokens: Sequence[Token], end: int) -> list[Token]:
    """The names before the first "of" of the words up to `end`: Lund, in "Lund of the Bank of Lyra said".

    None where another verb stands between.
    """
    if end == 0:
        return []
    clause = [token for token in tokens[:end] if token.clause == tokens[end - 1].clause]
    place = next((n for n, token in enumerate(clause) if token.folded == "of"), len(clause))
    if any(is_past_form(token.folded) for token in clause[place:] if not token.name):
        return []
    return names_at_the_end(clause[:place]) if place < len(clause) else []


def around_apposition(tokens: Sequence[Token], index: int) -> list[Token]:
    """The words before a verb up to which a clause between commas leads: Lund, in "Lund, the mayor, said".

    The words between belong to them, "who" and what follows it apart. None where the one who speaks stands behind the
    verb: "The bridge, the mayor's, is safe, said Lund".
    """
    clause = tokens[index].clause
    before, between, own = ([token for token in tokens[:index] if token.clause == clause - n] for n in (2, 1, 0))
    opens = all(token.folded in _HELPING for token in own)  # and not "though I said"
    if not (opens and between and _roots(before)) or _is_inverted_to_its_end(tokens, index):
        return []
    return before if between[0].folded in _WHO else before + between


def _without_objects_owners(text: str, tokens: Sequence[Token]) -> list[Token]:
    """Words without the names of those whose thing something is done to: Lund, in "Berg rejected Lund's plan"."""
    kept: list[Token] = []
    after_a_verb = False
    for token in tokens:
        kept.append(token)
        if after_a_verb and _is_possessive(text, token):
            del kept[len(kept) - len(names_at_the_end(kept)) :]
        after_a_verb |= not token.name and is_past_form(token.folded)
    return kept


def _is_possessive(text: str, token: Token) -> bool:
    place = token.start + len(token.text)
    return text[place : place + 1] in ("'", "’")


def _is_inverted_to_its_end(tokens: Sequence[Token], index: int) -> bool:
    """Whether names follow a verb, and behind them nothing or a time or place: "said Lund on Monday"."""
    after = [token for token in tokens[index + 1 :] if token.clause == tokens[index].clause]
    rest = list(dropwhile(lambda token: token.name, after))
    return len(rest) < len(after) and (not rest or rest[0].folded in _WHEN_OR_WHERE)


def names_at_the_end(tokens: Sequence[Token]) -> list[Token]:
    """The row of names at the end of some words."""
    return list(takewhile(lambda token: token.name and token.content, reversed(tokens)))[::-1]


def _roots(tokens: Sequence[Token]) -> list[str]:
    return [token.root for token in tokens if token.name and token.content]


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
