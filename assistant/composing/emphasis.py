"""The words of a claim that answer by themselves, for bold type; the quote stays whole."""

from __future__ import annotations

from dataclasses import replace

import regex

from assistant.answer import Citation, Claim
from assistant.composing.compose import wants_many
from assistant.question import QuestionReading, Wants
from assistant.reader import Reader
from assistant.statements.answer_types import holds
from assistant.support.words import table_roots, tokens_of
from knowledge.text.words import fold

SURE = 0.5  # chance from which on words are set off; chosen on documents that training did not see
SURE_OF_ANSWER = 0.5  # confidence below which no words are set off: where the claim is no answer, they are none either
MOST = 0.6  # share of the claim; more of it sets nothing off
_MEASURES = (Wants.MONEY, Wants.SHARE, Wants.DURATION, Wants.DATE)
_HOUR = regex.compile(r"\b(?:what|which) time\b|\bat what (?:time|hour)\b")
_OF_DAY = regex.compile(
    r"\d\s?[ap]\.?m\b|\d[:.h]\d\d|\d\d\s?(?:hours|hrs|h)\b|o ?['’]? ?clock"
    r"|\b(?:noon|midnight|midday|dawn|dusk|sun(?:rise|set)|morning|afternoon|evening|night|half past|quarter)\b"
)
# "Who signed it?" asks for the doer; whom a statement names after "with" is another: "Berg met with Lund".
_DOER = regex.compile(r"\bwho (?!(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|may|else)\b)\w")
_BESIDE = regex.compile(r"\b(?:with|alongside|beside|to|for|against)\s+(?:[\p{L}\p{N}-]+\s+){0,4}$")
# No name tells the state of things: "What is the status of the bridge?".
_STATE = regex.compile(r"\b(?:state|status|stage|progress|situation|condition|position) (?:of|with|on)\b")
# A name may be asked for, and be given in quotes: "What is the book called?".
_NAMING = regex.compile(r"\b(?:called|named?|titled?|entitled|headlined?|slogan|motto)\b")
_QUOTED = regex.compile(
    r"(?<!\w)['‘“\"«](?P<words>[^'’“”\"«»]{1,200}+(?:['’]\p{L}[^'’“”\"«»]{0,200}+){0,9}+)['’”\"»](?!\w)"
)


def emphasise(claim: Claim, reading: QuestionReading, reader: Reader | None) -> Claim:
    """The claim with its answering words, where one short thing is asked for and the reader is sure of its place.

    The words must be of the kind that is asked for; of a name that is given in quotes all of it is set off.
    """
    if reader is None or claim.lead or Wants.YES_NO in reading.wants or wants_many(reading):
        return claim
    if "\n" in claim.text or not any(claim.text == citation.quote for citation in claim.citations):
        return claim
    found = reader.point(reading.text, claim.text)
    if found is None or found.probability < SURE:
        return claim
    start, end = _whole_name(claim.text, found.start, found.end, reading)
    if end - start > MOST * len(claim.text) or not _is_wanted(claim, start, end, reading):
        return claim
    return replace(claim, emphasis=(start, end))


def _whole_name(text: str, start: int, end: int, reading: QuestionReading) -> tuple[int, int]:
    """The place of the words, or of the whole quoted name that they are a part of, where a name is asked for."""
    if _NAMING.search(fold(reading.text)):
        for match in _QUOTED.finditer(text):
            if match.start() <= start and end <= match.end():
                return match.span("words")
    return start, end


def _is_wanted(claim: Claim, start: int, end: int, reading: QuestionReading) -> bool:
    """Whether words of a claim can be what is asked for."""
    words, asked = claim.text[start:end], fold(reading.text)
    if _HOUR.search(asked):
        return _OF_DAY.search(fold(words)) is not None
    if any(kind in reading.wants and not holds(kind, words, reading.text) for kind in _MEASURES):
        return False
    if Wants.PERSON in reading.wants:
        return _is_party(claim, start, end, reading)
    only_names = all(token.name for token in tokens_of(words) if token.content)
    return not (_STATE.search(asked) and only_names)


def _is_party(claim: Claim, start: int, end: int, reading: QuestionReading) -> bool:
    """Whether words name one who can be meant by "who": no paper that tells it, and none beside whoever did it."""
    asked = tokens_of(reading.text)
    on_words = any(token.root in table_roots("reporting") or token.folded == "according" for token in asked)
    name = fold(claim.text[start:end]).removeprefix("the ")
    papers = (fold(said).removeprefix("the ") for citation in claim.citations for said in _voices(citation))
    if not on_words and any(paper.startswith(name) for paper in papers):
        return False
    return not (_DOER.search(fold(reading.text)) and _BESIDE.search(claim.text[:start]))


def _voices(citation: Citation) -> list[str]:
    """The publishers of a citation's sources, and whom they have it from."""
    return [name for one in citation.sources for name in (one.publisher, one.origin) if name]
