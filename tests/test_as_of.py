"""Questions that name the day as of which they ask."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.question.as_of import split_as_of
from tests.fakes import document, small_assistant


@pytest.mark.parametrize(
    ("asked", "words", "day"),
    [
        ("As of 15 September 2025, when was he due?", "when was he due?", date(2025, 9, 15)),
        ("When was he due as of September 2025?", "When was he due?", date(2025, 9, 30)),
        ("as of 2025-12-03 what was expected?", "what was expected?", date(2025, 12, 3)),
        ("As of the end of 2024, how many were there?", "how many were there?", date(2024, 12, 31)),
        ("What was known (as of 5 Dec 2025)?", "What was known?", date(2025, 12, 5)),
        ("What was known by the end of May 2025 of the fair?", "What was known of the fair?", date(2025, 5, 31)),
        ("What did they know about it on 5 Dec 2025?", "What did they know about it?", date(2025, 12, 5)),
        ("What was known before October 2025?", "What was known?", date(2025, 9, 30)),
        (
            "Who is known to have come? What was sold by May 2025?",
            "Who is known to have come? What was sold by May 2025?",
            None,
        ),
        ("As of now, how many are there?", "As of now, how many are there?", None),
        ("as of 3 December what was expected?", "as of 3 December what was expected?", None),
        ("As of 31 February 2025, who came?", "As of 31 February 2025, who came?", None),
        ("Who came on 5 December 2025?", "Who came on 5 December 2025?", None),
    ],
)
def test_the_day_is_taken_out_of_the_question(asked: str, words: str, day: date | None) -> None:
    assert split_as_of(asked) == (words, day)


@pytest.mark.parametrize(
    ("asked", "words", "day"),
    [
        ("as of 3 December what was expected?", "what was expected?", date(2025, 12, 3)),
        ("As of February, how many were there?", "As of February, how many were there?", None),
        ("What was known before 4 March?", "What was known?", date(2025, 3, 3)),
        ("As of 29 February, who came?", "who came?", date(2024, 2, 29)),
        ("As of 31 February, who came?", "As of 31 February, who came?", None),
    ],
)
def test_a_day_without_a_year_is_the_last_of_its_name_that_the_documents_reach(
    asked: str, words: str, day: date | None
) -> None:
    assert split_as_of(asked, lambda: date(2026, 2, 10)) == (words, day)


@given(st.text(max_size=60))
def test_any_question_can_be_split(text: str) -> None:
    words, day = split_as_of(text)
    assert day is not None or words == text


@pytest.mark.parametrize(
    ("question", "year"),
    [
        ("As of 1 March 2024, when does the bridge open?", 2024),
        ("As of 1 March, when does the bridge open?", 2026),  # of the time that the documents are of
    ],
)
def test_a_question_that_names_its_day_is_answered_with_what_was_known_then(question: str, year: int) -> None:
    assistant = small_assistant()
    assistant.knowledge.ingest(
        [
            document("early", "The bridge is to open in May.", published=f"{year}-01-10"),
            document("late", "The bridge is open now.", published=f"{year}-06-10"),
        ]
    )
    answer = assistant.ask(question)
    assert answer.as_of == date(year, 3, 1)
    assert {citation.span.document_id for citation in answer.citations} == {"early"}


def test_documents_without_dates_are_asked_whatever_day_a_question_names() -> None:
    assistant = small_assistant()
    assistant.knowledge.ingest([document("undated", "The bridge is to open in May.")])
    answer = assistant.ask("As of 1 March 2024, when does the bridge open?")
    assert answer.answered
    assert answer.as_of is None


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("As of 1 March 2024, when was the bridge due?", "when was the bridge due?"),
        (
            "As of 1 March 2024, when was the bridge due and who paid for the tower?",
            "when was the bridge due? Who paid for the tower?",
        ),
    ],
)
def test_the_day_is_not_searched_for_also_where_it_is_given_twice_or_before_one_of_two_parts(
    asked: str, words: str
) -> None:
    assistant = small_assistant()
    assistant.knowledge.ingest(
        [
            document("bridge", "The bridge is due in June 2024.", published="2024-02-01"),
            document("tower", "The town paid for the tower.", published="2024-02-02"),
        ]
    )
    for as_of in (None, "2024-03-01"):
        assert assistant.ask(asked, as_of=as_of).standalone_question == words
