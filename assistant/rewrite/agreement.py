"""How well a phrase fits a pronoun: a person "he", several things "they", one thing "it"."""

from __future__ import annotations

import re

from assistant.rewrite.phrases import NAMELIKE, Phrase, without_article

MATTER = 0.7  # added weight, as the meaning of "it" or "that", of what something was said about
NEVER = 9.0  # weight lost, as the meaning of "it", by a name that does what only people do
IS_PERSON = 1.5  # added weight of a person's name as the meaning of "he" or "she"
PERSONAL = frozenset({"he", "him", "his", "she", "her"})
FEMALE = frozenset({"she", "her"})
THINGS = frozenset({"it", "its", "this", "that"})
_NO_PERSON = frozenset({"they", "them", "this", "that"})  # nor one place, nor one body
_PART_OF_TIME = re.compile(r"\b(?:day|night|morning|evening|week|month|season)$")  # hardly ever "it"
_PERSON = re.compile(r"^(?:[A-Z][\w.’'-]+ )*[A-Z][a-zà-ÿ’'-]+$")


def agreement(pronoun: str, phrase: Phrase) -> float:
    """How well a phrase fits a pronoun: people for he and she, plurals for they, neither for it.

    The agent of a question is "he" in the next and hardly ever "it"; what the question asks for may be "it".
    """
    person = is_person(phrase)
    if pronoun in PERSONAL:
        if phrase.place:
            return -1.0
        does = phrase.acts != (pronoun in ("him", "her"))
        return IS_PERSON + (0.3 if does else 0.0) if person else -1.0
    if phrase.owner:
        return -0.8
    if pronoun in ("they", "them", "their", "these", "those"):
        return 0.6 if phrase.plural else -0.3
    if phrase.acts:
        return -NEVER
    if _PART_OF_TIME.search(phrase.text) and pronoun in THINGS:
        return -1.0
    if phrase.beside or (person and (len(phrase.words) > 1 or pronoun in ("this", "that"))):
        return -1.0
    matter = MATTER if phrase.matter else 0.0
    if phrase.plural:
        return matter - 0.8
    return matter + 0.3 if phrase.asked else matter


def cannot_mean(pronoun: str, phrase: Phrase) -> bool:
    """Whether a pronoun cannot mean a phrase: "they" no single person or place, "it" no several things.

    What something was said about, be it several things, may be "it".
    """
    if pronoun in _NO_PERSON and not phrase.plural and is_name(phrase) and not _is_thing(pronoun, phrase):
        return True
    return pronoun == "it" and phrase.plural and phrase.text[0].islower() and not phrase.matter


def _is_thing(pronoun: str, phrase: Phrase) -> bool:
    """Whether a name is for "that" a thing with a number, "E02", for "they" a body in one word, "Vegaco"."""
    if pronoun in THINGS:
        return not phrase.place and any(map(str.isdigit, phrase.text))
    return not phrase.place and " " not in phrase.text


def is_person(phrase: Phrase) -> bool:
    """Whether a phrase may be somebody's name."""
    return bool(_PERSON.match(phrase.text))


def is_name(phrase: Phrase) -> bool:
    """Whether a phrase is a name and nothing else."""
    return is_person(phrase) or bool(NAMELIKE.fullmatch(without_article(phrase.text)))
