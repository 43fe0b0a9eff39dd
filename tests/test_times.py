"""What tells when something is, how long it lasts and how often it comes."""

import pytest

from assistant.statements.times import says_how_long, says_how_often, says_when, times_in

WHEN = [
    ("When does the sauna open?", "The sauna opens at noon."),
    ("When does the ferry leave?", "It leaves at 8 am."),
    ("When does the ferry leave?", "It leaves at 8.30 p.m. sharp."),
    ("When does the gym open?", "The gym opens at seven."),
    ("When does the gym open?", "It opens at seven o'clock."),
    ("At what time do lessons start?", "Lessons start at half past four."),
    ("When is supper?", "Supper is at quarter to nine."),
    ("When is the kiosk open?", "The kiosk is open from ten to six."),
    ("When is the kiosk open?", "Open daily 10-18."),
    ("When is the market?", "The market is held on Mon, Wed and Fri."),
    ("When does the clinic open on Monday?", "The clinic opens at 8 am on Monday."),
    ("When was the roof renewed?", "It was renewed in the summer of '98."),
    ("When was the roof renewed?", "It was renewed in the late nineties."),
    ("When is the slide closed?", "The slide is closed in winter."),
    ("When did the ship sink?", "It sank the day before."),
    ("When did the ship sink?", "It sank two weeks later."),
    ("When do I drink the second sachet?", "Drink it five hours before your appointment."),
    ("When should I take the tablet?", "Take the tablet before breakfast."),
    ("When should I take the tablet?", "Take it after meals."),
    ("When must I change the filter?", "Change it as soon as the lamp is red."),
    ("When can a member be expelled?", "A member who owes more than three months of rent may be expelled."),
    ("When is the seal cleaned?", "The seal is cleaned every month."),
    ("When do the results arrive?", "They arrive within a fortnight."),
    ("When are the bins emptied?", "They are emptied on Mondays."),
    ("When is the rent due?", "It is due by the 3rd."),
    ("When is the rent due?", "It is due at the end of the month."),
    ("When does term start?", "Term starts in week 40."),
    ("When do I pay?", "You pay on arrival."),
    ("How soon can I drive?", "Wait 24 hours."),
    ("When do I need a doctor's note?", "A note is needed from the fourth day."),
]
NOT_WHEN = [
    ("When does the clinic open?", "The clinic has 14 beds."),
    ("When does the clinic open?", "A visit costs 28 crowns."),
    ("When do guests come?", "Guests may bring food."),
    ("When did it fall?", "The number of ships fell from ten to six."),
    ("When did they play?", "They lost five to ten."),
    ("When did the firm grow?", "The firm opened ten shops."),
    ("When was the Night line added?", "The Night line was added."),
    ("When was the palace built?", "They built the Winter Palace."),
    ("When did they rest?", "They sat under the sun."),
    ("When was the mill built?", "The mill is cleaned every month."),
    ("When was the mill built?", "The mill was built after the war."),
    ("In which year was the mill built?", "The mill was built before dawn."),
]
HOW_LONG = [
    "Time: 13:00–14:15; Session: Lunch",
    "Setting: link.expire_days; Default: 90",
    "Programme: Eco; Duration: 3 h 20 min",
    "Programme: Quick; Duration: 29 min",
    "Programme: Glass; Duration: 1:15",
    "Programme: Rinse; Duration: 4 min 30 s",
    "It takes 2 hrs.",
    "It is delivered within 6 wks.",
    "The ride takes twelve and a half minutes.",
    "She won in 2:04:35.",
    "It lasts a fortnight.",
    "It went on for several weeks.",
    "He has been mayor since 2011.",
    "It is open from ten to six.",
    "He was mayor from 1998 to 2004.",
]
NOT_HOW_LONG = [
    "The ride costs 28 crowns.",
    "It is the second day.",
    "It costs $5 a day.",
    "They meet twice a year.",
    "The bus goes every 40 minutes.",
    "It was made in the 1930s.",
    "The train leaves at 17:30.",
    "It holds 2,140 m of rope.",
]


@pytest.mark.parametrize(("question", "statement"), WHEN)
def test_a_time_is_told_in_any_of_these_ways(question: str, statement: str) -> None:
    patterns = says_when(question)
    assert times_in(statement, patterns) - times_in(question, patterns)


@pytest.mark.parametrize(("question", "statement"), NOT_WHEN)
def test_no_time_is_told_by_a_bare_number_a_name_or_what_the_question_does_not_ask(
    question: str, statement: str
) -> None:
    assert not times_in(statement, says_when(question))


@pytest.mark.parametrize("statement", HOW_LONG)
def test_a_length_of_time_is_told_in_any_of_these_ways(statement: str) -> None:
    assert times_in(statement, says_how_long())


@pytest.mark.parametrize("statement", NOT_HOW_LONG)
def test_no_length_of_time_is_told_by_a_price_a_date_or_a_place_in_a_row(statement: str) -> None:
    assert not times_in(statement, says_how_long())


def test_how_often_is_told_in_words_too() -> None:
    assert times_in("The pump is tested daily.", says_how_often())
    assert times_in("The pump is tested every two weeks.", says_how_often())
    assert not times_in("The pump is red.", says_how_often())
