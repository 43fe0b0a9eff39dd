"""Make a follow-up question stand alone, without a model, by resolving what it refers to in the turns before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from assistant.answer import Turn
from assistant.follow_up import another_matter, asks_back, person_named
from assistant.languages import understand
from assistant.phrases import Phrase, is_attribute, noun_phrases
from knowledge.month_names import MONTH, WEEKDAY
from knowledge.words import content_words, stem, words

FADING = 0.7  # factor on a phrase's weight for each later turn
INTRODUCED = 1.2  # added weight of a phrase that a question is about as a whole
TOPIC_WEIGHT = 0.8  # added weight of a phrase that a follow-up referred to
NEVER = 9.0  # weight lost, as the meaning of "it", by a name that does what only people do
IS_PERSON = 1.5  # added weight of a person's name as the meaning of "he" or "she"


class Rewriter(Protocol):
    """Makes a question stand alone, given the turns before it."""

    def rewrite(self, question: str, history: Sequence[Turn]) -> str:
        """The standalone question; the question itself when it stands alone already."""
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
_STARTER = re.compile(
    r"^(?:(?:ok|okay|so|and|but|well|then|hmm+|right|really|yes|no|also|wow|thanks|sorry"
    r"|cool)[,.!?]*\s+)*(?:what|how) about\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"^(?:no|nope|sorry|actually|wait)[,.!]*\s+i (?:really )?meant?\s+(?P<rest>(?:[^\s,.;:?!]+\s*){1,8})[.?!]*$",
    re.IGNORECASE,
)
_ANOTHER_ONE = re.compile(  # "And the E13?": a short phrase alone
    r"^(?:and|or) (?!(?:what|who|whom|whose|which|when|where|why|how|if|then|so|is|are|was|were|do|does|did|has|have"
    r"|had|can|could|will|would|should|may|might|it|he|she|they|this|that|these|those|yes|no|now)\b)"
    r"(?P<rest>(?:[^\s,;:?!]+ ?){1,4})\?$",
    re.IGNORECASE,
)
_COUNTED_VERB = re.compile(  # "How many have been sold?": of what?
    r"^(?P<head>(?:(?:and|but|so|ok|okay|then)\W+)*how (?:many|much))"
    r"(?P<rest> (?:have|has|had|were|was|are|is|will be|can be)\b"
    r"(?! (?:there|it|they|he|she|this|that|i|we|you|a|an|the|my|your|his|her|its|their)\b)[^,;:]*)$",
    re.IGNORECASE,
)
_OPENING = re.compile(r"^(?:and|but|or|so|ok|okay|then|also)\b", re.IGNORECASE)
_BARE = re.compile(
    r"^(?:(?:and|but|so|ok|okay|then)\W+)*(?:why|how|when|where|who|how (?:so|come|many|much|often|long)"
    r"|why not|by whom|since when|until when|for how long|what else|such as)(?: (?:is|was|are|were|did"
    r"|does) (?:that|it|this)(?: (?:held|happen|happening|done|take place|taking place))?)?\W*$",
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
_PREPOSITION = re.compile(
    r"^(?:for|in|on|at|to|with|from|by|of|the (?:first|second|third|last|next|other))\b", re.IGNORECASE
)
_AGREEING = re.compile(r"\b(he|him|his|she|her|they|them|their|these|those|it|its|this|that)\b", re.IGNORECASE)
_PERSONAL = frozenset({"he", "him", "his", "she", "her"})
_OBJECT_PERSON = re.compile(r"\b(?:him|her)\b(?! [a-z]{3,})", re.IGNORECASE)
_THING = re.compile(r"\bthe (?:thing|same thing)\b", re.IGNORECASE)
_NAMELIKE = re.compile(r"\b(?:[A-Z]|\w*\d)[\w.’'-]*")
_QUESTION_WORD = re.compile(
    r"^(?:(?:and|but|so)\s+)?(?:how (?:many|much|often|long|far|old|big)(?: of)?|what|which|who|how|when|where|why)\b"
    r"(?:'s)?\s*",
    re.IGNORECASE,
)
_ONE_OF = re.compile(r"\s*[?.!]?$|\s+(?:then|now|again|please|though|with|who|that|which)\b")
_PERSON = re.compile(r"^(?:[A-Z][\w.’'-]+ )*[A-Z][a-zà-ÿ’'-]+$")
_DATE = re.compile(
    rf"^(?:the )?(?:(?:{MONTH}|{WEEKDAY}|early|mid|late|spring|summer|autumn|winter|\d{{1,4}}(?:st|nd|rd|th)?"
    r"|years?|months?)\b\W*)+$",
    re.IGNORECASE,
)
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
    """The conversation so far: phrases with their weights, the last standalone question, and its answer."""

    weights: dict[frozenset[str], float] = field(default_factory=dict)
    phrases: dict[frozenset[str], Phrase] = field(default_factory=dict)
    last: str = ""
    answer: str = ""

    def add(self, question: str, answer: str, standalone: str, topic: Phrase | None) -> None:
        """Add a turn; `topic` is the phrase its question referred to, which stays the topic."""
        self.weights = {key: weight * FADING for key, weight in self.weights.items()}
        introduced = _INTRODUCTION.match(question.strip())
        for phrase in noun_phrases(question):
            key = _key(phrase.text)
            if key and not _DATE.match(phrase.text):
                named = INTRODUCED if introduced and _key(introduced["topic"]) == key else 0.0
                self.weights[key] = self.weights.get(key, 0.0) + phrase.weight + named
                self.phrases[key] = phrase
        if topic is not None:
            key = _key(topic.text)
            self.weights[key] = self.weights.get(key, 0.0) + TOPIC_WEIGHT
            self.phrases.setdefault(key, topic)
        self.last, self.answer = standalone, answer

    def topic(self, question: str, pronoun: str = "") -> Phrase | None:
        """The most likely topic of the conversation that the question does not name itself.

        Args:
            question: What is asked.
            pronoun: The word that the phrase is to stand for; without one the first of the question.
        """
        found = _AGREEING.search(question)
        pronoun = pronoun or (found[1].casefold() if found else "")
        own = _key(question)
        left = {
            key: weight + (_agreement(pronoun, self.phrases[key]) if pronoun else 0.0)
            for key, weight in self.weights.items()
            if not key <= own
        }
        left = {key: weight for key, weight in left.items() if weight > -NEVER / 2}
        best = self.phrases[max(left, key=lambda key: (left[key], sorted(key)))] if left else None
        if pronoun in _PERSONAL and (best is None or not _is_person(best)):
            name = person_named(self.answer, own)
            return Phrase(name, 0, len(name), 1.0, plural=False) if name else best
        return best


class PhraseRewriter:
    """Puts the topic of the conversation in place of a pronoun, or after a question that lacks its object."""

    def rewrite(self, question: str, history: Sequence[Turn]) -> str:
        """See `Rewriter.rewrite`. Earlier questions are made to stand alone first, so a topic is carried along.

        Questions in Hindi and Russian are put into English words, for the documents are searched in English.
        """
        talk = _Talk()
        for turn in history:
            earlier = understand(turn.question).english
            standalone, topic = _stand_alone(earlier, talk)
            talk.add(earlier, turn.answer, standalone, topic)
        said = understand(question).english
        return _stand_alone(said, talk)[0] if history else said


def _agreement(pronoun: str, phrase: Phrase) -> float:
    """How well a phrase fits a pronoun: people for he and she, plurals for they, neither for it.

    The agent of a question is "he" in the next and hardly ever "it"; what the question asks for may be "it".
    """
    person = _is_person(phrase)
    if pronoun in _PERSONAL:
        does = phrase.acts != (pronoun in ("him", "her"))
        return IS_PERSON + (0.3 if does else 0.0) if person else -1.0
    if pronoun in ("they", "them", "their", "these", "those"):
        return 0.6 if phrase.plural else -0.3
    if phrase.acts:
        return -NEVER
    if person and len(phrase.words) > 1:
        return -1.0
    if phrase.plural:
        return -0.8
    return 0.3 if phrase.asked and len(phrase.words) > 1 else 0.0


def _is_person(phrase: Phrase) -> bool:
    """Whether a phrase may be somebody's name."""
    return bool(_PERSON.match(phrase.text))


