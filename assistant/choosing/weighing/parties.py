"""Who does what to whom in a question, and statements in which another of the two, or nobody, does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

import regex

from assistant.choosing.weighing.causes import tells_what_came_of_it
from assistant.question.openers import AUXILIARIES, BEING, OPENERS
from assistant.support.roles import doer_of, is_participle
from assistant.support.words import Token, among_names, root, same_meaning, tokens_of
from knowledge.passage import Statement

REVERSED = 4.0  # what a statement loses that tells the deed of the other party
WITHOUT_DOER = 2.0  # what one loses that tells the deed and not who did it, where that is asked
_WHO_DID = regex.compile(rf"^{OPENERS}who (?!(?:{AUXILIARIES})\b)(\w+)", regex.IGNORECASE)
_AUXILIARIES = frozenset({"did", "does", "do", "has", "have", "had", "will", "would"})


@dataclass(frozen=True, slots=True)
class Deed:
    """What a question asks about: the roots of the names of whoever does it, its verb's root, and who else it names."""

    doers: frozenset[str]
    verb: str
    others: frozenset[str]


@lru_cache(maxsize=1024)
def asked_deed(question: str) -> Deed | None:
    """The deed of one named party towards another: "What did Berg give Lund?"; None where none is asked about."""
    tokens = tokens_of(question)
    for place, token in enumerate(tokens):
        if token.folded in _AUXILIARIES:
            after = [other for other in tokens[place + 1 :] if other.clause == token.clause]
            doers = list(takewhile(lambda other: other.name or not other.content, after))
            rest = after[len(doers) :]
            names = _names(doers)
            others = _names(rest[1:]) - names
            if names and others and not rest[0].name:
                return Deed(names, rest[0].root, others)
    return None


def is_the_reverse(question: str, statement: str) -> bool:
    """Whether a question asks what one party did to another, and a statement tells what that one did.

    So does a statement that tells what came of something, where a question asks for its cause.
    """
    deed = asked_deed(question)
    return tells_what_came_of_it(question, statement) or (deed is not None and tells_the_reverse(statement, deed))


def tells_the_reverse(statement: str, deed: Deed) -> bool:
    """Whether in a statement one of the others does it, and nowhere whoever the question asks about."""
    tokens = tokens_of(statement)
    found: set[str] = set()
    for place, token in enumerate(tokens):
        if not token.name and same_meaning(token.root, deed.verb) and not is_participle(tokens, place):
            found |= _doers(statement, tokens, place)
    return any(among_names(doer, deed.others) for doer in found) and not any(
        among_names(doer, deed.doers) for doer in found
    )


def _doers(statement: str, tokens: Sequence[Token], place: int) -> frozenset[str]:
    """Roots of the names of those who do what the verb at `place` says: "Berg and Lund" are two."""
    doer = doer_of(statement, tokens, place)
    row = takewhile(lambda token: token.name or token.folded == "and", reversed(tokens[:place]))
    return frozenset({doer} | _names(list(row))) if doer else frozenset()


def parties_prior(question: str) -> Callable[[Statement], float]:
    """What a statement loses that tells the deed of the other party, as "Lund gave Berg" does of Berg's gifts.

    "Who invited Berg?" is not answered by who was invited.
    """
    match = _WHO_DID.match(question)
    deed = root(match[1]) if match else ""

    def gained(one: Statement) -> float:
        nameless = bool(deed) and _leaves_out_the_doer(one.text, deed)
        return -REVERSED * is_the_reverse(question, one.text) - WITHOUT_DOER * nameless

    return gained


def _leaves_out_the_doer(statement: str, deed: str) -> bool:
    """Whether a statement tells a deed, by its root, and each time as done to somebody, without "by" whom."""
    tokens = tokens_of(statement)
    told = [place for place, token in enumerate(tokens) if token.root == deed and not token.name]
    return bool(told) and all(_is_done_to(tokens, place) for place in told)


def _is_done_to(tokens: Sequence[Token], place: int) -> bool:
    """Whether the verb at a place stands after a form of "to be", and its clause has no "by" after it."""
    before = {token.folded for token in tokens[max(0, place - 2) : place]}
    after = (token.folded for token in tokens[place + 1 :] if token.clause == tokens[place].clause)
    return not before.isdisjoint(BEING) and "by" not in after


def _names(tokens: Sequence[Token]) -> frozenset[str]:
    return frozenset(token.root for token in tokens if token.name and token.content)
