"""Make a follow-up question stand alone, without a model: what it leans on is looked up in the turns before."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from assistant.answer import Turn
from assistant.languages import understand
from assistant.phrases import Phrase, is_attribute, noun_phrases
from knowledge.words import content_words, stem, words

FADING = 0.7  # what a phrase keeps of its weight for each turn that lies between

THIN = 4  # words that carry meaning; a follow-up with no more leans on what was said before
LEAST_ANSWER = 240  # characters of the last answer that a follow-up is read with
INTRODUCED = 1.2  # what a phrase gains by being what a question is about as a whole
TOPIC_WEIGHT = 0.8  # what a phrase gains by being leaned on


class Rewriter(Protocol):
    """Turns a question and what was said before into a question that stands alone."""

    def rewrite(self, question: str, history: Sequence[Turn]) -> str:
        """The question itself when it stands alone already."""
        ...


_SUBJECT = re.compile(r"\b(it|they|them|he|him|she|this|that|these|those|one)\b(?!['’](?:s|re)\b)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\b(its|their|his|her)\b", re.IGNORECASE)
_EMPTY_IT = re.compile(
    r"\b(?:is|was|does|did|will|would|can|could|has|make|makes|made|find|take|takes) it (?:true|possible"
    r"|necessary|safe to|legal to|ok|okay|that|to\b"
    r"|take\b|cost to\b|mean to\b|like to\b|hard to|easy to|worth)|\bit (?:is|was|'s) (?:possible|true|necessary)",
    re.IGNORECASE,
)
_CONJUNCTION_THAT = re.compile(
    r"\b(?:said|say|says|think|know|mean|so|such|claim\w*|report\w*|heard|true|sure|fact|now) that\b"
    r"|\bthat (?:is|are|was|were|has|have|can|will|the|a|an|i|you|we|they|he|she)\b",
    re.IGNORECASE,
)
_ASKS_BACK = re.compile(
    r"^(?:(?:and|but|so|ok|okay|well|wait|hmm+)\W+)*(?:who (?:said|says|reported|reports|claims|told you)"
    r"(?: (?:so|that|this|it))?|says who|according to whom?|really|seriously"
    r"|are you (?:sure|certain)(?: (?:of|about) (?:that|this|it))?"
    r"|is (?:that|this|it) (?:really )?(?:true|right|correct|so|certain|confirmed)"
    r"|(?:what(?:'s| is| are) )?(?:the |your )?sources?|how do you know(?: (?:that|this|it))?"
    r"|can you prove (?:that|this|it))\W*$",
    re.IGNORECASE,
)
_STARTER = re.compile(
    r"^(?:(?:ok|okay|so|and|but|well|then|hmm+|right|really|yes|no|also|wow|thanks"
    r"|cool)[,.!?]*\s+)*(?:what|how) about\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_OPENING = re.compile(r"^(?:and|but|or|so|ok|okay|then|also)\b", re.IGNORECASE)
_BARE = re.compile(
    r"^(?:(?:and|but|so|ok|okay|then)\W+)*(?:why|how|when|where|who|how (?:so|come|many|much|often|long)"
    r"|why not|by whom|since when|until when|for how long|what else|such as)(?: (?:is|was|are|were|did"
    r"|does) (?:that|it|this))?\W*$",
    re.IGNORECASE,
)
_CLAUSE_BORDER = re.compile(
    r"[,;:.?!]|\b(?:and|but|or|if|when|because|while|since|before|after|that|who|which)\b", re.IGNORECASE
)
_BARE_NOUN = re.compile(
    r"^(?:(?:and|but|so|ok|okay|well|also)\W+)*(?:what(?:'s| is| are| was| were)|who (?:is|are|was|were)"
    r"|tell me about|describe|list|name|give me|explain)"
    r" (?:the|some|some of the|any|common|other)(?: [a-z-]+){1,3}[?.!]*$"
    r"|^how many (?:[a-z-]+ ){1,2}(?:are|were) there[?.!]*$|^what (?:[a-z-]+ ){0,2}(?:are|were) there[?.!]*$",
    re.IGNORECASE,
)
_DOUBTS = re.compile(
    r"\b(?:who (?:said|says|told|reported|claims?)|says who|sources?|sure|certain|really|true|right|correct|confirm\w*"
    r"|exactly|precisely|which (?:paper|outlet|agency))\b",
    re.IGNORECASE,
)
_MARK = re.compile(r"\[\d+\]")
_PREPOSITION = re.compile(
    r"^(?:for|in|on|at|to|with|from|by|of|the (?:first|second|third|last|next|other))\b", re.IGNORECASE
)
_AGREEING = re.compile(r"\b(he|him|his|she|her|they|them|their|these|those|it|its)\b", re.IGNORECASE)
_PERSON = re.compile(r"^(?:[A-Z][\w.’'-]+ )*[A-Z][a-zà-ÿ’'-]+$")
_INTRODUCTION = re.compile(
    r"^(?:what(?:'s| is| are| was| were)|who(?:'s| is| are| was| were)|tell me (?:more )?about|describe"
    r"|explain) (?P<topic>[^?.!,]+)[?.!]?$",
    re.IGNORECASE,
)
_NOUN_AFTER = re.compile(r"^\s+[a-z-]{3,}", re.IGNORECASE)
_VERB_AFTER = re.compile(
    r"^\s+(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|and|or|in|on"
    r"|at|to|for|with|from|by|of|work\w*|happen\w*|mean\w*"
    r"|differ\w*|compare\w*|affect\w*|treat\w*|caus\w*|start\w*|beg[aiu]n\w*|come|came|go|went|get|got"
    r"|made?|use\w*|live\w*|l[ao]st|become|became|say|said|called|considered|important|dangerous|different"
    r"|related|popular|possible|available|so|still|also|now|then|there|here|like|actually|really|not"
    r"|cost\w*|spread\w*)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Talk:
    """What was talked about so far: phrases with their weights, and the last question, standing alone."""

    weights: dict[frozenset[str], float] = field(default_factory=dict)
    phrases: dict[frozenset[str], Phrase] = field(default_factory=dict)
    last: str = ""

    def add(self, question: str, standalone: str, topic: Phrase | None) -> None:
        """Take a turn in; `topic` is the phrase it leaned on, which stays what the talk is about."""
        self.weights = {key: weight * FADING for key, weight in self.weights.items()}
        introduced = _INTRODUCTION.match(question.strip())
        for phrase in noun_phrases(question):
            key = _key(phrase.text)
            if key:
                named = INTRODUCED if introduced and _key(introduced["topic"]) == key else 0.0
                self.weights[key] = self.weights.get(key, 0.0) + phrase.weight + named
                self.phrases[key] = phrase
        if topic is not None:
            key = _key(topic.text)
            self.weights[key] = self.weights.get(key, 0.0) + TOPIC_WEIGHT
            self.phrases.setdefault(key, topic)
        self.last = standalone

    def topic(self, question: str) -> Phrase | None:
        """The phrase that was most likely talked about and that the question does not name itself."""
        own = _key(question)
        pronoun = _AGREEING.search(question)
        left = {
            key: weight + (_agreement(pronoun[1].casefold(), self.phrases[key]) if pronoun else 0.0)
            for key, weight in self.weights.items()
            if not key <= own
        }
        return self.phrases[max(left, key=lambda key: (left[key], sorted(key)))] if left else None


class PhraseRewriter:
    """Puts the phrase that was talked about in place of a pronoun, or behind a question that lacks its object."""

    def rewrite(self, question: str, history: Sequence[Turn]) -> str:
        """See `Rewriter.rewrite`. Earlier questions are made to stand alone first, so a topic is carried along.

        Questions in Hindi and Russian are put into English words, for the documents are searched in English.
        """
        talk = _Talk()
        for turn in history:
            earlier = understand(turn.question).english
            talk.add(earlier, *_stand_alone(earlier, talk))
        said = understand(question).english
        return _stand_alone(said, talk)[0] if history else said


def _agreement(pronoun: str, phrase: Phrase) -> float:
    """How well a phrase fits a pronoun: people for he and she, plurals for they, neither for it."""
    person = bool(_PERSON.match(phrase.text))
    if pronoun in ("he", "him", "his", "she", "her"):
        return 1.5 if person else -1.0
    if pronoun in ("they", "them", "their", "these", "those"):
        return 0.6 if phrase.plural else -0.3
    return -1.0 if person and len(phrase.words) > 1 else -0.8 if phrase.plural else 0.0


def asks_back(question: str) -> bool:
    """Whether a question asks no more than who said what was just said, or whether it is so."""
    return _ASKS_BACK.match(question.strip()) is not None


def is_thin(question: str) -> bool:
    """Whether a question says so little that it may lean on what was said before."""
    named = any(token[:1].isupper() for token in question.split()[1:])
    return not named and len(content_words(question)) <= THIN


def with_last_exchange(question: str, history: Sequence[Turn]) -> str:
    """The question with the exchange before it in front, to search with; of a long answer only its beginning."""
    last = history[-1]
    answer = " ".join(_MARK.sub(" ", last.answer).split())[:LEAST_ANSWER]
    return " ".join(part for part in (last.question.strip(), answer, question) if part)


def told_already(asked: str, history: Sequence[Turn]) -> Callable[[str], float]:
    """How much of a text the exchange before a follow-up says, in [0, 1].

    A follow-up wants something else than what was just said, unless it asks who said so or whether it is true.
    """
    if _DOUBTS.search(asked):
        return lambda _: 0.0
    last = history[-1]
    said = frozenset(content_words(f"{last.question} {_MARK.sub(' ', last.answer)}"))

    def share(text: str) -> float:
        own = frozenset(content_words(text))
        return len(own & said) / len(own) if own else 0.0

    return share


def _key(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text) if word != "the")


def _stand_alone(question: str, talk: _Talk) -> tuple[str, Phrase | None]:
    """One question after earlier ones, and the phrase it leaned on, if it did."""
    said = question.strip()
    topic = talk.topic(said) if said else None
    if topic is None:
        return question, None
    if asks_back(said):
        return talk.last, topic
    about = _STARTER.match(said)
    if about:
        return _swap_topic(said, about["rest"], talk, topic)
    if _BARE.match(said):
        return f"{said.rstrip(' ?.!')} {_clause(talk.last)}?", topic
    replaced = _replace_pronoun(said, topic)
    if replaced is not None:
        return replaced, topic
    if _lacks_object(said):
        mark = said[-1] if said[-1] in "?.!" else ""
        return f"{said.rstrip('?.! ')} {_joint(said)}{topic.text}{mark}", topic
    return question, None


def _replace_pronoun(question: str, topic: Phrase) -> str | None:
    """The question with its first leaning pronoun replaced; None without one."""
    idle = [match.span() for pattern in (_EMPTY_IT, _CONJUNCTION_THAT) for match in pattern.finditer(question)]
    found = sorted([*_SUBJECT.finditer(question), *_POSSESSIVE.finditer(question)], key=lambda match: match.start())
    for match in found:
        word, before, rest = match[1].casefold(), question[: match.start()], question[match.end() :]
        if any(start <= match.start() < end for start, end in idle) or _own_antecedent(question, match.start()):
            continue
        noun = bool(_NOUN_AFTER.match(rest)) and not _VERB_AFTER.match(rest)
        if word in ("its", "their", "his") or (word == "her" and noun):
            return f"{before}{topic.text}{chr(39) if topic.text.endswith('s') else chr(39) + 's'}{rest}"
        if word == "one" and not re.match(r"\s*[?.!]?$", rest):
            continue
        if word in ("this", "that", "these", "those") and noun:
            head = rest.split()[0].strip("?.!,")
            if stem(head.casefold()) not in _key(topic.text):
                continue
            rest = rest[rest.index(head) + len(head) :]
        return f"{before}{topic.text}{rest}"
    return None


def _own_antecedent(question: str, place: int) -> bool:
    """Whether the question itself names, in a clause before this place, what a pronoun could mean."""
    for phrase in noun_phrases(question):
        if phrase.end <= place and phrase.weight >= 1.0 and _CLAUSE_BORDER.search(question[phrase.end : place]):
            return True
    return False


def _lacks_object(question: str) -> bool:
    """Whether a question without a pronoun still leans: it has next to no content, or ends in a bare general noun."""
    content = content_words(question)
    if any(token[0].isupper() for token in question.split()[1:] if token[:1].isalpha() and token.rstrip("?.!,") != "I"):
        return False
    return len(content) <= (2 if _OPENING.match(question) else 0) or bool(_BARE_NOUN.match(question))


def _joint(question: str) -> str:
    """The small word that ties a topic on."""
    last = words(question)[-1] if words(question) else ""
    return "" if last in ("of", "for", "about", "in", "with") else "of "


def _swap_topic(question: str, rest: str, talk: _Talk, topic: Phrase) -> tuple[str, Phrase | None]:
    """`What about X?`: the last question with X for its main phrase; a general noun gets the topic instead."""
    said = rest.strip().rstrip("?.! ")
    replaced = _replace_pronoun(question, topic)
    if replaced is not None:
        return replaced, topic
    phrases = [phrase for phrase in noun_phrases(talk.last) if phrase.weight >= 1.0]
    if is_attribute(said.split()[-1]) or not phrases or _PREPOSITION.match(said):
        mark = "?" if question.endswith("?") else ""
        return f"{question.rstrip('?.! ')} of {topic.text}{mark}", topic
    named = [phrase for phrase in phrases if _key(phrase.text) == _key(topic.text)]
    main = named[0] if named else max(phrases, key=lambda phrase: (phrase.weight, phrase.start))
    return f"{talk.last[: main.start]}{said}{talk.last[main.end :]}", None


def _clause(question: str) -> str:
    """An earlier question without its question word, to stand behind a bare one."""
    opening = r"^(?:what|which|who|how|when|where|why)\b(?:'s)?\s*"
    return re.sub(opening, "", question.strip().rstrip("?.! "), flags=re.IGNORECASE)
