"""Questions as of a day before what they ask about took place."""

from __future__ import annotations

from datetime import date

import pytest
from langchain_core.documents import Document

from assistant.assistant import Assistant
from assistant.choosing.not_yet import is_of_later, names_a_later_day
from assistant.evidence import Evidence
from assistant.question import read_question
from knowledge.knowledge_base import KnowledgeBase
from knowledge.passage import Source, Span, Statement, Status
from tests.evidence_values import answering
from tests.fakes import WordHashEmbedder

TOLD = (
    ("At the summit of 2021 the Queen and Berg signed 28 agreements.", "background", "2021-06-01", "2021-06-02"),
    ("The Queen is expected to sign 25 agreements at the summit.", "expected", "2024-05-05", "2024-04-20"),
    ("The Queen rode to the summit in a blue car in 2021.", "background", "2021-06-01", "2021-06-02"),
    ("Sixteen agreements were signed at the summit in Lyra.", "confirmed", "2024-05-05", "2024-05-06"),
    ("The Queen arrived in Lyra by train on 4 May 2024.", "confirmed", "2024-05-04", "2024-05-04"),
    ("The Queen stayed at the Harbour Hotel in Lyra.", "confirmed", "2024-05-04", "2024-05-05"),
    ("The Queen went to Lyra in the spring of 2019.", "background", "2019-04-01", "2019-04-02"),
)


def assistant() -> Assistant:
    text, rows = "", []
    for said, status, event, published in TOLD:
        source = {"id": published, "title": "Gazette", "publisher": "Lyra Gazette", "published": published}
        place = {"start": len(text), "end": len(text) + len(said)}
        rows.append({**place, "status": status, "event_date": event, "sources": [source]})
        text += f"{said}\n\n"
    knowledge = KnowledgeBase(embedder=WordHashEmbedder())
    knowledge.ingest([Document(page_content=text, metadata={"id": "lyra", "title": "Lyra", "statements": rows})])
    return Assistant(knowledge)


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("How many agreements were signed at the summit?", "2024-05-03"),
        ("As of 3 May 2024, how many agreements were signed at the summit?", None),
        ("How many agreements were signed at the summit in June 2024?", "2024-05-03"),
        ("Has the Queen arrived in Lyra by train yet?", "2024-05-03"),
    ],
)
def test_what_had_not_yet_taken_place_is_not_told_by_what_happened_before(question: str, day: str | None) -> None:
    answer = assistant().ask(question, as_of=day)
    assert not answer.answered
    assert answer.missing.startswith("On 2024-05-03 this had not yet taken place, or was not yet known.")
    assert all(
        near.citation.event_date != "2024-05-05" or near.citation.status == "expected" for near in answer.nearest
    )


def test_what_was_expected_of_it_is_the_nearest() -> None:
    answer = assistant().ask("How many agreements were signed at the summit?", as_of="2024-05-03")
    assert answer.nearest[0].citation.quote == TOLD[1][0]
    assert answer.missing.endswith("What was expected is shown.")


@pytest.mark.parametrize(
    ("question", "day", "told"),
    [
        ("How many agreements were signed at the summit?", "2024-05-06", TOLD[3][0]),
        ("How many agreements is the Queen expected to sign?", "2024-05-03", TOLD[1][0]),
        ("When did the Queen go to Lyra in 2019?", "2024-05-03", TOLD[6][0]),
    ],
)
def test_what_was_known_is_told(question: str, day: str, told: str) -> None:
    assert assistant().ask(question, as_of=day).claims[0].text == told


@pytest.mark.parametrize(
    ("question", "later"),
    [
        ("How much oil came in January 2025?", True),
        ("How much oil came in May 2024?", False),
        ("How much oil came in 2024 and in 2025?", False),
        ("How much oil came?", False),
    ],
)
def test_a_question_names_a_later_day(question: str, later: bool) -> None:
    assert names_a_later_day(read_question(question), date(2024, 5, 3)) is later


OLD = (date(2020, 1, 2), Status.BACKGROUND)
PLAN = (date(2024, 4, 20), Status.EXPECTED)
NEW = (date(2024, 5, 8), Status.CLAIMED)


def told(published: date, status: Status, confidence: float) -> Evidence:
    source = Source("gazette", "Gazette", "Lyra Gazette", published=published)
    one = Statement(Span("lyra", 0, 9), "Of Lyra.", status, (source,))
    return Evidence((answering(one, 0.0),), (), confidence)


@pytest.mark.parametrize(
    ("then", "now", "later"),
    [
        (told(*OLD, 0.3), told(*NEW, 0.7), True),
        (told(*OLD, 0.5), told(*NEW, 0.7), False),  # it may have been so then
        (told(*OLD, 0.3), told(*OLD, 0.7), False),
        (told(*PLAN, 0.3), told(*NEW, 0.7), False),  # what was expected of it is an answer too
        (told(*OLD, 0.05), told(*NEW, 0.15), False),
        (Evidence((), (), 0.0), told(*NEW, 0.7), True),
        (told(*OLD, 0.3), Evidence((), (), 0.0), False),
    ],
)
def test_what_is_so_was_not_known_where_all_that_is_known_is_much_surer(
    then: Evidence, now: Evidence, later: bool
) -> None:
    reading = read_question("Is the market of Lyra dull?")
    assert is_of_later(reading, then, now, date(2024, 5, 3)) is later
