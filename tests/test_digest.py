"""What a collection tells of its main event as a whole."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.choosing.overall.broad import asked_day, asked_matter, is_on_the_whole
from assistant.choosing.overall.digest import AT_MOST, digest_of
from assistant.question import read_question
from knowledge.document import StoredDocument
from knowledge.overview import Overview
from knowledge.passage import Filter, Outcome, Source, Span, Statement, Status

ROOT = Path(__file__).parent.parent
GAZETTE, TIMES = Source("gazette", "Gazette", "Lyra Gazette"), Source("times", "Times", "Vega Times")
TOPICS = ("harbour", "bridge", "fishing", "school", "railway", "theatre")
ASIDES = ("A dog barked.", "Rain fell.", "One lamp broke.", "Two boys sang.", "Tea was cold.", "Nobody slept.")
RARITY = {"visit": 0.5, "queen": 0.4, "lyra": 0.4, "harbour": 2.5}


def statements(document: str, lines: list[tuple[str, str, Status]]) -> StoredDocument:
    made, start = [], 0
    for text, day, status in lines:
        made.append(Statement(Span(document, start, start + len(text)), text, status, (GAZETTE,), day))
        start += len(text) + 1
    return StoredDocument(document, document.title(), " ".join(text for text, _, _ in lines), GAZETTE, tuple(made), "h")


def collection() -> Overview:
    documents = []
    for topic, aside in zip(TOPICS, ASIDES, strict=True):
        lines = [
            (f"The queen and the mayor agreed on a plan for the {topic} during the visit.", "2024-06-03", "confirmed"),
            (aside, "2024-06-03", "confirmed"),
            (f"The queen was expected to speak of the {topic} during the visit.", "2024-06-03", "expected"),
            (f"The queen came to see the {topic} in Port Lyra in the evening.", "2024-06-02", "confirmed"),
        ]
        documents.append(statements(topic, [(text, day, Status(status)) for text, day, status in lines]))
    return Overview(tuple(documents))


def told(question: str, overview: Overview | None = None, filter_: Filter | None = None) -> list[str]:
    found = digest_of(read_question(question), overview or collection(), filter_ or Filter())
    return [item.statement.text for item in found.statements] if found else []


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("What did the visit achieve?", True),
        ("Summarise the queen's visit.", True),
        ("What happened on the second day?", True),
        ("What happened on 5 December 2025?", True),
        ("Summarise the visit in three sentences", True),
        ("tl;dr of the queens visit", True),
        ("Walk me through the conference", True),
        ("Outline the trip from start to finish", True),
        ("What did the queen do on her visit?", True),
        ("What was the aftermath of the visit?", True),
        ("What followed the visit?", True),
        ("What has happened since the visit?", True),
        ("What came after the visit?", True),
        ("What did the second day bring?", True),
        ("In one sentence: what did the visit bring?", True),
        ("What did Lyra gain?", True),
        ("Give me 3 key facts", True),
        ("Outline the visit chronologically", True),
        ("Sum up the visit in three sentences", True),
        ("How did the visit go?", True),
        ("Who came after the visit?", False),
        ("What did the harbour gain?", False),
        ("What did the queen bring?", False),
        ("Did the visit change much?", False),
        ("What did the queen do at the harbour?", False),
        ("What did the queen say about her visit?", False),
        ("What happened at the harbour?", False),
        ("What was agreed on fishing?", False),
        ("Who met the queen?", False),
    ],
)
def test_a_question_about_nothing_in_particular_is_about_the_whole(question: str, whole: bool) -> None:
    reading = read_question(question)
    assert is_on_the_whole(reading, lambda word: RARITY.get(word, 5.0)) == whole


def test_a_digest_tells_what_much_is_told_of_and_each_document_once() -> None:
    found = told("What did the visit achieve?")
    assert len(found) == AT_MOST
    assert not set(found) & set(ASIDES)
    assert {topic for topic in TOPICS for text in found if topic in text} == set(TOPICS)


def test_what_several_independent_sources_hold_against_others_comes_first() -> None:
    plan = "The queen and the mayor agreed on a plan for the bridge during the visit."
    documents = []
    for document in collection().documents:
        sides = [
            replace(one, dispute="plan", side=0, sources=(source,)) if document.id == "bridge" and n in (0, 3) else one
            for n, (one, source) in enumerate(zip(document.statements, (GAZETTE, TIMES, TIMES, TIMES), strict=True))
        ]
        documents.append(replace(document, statements=tuple(sides)))
    assert told("What did the visit achieve?")[0] != plan
    assert told("What did the visit achieve?", Overview(tuple(documents)))[0] == plan


@pytest.mark.parametrize("seed", ["1", "8"])
def test_the_order_in_which_a_process_keeps_words_decides_nothing(seed: str) -> None:
    name = test_what_several_independent_sources_hold_against_others_comes_first.__name__
    code = f"from tests.test_digest import {name} as run; run()"
    subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, check=True, cwd=ROOT)


def test_a_digest_of_a_day_tells_of_that_day_alone() -> None:
    assert (
        asked_day(read_question("How did the first day go?"), frozenset({"2024-06-03", "2024-06-02"})) == "2024-06-02"
    )
    assert all("evening" in text for text in told("What happened on the first day of the visit?"))
    assert all("evening" in text for text in told("What happened on 2 June?"))
    assert told("What happened on 2 June 2023?") == []
    assert not any("evening" in text for text in told("What happened on the second day of the visit?"))


def test_as_many_statements_are_told_as_are_asked_for() -> None:
    assert len(told("What did the visit bring, in three sentences?")) == 3
    assert len(told("Give me two key facts")) == 2
    assert len(told("Summarise the visit in a sentence")) == 1
    assert len(told("Give me twenty facts, 20 facts, on the visit")) == AT_MOST


def test_a_timeline_and_a_day_are_told_in_the_order_of_time() -> None:
    lines = [
        ("The queen of Lyra left at 9:40 pm.", "2024-06-03", Status.CONFIRMED),
        ("The queen of Lyra signed a pact at noon.", "2024-06-03", Status.CONFIRMED),
        ("The queen of Lyra saw the harbour in the morning.", "2024-06-03", Status.CONFIRMED),
        ("The queen of Lyra came in the evening.", "2024-06-02", Status.CONFIRMED),
    ]
    documents = tuple(statements(f"d{n}", [line, line]) for n, line in enumerate(lines * 3))
    overview = Overview(documents)
    assert overview.main_days == {"2024-06-02", "2024-06-03"}
    found = list(dict.fromkeys(told("Give me a timeline of the visit", overview)))
    assert found == [text for text, _, _ in reversed(lines) if text in found]
    assert len(found) > 1


def test_of_a_part_of_a_day_what_names_it_is_told_alone() -> None:
    assert told("What happened on the first evening?") == told("What did the first day bring?")
    assert told("What happened on the first morning?") == told("What did the first day bring?")


def test_what_followed_the_event_is_told_of_later_days_alone() -> None:
    documents = [*collection().documents]
    later = statements("later", [("The queen wrote to the mayor after the visit.", "2024-07", Status.CONFIRMED)])
    overview = Overview((*documents, later))
    for question in ("What happened after the visit?", "What followed her visit?", "What was the aftermath?"):
        assert told(question, overview) == ["The queen wrote to the mayor after the visit."]
    assert "The queen wrote to the mayor after the visit." not in told("What happened during the visit?", overview)


def test_the_place_of_the_event_is_the_one_that_much_happened_in() -> None:
    assert collection().main_places == {"lyra"}


@pytest.mark.parametrize(
    ("question", "matter"),
    [
        ("What was agreed on the harbour?", {"harbour"}),
        ("What did the visit achieve for the harbour?", {"harbour"}),
        ("Summarise the harbour outcomes", {"harbour"}),
        ("What did the visit bring for the harbour?", {"harbour"}),
        ("What was agreed on the queen?", set()),  # all is about her
        ("When was it agreed on the harbour?", set()),
        ("What did the mayor say was agreed on the harbour?", set()),
        ("What happened on the harbour?", {"harbour"}),
        ("What happened at the harbour?", set()),
        ("What happened on 5 December 2025?", set()),
        ("What was agreed?", set()),
    ],
)
def test_results_may_be_asked_for_on_one_matter(question: str, matter: set[str]) -> None:
    assert asked_matter(read_question(question), lambda word: RARITY.get(word, 5.0)) == matter


def test_a_digest_of_one_matter_tells_of_it_alone() -> None:
    question = "What was agreed on the harbour?"
    found = digest_of(read_question(question), collection(), Filter(), frozenset({"harbour"}))
    assert found is not None
    assert [item.statement.text for item in found.statements][0].startswith("The queen and the mayor agreed")
    assert {item.statement.span.document_id for item in found.statements} == {"harbour"}
    assert digest_of(read_question(question), collection(), Filter(), frozenset({"airport"})) is None


def test_what_was_expected_and_what_happened_are_told_apart() -> None:
    assert all("expected" in text for text in told("What was expected of the visit?"))
    assert not any("expected" in text for text in told("What happened during the visit?"))


def test_what_the_filter_takes_away_is_not_told() -> None:
    question = "What did the visit achieve?"
    assert told(question, filter_=Filter(sources=frozenset({"times"}))) == []
    only = told(question, filter_=Filter(documents=frozenset({"harbour"})))
    assert only
    assert set(only) <= {statement.text for statement in collection().documents[0].statements}


def test_what_several_report_and_what_was_waited_for_comes_first() -> None:
    first, *others = collection().documents
    plain, aside, expected, evening = first.statements
    twice = replace(plain, sources=(GAZETTE, TIMES))
    heard = replace(first, statements=(twice, aside, expected, evening))
    assert told("What did the visit achieve?", Overview((*others, heard)))[0] == plain.text
    planned = replace(first, statements=(replace(plain, key="agreed"), aside, replace(expected, key="plan"), evening))
    came = replace(planned, outcomes=(Outcome(("plan",), ("agreed",), "happened"),))
    assert told("What did the visit achieve?", Overview((*others, came)))[0] == plain.text


def test_documents_without_an_event_have_a_digest_where_a_summary_is_asked_for() -> None:
    plain = tuple(
        replace(one, statements=tuple(replace(s, status=Status.REPORTED, event_date="") for s in one.statements))
        for one in collection().documents
    )
    assert len(told("Summarise this.", Overview(plain))) == AT_MOST
    assert told("What happened?", Overview(plain)) == []


def test_rows_and_sentences_that_lean_stand_for_nothing_and_openings_for_most() -> None:
    lines = (
        "The boat is a small ferry for ten cars.",
        "Model: Vega; Length of the boat: 20 metres; Width: 6 metres",
        "It carries ten cars and the crew of the boat.",
        "The boat sails from the harbour of Lyra every hour.",
    )
    boats = [statements(name, [(line, "", Status.REPORTED) for line in lines]) for name in ("vega", "mira")]
    found = told("What is this about?", Overview(tuple(boats)))
    assert found[0] == lines[0]
    assert set(found) <= {lines[0], lines[3]}
