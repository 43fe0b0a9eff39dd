"""Whom an answer names: the person that "he" or "she" means in the next question."""

from __future__ import annotations

import re
from collections.abc import Container
from itertools import takewhile

from assistant.question.openers import OPENERS
from knowledge.text.words import content_words, stem, words

NEAR_BY = 60  # characters on either side of a name in which the question's words are looked for
_NAME = r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*"
_OFFICE = (
    r"(?:[Pp]resident|[Cc]hancellor|[Mm]inister|[Aa]mbassador|[Ss]ecretary|Mr|Mrs|Ms|Dr|King|Queen|Prince|Princess"
    r"|[Ss]pokes(?:wo)?man|[Gg]overnor|[Ss]enator|[Gg]eneral|[Pp]rofessor)\.?"
)
_DOER = r"(?<!\bof )(?<!\bin )(?<!\bfrom )(?<!\bat )(?P<doer>[A-Z][\w’-]+(?: [A-Z][\w’-]+)*)"  # no place
_DESCRIBED = r"(?: (?:of|from) [A-Z][\w’-]+|, [^,.]{1,60},|,)?"  # "Berg of Lyra", "Berg, the mayor,"
_DOES = r"(?:himself|herself|met|said|told|gave|went|came|made|took|became|wrote|won|led|spoke|was born|[a-z]{3,}ed)\b"
_PERSON_SAID = re.compile(rf"\b(?:{_OFFICE} (?P<office>{_NAME})|{_DOER}{_DESCRIBED} {_DOES})")
_FULL_NAME = re.compile(  # "Ottoline Mbarga", "Ana-Lucia de la Torre"
    r"\b[A-Z][\w’'-]+(?: (?:(?:de|da|di|la|van|von|der|bin|al|el) )*[A-Z][\w’'-]+)+"
)
_AT_PLACE = re.compile(rf"\b(?:[Ii]n|[Aa]t|[Nn]ear|from|of|to) {_FULL_NAME.pattern}$")
_ASKS_WHO = re.compile(rf"^{OPENERS}(?:who|whom|whose)\b", re.IGNORECASE)


def person_named(answer: str, known: Container[str]) -> str:
    """The first person an answer names whose name is not all `known` stems; empty when there is none.

    It names one with an office, "Chancellor Lund", or as the one who does something, "Berg, the mayor, said".
    """
    for match in _PERSON_SAID.finditer(answer):
        name = match["office"] or match["doer"]
        if content_words(name.split()[0]) and not all(stem(word) in known for word in words(name)):
            return str(name)
    return ""


def asks_who(question: str) -> bool:
    """Whether a question asks for somebody."""
    return _ASKS_WHO.match(question) is not None


def person_told(question: str, answer: str, known: Container[str]) -> str:
    """The person with whom an answer names most of the question's words; empty when it names nobody new.

    After "Who opened the mill?" it is Ada Holm of "Ada Holm opened the mill, and Tom Price watched".
    """
    asked = frozenset(content_words(question))
    found = ""
    most = -1
    for match in _FULL_NAME.finditer(answer):
        name = _without_office(match[0], asked)
        own = frozenset(content_words(name))
        if _AT_PLACE.search(answer[: match.end()]) or own & asked or all(word in known for word in own):
            continue
        around = f"{answer[max(0, match.start() - NEAR_BY) : match.start()]} {answer[match.end() :][:NEAR_BY]}"
        shared = len(asked.intersection(content_words(f"{match[0].removesuffix(name)} {around}")))
        if shared > most:
            found, most = name, shared
    return found


def _without_office(name: str, asked: Container[str]) -> str:
    """A full name without the words of the question before it: "Mayor Ada Holm" after "Who is the mayor?"."""
    held = name.split()
    office = list(takewhile(lambda word: all(one in asked for one in content_words(word)), held))
    full = held[len(office) :]
    return " ".join(full) if len(full) > 1 else name
