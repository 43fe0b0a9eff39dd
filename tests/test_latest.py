"""Later news before the first report, among brought documents."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.choosing.ordering.latest import latest_first
from assistant.composing.compose import compose
from assistant.evidence import Evidence, ScoredStatement
from assistant.question import read_question
from knowledge.passage import Passage, Source, Span, Statement, Status

FIRST = "At least 7 people were killed at the mill."
RISEN = "The number of people killed has risen to 19."
LUNCH = "A lunch costs £3.20."
DEARER = "The price of a lunch rises from £3.20 to £3.45."


def told(text: str, day: int, score: float, status: Status = Status.REPORTED, title: str = "") -> ScoredStatement:
    """The last sentence of a document of that day of March; day 0 for one without a day."""
    name = f"{day}-{text}"
    source = Source(name, name, "Lyra Gazette", published=date(2024, 3, day) if day else None)
    starts = [0, *(place + 2 for place, two in enumerate(zip(text, text[1:], strict=False)) if two == (".", " "))]
    ends = [start - 1 for start in starts[1:]] + [len(text)]
    statements = tuple(
        Statement(Span(name, start, end), text[start:end], status, (source,))
        for start, end in zip(starts, ends, strict=True)
    )
    passage = Passage(Span(name, 0, len(text)), text, statements, title=title)
    return ScoredStatement(statements[-1], passage, score)


def first_of(question: str, *found: ScoredStatement) -> str:
    return latest_first(read_question(question), Evidence(found, (), 1.0)).statements[0].statement.text


def test_the_newest_change_goes_before_the_first_report() -> None:
    found = told(FIRST, 11, 9.0), told(RISEN, 12, 8.0), told("The number of killed has risen to 30.", 13, 7.0)
    assert first_of("How many were killed?", *found) == found[2].statement.text


def test_a_dated_change_goes_before_a_standing_page() -> None:
    assert first_of("How much is lunch?", told(LUNCH, 0, 9.0), told(DEARER, 6, 8.0)) == DEARER


def test_what_is_called_off_needs_no_time() -> None:
    row, note = "Time: 20:00; Event: Rehn reads", "The talk by Rehn is cancelled."
    assert first_of("When is the talk by Rehn?", told(row, 0, 9.0), told(note, 6, 8.0)) == note


@pytest.mark.parametrize(
    ("question", "first", "later"),
    [
        ("How many were killed at first?", told(FIRST, 11, 9.0), told(RISEN, 12, 8.0)),
        ("How many were killed on 11 March?", told(FIRST, 11, 9.0), told(RISEN, 12, 8.0)),
        ("How many had been killed by 11 March?", told(FIRST, 11, 9.0), told(RISEN, 12, 8.0)),
        ("How large is the crew?", told(FIRST, 11, 9.0), told(RISEN, 12, 8.0)),
        ("How many were killed?", told(FIRST, 13, 9.0), told(RISEN, 12, 8.0)),
        ("How many were killed?", told(FIRST, 11, 9.0), told(RISEN, 12, 5.0)),
        ("How many were killed?", told(FIRST, 11, 9.0, Status.CONFIRMED), told(RISEN, 12, 8.0)),
        ("How many were killed?", told(FIRST, 11, 9.0), told(RISEN, 12, 8.0, Status.CLAIMED)),
        (
            "Was the gate locked?",
            told("The gate was not locked.", 0, 9.0),
            told("The lock was cut by thieves.", 0, 8.0),
        ),
        ("How much is lunch?", told(LUNCH, 0, 9.0), told(DEARER, 0, 8.0)),
        ("How much does robotics cost?", told("Robotics costs £25.", 0, 9.0), told(DEARER, 6, 8.0)),
        ("How much is lunch?", told(LUNCH, 1, 9.0), told("A lunch and a drink cost £5.", 6, 8.0)),
    ],
)
def test_no_other_statement_does(question: str, first: ScoredStatement, later: ScoredStatement) -> None:
    assert first_of(question, first, later) == first.statement.text


def test_a_correction_is_told_with_what_it_takes_back() -> None:
    wrong, right = "In the report the number of employees was given as 2,315.", "The correct number is 2,135."
    both = told(f"{wrong} {right}", 21, 8.0).passage
    found = told("The company had 2,315 employees.", 14, 9.0), ScoredStatement(both.statements[0], both, 8.0)
    reading = read_question("How many employees did the company have at the end of 2023?")
    assert first_of(reading.text, *found) == "The company had 2,315 employees."  # whose "company" the other lacks
    reading = read_question("How many employees were there in 2023?")
    evidence = latest_first(reading, Evidence(found, (), 1.0))
    assert next(compose(reading, evidence)).text == f"{wrong} {right}"


def test_a_newer_measure_that_is_as_good_needs_no_words_of_change() -> None:
    old, new = "17,300 people have received the dose.", "Of those, 48,700 people had received the dose."
    found = told(old, 6, 9.0), told(new, 18, 8.5)
    assert first_of("How many people had received the dose?", *found) == new
    assert first_of("Who received the dose?", *found) == old  # no measure
    assert first_of("How many people had received the dose?", found[0], told(new, 18, 8.0)) == old  # less good
    assert first_of("How many people had received the dose?", found[0], told(new, 6, 8.5)) == old  # no newer
    assert first_of("How many people had received the dose?", found[0], told("500 people had a cold.", 18, 8.5)) == old


def test_what_is_over_answers_whether_it_is_still_so() -> None:
    then, left = "The chief executive, Ida Roth, has cancelled her talk.", "Ida Roth left on 31 March."
    found = told(then, 6, 9.0), told(left, 18, 7.0)
    assert first_of("Is Ida Roth still chief executive?", *found) == left
    assert first_of("Is Ida Roth chief executive?", *found) == then
    assert first_of("Is Ida Roth still chief executive?", told(then, 20, 9.0), found[1]) == then  # told later
    assert first_of("Is Ida Roth still chief executive?", found[0], told("The cook left.", 18, 8.0)) == then
