"""What a question asks the cause of, and statements that tell what came of that instead."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import regex

from assistant.question.openers import BEING, OPENERS
from assistant.support.words import Token, same_meaning, tokens_of

_CAUSES = (
    r"(?:caus(?:e[sd]?|ing)|trigger(?:s|ed|ing)?|spark(?:s|ed|ing)?|provok(?:e[sd]?|ing)|le(?:ad(?:s|ing)?|d) to"
    r"|set(?:s|ting)? off|br(?:ought|ings?|inging) about|result(?:s|ed|ing)? in)"
)
_ASKS_CAUSE = regex.compile(
    rf"^{OPENERS}(?:what|who)(?: (?:is|was|has|had|may have|could have|might have))? "
    rf"(?:really |actually |first )?(?:{_CAUSES}|start(?:s|ed|ing)?|beg[au]n) (?P<effect>.+)$",
    regex.IGNORECASE,
)
_ENDS_THING = regex.compile(r"\s(?:of|in|at|on|for|from|to|by|with|during|after|before|near|that|which)\b|[,?]")
_CAUSED = regex.compile(rf"\b{_CAUSES}\b", regex.IGNORECASE)


@lru_cache(maxsize=1024)
def asked_effect(question: str) -> Token | None:
    """The thing whose cause a question asks for: "fire" of "What caused the big fire at the mill?"; None of others."""
    asked = _ASKS_CAUSE.match(question)
    thing = [token for token in tokens_of(_ENDS_THING.split(asked["effect"])[0]) if token.content] if asked else []
    return thing[-1] if thing else None


def tells_what_came_of_it(question: str, statement: str) -> bool:
    """Whether a question asks for the cause of something, and a statement tells only what that caused.

    "What caused the fire?" is not answered by "The fire caused damage of two million".
    """
    effect = asked_effect(question)
    if effect is None:
        return False
    tokens = tokens_of(statement)
    found = [_is_the_cause(effect, statement, tokens, match) for match in _CAUSED.finditer(statement)]
    return any(found) and all(found)


def _is_the_cause(effect: Token, statement: str, tokens: Sequence[Token], verb: regex.Match[str]) -> bool:
    """Whether the effect stands before an active verb of causing, and not after it in the same clause."""
    before = [token for token in tokens if token.start < verb.start()]
    after = [token for token in tokens if token.start >= verb.end()]
    clause = next((token.clause for token in tokens if token.start == verb.start()), -1)
    nearest = {token.folded for token in before[-2:]}
    passive = not nearest.isdisjoint(BEING) or statement[verb.end() :].lstrip().startswith("by ")
    stands_before = any(_same(effect, token) for token in before if token.clause == clause)
    return stands_before and not passive and not any(_same(effect, token) for token in after if token.clause == clause)


def _same(effect: Token, token: Token) -> bool:
    return same_meaning(effect.root, token.root)
