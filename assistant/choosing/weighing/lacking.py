"""Whether the best statements lack what a question cannot do without: a measure, a speaker, a thing, a time, a doer.

"When was the bridge opened?" is not answered where no statement tells a time, however near in words they are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import regex

from assistant.choosing.weighing.headings import tells_above
from assistant.choosing.weighing.parties import is_the_reverse
from assistant.choosing.weighing.scope import asked_times, times_told
from assistant.choosing.weighing.signals import Place
from assistant.question import read_question
from assistant.question.designation import unnamed
from assistant.reader.pair import leans
from assistant.statements.actors import asked_actor, may_speak
from assistant.statements.answer_types import MEASURES, holds, judged
from assistant.statements.days import Times
from assistant.support.words import among_names, tokens_of
from knowledge.index.search import UNKNOWN
from knowledge.passage import Hit, Statement
from knowledge.text.words import stems

MEASURING = stems("long far fast tall high deep wide heavy old big large often soon")  # say only what is measured
TAKING_PLACE = stems("go run move travel take last get need")  # deeds that name no thing

_SAID_ABOUT = regex.compile(  # "What did the joint statement say about Lyra?", "Was anything agreed on Lyra?"
    r"\b(?:(?:sa(?:y|ys|id)|t(?:ell|ells|old)|sp(?:eak|eaks|oke)|think|thought|agreed?|discuss(?:ed)?|decided?|promised?"
    r"|writ(?:e|es|ten)|wrote|talk(?:s|ed)?)\b[^?.!;]*?\b(?:about|on|of|regarding|concerning)|mention(?:s|ed)?)\s+"
    r"(?P<topic>[^?.!;]+)",
    regex.IGNORECASE,
)


def lacks_what_is_asked(question: str, asked: str, near: Sequence[Place], rarity: Mapping[str, float]) -> bool:
    """Whether the best statements cannot answer, though their words may be those of the question.

    Args:
        question: What is asked; a follow-up as it was put.
        asked: The same in words that stand alone.
        near: The best statement, and those that score nearly as well.
        rarity: Stem -> inverse document frequency, at least of the question's stems.
    """
    return (
        _lacks_measure(question, asked, near)
        or _lacks_speaker(asked, near)
        or _lacks_topic(asked, near, rarity)
        or _lacks_designation(asked, near)
        or _is_of_another_time(asked, near)
        or is_the_reverse(asked, near[0][1].text)
    )


def _lacks_measure(question: str, asked: str, near: Sequence[Place]) -> bool:
    """Whether what is asked wants a date, a duration, a number, a share or money, and no statement holds what it lacks.

    A measure in a statement that shares no word with the question, neither itself nor above it, is of something else;
    "long" or "fast" alone does not count. Before "it" and the like the statement before is looked at too. A question
    that names no thing ("How fast does it go?") does not tell which are of something else.
    """
    content = frozenset(read_question(question).content) - MEASURING
    kinds = [kind for kind in judged(read_question(asked).wants) if kind in MEASURES]
    return bool(kinds) and not any(
        (holds(kind, one.text, question) or tells_above(kind, question, one, hit.passage.title))
        and (
            content <= TAKING_PLACE
            or not stems(f"{hit.passage.title} {one.heading} {_words_with_those_before(hit, one)}").isdisjoint(content)
        )
        for kind in kinds
        for hit, one in near
    )


def _words_with_those_before(hit: Hit, one: Statement) -> str:
    """The words of a statement, after those of the one that it leans on."""
    before = hit.passage.before(one)
    return f"{before.text} {one.text}" if before and leans(one.text) else one.text


def _lacks_speaker(question: str, near: Sequence[Place]) -> bool:
    """Whether a question asks for the words of somebody whom it names, and no statement can hold any."""
    actor = asked_actor(question)
    if actor is None or not (actor.speaks and actor.named):
        return False
    return not any(may_speak(one.text, actor) for _, one in near)


def _lacks_topic(question: str, near: Sequence[Place], rarity: Mapping[str, float]) -> bool:
    """Whether a question asks what was said about somebody or something whose name no passage holds in any form.

    An acronym counts for no name: the passages may spell it out.
    """
    match = _SAID_ABOUT.search(question)
    names = [token for token in tokens_of(match["topic"]) if token.name and token.content] if match else []
    unknown = rarity.get(UNKNOWN, math.inf)
    held = any(rarity.get(one, 0.0) < unknown for name in names for one in stems(name.text))
    if held or not names or any(name.text.isupper() for name in names):
        return False
    told = {token.root for hit, one in near for token in tokens_of(f"{hit.passage.title}. {one.text}")}
    return not any(among_names(name.root, told) for name in names)


def _lacks_designation(question: str, near: Sequence[Place]) -> bool:
    """Whether a question is about a thing such as S-400 that no statement names, nor what stands above or before it."""
    texts: list[str] = []
    for hit, one in near:
        before = hit.passage.before(one)
        texts += [one.text, one.heading, hit.passage.title, before.text if before else ""]
    return bool(unnamed(question, texts))


def _is_of_another_time(question: str, near: Sequence[Place]) -> bool:
    """Whether a question is about a year, a day or the like, and every statement is of another alone."""
    asked = asked_times(read_question(question))
    return asked != Times() and all(asked.differ(times_told(one, hit.passage.title)) for hit, one in near)
