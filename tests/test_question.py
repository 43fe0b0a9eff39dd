"""Reading a question: what it wants, which time it is about."""

import pytest

from assistant.question import About, Wants, names_in, read_question


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("When did the bridge open?", Wants.DATE),
        ("Which year was it signed?", Wants.DATE),
        ("How many ships were built?", Wants.NUMBER),
        ("How far is it from Lyra?", Wants.NUMBER),
        ("How long did the talks last?", Wants.DURATION),
        ("How much did the tunnel cost?", Wants.MONEY),
        ("What share of the vote did she get?", Wants.SHARE),
        ("Who opened the fair?", Wants.PERSON),
        ("Which city hosted the games?", Wants.PLACE),
        ("Why was the dam closed?", Wants.REASON),
        ("Did the mayor sign the treaty?", Wants.YES_NO),
        ("Give me a summary of the report", Wants.SUMMARY),
        ("Sum up the results", Wants.SUMMARY),
        ("What is known about the tunnel?", Wants.SUMMARY),
        ("Name the towns on the river", Wants.LIST),
        ("Exports in 2023 versus 2024?", Wants.COMPARISON),
    ],
)
def test_the_kind_of_answer_is_read(question: str, wanted: Wants) -> None:
    assert wanted in read_question(question).wants


@pytest.mark.parametrize(
    ("question", "wants"),
    [
        ("What made him leave?", {Wants.REASON}),
        ("What made the mayor's ferry stop at noon?", {Wants.REASON}),
        ("What led Berg to resign?", {Wants.REASON}),
        ("What events led to the strike?", {Wants.REASON}),
        ("What changes were made after the flood?", set()),
        ("What is the altar made of?", set()),
        ("What promises were made to Lyra?", set()),
        ("What fraction of payments are made in roubles?", {Wants.SHARE}),
        ("What share of the price was paid in euros?", {Wants.SHARE}),
        ("What portion of the revenue came from abroad?", {Wants.SHARE}),
        ("What does one share cost?", {Wants.SHARE, Wants.MONEY}),
        ("How many pesos did it cost?", {Wants.MONEY}),
        ("How many billion yuan?", {Wants.MONEY}),
        ("How many pounds of steam does it use?", {Wants.NUMBER}),
        ("How many pounds does the anchor weigh?", {Wants.NUMBER}),
        ("How many zlotys were lost?", {Wants.MONEY}),
        ("How much is that in florins?", {Wants.MONEY}),
        ("How many towns pay in euros?", {Wants.NUMBER}),
    ],
)
def test_what_is_made_and_what_is_paid_in_say_nothing_of_the_kind(question: str, wants: set[Wants]) -> None:
    assert read_question(question).wants == wants


def test_when_inside_a_sentence_asks_for_no_date() -> None:
    assert Wants.DATE not in read_question("How many people died when the dam broke?").wants


def test_how_far_something_has_come_asks_for_no_number() -> None:
    assert read_question("How far were the talks on the bridge?").wants == frozenset()


def test_an_outcome_is_asked_for_only_together_with_an_expectation() -> None:
    assert read_question("The plan was to open in May. Was it opened in the end?").on_outcome
    assert read_question("What came of the bridge talks?").on_outcome
    assert not read_question("What was opened in May?").on_outcome
    assert read_question("Did it open in May as Lund & Berg promised?").on_outcome
    assert read_question("Did the mill make a profit as forecast?").on_outcome
    assert read_question("Did the mayor keep her word?").about is About.AFTER


@pytest.mark.parametrize(
    ("question", "both"),
    [
        ("What was expected of the talks and what came out of it?", True),
        ("What was promised to the farmers, and what was the result?", True),
        ("Visitors on the first day: expected versus actual?", True),
        ("What was planned on fishing compared with what really happened?", True),
        ("They wanted to begin with a private talk. What happened that night?", False),
        ("The Gazette promised a dinner of fish. What was really served?", False),
        ("The talks were expected to fail. How did they really end?", False),
    ],
)
def test_an_outcome_is_asked_for_with_or_without_its_expectation(question: str, both: bool) -> None:
    reading = read_question(question)
    assert (reading.on_outcome, reading.on_both) == (True, both)


@pytest.mark.parametrize(
    "question", ["What was the result of the vote?", "What happened that night?", "Is it really so?"]
)
def test_no_outcome_is_asked_for_where_nothing_was_expected(question: str) -> None:
    assert not read_question(question).on_outcome


def test_expectations_are_told_from_outcomes() -> None:
    assert read_question("What was expected before the summit?").about is About.BEFORE
    assert read_question("What was on the schedule of the visit?").about is About.BEFORE
    assert read_question("Which forecasts turned out right?").on_outcome
    assert read_question("What was the queen's itinerary, and who met her?").about is About.ANY
    assert read_question("What was the itinerary?").about is About.BEFORE
    assert read_question("Was the bridge on schedule?").about is About.ANY
    assert read_question("What was planned, and how did it turn out?").about is About.AFTER
    assert read_question("Who built the tower?").about is About.ANY


def test_disagreement_is_heard() -> None:
    assert read_question("Reports seem to clash: how tall is it?").on_disagreement
    assert read_question("Do all sources agree on the dates?").on_disagreement
    assert read_question("Why do figures on Lyra's share of the catch differ?").on_disagreement
    assert not read_question("What did the two sides agree on?").on_disagreement
    assert not read_question("Why do prices in Lyra and Vega differ?").on_disagreement


def test_parts_are_counted() -> None:
    assert read_question("Who signed, and when did it enter into force?").things == 2
    assert read_question("Who signed?").things == 1


def test_names_are_capitalised_words_and_numbers_but_not_the_first_word() -> None:
    assert names_in("Did Ada see 7 ships?") == {"ada", "7"}


def test_whats_is_what_is_and_a_sort_of_number_leaves_other_numbers_out() -> None:
    assert read_question("whats the price of one in dollars").wants == {Wants.MONEY}
    assert read_question("How much did the city spend on it?").wants == {Wants.MONEY}
    assert read_question("How much of it was paid without dollars?").wants == {Wants.NUMBER}
    assert Wants.NUMBER in read_question("How many rifles are there, and how much are they worth?").wants


@pytest.mark.parametrize(
    ("question", "main"),
    [
        ("Where was the summit held?", True),
        ("Who came to the state visit?", True),
        ("Who brought the D-200 to the summit?", True),
        ("Where was the summit of 2021 held?", False),
        ("Where was the 3rd summit held?", False),
        ("Where is the next summit?", False),
        ("Who visits India?", False),
    ],
)
def test_the_event_without_a_date_is_the_main_one(question: str, main: bool) -> None:
    assert read_question(question).on_main_event is main
