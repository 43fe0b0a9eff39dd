"""Follow-ups about several things that do not say of which: "How many were sold?", "And the others?"."""

from __future__ import annotations

import re

from assistant.question.openers import OPENERS, PREPOSITIONS
from assistant.rewrite.phrases import NAMELIKE, Phrase, noun_phrases, without_article
from assistant.rewrite.talk import Talk
from assistant.support.words import is_past_form

_COUNTED_VERB = re.compile(  # "How many have been sold?": of what?
    rf"^(?P<head>{OPENERS}how (?:many|much))"
    r"(?P<rest> (?:have|has|had|were|was|are|is|will be|can be)\b"
    r"(?! (?:there|it|they|he|she|this|that|i|we|you|a|an|the|my|your|his|her|its|their)\b)[^,;:]*)$",
    re.IGNORECASE,
)
_PRICED = re.compile(  # "How much is rye bread?": what it costs
    rf"^{OPENERS}how much (?:is|was|are|were) (?:(?:now|still|being|already|only) )*(?P<word>[\w-]+)", re.IGNORECASE
)
_OF_SOME = re.compile(rf"(?:{PREPOSITIONS}|due|left|free|available|lost)", re.IGNORECASE)
_COUNTED = re.compile(  # "How many has Russia delivered?", "how many had been planned?": what was counted before
    rf"^(?P<head>{OPENERS}how many)(?P<rest> (?:have|has|had|did|does|do|will|would|were|are)\b(?! there\b).*)$",
    re.IGNORECASE,
)
_ANOTHER = re.compile(  # "And how many pumps?": what was counted is replaced
    rf"^{OPENERS}how (?P<much>many|much) (?!(?:of|more|less|fewer|else|for)\b)(?P<thing>[a-z-]+)\W*$", re.IGNORECASE
)
_HOW_MANY = re.compile(r"\bhow many (?:of )?(?:the )?", re.IGNORECASE)
_OTHERS = re.compile(r"\bthe others\b(?! of\b)", re.IGNORECASE)
_REST = re.compile(r"\bthe (?:rest|remainder)\b(?! of\b)", re.IGNORECASE)  # of what?


def another_counted(said: str, last: str) -> str | None:
    """The question before with another thing counted: "And how many pumps?" after "How many mats were seized?"."""
    another = _ANOTHER.match(said)
    opening = re.search(rf"\bhow {another['much']} ", last, re.IGNORECASE) if another else None
    if another is None or opening is None:
        return None
    counted = [phrase for phrase in noun_phrases(last) if phrase.start == opening.end()]
    rest = last[counted[0].end :] if counted else ""
    return f"{last[: opening.end()]}{another['thing']}{rest}" if rest.strip(" ?.!") else None


def with_counted(said: str, talk: Talk) -> tuple[str, Phrase | None]:
    """The question "how many", which does not say of what, with what the question before counted or was about."""
    counted = _COUNTED.match(said)
    if counted is None:
        return said, None
    opening = _HOW_MANY.search(talk.last)
    before = [phrase for phrase in noun_phrases(talk.last) if opening and phrase.start == opening.end()]
    if not before and _COUNTED_VERB.match(said) and not NAMELIKE.search(counted["rest"]):
        return said, None
    many = before[0] if before else talk.topic(said, "them") or talk.topic(said)
    if many is None or not (before or many.plural or any(letter.isdigit() for letter in many.text.split()[-1])):
        return said, None
    return f"{counted['head']} {without_article(many.text)}{counted['rest']}", many


def of_several(said: str, talk: Talk, topic: Phrase) -> tuple[str, Phrase] | None:
    """The question with that of which it asks for some, the others or the rest, and what that is; None for others."""
    counted = _COUNTED_VERB.match(said)
    if counted and not any(word[0].isupper() for word in counted["rest"].split()) and not _asks_a_price(said):
        many, named = _several(said, talk, topic)
        return f"{counted['head']} of {named}{counted['rest']}", many
    if others := _OTHERS.search(said):
        many, _ = _several(said, talk, topic)
        return f"{said[: others.end() - 1]} {without_article(many.text)}{said[others.end() :]}", many
    if rest := _REST.search(said):
        many, named = _several(said, talk, topic)
        return f"{said[: rest.end()]} of {named}{said[rest.end() :]}", many
    return None


def _asks_a_price(said: str) -> bool:
    """Whether "how much is" stands before a thing, and not before what is done with some: "how much is spent?"."""
    priced = _PRICED.match(said)
    if priced is None or _OF_SOME.fullmatch(priced["word"]):
        return False
    return not is_past_form(priced["word"].casefold())


def _several(said: str, talk: Talk, topic: Phrase) -> tuple[Phrase, str]:
    """The topic that there are several of, and how a sentence names it."""
    many = talk.topic(said, "them") or topic
    article = "" if NAMELIKE.match(many.text) or many.text.startswith("the ") else "the "
    return many, f"{article}{many.text}"
