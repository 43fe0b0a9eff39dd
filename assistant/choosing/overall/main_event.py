"""When and where the main event itself was: whether that is asked, and which statements say it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from assistant.choosing.overall.broad import COMMON
from assistant.question import EVENTS, QuestionReading, Wants
from assistant.statements.days import days_in
from knowledge.index.search import UNKNOWN
from knowledge.overview import Overview
from knowledge.passage import Statement
from knowledge.text.words import stems

SAYS_WHEN = 2.0  # what a statement gains that names the event and one of its days
NEAR = timedelta(days=3)  # another day so near to the event's is given for the event, and wrong by what most tell
ASKED = frozenset({Wants.DATE, Wants.PLACE, Wants.YES_NO})
NAMED = stems(" ".join(EVENTS))
HAPPENING = stems(
    "happen take took place held hold occur come came coming go went going meet met day date exactly itself"
)


def asked_days(reading: QuestionReading, overview: Overview, rarity: Mapping[str, float]) -> tuple[date, ...]:
    """The days of the main event, in order, where a question asks when, where or whether it was and nothing else.

    All its words are then an event's ("the summit", "take place"), common in the documents, or numbers that belong to
    the event (the 23rd, 2025). The first or the last visit is another one.

    Args:
        reading: The question.
        overview: Of the documents.
        rarity: Stem -> inverse document frequency, of the question's stems.
    """
    if reading.wants.isdisjoint(ASKED) or (NAMED | HAPPENING).isdisjoint(reading.content) or not overview.main_days:
        return ()
    days = tuple(sorted(date.fromisoformat(day) for day in overview.main_days))
    own = NAMED | HAPPENING | stems(f"annual state official {in_words(days)}") | overview.main_numbers
    telling = [word for word in reading.content if word not in own]
    if any(word[0].isdigit() or rarity.get(word, rarity[UNKNOWN]) >= COMMON for word in telling):
        return ()
    return days


def in_words(days: Sequence[date]) -> str:
    """Days as documents write them: `4 December 2025, 5 December 2025`."""
    return ", ".join(f"{day.day} {day:%B %Y}" for day in days)


def event_prior(reading: QuestionReading, days: Sequence[date]) -> Callable[[Statement], float]:
    """What a statement gains by saying when the event was, where `days` are asked for.

    The gain is the larger, the more words of the question the statement holds. A statement loses as much that gives the
    event another day than most statements do.
    """
    words = set(reading.content) - HAPPENING - stems(in_words(days))

    def gained(one: Statement) -> float:
        said = [first for first, last in days_in(one.text) if first == last]
        if not said or not words:
            return 0.0
        share = len(words & stems(one.text)) / len(words)
        others = any(day not in days and any(abs(day - own) <= NEAR for own in days) for day in said)
        return SAYS_WHEN * share * (-0.5 if others else float(any(day in days for day in said)))

    return gained if days else lambda _: 0.0
