"""The actor a question asks about (who said or did something), and whether that actor acts in a statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, takewhile

import regex

from assistant.support.roles import deeds_in, names_at_the_end
from assistant.support.words import Token, reports, same_name, tokens_of, without_demonym
from knowledge.text.month_names import MONTHS, WEEKDAYS
from knowledge.text.words import fold

_AUXILIARY = r"(?:did|does|do|has|have|had|will|would)"
_SUBJECT = regex.compile(rf"\b{_AUXILIARY}\s+(?P<subject>[^?.!,;:]+)", regex.IGNORECASE)
_ACCORDING = regex.compile(r"\baccording to (?P<subject>[^?.!,;:]+)", regex.IGNORECASE)
_OWN_WORDS = regex.compile(
    r"(?P<subject>\b\p{Lu}[\w.-]*(?: \p{Lu}[\w.-]*){0,3})['’]s? (?:\w+ )?(?:view|reaction|response|comments?|position"
    r"|statement|opinion|words|answer|assessment|verdict|take|stance|message|remarks?)\b"
)
_SPEAKING = frozenset(
    "say tell think believe claim argue warn call describe comment react respond reply answer suggest mention predict"
    " criticise criticize praise declare explain insist deny accuse remark note judge see view".split()
)
_TITLES = frozenset(
    "president premier minister prime deputy foreign secretary ambassador envoy chief spokesman spokeswoman"
    " spokesperson aide adviser advisor official leader general director chairman head editor analyst columnist"
    " professor economist".split()
)
_FORMS_OF_ADDRESS = _TITLES | frozenset(
    "mr mrs ms miss sir lord lady dr doctor prof judge justice captain colonel major admiral sergeant inspector"
    " commissioner councillor senator governor mayor king queen prince princess pope bishop father sister coach"
    " master engineer lawyer mp".split()
)
_SAY_WHEN = frozenset(  # with a capital before a name, without being a part of it: "On Monday Berg said"
    ["today", "yesterday", "tomorrow", "tonight", "recently", "finally", "meanwhile", *map(fold, (*WEEKDAYS, *MONTHS))]
)
_UNNAMED = regex.compile(r"\b(?:he|she|they|i|we)\b", regex.IGNORECASE)
_OPENS_UNNAMED = regex.compile(rf"^\W*+(?:\w++\W++){{0,2}}?{_UNNAMED.pattern}", regex.IGNORECASE)
_ARTICLES = frozenset({"the", "a", "an"})
_LONGEST_SUBJECT = 6  # words


@dataclass(frozen=True, slots=True)
class Actor:
    """The party whose words or deeds a question asks about, by the roots of its name or description.

    `named` tells a name from a description such as "the joint statement"; `speaks` means that the question asks for
    their words. `full_name` holds the roots of first and last name, in order, where the question gives both.
    """

    roots: frozenset[str]
    named: bool
    speaks: bool
    full_name: tuple[str, ...] = ()


@lru_cache(maxsize=1024)
def asked_actor(question: str) -> Actor | None:
    """The actor whose words or deeds a question asks about; None when there is none.

    It is the subject after an auxiliary ("What did the Kremlin spokesman say"), the party after "according to", or the
    one whose view or reaction is asked for.
    """
    if match := _ACCORDING.search(question):
        return _actor(tokens_of(match["subject"]), speaks=True)
    if match := _SUBJECT.search(question):
        tokens = [token for token in tokens_of(match["subject"])[: _LONGEST_SUBJECT + 1] if not _is_article(token)]
        verb = next((place for place, token in enumerate(tokens) if token.folded in _SPEAKING), None)
        row = list(takewhile(lambda token: token.name or token.folded in _TITLES, tokens))
        if verb is not None or any(token.name for token in row):
            return _actor(row if verb is None else tokens[:verb], speaks=verb is not None)
    match = _OWN_WORDS.search(question)
    return _actor(tokens_of(match["subject"]), speaks=True) if match else None


def acts(statement: str, actor: Actor) -> int:
    """1 when the actor says or does something in the statement, -1 when only others do, 0 when nobody does.

    An actor who is described and not named acts in a statement that holds the whole description, outside any name.
    """
    tokens = [token for token in tokens_of(statement) if token.root in actor.roots]
    if not actor.named and not any(token.surely_name for token in tokens):
        return int(actor.roots <= {token.root for token in tokens})
    doers = _doers(statement)
    if any(_same(one, other) for one in actor.roots for other in doers):
        return -1 if _is_a_namesake(statement, actor.full_name) else 1
    return -1 if doers else 0


def may_speak(statement: str, actor: Actor) -> bool:
    """Whether a statement can hold the actor's words: the actor acts in it, or a pronoun stands for whoever does.

    A pronoun after the name of somebody else stands for that person.
    """
    sign = acts(statement, actor)
    return sign > 0 or bool((_OPENS_UNNAMED if sign < 0 else _UNNAMED).search(statement))


def _is_a_namesake(statement: str, full_name: Sequence[str]) -> bool:
    """Whether a statement gives the last name with other first names, each time, as of two people called Berg."""
    tokens = tokens_of(statement)
    first_names = [
        first
        for first, last in pairwise(tokens)
        if full_name and last.name and last.root == full_name[-1] and is_first_name(first, last)
    ]
    return bool(first_names) and not any(
        token.root in full_name[:-1] or (token in first_names and _is_initial(token.root, full_name[:-1]))
        for token in tokens
    )


def is_first_name(token: Token, last: Token) -> bool:
    """Whether a word is a name right before a last name, and neither a title nor a time."""
    gap = last.start - token.start - len(token.text)  # a space, with a stop after an initial
    return token.name and token.content and gap <= 2 and token.folded not in _FORMS_OF_ADDRESS | _SAY_WHEN


def _is_initial(letter: str, first_names: Sequence[str]) -> bool:
    return len(letter) == 1 and any(name.startswith(letter) for name in first_names)


def _full_name(subject: Sequence[Token]) -> tuple[str, ...]:
    """The roots of the names at the end of a subject, behind its last title; none where it is a single name."""
    row = takewhile(lambda token: token.folded not in _FORMS_OF_ADDRESS, reversed(names_at_the_end(subject)))
    names = tuple(token.root for token in row)[::-1]
    return names if len(names) > 1 else ()


@lru_cache(maxsize=65536)
def _doers(statement: str) -> frozenset[str]:
    """Roots of the names of those who act in a statement, or else of the names before its first reporting verb."""
    found = {name for names in deeds_in(statement).values() for name in names}
    if match := _ACCORDING.search(statement):
        found |= {token.root for token in tokens_of(match["subject"]) if token.name}
    if not found:
        before = list(takewhile(lambda token: not reports(token), tokens_of(statement)))
        if len(before) < len(tokens_of(statement)):
            found |= {token.root for token in before if token.name and token.content}
    return frozenset(found)


def _actor(tokens: Sequence[Token], *, speaks: bool) -> Actor | None:
    """The actor that a subject describes: its names, or all its words where it has none."""
    words = [token for token in tokens if token.content and not _is_article(token)]
    names = [token for token in words if token.name and token.folded not in _TITLES]
    roots = frozenset(token.root for token in names or words)
    return Actor(roots, bool(names), speaks, _full_name(tokens)) if roots else None


def _same(one: str, other: str) -> bool:
    """Whether two roots name one party: the same name, or a country and its people, as China and Chinese."""
    root = without_demonym(one)
    return same_name(one, other) or (len(root) >= 4 and other.startswith(root) and len(other) <= len(root) + 3)


def _is_article(token: Token) -> bool:
    return token.folded in _ARTICLES
