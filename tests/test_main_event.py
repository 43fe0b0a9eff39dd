"""When and where the main event was: asked about it, not about another one."""

from datetime import date

import pytest

from assistant.choosing.overall.main_event import asked_days, event_prior, in_words
from assistant.question import read_question
from knowledge.document import StoredDocument
from knowledge.index.search import UNKNOWN
from knowledge.overview import Overview
from knowledge.passage import Source, Span, Statement, Status

GAZETTE = Source("gazette", "Gazette", "Lyra Gazette")
DAYS = (date(2024, 5, 4), date(2024, 5, 5))
COMMON_WORDS = ("queen", "lyra", "may", "2024")  # nearly every passage holds them


def statement(text: str, day: str = "") -> Statement:
    return Statement(Span("lyra", 0, len(text)), text, Status.CONFIRMED, (GAZETTE,), event_date=day)


OVERVIEW = Overview(
    (
        StoredDocument(
            "lyra",
            "Lyra",
            "",
            GAZETTE,
            (
                *(statement("The Queen came for the 7th summit.", day.isoformat()) for day in DAYS for _ in range(12)),
                *(statement("A bridge opened.", f"20{year}-01-01") for year in range(10, 30)),
            ),
            "hash",
        ),
    )
)


def days(question: str) -> tuple[date, ...]:
    reading = read_question(question)
    rarity = {word: 0.5 if word in COMMON_WORDS else 3.0 for word in reading.content} | {UNKNOWN: 5.0}
    return asked_days(reading, OVERVIEW, rarity)


@pytest.mark.parametrize(
    "question",
    [
        "When was the summit?",
        "When did the Queen visit Lyra?",
        "When is the Queen coming to Lyra?",
        "When was the 7th summit?",
        "When did the May 2024 visit take place?",
        "Where was the summit held?",
        "Did the Queen come to Lyra in May 2024?",
    ],
)
def test_the_main_event_is_meant(question: str) -> None:
    assert days(question) == DAYS


@pytest.mark.parametrize(
    "question",
    [
        "When did the Queen first visit Lyra?",
        "When was the 6th summit?",
        "When was the visit of 2021?",
        "When was the visit announced?",
        "When did the Queen leave?",
        "Who came to the summit?",
        "When was Lyra?",
    ],
)
def test_something_else_is_meant(question: str) -> None:
    assert days(question) == ()


def test_no_event_stands_out() -> None:
    reading = read_question("When was the summit?")
    assert asked_days(reading, Overview(()), {UNKNOWN: 5.0}) == ()


def test_days_are_written_as_in_documents() -> None:
    assert in_words(DAYS) == "4 May 2024, 5 May 2024"
    assert in_words(()) == ""


def test_a_statement_gains_by_the_event_and_its_days_and_loses_by_another_day() -> None:
    gained = event_prior(read_question("When was the summit in Lyra?"), DAYS)
    whole = gained(statement("The summit was in Lyra on 4-5 May 2024."))
    assert whole > gained(statement("The summit was on 4 May 2024.")) > 0
    assert gained(statement("On 4 May 2024 it rained.")) == 0
    assert gained(statement("The summit was in Lyra in May 2024.")) == 0
    assert gained(statement("The summit was in Lyra on 4-6 May 2024.")) < 0
    assert event_prior(read_question("When was the summit?"), ())(statement("The summit was on 4 May 2024.")) == 0
