"""What is told as a whole, of the main event or by one text: the statements that stand for the others."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.choosing.overall.broad import COMING_OF_IT, asked_day, dates_of, is_on_what_followed, may_mean
from assistant.choosing.overall.manner import asks_in_time, in_time, of_the_part_of_day, statements_wanted
from assistant.evidence import Evidence, ScoredStatement, as_a_whole, voices
from assistant.question import About, QuestionReading, Wants
from assistant.reader.pair import leans
from knowledge.document import StoredDocument
from knowledge.known import passes
from knowledge.overview import FEW_DOCUMENTS, Overview
from knowledge.passage import Filter, Passage, Statement, Status
from knowledge.text.words import fold, stems

AT_MOST = 6  # statements
OPENING = 4  # statements with which a text is summed up: news says the most important first
FEWEST_ON_A_MATTER = 2  # statements that a digest of one matter can be made of
ALIKE = 0.5  # what the nearest chosen statement takes from the standing of another
SAME_DOCUMENT = 0.5  # what each chosen statement of the same document leaves of it
SAME_DOCUMENT_OF_DAY = 0.85  # the same for one day, of which one document may tell most
VOICE = 0.5  # what each further independent source adds to a statement's standing
SETTLED = 2.0  # factor for a statement that says what was settled, where the results are asked for
NAMES_IT = 2.0  # factor for one that names the matter itself, and not only in what stands above it
OPENS = 2.0  # factor for one that opens a document of a collection that tells of no event
FEWEST_WORDS = 6  # of a sentence that can stand for others
OUTCOME = 1.5  # factor for one that tells what became of an expectation
_SETTLED = re.compile(
    r"\b(?:signed(?! (?:\w+ )?(?:\S+ )?(?:book|register)\b)|agreed|adopted|committed|approved|announced|decided"
    r"|launched|pledged|established|exchanged|welcomed)\b"
)
_ROW = re.compile(r"^[\w ()]+: [^.;]*; [\w ()]+: ")  # a row of a table: "Model: E9; Weight: 104 kg"


@dataclass(frozen=True, slots=True)
class _Standing:
    """A statement, its words, and how much of all that is told it stands for."""

    statement: Statement
    words: frozenset[str]
    score: float


def digest_of(
    reading: QuestionReading, overview: Overview, filter: Filter, matter: frozenset[str] = frozenset()
) -> Evidence | None:
    """The statements that stand for all that is told of the main event, as evidence; None where there is none.

    A question about what was expected gets expectations, any other what happened; one about a `matter`, by its stems,
    the statements that hold them, or stand below them, if there are several; one about what followed the event, what
    happened later. "In three sentences" gets three; a day, a timeline and a schedule are told in the order of time.
    Documents that tell of no event in particular have a digest too, where a summary is asked for and they are few
    enough to be read for it.
    """
    day = asked_day(reading, overview.main_days)
    if overview.main_days:
        every, titles = overview.told, overview.titles
        told = _of_the_event(reading, overview, day)
    elif Wants.SUMMARY in reading.wants and 1 < len(overview.documents) <= FEW_DOCUMENTS:
        every = tuple(one for one in overview.statements if _stands_alone(one.text))
        titles = {one.id: one.title for one in overview.documents}
        told = list(every)
    else:
        return None
    told = [one for one in told if passes(one, filter)]
    told = [one for one in told if not filter.documents or one.span.document_id in filter.documents]
    if matter:
        told = [one for one in told if matter <= stems(f"{titles[one.span.document_id]} {one.heading} {one.text}")]
    if len(told) < (FEWEST_ON_A_MATTER if matter else 1):
        return None
    standings = _standings(told, every, overview)
    if not overview.main_days:
        opening = set({one.span.document_id: one.span for one in reversed(told)}.values())
        standings = _more(standings, OPENS, lambda one: one.span in opening)
    if matter:
        standings = _more(standings, NAMES_IT, lambda one: matter <= stems(one.text))
    if COMING_OF_IT.search(fold(reading.text)):
        standings = _more(standings, SETTLED, lambda one: _SETTLED.search(one.text) is not None)
    most = min(statements_wanted(reading.text) or AT_MOST, AT_MOST)
    chosen = _spread(standings, most, SAME_DOCUMENT_OF_DAY if day or matter else SAME_DOCUMENT)
    return as_a_whole(in_time(chosen) if day or asks_in_time(reading.text) else chosen, titles)


def _of_the_event(reading: QuestionReading, overview: Overview, day: str) -> list[Statement]:
    """What happened on the main days, or was expected of them, or happened later; nothing if another time is asked for.

    Of one `day` those are told that name it, if any do.
    """
    if not all(any(may_mean(dated, one) for one in overview.main_days) for dated in dates_of(reading)):
        return []
    days = {day} if day else overview.main_days
    status = Status.EXPECTED if reading.about is About.BEFORE else Status.CONFIRMED
    followed = is_on_what_followed(reading)
    told = [one for one in overview.told if one.status is status]
    told = [one for one in told if (one.event_date > max(days) if followed else one.event_date in days)]
    of_the_day = of_the_part_of_day(reading.text, _naming(day, told)) if day else []
    return list(of_the_day) or told


def _more(standings: Sequence[_Standing], factor: float, which: Callable[[Statement], bool]) -> list[_Standing]:
    """The same, with the score of some multiplied."""
    return [replace(one, score=one.score * factor) if which(one.statement) else one for one in standings]


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
        like = math.fsum(weight.get(word, 0.0) * whole[word] for word in bag) / _norm(bag, weight)
        came = any(statement.key in outcome.happened for outcome in overview.outcomes_by_key.get(statement.key, ()))
        heard = voices(_told_with(statement, overview))
        found.append(_Standing(statement, bag, like * (1 + VOICE * (heard - 1)) * (OUTCOME if came else 1.0)))
    return found


def _told_with(statement: Statement, overview: Overview) -> list[Statement]:
    """The statement, and where it is the first on its side of a dispute, the others of that side, which repeat it."""
    sides = overview.statements_by_dispute.get(statement.dispute, ())
    own = [one for one in sides if one.side == statement.side]
    return own if own and own[0] == statement else [statement]


def _stands_alone(text: str) -> bool:
    """Whether a statement is a sentence that needs no other: no row of a table, list or heading."""
    ends = text.rstrip(" \"'”’)").endswith((".", "!", "।"))
    return ends and len(text.split()) >= FEWEST_WORDS and "\n" not in text and not leans(text) and not _ROW.search(text)


def _norm(bag: Iterable[str], weight: Mapping[str, float]) -> float:
    """The length of a text's vector; by `fsum`, for the order of a set is another in each process."""
    return math.sqrt(math.fsum(weight.get(word, 0.0) ** 2 for word in bag)) or 1.0


