"""What a collection tells of its main event as a whole: the statements that stand for the others."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.evidence import Evidence, ScoredStatement
from assistant.question import EVENTS, About, QuestionReading, Wants
from assistant.reader.pair import leans
from assistant.signals import stems
from assistant.support_figures import Figure, read_figures
from knowledge.known import passes
from knowledge.overview import Overview
from knowledge.passage import Filter, Passage, Statement, Status
from knowledge.words import fold

AT_MOST = 6  # statements
MOST_DOCUMENTS = 50  # that are read for a digest of a collection that tells of no event
CONFIDENCE = 0.6  # that a digest is what was asked for
COMMON = math.log1p(1 / 0.3)  # rarity below which a word tells nothing of what is asked: all is about it
ALIKE = 0.5  # what the nearest chosen statement takes from the standing of another
SAME_DOCUMENT = 0.5  # what each chosen statement of the same document leaves of it
SAME_DOCUMENT_OF_DAY = 0.85  # the same for one day, of which one document may tell most
VOICE = 0.5  # what each further independent source adds to a statement's standing
SETTLED = 2.0  # how much more one does that says what was settled, where the results are asked for
OPENS = 2.0  # how much more one does that opens a document of a collection that tells of no event
FEWEST_WORDS = 6  # of a sentence that can stand for others
OUTCOME = 1.5  # how much more a statement stands for that tells what became of an expectation
# What a question calls that which came of something.
_RESULT = r"achiev\w*|accomplish\w*|outcomes?|results?|takeaways?|deliver\w*|produc\w*|agreed|decided|conclu\w*"
_COMING_OF_IT = re.compile(rf"\b(?:{_RESULT}|signed)\b")
_WHOLE = re.compile(
    rf"\b(?:{_RESULT}|highlights?|summar\w*|overview|schedule|itinerary|happen\w*|recap|main|key points|tl;?dr"
    r"|nutshell|expect\w*|anticipat\w*|predict\w*|planned|what (?:is|was|were) (?:\w+ ){1,6}?(?:all )?about"
    r"|what (?:did|has|have) (?:\w+ ){1,4}do(?:ne)?)\b"
)
_SETTLED = re.compile(
    r"\b(?:agreed|signed|adopted|committed|approved|announced|decided|launched|pledged|established|exchanged|welcomed)\b"
)
_SAYING = re.compile(r"\b(?:say|says|said|saying|tell|tells|told|claim|claims|claimed|think|thinks)\b(?! (?:me|us)\b)")
_NUMBERED_DAY = re.compile(
    r"\b(?P<which>first|second|third|last|final) (?:day|evening|night|morning|afternoon)\b"
    r"|\bday (?P<number>one|two|three|[123])\b"
)
_ROW = re.compile(r"^[\w ()]+: [^.;]*; [\w ()]+: ")  # a row of a table: "Model: E9; Weight: 104 kg"
_PLACES = {
    **dict.fromkeys(("first", "one", "1"), 0),
    **dict.fromkeys(("second", "two", "2"), 1),
    **dict.fromkeys(("third", "three", "3"), 2),
    **dict.fromkeys(("last", "final"), -1),
}
_SAYS_NOTHING = stems(
    f"{' '.join(EVENTS)}"
    " actually really overall whole start finish beginning end walk through briefly quick basically rundown gist far"
    " get got give came away during course time entire complete full explain describe sketch outline"
    " day evening night morning first second third last happened"
    " outcome result achieved accomplished takeaway highlight summary summarise summarize overview main key point recap"
    " brief short few line word sentence go went take took place important most delivered produced agreed decided"
    " document text article report file page paper collection material source content"
    " schedule itinerary bullet one two three four five six seven eight nine ten"
    " concluded nutshell know need list everything expect expected expectation anticipated predicted planned s tl dr"
)


@dataclass(frozen=True, slots=True)
class _Standing:
    """A statement, its words, and how much of all that is told it stands for."""

    statement: Statement
    words: frozenset[str]
    score: float


def asked_day(reading: QuestionReading, days: frozenset[str]) -> str:
    """The day of the main event that a question means by "4 December" or "the second day"; empty for none."""
    ordered = sorted(days)
    for dated in _dates(reading):
        meant = [day for day in ordered if _may_mean(dated, day)]
        if len(meant) == 1 and dated.day[2]:
            return meant[0]
    match = _NUMBERED_DAY.search(fold(reading.text))
    if match is None or not ordered:
        return ""
    place = _PLACES[match["which"] or match["number"]]
    return ordered[place] if -len(ordered) <= place < len(ordered) else ""


def _dates(reading: QuestionReading) -> list[Figure]:
    return [figure for figure in read_figures(reading.text) if figure.kind == "date"]


def _may_mean(dated: Figure, day: str) -> bool:
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
    if Wants.SUMMARY not in reading.wants and not _WHOLE.search(folded) and not _NUMBERED_DAY.search(folded):
        return False
    dated = stems(" ".join(reading.text[figure.start : figure.end] for figure in _dates(reading)))
    telling = [word for word in reading.content if word not in _SAYS_NOTHING and word not in dated]
    return all(rarity(word) < COMMON for word in telling)


def digest_of(reading: QuestionReading, overview: Overview, filter: Filter) -> Evidence | None:  # noqa: A002
    """The statements that stand for all that is told of the main event, as evidence; None where there is none.

    A question about what was expected gets expectations, any other what happened. Documents that tell of no event in
    particular have a digest too, where a summary is asked for and they are few enough to be read for it.
    """
    every = overview.told
    day = asked_day(reading, overview.main_days)
    if overview.main_days:
        if not all(any(_may_mean(dated, one) for one in overview.main_days) for dated in _dates(reading)):
            return None  # it is about another time
        days = {day} if day else overview.main_days
        status = Status.EXPECTED if reading.about is About.BEFORE else Status.CONFIRMED
        told = [one for one in every if one.status is status and one.event_date in days]
        if day:
            told = _naming(day, told) or told
    elif Wants.SUMMARY in reading.wants and 1 < len(overview.documents) <= MOST_DOCUMENTS:
        told = [one for one in overview.statements if _stands_alone(one.text)]
        every = tuple(told)
    else:
        return None
    told = [one for one in told if passes(one, filter)]
    told = [one for one in told if not filter.documents or one.span.document_id in filter.documents]
    if not told:
        return None
    standings = _standings(told, every, overview)
    if not overview.main_days:
        first = {one.span.document_id: one.span for one in reversed(told)}
        opening = set(first.values())
        standings = [replace(s, score=s.score * (OPENS if s.statement.span in opening else 1)) for s in standings]
    if _COMING_OF_IT.search(fold(reading.text)):
        standings = [
            replace(s, score=s.score * (SETTLED if _SETTLED.search(s.statement.text) else 1)) for s in standings
        ]
    titles = {one.id: one.title for one in (overview.telling if overview.main_days else overview.documents)}
    scored = tuple(
        ScoredStatement(one, Passage(one.span, one.text, (one,), titles.get(one.span.document_id, "")), -0.1 * place)
        for place, one in enumerate(_spread(standings, SAME_DOCUMENT_OF_DAY if day else SAME_DOCUMENT))
    )
    return Evidence(scored, (), CONFIDENCE, whole=True)


def _standings(told: Sequence[Statement], every: Sequence[Statement], overview: Overview) -> list[_Standing]:
    """Each statement with its mean likeness to every one.

    It is worth more when several independent sources report it, and when it is what became of an expectation.
    """
    bags = [stems(statement.text) for statement in every]
    counts = Counter(word for bag in bags for word in bag)
    weight = {word: math.log(len(bags) / count) for word, count in counts.items() if count > 1}
    whole: Counter[str] = Counter()
    for bag in bags:
        norm = _norm(bag, weight)
        whole.update({word: weight.get(word, 0.0) / norm for word in bag})
    found = []
    for statement in told:
        bag = stems(statement.text)
        like = sum(weight.get(word, 0.0) * whole[word] for word in bag) / _norm(bag, weight)
        voices = len({source.voice for source in statement.sources})
        outcomes = (outcome for key in statement.key.split() for outcome in overview.outcomes_by_key.get(key, ()))
        came = any(key in outcome.happened for outcome in outcomes for key in statement.key.split())
        found.append(_Standing(statement, bag, like * (1 + VOICE * (voices - 1)) * (OUTCOME if came else 1.0)))
    return found


def _stands_alone(text: str) -> bool:
    """Whether a statement is a sentence that needs no other: no row of a table, list or heading."""
    ends = text.rstrip(" \"'”’)").endswith((".", "!", "।"))
    return ends and len(text.split()) >= FEWEST_WORDS and "\n" not in text and not leans(text) and not _ROW.search(text)


def _norm(bag: Iterable[str], weight: Mapping[str, float]) -> float:
    return math.sqrt(sum(weight.get(word, 0.0) ** 2 for word in bag)) or 1.0


def _naming(day: str, told: Sequence[Statement]) -> list[Statement]:
    """The statements that name a day: they tell what was done on it, the others rather what was said or agreed."""
    date_ = date.fromisoformat(day)
    named = re.compile(rf"\b0?{date_.day}(?:st|nd|rd|th)? {date_:%B}\b|\b{date_:%B} 0?{date_.day}\b")
    return [statement for statement in told if named.search(statement.text)]


def _spread(standings: Sequence[_Standing], same_document: float) -> list[Statement]:
    """The best statements, each unlike those before it."""
    chosen: list[_Standing] = []
    left = list(standings)
    while left and len(chosen) < AT_MOST:
        best = max(left, key=lambda one: (_worth(one, chosen, same_document), one.statement.span))
        chosen.append(best)
        left.remove(best)
    return [one.statement for one in chosen]


def _worth(one: _Standing, chosen: Sequence[_Standing], same_document: float) -> float:
    """Its score, less by how near it is to the nearest chosen one, and for each of the same document."""
    likeness = [len(one.words & other.words) / max(1, min(len(one.words), len(other.words))) for other in chosen]
    same = sum(one.statement.span.document_id == other.statement.span.document_id for other in chosen)
    return one.score * (1 - ALIKE * max(likeness, default=0.0)) * same_document**same
