"""One thing told with two values, and two things that only sound alike."""

from __future__ import annotations

import pytest

from assistant.statements.contradiction import contradict, gives_another

HARBOUR = "The new harbour of Lyra was opened on 3 May 1911 by the mayor."


@pytest.mark.parametrize(
    "other",
    [
        "The new harbour of Lyra was opened on 9 June 1911 by the mayor.",
        "The new harbour of Lyra was opened on 3 May 1913 by the mayor.",
        "The new harbour of Lyra was opened on June 9, 1912 by the mayor.",
        "The new harbour of Lyra was opened on 3 May 1912 by the mayor, they say.",
    ],
)
def test_another_date_contradicts(other: str) -> None:
    assert contradict(HARBOUR, other, "When was the harbour opened?")


def test_another_name_contradicts() -> None:
    one = "The game was played at the stadium in Tampa, Florida, the home of the club."
    other = "The game was played at the stadium in Glendale, Arizona, the home of the club."
    assert contradict(one, other, "Where was the game played?")


def test_the_same_words_do_not_contradict() -> None:
    assert not contradict(HARBOUR, HARBOUR, "When was the harbour opened?")
    assert not contradict(HARBOUR, "On 3 May 1911 a ferry sank.", "When was the harbour opened?")


def test_what_only_one_of_them_says_does_not_contradict() -> None:
    longer = "The new harbour of Lyra was opened on 3 May 1911 by the mayor, Ann Moor."
    assert not contradict(HARBOUR, longer, "When was the harbour opened?")


def test_two_members_of_a_series_do_not_contradict() -> None:
    january = "In January the port of Lyra sent out 50 thousand tons of grain."
    february = "In February the port of Lyra sent out 62 thousand tons of grain."
    assert not contradict(january, february, "How much grain did the port send out?")


def test_a_difference_in_what_is_asked_about_is_none() -> None:
    one = "The summit of 2019 ended with a banquet at the palace."
    other = "The summit of 2021 ended with a banquet at the palace."
    assert not contradict(one, other, "How did the summit of 2019 end?")
    assert contradict(one, other, "How did the summit end?")


def test_another_thing_in_place_of_the_one_that_is_asked_about_does_not_contradict() -> None:
    one, other = "The old mill of the island was sold in 1911.", "The old quay of the island was sold in 1913."
    assert not contradict(one, other, "When was the old mill sold?")
    said_otherwise = "The old mill of the island was bought in 1913."
    assert not contradict(one, said_otherwise, "When was the old mill sold?")
    assert contradict(one, "The old mill of that island was sold in 1913.", "When was the old mill sold?")


def test_another_value_than_the_question_names() -> None:
    other = HARBOUR.replace("1911", "1912")
    assert gives_another(HARBOUR, other, "Was the harbour opened on 3 May 1911?")
    assert not gives_another(HARBOUR, other, "When was the harbour opened?")
    assert not gives_another(HARBOUR, HARBOUR, "Was the harbour opened on 3 May 1911?")