def _key(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text) if word != "the")


def _stand_alone(question: str, talk: _Talk) -> tuple[str, Phrase | None]:
    """The standalone form of a question after earlier ones, and the phrase it referred to, if any."""
    said = question.strip()
    if matter := another_matter(said):
        return matter, None
    topic = talk.topic(said) if said else None
    if topic is None:
        return (f"{said.rstrip(' ?.!')} {_clause(talk.last)}?" if talk.last and _BARE.match(said) else question), None
    if asks_back(said):
        return talk.last, topic
    correction = _CORRECTION.match(said)
    if correction and _PREPOSITION.match(correction["rest"]):
        return f"{talk.last.rstrip(' ?.!')} {correction['rest']}?", topic
    about = correction or _STARTER.match(said) or _ANOTHER_ONE.match(said)
    if about:
        return _swap_topic(said, about["rest"], talk, topic)
    if _BARE.match(said):
        return f"{said.rstrip(' ?.!')} {_clause(talk.last)}?", topic
    counted = _COUNTED_VERB.match(said)
    if counted and not any(word[0].isupper() for word in counted["rest"].split()):
        many = talk.topic(said, "them") or topic
        article = "" if _NAMELIKE.match(many.text) or many.text.startswith("the ") else "the "
        return f"{counted['head']} of {article}{many.text}{counted['rest']}", many
    replaced = _replace_pronoun(said, topic)
    if replaced is not None:
        return _replace_object(replaced, said, talk, topic), topic
    if _lacks_object(said):
        mark = said[-1] if said[-1] in "?.!" else ""
        return f"{said.rstrip('?.! ')} {_joint(said)}{topic.text}{mark}", topic
    return question, None


