"""Follow-ups that are hardly more than a question word, "Why?", "By which door?", before the clause they ask about."""

from __future__ import annotations

import re

from assistant.question.openers import AUXILIARIES, OPENERS, PREPOSITIONS
from assistant.rewrite.phrases import Phrase
from assistant.rewrite.pronouns import replace_pronoun

_BARE = re.compile(
    rf"^{OPENERS}(?:why|how|when|where|who|how (?:so|come|many|much|often|long)"
    r"|why so(?: \w+)?|(?:on|for) what (?:grounds?|reasons?)|by how (?:many|much)(?: \w+)?|since when"
    r"|(?:by|with|for|from) whom"
    r"|how (?:old|tall|big|high|far|heavy|deep|fast|large|wide)"
    r"|(?:from|since|until|till|by|after|before) (?:when|what (?:day|date|year|time))"
    r"|for how long|what else|such as)(?: (?:is|was|are|were|did|does) (?:that|it|this)"
    r"(?: (?:held|happen|happening|done|take place|taking place))?)?\W*$",
    re.IGNORECASE,
)
_BARE_WITH = re.compile(rf"^{OPENERS}(?:{PREPOSITIONS}) (?:what|which|whose)(?: [a-z]+){{1,2}}\W*$", re.IGNORECASE)
_ASKS_HOW = re.compile(rf"^{OPENERS}(?:when|where|why|how) (?:{AUXILIARIES})\b", re.IGNORECASE)
_ASKS_WHO = re.compile(rf"^{OPENERS}(?:who|which|what)\b", re.IGNORECASE)
_OF_THAT = re.compile(  # of a question for yes or no: "Where was that held?"
    r"^(?P<head>.*?) (?:is|was|are|were|did|does) (?:that|this)(?: (?:held|happen|happening|done|take place"
    r"|taking place))?\W*$",
    re.IGNORECASE,
)
_HOW_BIG = re.compile(  # of a thing; "why is that?" is of what was said
    rf"^{OPENERS}how (?:old|tall|big|high|far|heavy|deep|fast|large|wide|long)"
    r" (?:is|was|are|were) (?:it|this|that)\W*$",
    re.IGNORECASE,
)
# "Why not?", "And what happened?", "Did that happen?": nothing without the question before.
_AFTER_IT = re.compile(
    rf"^{OPENERS}(?:why not|(?:so )?what (?:then |actually |really )?happened"
    r"|(?:did|has|have|will) (?:that|this|it|they|those) (?:really |actually |ever |all )?"
    r"(?:happen|come true|come about|materiali[sz]e)\w*)\W*$",
    re.IGNORECASE,
)
_QUESTION_WORD = re.compile(
    rf"^(?:(?:and|but|so)\s+)?(?:(?:{PREPOSITIONS}) )?"
    r"(?:how (?:many|much|often|long|far|old|big|tall|high|heavy|deep|fast|large|wide)(?: of)?"
    r"|what|which|whom?|how|when|where|why)\b"
    r"(?:'s)?\s*",
    re.IGNORECASE,
)


def with_clause(said: str, last: str, topic: Phrase | None) -> str | None:
    """A bare question with the clause of the `last` one; None where it says more, or its pronoun means the topic."""
    if _AFTER_IT.match(said):
        return f"{last} {said}"
    clause = _clause(last)
    inverted = _opens_with_auxiliary(clause)
    if _BARE_WITH.match(said):
        return f"{said.rstrip(' ?.!')} {clause}?" if inverted else said
    if not _BARE.match(said):
        return None
    if topic and (_HOW_BIG.match(said) or not (inverted or replace_pronoun(said, topic) is None)):
        return None
    if not inverted and _ASKS_WHO.match(last):
        return f"{last} {said}"  # of "Who sang?" and "When?" no one sentence can be made
    of_that = _OF_THAT.match(said)
    if of_that and not (_opens_with_auxiliary(last) or _ASKS_HOW.match(last)):
        return said
    return f"{of_that['head'] if of_that else said.rstrip(' ?.!')} {clause}?"


def _clause(question: str) -> str:
    """An earlier question without its question word, to append to a bare one."""
    clause = _QUESTION_WORD.sub("", question.strip().rstrip("?.! "))
    opening, _, rest = clause.partition(" ")
    return f"{opening.lower()} {rest}" if _opens_with_auxiliary(clause) else clause


def _opens_with_auxiliary(clause: str) -> bool:
    """Whether a clause begins with "is", "did" and the like."""
    return clause.partition(" ")[0].lower() in AUXILIARIES.split("|")
