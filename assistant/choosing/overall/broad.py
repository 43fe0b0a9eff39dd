"""Whether a question is about all that is told: of the main event, of one of its days, or of one matter."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from assistant.choosing.overall.manner import without_manner
from assistant.question import AN_EVENT, EVENTS, QuestionReading, Wants
from assistant.support.figures import Figure, read_figures
from knowledge.text.words import fold, stems

COMMON = math.log1p(1 / 0.3)  # rarity below which a word tells nothing of what is asked: all is about it
# Words that a question uses for results.
_RESULT = r"achiev\w*|accomplish\w*|outcomes?|results?|takeaways?|deliver\w*|produc\w*|agreed|decided|conclu\w*"
# What an event, or a day of it, does as a whole: "What did the second day bring?"
_BRINGS = (
    rf"(?:{AN_EVENT}|day|evening|night|morning|afternoon) (?:\w+ )?"
    r"(?:bring|brought|yield(?:ed)?|changed?|mean|meant)"
)
COMING_OF_IT = re.compile(rf"\b(?:{_RESULT}|signed|gain(?:ed)?|{_BRINGS})\b")
_WHOLE = re.compile(
    rf"\b(?:{_RESULT}|highlights?|summar\w*|overview|schedule|itinerary|happen\w*|recap|main|key points|tl;?dr"
    r"|nutshell|aftermath|afterwards|what followed|expect\w*|anticipat\w*|predict\w*|planned"
    r"|what (?:is|was|were) (?:\w+ ){1,6}?(?:all )?about"
    r"|what (?:did|has|have) (?:\w+ ){1,4}do(?:ne)?)\b"
)
# The same in ordinary words, which may ask for one thing as well: "What came after the visit?", "Who came after it?"
_IN_ORDINARY_WORDS = re.compile(
    rf"\b(?:{_BRINGS}|time-?lines?|chronolog\w*|(?:key|main|most important|biggest) (?:facts|things|news|developments)"
    rf"|what (?:did|has|have|does|will) (?:\w+ ){{1,4}}(?:gain(?:ed)?|(?:get|got) out of (?:it|the {AN_EVENT}))"
    rf"|how did (?:the|his|her|their|this) (?:\w+ )?{AN_EVENT} (?:go|end)"
    rf"|(?:what|anything)\b.* (?:after|since|following) (?:the|this|that|his|her|their) (?:\w+ )?{AN_EVENT})\b"
)
_AFTERWARDS = re.compile(
    rf"\b(?:after|since|followed) (?:the|this|that|his|her|their) (?:[\w-]+ ){{0,2}}?{AN_EVENT}\b"
    r"|\b(?:aftermath|afterwards)\b"
)
_SAYING = re.compile(r"\b(?:say|says|said|saying|tell|tells|told|claim|claims|claimed|think|thinks)\b(?! (?:me|us)\b)")
_ON = r"(?:on|about|in|for|regarding|concerning)"
# Results on one matter: "What was agreed on space?", "outcomes for trade", "the defence outcomes".
_ON_A_MATTER = (
    re.compile(rf"\b(?:{_RESULT}|agree|signed|settled?|{_BRINGS})\b(?: at (?:the )?\w+)? {_ON} (?P<matter>[^?.!,;]+)"),
    re.compile(r"\bhappened (?:on|about|regarding|concerning) (?P<matter>[^?.!,;]+)"),
    re.compile(r"\b(?P<matter>[\w-]+(?: [\w-]+)?) (?:outcomes?|results?|takeaways?)\b"),
)
_PARTICULAR = frozenset(Wants) - {Wants.SUMMARY, Wants.LIST}
_NUMBERED_DAY = re.compile(
    r"\b(?P<which>first|second|third|last|final) (?:day|evening|night|morning|afternoon)\b"
    r"|\bday (?P<number>one|two|three|[123])\b"
)
_PLACES = {
    **dict.fromkeys(("first", "one", "1"), 0),
    **dict.fromkeys(("second", "two", "2"), 1),
    **dict.fromkeys(("third", "three", "3"), 2),
    **dict.fromkeys(("last", "final"), -1),
}
# Words that name no matter: a question made of these alone is about all that is told.
GENERAL = stems(
    f"{' '.join(EVENTS)} aftermath afterwards followed"
    " day evening night morning first second third last during course time start finish beginning end"
    " happened happen came go went took take place get got give away know need"
    " outcome result achieved accomplished takeaway highlight delivered produced agreed agree decided concluded"
    " sign signed settle settled expect expected expectation anticipated predicted planned schedule itinerary"
    " summary summarise summarize overview recap brief briefly short quick rundown gist nutshell outline sketch explain"
    " describe walk through tl dr s list everything overall whole entire complete full main key important most point"
    " actually really basically far few line word sentence bullet one two three four five six seven eight nine ten"
    " document text article report file page paper collection material source content"
)
# More of them, where nothing particular is wanted: "What has it brought since?", but not "Did that change much?".
_ORDINARY = stems(
    "since following bring brought yield gain change mean meant fact development timeline chronology chronological"
    " chronologically"
)


def asked_day(reading: QuestionReading, days: frozenset[str]) -> str:
    """The day of the main event that a question means by "4 December" or "the second day"; empty for none."""
    ordered = sorted(days)
    for dated in dates_of(reading):
        meant = [day for day in ordered if may_mean(dated, day)]
        if len(meant) == 1 and dated.day[2]:
            return meant[0]
    match = _NUMBERED_DAY.search(fold(reading.text))
    if match is None or not ordered:
        return ""
    place = _PLACES[match["which"] or match["number"]]
    return ordered[place] if -len(ordered) <= place < len(ordered) else ""


def is_on_what_followed(reading: QuestionReading) -> bool:
    """Whether a question asks about the time after an event: "What happened after the visit?"."""
    return _AFTERWARDS.search(fold(reading.text)) is not None


def dates_of(reading: QuestionReading) -> list[Figure]:
    """The dates of a question."""
    return [figure for figure in read_figures(reading.text) if figure.kind == "date"]


def may_mean(dated: Figure, day: str) -> bool:
    """Whether a date, which may lack its year or its day, can be this one."""
    return all(said in (0, own) for said, own in zip(dated.day, map(int, day.split("-")), strict=True))


def is_on_the_whole(reading: QuestionReading, rarity: Callable[[str], float]) -> bool:
    """Whether a question asks what an event came to, and nothing in particular about it.

    Args:
        reading: The question.
        rarity: Gives the inverse document frequency of a stem.
    """
    folded = fold(reading.text)
    if _SAYING.search(folded):
        return False
    ordinary = reading.wants.isdisjoint(_PARTICULAR) and _IN_ORDINARY_WORDS.search(folded)
    named = _WHOLE.search(folded) or _NUMBERED_DAY.search(folded)
    return bool(Wants.SUMMARY in reading.wants or ordinary or named) and not _telling(reading, rarity)


def asked_matter(reading: QuestionReading, rarity: Callable[[str], float]) -> frozenset[str]:
    """The stems of the one matter on which a question asks for results in general; empty for any other question.

    Args:
        reading: The question.
        rarity: Gives the inverse document frequency of a stem.
    """
    folded = fold(reading.text)
    match = next(filter(None, (pattern.search(folded) for pattern in _ON_A_MATTER)), None)
    if match is None or reading.wants & _PARTICULAR or _SAYING.search(folded):
        return frozenset()
    telling = _telling(reading, rarity)
    return telling if telling <= stems(match["matter"]) else frozenset()


def _telling(reading: QuestionReading, rarity: Callable[[str], float]) -> frozenset[str]:
    """The stems of a question that tell one thing from another: neither general, nor common, nor of a date."""
    dated = stems(" ".join(reading.text[figure.start : figure.end] for figure in dates_of(reading)))
    general = dated | (GENERAL | _ORDINARY if reading.wants.isdisjoint(_PARTICULAR) else GENERAL)
    asked = stems(without_manner(reading.text))
    words = (word for word in reading.content if word in asked and word not in general)
    return frozenset(word for word in words if rarity(word) >= COMMON)
