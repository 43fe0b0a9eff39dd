"""What a conversation has talked about: its phrases, and which of them a pronoun most likely means."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from assistant.question.openers import OPENERS, PRONOUNS
from assistant.render.text import SOURCES_DISAGREE, without_marks
from assistant.rewrite.agreement import FEMALE, IS_PERSON, NEVER, PERSONAL, THINGS, agreement, cannot_mean, is_person
from assistant.rewrite.people import asks_who, person_named, person_told
from assistant.rewrite.phrases import Phrase, named_as, noun_phrases
from knowledge.text.cells import cells_of
from knowledge.text.month_names import MONTH, WEEKDAY
from knowledge.text.words import stem, words

FADING = 0.7  # factor on a phrase's weight for each later turn
INTRODUCED = 1.2  # added weight of a phrase that a question is about as a whole
TOPIC_WEIGHT = 0.8  # added weight of a phrase that a follow-up referred to, or that the answer put a name to
_AGREEING = re.compile(rf"\b({PRONOUNS})\b", re.IGNORECASE)
_HE = re.compile(rf"\b(?:{'|'.join(sorted(PERSONAL))})\b", re.IGNORECASE)
_DATE = re.compile(
    rf"^(?:the )?(?:(?:{MONTH}|{WEEKDAY}|early|mid|late|spring|summer|autumn|winter|\d{{1,4}}(?:st|nd|rd|th)?"
    r"|years?|months?|days?|times?)\b\W*)+$",
    re.IGNORECASE,
)
_WHO_SAID = re.compile(
    r"(?:\w+,? )?who (?:said|says|claim(?:s|ed)|think|thinks|thought|believe[sd]?|den(?:ies|ied)|announced|called)\b",
    re.IGNORECASE,
)
_ASKS_NAME = re.compile(
    rf"^{OPENERS}what(?:['’]s| is| was| are| were) (?:his|her|its|their) (?:full |real |first |last )?names?\W*$",
    re.IGNORECASE,
)
# What stands between two phrases, or before or after one.
_TO_EACH_OTHER = re.compile(r"^ [a-z]+(?: with)? $|^ and $")  # "Holm met with Price"
_DO = re.compile(r"\b(?:do|does|did|has|have) (?:these |your )?$", re.IGNORECASE)  # "What do the sources …"
_ABOUT = re.compile(r"\b(?:about|regarding|concerning) (?:the )?$", re.IGNORECASE)
_WHO_DID = re.compile(rf"^{OPENERS}who \w+ $", re.IGNORECASE)
_OWNED = re.compile(r"^['’]s?\s(?:[a-z]+ ){0,2}$")  # "Lyra's new bridge"
_ASKED = re.compile(r"\b(?:which|what|how many|(?P<article>an?)) $", re.IGNORECASE)
_TELLING = frozenset(map(stem, "source document report paper article".split()))  # where it stands
_INTRODUCTION = re.compile(  # "What is the Lyra pact?": all of it is about that
    r"^(?:what(?:'s| is| are| was| were)|who(?:'s| is| are| was| were)|tell me (?:more )?about|describe"
    r"|explain) (?P<topic>[^?.!,]+)[?.!]?$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Talk:
    """The conversation so far: phrases with their weights, the last standalone question, and its answer."""

    weights: dict[frozenset[str], float] = field(default_factory=dict)
    phrases: dict[frozenset[str], Phrase] = field(default_factory=dict)
    people: dict[frozenset[str], bool] = field(default_factory=dict)  # those called he, False, or she, True
    named: dict[frozenset[str], str] = field(default_factory=dict)  # "which hotel" -> the one that the answer named
    last: str = ""
    answer: str = ""

    def add(self, question: str, answer: str, standalone: str, topic: Phrase | None) -> None:
        """Add a turn; `topic` is the phrase its question referred to, which stays the topic."""
        column, name = _row_told(answer)
        self.weights = {key: weight * FADING for key, weight in self.weights.items()}
        introduced = _INTRODUCTION.match(question.strip())
        owner: Phrase | None = None
        for phrase in noun_phrases(question):
            key = key_of(phrase.text)
            telling = key <= _TELLING and _DO.search(question[: phrase.start])  # "What do the sources say about oil?"
            if key and not _DATE.match(phrase.text) and not telling:
                named = INTRODUCED if introduced and key_of(introduced["topic"]) == key else 0.0
                self.weights[key] = self.weights.get(key, 0.0) + phrase.weight + named
                matter = not named and bool(_ABOUT.search(question[: phrase.start]))
                self.phrases[key] = replace(_as_named(phrase, owner, question), matter=matter)
                if column and column <= key:
                    self.named[key] = name
                    self.weights[key] += TOPIC_WEIGHT
            owner = phrase if phrase.owner else None
        if topic is not None:
            key = key_of(topic.text)
            self.weights[key] = self.weights.get(key, 0.0) + TOPIC_WEIGHT
            self.phrases.setdefault(key, topic)
            if called := _HE.search(question):
                self.people[key] = called[0].casefold() in FEMALE
        self.last, self.answer = standalone, answer.partition(f"\n\n{SOURCES_DISAGREE}")[0]

    def topic(self, question: str, pronoun: str = "") -> Phrase | None:
        """The most likely topic of the conversation that the question does not name itself.

        Args:
            question: What is asked.
            pronoun: The word that the phrase is to stand for; without one the first of the question.
        """
        found = _AGREEING.search(question)
        pronoun = pronoun or (found[1].casefold() if found else "")
        own = key_of(question)
        asks_name = bool(_ASKS_NAME.match(question))
        chosen = self._likeliest(pronoun, own, unnamed=asks_name)
        best = self.phrases.get(chosen)
        if pronoun in ("they", "them") and best is not None and not best.plural and (both := self._both(best, own)):
            return both
        if best is not None and cannot_mean(pronoun, best):
            return None
        is_known = best is not None and key_of(best.text) in self.people
        if pronoun in PERSONAL and not asks_name and not is_known and (name := self._person_meant(best, own)):
            return named_as(name)
        return replace(best, text=self.named[chosen]) if best and chosen in self.named else best

    def _likeliest(self, pronoun: str, own: frozenset[str], *, unnamed: bool) -> frozenset[str]:
        """The key that a pronoun, if there is one, means most likely, and none that the question names itself.

        With `unnamed` it is no name: whoever, or whatever, is meant has not been named.
        """
        left = {
            key: weight + (self._agreement(pronoun, key) if pronoun else 0.0)
            for key, weight in self.weights.items()
            if not key <= own
        }
        if unnamed:
            left = {key: weight for key, weight in left.items() if not self.phrases[key].text[0].isupper()}
        left = {key: weight for key, weight in left.items() if weight > -NEVER / 2}
        return max(left, key=lambda key: (left[key], sorted(key))) if left else frozenset()

    def _person_meant(self, best: Phrase | None, own: frozenset[str]) -> str:
        """The name in the last answer that "he" means; empty for none.

        Where the last question did not ask who, or who said so, it means one only if `best`, the likeliest phrase, is
        nobody's name.
        """
        name = person_told(self.last, self.answer, own) if asks_who(self.last) else ""
        if not name and _WHO_SAID.match(self.last):
            name = person_named(self.answer, own)
        if not name and (best is None or not is_person(best)):
            name = person_named(self.answer, own) or person_told(self.last, self.answer, own)
        return name

    def _both(self, best: Phrase, own: frozenset[str]) -> Phrase | None:
        """The two whom "they" may mean: those of the last question, or whom it asked for and whom that one met."""
        if not is_person(best) or not _WHO_DID.match(self.last.partition(best.text)[0]):
            return _both(self.last)
        name = person_told(self.last, self.answer, own) or person_named(self.answer, own | key_of(best.text))
        return Phrase(f"{name} and {best.text}", 0, 0, 1.0, plural=True) if name else None

    def _agreement(self, pronoun: str, key: frozenset[str]) -> float:
        """How well what a key stands for fits a pronoun; who was called "he" is neither "it" nor "she"."""
        if key in self.people:
            female = pronoun in FEMALE
            fits = pronoun in PERSONAL and self.people[key] == female
            return IS_PERSON if fits else -NEVER if pronoun in PERSONAL or pronoun in THINGS else 0.0
        return agreement(pronoun, self.phrases[key])


def _both(question: str) -> Phrase | None:
    """The two of whom a question asks what the one did to the other: "Did Ada Holm meet Tom Price?"."""
    named = [phrase for phrase in noun_phrases(question) if is_person(phrase) and not phrase.place]
    if len(named) != 2 or not named[0].acts or not _TO_EACH_OTHER.match(question[named[0].end : named[1].start]):
        return None
    text = f"{named[0].text} and {named[1].text}"
    return named_as(text, plural=True)


def _row_told(answer: str) -> tuple[frozenset[str], str]:
    """Of an answer that is one row of a table what its first column is called, as stems, and what it names there."""
    rows = [cells for line in answer.split("\n") if (cells := cells_of(without_marks(line)))]
    return (key_of(rows[0][0][0]), rows[0][0][1]) if len(rows) == 1 else (frozenset(), "")


def _as_named(phrase: Phrase, owner: Phrase | None, question: str) -> Phrase:
    """A phrase as it is named in a later question: with whose it is, and with an article."""
    if owner and _OWNED.match(question[owner.end : phrase.start]):
        return replace(phrase, text=question[owner.start : phrase.end])
    before = _ASKED.search(question[: phrase.start])
    if before and phrase.text[0].islower():
        return replace(phrase, text=f"{before['article'] or 'the'} {phrase.text}")
    return phrase


def key_of(text: str) -> frozenset[str]:
    """Stems of a phrase's words: two phrases with the same ones mean the same."""
    return frozenset(stem(word) for word in words(text) if word != "the")
