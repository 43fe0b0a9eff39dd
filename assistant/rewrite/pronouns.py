"""Pronouns of a question that mean something said before, and the phrase in their place."""

from __future__ import annotations

import re

from assistant.question.openers import AUXILIARIES
from assistant.rewrite.agreement import is_person
from assistant.rewrite.phrases import Phrase, noun_phrases, without_article
from assistant.rewrite.talk import Talk, key_of
from knowledge.text.words import stem

_SUBJECT = re.compile(r"\b(it|they|them|he|him|she|this|that|these|those|one)\b(?!['’](?:s|re)\b)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\b(its|their|his|her)\b", re.IGNORECASE)
_EMPTY_IT = re.compile(
    r"\b(?:is|was|does|did|will|would|can|could|has|make|makes|made|find|take|takes) it (?:true|possible"
    r"|necessary|safe to|legal to|ok|okay|that|to\b"
    r"|take\b(?! (?:effect|part|place|over|off|up)\b)"
    r"|cost to\b|mean to\b|like to\b|hard to|easy to|worth)|\bit (?:is|was|'s) (?:possible|true|necessary)",
    re.IGNORECASE,
)
_CONJUNCTION_THAT = re.compile(
    r"\b(?:said|say|says|think|know|mean|so|such|claim\w*|report\w*|heard|true|sure|fact|now) that\b"
    r"|\bthat (?:is|are|was|were|has|have|can|will|the|a|an|i|you|we|they|he|she)\b",
    re.IGNORECASE,
)
_THING = re.compile(r"\bthe (?:thing|same thing)\b", re.IGNORECASE)
_ONE_OF = re.compile(r"\s*[?.!]?$|\s+(?:then|now|again|please|though|with|who|that|which)\b")
_OBJECT_PERSON = re.compile(r"\b(?:him|her)\b(?! [a-z]{3,})", re.IGNORECASE)
_OWNER = re.compile(r"^.*['’]s? (?:(?:first|last|next|old|new|main|other) )?")
_PLURAL = {"is": "are", "was": "were", "does": "do", "has": "have"}
_SINGULAR = re.compile(rf"\b(?:{'|'.join(_PLURAL)})(?= $)", re.IGNORECASE)
_THERE = re.compile(r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bget )(?<!\bgo )\bthere(?=\W*$)", re.IGNORECASE)
_CLAUSE_BORDER = re.compile(
    r"[,;:.?!]|\b(?:and|but|or|if|when|because|while|since|before|after|that|who|which)\b", re.IGNORECASE
)
_NOUN_AFTER = re.compile(r"^\s+[a-z-]{3,}", re.IGNORECASE)
_VERB_AFTER = re.compile(
    rf"^\s+(?:{AUXILIARIES}|and|or|in|on"
    r"|at|to|for|with|from|by|of|work\w*|happen\w*|mean\w*"
    r"|differ\w*|compare\w*|affect\w*|treat\w*|caus\w*|start\w*|beg[aiu]n\w*|come|came|go|went|get|got"
    r"|made?|use\w*|live\w*|l[ao]st|become|became|say|said|called|considered|important|dangerous|different"
    r"|related|popular|possible|available|so|still|also|now|then|there|here|like|actually|really|not"
    r"|cost\w*|spread\w*|worth|enough|again|later|afterwards)\b",
    re.IGNORECASE,
)


def replace_pronoun(question: str, topic: Phrase) -> str | None:
    """The question with its first pronoun that refers to the topic replaced; None without one."""
    idle = [match.span() for pattern in (_EMPTY_IT, _CONJUNCTION_THAT) for match in pattern.finditer(question)]
    thing = _THING.search(question)
    if thing:
        return f"{question[: thing.start()]}{topic.text}{question[thing.end() :]}"
    found = sorted([*_SUBJECT.finditer(question), *_POSSESSIVE.finditer(question)], key=lambda match: match.start())
    for match in found:
        word, before, rest = match[1].casefold(), question[: match.start()], question[match.end() :]
        if any(start <= match.start() < end for start, end in idle) or _own_antecedent(question, match.start()):
            continue
        noun = bool(_NOUN_AFTER.match(rest)) and not _VERB_AFTER.match(rest)
        if word in ("its", "their", "his") or (word == "her" and noun):
            ending = "'" if topic.text.endswith("s") else "'s"
            return f"{before}{topic.text}{ending}{rest}"
        if word == "one":
            if not _ONE_OF.match(rest) or is_person(topic):
                continue
            return f"{before}{without_article(_OWNER.sub('', topic.text))}{rest}"
        if word in ("this", "that", "these", "those") and noun:
            head = rest.split()[0].strip("?.!,")
            if stem(head.casefold()) not in key_of(topic.text):
                continue
            rest = rest[rest.index(head) + len(head) :]
        return f"{_agreeing(before, word, topic)}{topic.text}{rest}"
    return None


def ends_in_there(question: str) -> bool:
    """Whether a question ends in a "there" that means a place."""
    return _THERE.search(question) is not None


def put_there(question: str, place: str) -> str:
    """The question with a place, such as "in Delhi", for the "there" at its end."""
    return _THERE.sub(place, question)


def _agreeing(before: str, pronoun: str, topic: Phrase) -> str:
    """The words before a pronoun with the verb that a plural in its place wants: "Is it", "Are the visas"."""
    if not topic.plural or topic.text[0].isupper() or pronoun not in ("it", "this", "that"):
        return before
    return _SINGULAR.sub(
        lambda verb: _PLURAL[verb[0].casefold()].title() if verb.start() == 0 else _PLURAL[verb[0]], before
    )


def replace_object(replaced: str, question: str, talk: Talk, topic: Phrase) -> str:
    """Replaces "him"/"her" by the other person, when "he"/"she" was asked."""
    if not re.search(r"\b(?:he|she)\b", question, re.IGNORECASE) or not _OBJECT_PERSON.search(replaced):
        return replaced
    other = talk.topic(f"{question} {topic.text}", "him")
    return (
        _OBJECT_PERSON.sub(other.text, replaced, count=1)
        if other and is_person(other) and not other.place
        else replaced
    )


def _own_antecedent(question: str, place: int) -> bool:
    """Whether the question itself names, in a clause before this place, what a pronoun could mean."""
    for phrase in noun_phrases(question):
        if phrase.end <= place and phrase.weight >= 1.0 and _CLAUSE_BORDER.search(question[phrase.end : place]):
            return True
    return False