def _replace_pronoun(question: str, topic: Phrase) -> str | None:
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
            if not _ONE_OF.match(rest):
                continue
            return f"{before}{topic.text.removeprefix('the ')}{rest}"
        if word in ("this", "that", "these", "those") and noun:
            head = rest.split()[0].strip("?.!,")
            if stem(head.casefold()) not in _key(topic.text):
                continue
            rest = rest[rest.index(head) + len(head) :]
        return f"{before}{topic.text}{rest}"
    return None


def _replace_object(replaced: str, question: str, talk: _Talk, topic: Phrase) -> str:
    """Replaces "him"/"her" by the other person, when "he"/"she" was asked."""
    if not re.search(r"\b(?:he|she)\b", question, re.IGNORECASE) or not _OBJECT_PERSON.search(replaced):
        return replaced
    other = talk.topic(f"{question} {topic.text}", "him")
    return _OBJECT_PERSON.sub(other.text, replaced, count=1) if other and _is_person(other) else replaced


def _own_antecedent(question: str, place: int) -> bool:
    """Whether the question itself names, in a clause before this place, what a pronoun could mean."""
    for phrase in noun_phrases(question):
        if phrase.end <= place and phrase.weight >= 1.0 and _CLAUSE_BORDER.search(question[phrase.end : place]):
            return True
    return False


def _lacks_object(question: str) -> bool:
    """Whether a question without a pronoun still needs an object: it has next to no content, or a bare general noun."""
    content = content_words(question)
    if any(token[0].isupper() for token in question.split()[1:] if token[:1].isalpha() and token.rstrip("?.!,") != "I"):
        return False
    return len(content) <= (2 if _OPENING.match(question) else 0) or bool(_BARE_NOUN.match(question))


def _joint(question: str) -> str:
    """The preposition that joins a topic to a question."""
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
    alike = [phrase for phrase in phrases if _shape(phrase.text) == _shape(said)] if _shape(said) else []
    named = [phrase for phrase in phrases if _key(phrase.text) == _key(topic.text)]
    main = named[0] if named and not alike else max(alike or phrases, key=lambda phrase: (phrase.weight, phrase.start))
    before, end = talk.last[: main.start], main.start + _name_end(main.text) if alike else main.end
    if said.casefold().startswith(("the ", "a ", "an ")):
        before = re.sub(r"\b(?:the|an?) $", "", before, flags=re.IGNORECASE)
    return f"{before}{said}{talk.last[end:]}", None


def _shape(phrase: str) -> str:
    """The form of a name: "digits" for a model or version, "capital" for any other; empty for no name."""
    if any(letter.isdigit() for letter in phrase):
        return "digits"
    return "capital" if any(word[0].isupper() for word in phrase.split()) else ""


def _name_end(phrase: str) -> int:
    """The end of a phrase's last word that is written like a name: a verb may follow it."""
    return max(match.end() for match in _NAMELIKE.finditer(phrase))


def _clause(question: str) -> str:
    """An earlier question without its question word, to append to a bare one."""
    return _QUESTION_WORD.sub("", question.strip().rstrip("?.! "))
