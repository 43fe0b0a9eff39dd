"""Whether a statement holds the kind of answer that a question wants."""

import pytest

from assistant.question import Wants
from assistant.statements.answer_types import holds, judged

HELD = [
    (Wants.DATE, "The bridge opened on 5 May 1932.", "When did the bridge open?"),
    (Wants.DATE, "The train left at 17:30.", "When did the train leave?"),
    (Wants.DATE, "It was built in the 12th century.", "When was the castle built?"),
    (Wants.DATE, "The ferry sailed two days later and 3 days before.", "When did the ferry sail?"),
    (Wants.DATE, "The fair opens on Tuesday.", "When does the fair open?"),
    (Wants.DURATION, "The talks went on for three hours.", "How long were the talks?"),
    (Wants.DATE, "The fair opens at noon.", "When does the fair open?"),
    (Wants.DURATION, "Ride: Big wheel; Duration: 4 min 30 s", "How long does the big wheel take?"),
    (Wants.DURATION, "The rope is 2,140 m long.", "How long is the rope?"),
    (Wants.NUMBER, "The wheel is oiled daily.", "How often is the wheel oiled?"),
    (Wants.NUMBER, "The train goes at 6 m/s.", "How fast does the train go?"),
    (Wants.NUMBER, "She ran it in 2:04:35.", "How fast did she run?"),
    (Wants.NUMBER, "Twelve ships took part.", "How many ships took part?"),
    (Wants.SHARE, "They hold 36 per cent of it.", "What share do they hold?"),
    (Wants.MONEY, "The tunnel cost $40 million.", "What did the tunnel cost?"),
    (Wants.MONEY, "A deal of Rs 5,200 crore was signed.", "What was the deal worth?"),
    (Wants.MONEY, "Item: Flowers; Rupees: 340,000", "What did the flowers cost?"),
    (Wants.MONEY, "Item: Flowers; Price (EUR): 340", "What did the flowers cost?"),
    (Wants.MONEY, "Item: Flowers; DKK 340", "What did the flowers cost?"),
    (Wants.MONEY, "Revenue; 2023: 1,284; 2022: 1,190", "What was the revenue in 2023?"),
    (Wants.MONEY, "Segment: Dairy; Revenue 2023: 612", "What was the revenue of dairy?"),
    (Wants.MONEY, "The drilling cost 85,000 florins.", "What did the drilling cost?"),
    (Wants.MONEY, "The bus cost 3 million pesos.", "What did the bus cost?"),
    (Wants.MONEY, "The city has paid 69 million of it.", "How much did the city pay?"),
    (Wants.MONEY, "Its share has risen to 67 million", "What does the city pay?"),
    (Wants.MONEY, "The entry fee is 850 to 990 crowns.", "How much does it cost to enter?"),
    (Wants.NUMBER, "Trade is to reach $100 billion.", "What volume of trade is wanted?"),
    (Wants.PERSON, "The fair was opened by Ada Byron.", "Who opened the fair?"),
    (Wants.PLACE, "The games were held in Oslo.", "Where were the games held?"),
    (Wants.REASON, "It closed because of floods.", "Why did it close?"),
]


@pytest.mark.parametrize(("kind", "statement", "question"), HELD)
def test_what_is_wanted_is_found(kind: Wants, statement: str, question: str) -> None:
    assert holds(kind, statement, question)


def test_a_bare_number_is_money_only_in_a_cell_of_what_is_asked_for() -> None:
    assert not holds(Wants.MONEY, "Plant: Lund; Staff: 612", "What does Lund cost?")
    assert not holds(Wants.MONEY, "It drew 3 million visitors.", "What did it cost?")
    assert not holds(Wants.MONEY, "Revenue rose; profit fell to 612.", "What was the revenue in 2023?")


def test_the_year_that_a_thing_is_called_by_is_no_date_of_what_was_done() -> None:
    assert not holds(Wants.DATE, "A 1932 report valued the 1930 contract at $5.5 billion.", "When was it signed?")
    assert holds(Wants.DATE, "It was signed in the 1930s.", "When was it signed?")
    assert holds(Wants.DATE, "They signed the contract of 1930.", "When was it signed?")


@pytest.mark.parametrize(
    "statement",
    [
        "The fair opened on 5 May 1932.",
        "The fair showed the S-400 and the Su-57.",
        "The fair cost 3 million crowns.",
        "It was the first fair, and 40 per cent came by train.",
        "The fair used 2 million tonnes of sand, 12 km of rope and 30 days.",
    ],
)
def test_dates_names_money_and_shares_count_nothing(statement: str) -> None:
    assert not holds(Wants.NUMBER, statement, "How many people came to the fair?")


def test_a_measure_is_counted_when_it_is_asked_for() -> None:
    assert holds(Wants.NUMBER, "The fair lasted 30 days.", "How many days did the fair last?")
    assert holds(Wants.NUMBER, "It used 2 million tonnes of sand.", "How many tonnes of sand were used?")


@pytest.mark.parametrize(
    ("statement", "tells"),
    [
        ("Ada Byron, 36, came.", True),
        ("Ada Byron has visited 12 fairs.", False),
        ("Ada Byron was born in 1815.", True),
        ("Ada Byron, aged 36, came.", True),
        ("The 36-year-old came.", True),
        ("She has been there since yesterday.", False),
    ],
)
def test_how_old_wants_an_age_or_a_beginning(statement: str, tells: bool) -> None:
    assert holds(Wants.NUMBER, statement, "How old was Ada Byron?") is tells


def test_a_length_is_no_answer_to_how_long_a_thing_takes_and_a_count_none_to_how_fast_it_is() -> None:
    assert not holds(Wants.DURATION, "The rope is 2,140 m long.", "How long does the ride take?")
    assert not holds(Wants.DURATION, "The rope costs 28 crowns.", "How long is the rope?")
    assert not holds(Wants.NUMBER, "The train has 40 seats.", "How fast is the train?")
    assert not holds(Wants.NUMBER, "The ride takes 12 minutes.", "How fast does the train go?")


@pytest.mark.parametrize("kind", [Wants.DATE, Wants.DURATION, Wants.MONEY, Wants.SHARE, Wants.REASON])
def test_a_sentence_without_it_does_not_hold_it(kind: Wants) -> None:
    assert not holds(kind, "The bridge is painted green.", "And the bridge?")


def test_what_the_question_names_itself_is_no_answer() -> None:
    assert not holds(Wants.DATE, "Of the ships of 1911 nothing is known.", "What happened to the ships of 1911?")
    assert not holds(Wants.PERSON, "Nothing is known of how Ada Byron travelled.", "With whom did Ada Byron travel?")


def test_only_kinds_that_can_be_seen_are_judged_in_a_fixed_order() -> None:
    assert judged(frozenset({Wants.YES_NO, Wants.PERSON, Wants.DATE})) == (Wants.DATE, Wants.PERSON)
