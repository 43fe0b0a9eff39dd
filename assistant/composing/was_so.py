"""Whether a question asks what is so, of which a statement tells only that it was.

"Is the bar open all night?" is not answered with yes by "The bar used to be open all night".
"""

from __future__ import annotations

from assistant.question.tense import asks_what_is
from assistant.support.words import Token, is_past_form, same_word, tokens_of

REACH = 3  # words before one that was asked for, among which its helping verb is looked for

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
    return any(_is_told_as_past(one, tokens) for one in asked)


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
