"""Whether a statement tells a deed as a question does: who does it, to what, and as a deed at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.question.openers import AUXILIARIES, OPENERS
from assistant.support.words import Token, same_word, tokens_of

_PASSIVE = re.compile(rf"^{OPENERS}(?:(?:is|are|was|were|has|have|had)\b|(?:{AUXILIARIES})\b.*\bbe\b)", re.IGNORECASE)
_DOES = re.compile(rf"^{OPENERS}(?:do|does|did)\b", re.IGNORECASE)
_OF_A_THING = re.compile(r"(?:['’]s?|\b(?:the|a|an|of|his|her|its|their|this|that)) $", re.IGNORECASE)
_PARTICIPLE = re.compile(
    r"\w+ed|\w*(?:wn|ven|ten|ken|osen|ought|aught|built|held|made|paid|laid)|went|sent|spent|said|met|won|put|cut|set"
)
_DONE_TO = re.compile(r"\b(?:is|are|was|were|be|been|being)(?: \w+)? $", re.IGNORECASE)


def tells_the_deed(question: str, text: str) -> bool:
    """Whether a statement tells of a deed as a question does, where the question's deed can be seen.

    "Was he arrested?" is not answered by a warrant to arrest him, nor "Did they sign a treaty?" by terms of reference
    for one that they signed: what is done must stand beside the deed. And "Did he visit Lyra?" is not answered by what
    took place in Lyra during his visit.
    """
    tokens = [token for token in tokens_of(text) if token.content]
    asked = [token for token in tokens_of(question) if token.content]
    if (
        _DOES.match(question)
        and (verb := _verb_after_the_doer(asked, question))
        and _is_only_a_thing(verb, tokens, text)
    ):
        return False
    passive = _PASSIVE.match(question) is not None
    for deed in asked:
        as_participle = _PARTICIPLE.fullmatch(deed.folded) is not None
        if as_participle and not passive:
            continue
        told = [place for place, token in enumerate(tokens) if _is_told(deed, token, as_participle)]
        if told or as_participle:
            others = [token for token in asked if token is not deed]
            of_the_doer = deed is asked[-1] and not as_participle
            return any(_stands_beside(place, tokens, others, text, of_the_doer) for place in told)
    return True


def _verb_after_the_doer(asked: Sequence[Token], question: str) -> Token | None:
    """The verb of a question that names first who does it: "Did Berg visit Lyra?"."""
    first = next((token for token in asked if not token.name), None)
    is_verb = asked[0].name and first and not _OF_A_THING.search(question[: first.start])
    return first if is_verb else None


def _is_only_a_thing(verb: Token, tokens: Sequence[Token], text: str) -> bool:
    """Whether a text has a word that is a verb in the question as a thing alone: "the visit", "his visit"."""
    told = [token for token in tokens if token.root == verb.root]
    return bool(told) and all(_OF_A_THING.search(text[: token.start]) for token in told)


def _is_told(deed: Token, token: Token, as_participle: bool) -> bool:
    """Whether a word of a statement tells of a deed: "signed" of "was it signed?" and of "did they sign it?"."""
    if as_participle:
        return token.folded == deed.folded
    return token.root == deed.root and _PARTICIPLE.fullmatch(token.folded) is not None


def _stands_beside(
    place: int,
    tokens: Sequence[Token],
    others: Sequence[Token],
    text: str,
    of_the_doer: bool,
) -> bool:
    """Whether one of the other words stands at most two words after a deed, or before it.

    Before it stands what is done by whoever it is `of_the_doer`, or where it is done to that: "the pact was signed".
    """
    near = tokens[place + 1 : place + 3]
    if of_the_doer or _DONE_TO.search(text[: tokens[place].start]):
        near = [*near, *tokens[max(0, place - 2) : place]]
    return any(same_word(other, token) for other in others for token in near)