def _naming(day: str, told: Sequence[Statement]) -> list[Statement]:
    """The statements that name a day: they tell what was done on it, the others rather what was said or agreed."""
    date_ = date.fromisoformat(day)
    named = re.compile(rf"\b0?{date_.day}(?:st|nd|rd|th)? {date_:%B}\b|\b{date_:%B} 0?{date_.day}\b")
    return [statement for statement in told if named.search(statement.text)]


def _spread(standings: Sequence[_Standing], most: int, same_document: float) -> list[Statement]:
    """The best statements, each unlike those before it."""
    chosen: list[_Standing] = []
    left = list(standings)
    while left and len(chosen) < most:
        best = max(left, key=lambda one: (_worth(one, chosen, same_document), one.statement.span))
        chosen.append(best)
        left.remove(best)
    return [one.statement for one in chosen]


def _worth(one: _Standing, chosen: Sequence[_Standing], same_document: float) -> float:
    """Its score, less by how near it is to the nearest chosen one, and for each of the same document."""
    likeness = [len(one.words & other.words) / max(1, min(len(one.words), len(other.words))) for other in chosen]
    same = sum(one.statement.span.document_id == other.statement.span.document_id for other in chosen)
    return one.score * (1 - ALIKE * max(likeness, default=0.0)) * same_document**same


def opening_of(document: StoredDocument, confidence: float) -> Evidence:
    """The first statements of a text as evidence for a summary of it."""
    statements = document.statements[:OPENING]
    scored = tuple(
        ScoredStatement(one, Passage(one.span, one.text, (one,), document.title, one.heading), float(-place))
        for place, one in enumerate(statements)
    )
    return Evidence(scored, (), confidence)
