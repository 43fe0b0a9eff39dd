"""A question that names a time or a thing prefers the statements of it."""

from datetime import date

import pytest

from assistant.choosing.weighing.scope import (
    DATE_ABOVE,
    NAMES_ANOTHER,
    OF_ANOTHER,
    OF_ANOTHER_TIME,
    OF_THE_TIME,
    THOUGH_TOLD,
    WITHOUT_DATE,
    scope_prior,
)
from assistant.question import read_question
from knowledge.passage import Hit, Source, Span, Statement, Status
from tests.evidence_values import passage_of


def gained(question: str, statement: Statement, title: str = "") -> float:
    hit = Hit(passage_of(statement, title), 0.5)
    return scope_prior(read_question(question), [hit])(statement)


def statement(
    text: str, heading: str = "", published: date | None = None, status: Status = Status.REPORTED, event_date: str = ""
) -> Statement:
    source = Source("gazette", "Gazette", "Lyra Gazette", published=published)
    return Statement(Span("lyra", 0, len(text)), text, status, (source,), event_date=event_date, heading=heading)


@pytest.mark.parametrize(
    ("one", "title", "gain"),
    [
        (statement("The bridge opened on 12 March 2024."), "", OF_THE_TIME),
        (statement("The bridge opened on 12 May 2024."), "Meeting of 9 March 2024", 0),
        (statement("The bridge opened on 12 May 2024."), "", -OF_ANOTHER_TIME),
        (statement("The bridge opened on 12 May 2024.", published=date(2024, 3, 9)), "", 0),
        (statement("The bridge was named."), "Meeting of 9 March 2024", OF_THE_TIME),
        (statement("The bridge was named."), "Meeting of 9 May 2024", -OF_ANOTHER_TIME),
        (statement("The bridge was named.", heading="March 2024"), "", OF_THE_TIME),
        (statement("The bridge was named.", published=date(2024, 3, 9)), "", OF_THE_TIME),
        (statement("The bridge was named.", published=date(2024, 3, 9), status=Status.CONFIRMED), "", 0),
        (statement("The bridge was named.", event_date="2024-03"), "", OF_THE_TIME),
        (statement("The bridge was named.", event_date="2024-05"), "", -OF_ANOTHER_TIME),
        (statement("The bridge was named.", published=date(2024, 4, 1)), "", 0),
    ],
)
def test_a_statement_is_of_its_own_dates_or_of_those_above_it(one: Statement, title: str, gain: float) -> None:
    assert gained("What was done about the bridge in March 2024?", one, title) == gain
    assert gained("What was done about the bridge?", one, title) == 0


@pytest.mark.parametrize(
    "asked", ["When in March 2024 was it?", "What was done before March 2024?", "Is May like March?"]
)
def test_other_days_count_only_where_the_question_is_about_one(asked: str) -> None:
    assert gained(asked, statement("The bridge opened on 12 May 2024.")) == 0


def test_a_statement_about_another_thing_loses() -> None:
    question = "What is new in 4.1.0?"
    assert gained(question, statement("New: tariffs.", heading="4.1.0 (April)")) == 0
    assert gained(question, statement("New: an app.", heading="May")) == -OF_ANOTHER
    assert gained(question, statement("New: an app.", heading="4.0.0 (May)")) == -OF_ANOTHER - NAMES_ANOTHER


def test_it_loses_more_where_another_statement_names_the_thing() -> None:
    other, this = statement("New: an app.", heading="May"), statement("New: tariffs.", heading="4.1.0 (April)")
    hits = [Hit(passage_of(one), 0.5) for one in (other, this)]
    prior = scope_prior(read_question("What is new in 4.1.0?"), hits)
    assert [prior(this), prior(other)] == [0, -OF_ANOTHER - THOUGH_TOLD]


def test_a_statement_without_a_date_loses_where_one_is_asked_for() -> None:
    dated, undated = statement("The bridge was opened in May 1930."), statement("A 1930 report praised the bridge.")
    assert gained("When was the bridge opened?", dated) == 0
    below = statement(undated.text, heading="May 1930")
    assert gained("When was the bridge opened?", undated) == -WITHOUT_DATE
    assert gained("When was the bridge opened?", below) == -DATE_ABOVE
    assert gained("Who opened the bridge?", undated) == 0


def test_a_statement_of_another_place_in_a_series_loses() -> None:
    asked = "What was shown at the 24th fair?"
    this, other, none = (
        statement(f"Ships were shown at {fair}.") for fair in ("the 24th fair", "the 22nd fair", "a fair")
    )
    assert [gained(asked, one) for one in (this, none, other)] == [0.0, -OF_ANOTHER, -OF_ANOTHER - NAMES_ANOTHER]
