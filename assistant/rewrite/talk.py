"""What a conversation has talked about: its phrases, and which of them a pronoun most likely means."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assistant.question.openers import PRONOUNS
from assistant.rewrite.follow_up import asks_who, person_named, person_told
from assistant.rewrite.phrases import Phrase, noun_phrases
from knowledge.month_names import MONTH, WEEKDAY
from knowledge.words import stem, words

FADING = 0.7  # factor on a phrase's weight for each later turn
INTRODUCED = 1.2  # added weight of a phrase that a question is about as a whole
TOPIC_WEIGHT = 0.8  # added weight of a phrase that a follow-up referred to
NEVER = 9.0  # weight lost, as the meaning of "it", by a name that does what only people do
IS_PERSON = 1.5  # added weight of a person's name as the meaning of "he" or "she"
_AGREEING = re.compile(rf"\b({PRONOUNS})\b", re.IGNORECASE)
_PERSONAL = frozenset({"he", "him", "his", "she", "her"})
_HE = re.compile(rf"\b(?:{'|'.join(sorted(_PERSONAL))})\b", re.IGNORECASE)
_THINGS = frozenset({"it", "its", "this", "that"})
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


@dataclass(slots=True)
class Talk:
    """The conversation so far: phrases with their weights, the last standalone question, and its answer."""

    weights: dict[frozenset[str], float] = field(default_factory=dict)
    phrases: dict[frozenset[str], Phrase] = field(default_factory=dict)
    people: set[frozenset[str]] = field(default_factory=set)
    last: str = ""
    answer: str = ""

    def add(self, question: str, answer: str, standalone: str, topic: Phrase | None) -> None:
        """Add a turn; `topic` is the phrase its question referred to, which stays the topic."""
        self.weights = {key: weight * FADING for key, weight in self.weights.items()}
        introduced = _INTRODUCTION.match(question.strip())
        for phrase in noun_phrases(question):
            key = key_of(phrase.text)
            if key and not _DATE.match(phrase.text):
                named = INTRODUCED if introduced and key_of(introduced["topic"]) == key else 0.0
                self.weights[key] = self.weights.get(key, 0.0) + phrase.weight + named
                self.phrases[key] = phrase
        if topic is not None:
            key = key_of(topic.text)
            self.weights[key] = self.weights.get(key, 0.0) + TOPIC_WEIGHT
            self.phrases.setdefault(key, topic)
            if _HE.search(question):
                self.people.add(key)
        self.last, self.answer = standalone, answer

    def topic(self, question: str, pronoun: str = "") -> Phrase | None:
        """The most likely topic of the conversation that the question does not name itself.

        Args:
            question: What is asked.
            pronoun: The word that the phrase is to stand for; without one the first of the question.
        """
        found = _AGREEING.search(question)
        pronoun = pronoun or (found[1].casefold() if found else "")
        own = key_of(question)
        left = {
            key: weight + (_agreement(pronoun, self.phrases[key]) if pronoun else 0.0)
            for key, weight in self.weights.items()
            if not key <= own and not (pronoun in _THINGS and key in self.people)
        }
        left = {key: weight for key, weight in left.items() if weight > -NEVER / 2}
        best = self.phrases[max(left, key=lambda key: (left[key], sorted(key)))] if left else None
        if pronoun in _PERSONAL:
            name = person_told(self.last, self.answer, own) if asks_who(self.last) else ""
            if not name and (best is None or not is_person(best)):
                name = person_named(self.answer, own) or person_told(self.last, self.answer, own)
            if name:
                return Phrase(name, 0, len(name), 1.0, plural=False)
        return best


def is_person(phrase: Phrase) -> bool:
    """Whether a phrase may be somebody's name."""
    return bool(_PERSON.match(phrase.text))


def key_of(text: str) -> frozenset[str]:
    """Stems of a phrase's words: two phrases with the same ones mean the same."""
    return frozenset(stem(word) for word in words(text) if word != "the")


def _agreement(pronoun: str, phrase: Phrase) -> float:
    """How well a phrase fits a pronoun: people for he and she, plurals for they, neither for it.

    The agent of a question is "he" in the next and hardly ever "it"; what the question asks for may be "it".
    """
    person = is_person(phrase)
    if pronoun in _PERSONAL:
        does = phrase.acts != (pronoun in ("him", "her"))
        return IS_PERSON + (0.3 if does else 0.0) if person else -1.0
    if pronoun in ("they", "them", "their", "these", "those"):
        return 0.6 if phrase.plural else -0.3
    if phrase.acts:
        return -NEVER
    if phrase.beside or (person and (len(phrase.words) > 1 or pronoun in ("this", "that"))):
        return -1.0
    if phrase.plural:
        return -0.8
    return 0.3 if phrase.asked and len(phrase.words) > 1 else 0.0
