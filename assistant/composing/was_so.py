"""Whether a question asks what is so, of which a statement tells only that it was.

"Is the bar open all night?" is not answered with yes by "The bar used to be open all night".
"""

from __future__ import annotations

import re

from assistant.question.openers import OPENERS
from assistant.question.tense import asks_what_is
from assistant.support.figures import read_figures
from assistant.support.roles import is_participle
from assistant.support.words import Token, is_past_form, same_word, tokens_of

REACH = 3  # words before one that was asked for, among which its helping verb is looked for

_ASKS_STATE = re.compile(rf"^{OPENERS}(?:is|are)\b", re.IGNORECASE)
_LASTS = frozenset({"since", "still", "now"})
_IS = frozenset({"is", "are", "am", "has", "have", "remains", "remain", "isn't", "aren't", "hasn't", "haven't"})
_WAS = frozenset({"was", "were", "had", "used", "wasn't", "weren't"})


def was_so_before(question: str, text: str) -> bool:
    """Whether a question asks what is so, and a text tells of it in the past.

    What counts is the helping verb before a word that was asked for, and such a word that the text has as a verb in the
    past alone ("sailed").
    """
    if not asks_what_is(question):
        return False
    tokens = tokens_of(text)
    asked = [token for token in tokens_of(question) if token.content]
    helping: set[str] = set()
    for place, token in enumerate(tokens):
        if token.content and any(same_word(one, token) for one in asked):
            helping |= _helping_before(tokens, place)
    if helping & _WAS and not helping & _IS:
        return True
    return any(_is_told_as_past(one, tokens) for one in asked) or _tells_of_a_past_deed(question, text)


def _tells_of_a_past_deed(question: str, text: str) -> bool:
    """Whether a question asks where or what something is, and a text only what was done once, at a time that it tells.

    "Is the mill in Lyra?" is not answered with yes by "We opened the mill in Lyra in 1911".
    """
    if not _ASKS_STATE.match(question) or any(is_past_form(token.folded) for token in tokens_of(question)):
        return False
    tokens = tokens_of(text)
    dated = any(figure.kind == "date" for figure in read_figures(text))
    done = any(
        is_past_form(token.folded)
        and place > 0
        and tokens[place - 1].clause == token.clause
        and not is_participle(tokens, place)
        for place, token in enumerate(tokens)
    )
    return dated and done and {token.folded for token in tokens}.isdisjoint(_IS | _LASTS)


def _helping_before(tokens: tuple[Token, ...], place: int) -> set[str]:
    """The nearest helping verb before a word, in its clause; empty without one."""
    for token in reversed(tokens[max(0, place - REACH) : place]):
        if token.clause != tokens[place].clause:
            break
        if token.folded in _IS | _WAS:
            return {token.folded}
    return set()


def _is_told_as_past(asked: Token, tokens: tuple[Token, ...]) -> bool:
    """Whether a text has a word that was asked for as a verb in the past alone, without a helping verb."""
    told = [place for place, token in enumerate(tokens) if same_word(asked, token)]
    return bool(told) and all(
        tokens[place].root == asked.root
        and tokens[place].folded != asked.folded
        and is_past_form(tokens[place].folded)
        and not _helping_before(tokens, place) & _IS
        for place in told
    )
