"""When "Yes." or "No." is said before a statement."""

from __future__ import annotations

import pytest

from assistant.composing.yes_no import NO, YES, yes_or_no
from assistant.question import read_question
from knowledge.passage import Source, Span, Statement, Status

SOURCE = Source("gazette", "Lyra Gazette", "Lyra Gazette")


def told(text: str, status: Status = Status.REPORTED) -> Statement:
    return Statement(Span("lyra", 0, len(text)), text, status, (SOURCE,))


def lead(question: str, text: str, *others: str) -> str:
    return yes_or_no(read_question(question), told(text), [told(other) for other in others])


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Is the quay open all night?", "The quay used to be open all night."),
        ("Is the quay heated?", "The quay was heated until 1911."),
        ("Is the quay open?", "The quay was open until 1911 and is a shop now."),
        ("Is the quay open?", "The quay was not open."),
        ("Is the barge owned by the town of Vega?", "The barge was formerly owned by the town of Vega."),
        ("Does the barge sail under the Lyran flag?", "Until 1911 the barge sailed under the Lyran flag."),
        ("Does the barge need a pilot?", "The barge needed a pilot in 1911."),
    ],
)
def test_what_was_so_does_not_say_what_is(question: str, text: str) -> None:
    assert lead(question, text) == ""


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Was the quay open all night?", "The quay used to be open all night."),
        ("Is the quay open all night?", "The quay, which was built in 1911, is open all night."),
        ("Is the quay open all night?", "The quay has been open all night since 1911."),
        ("Did the barge sail under the Lyran flag?", "Until 1911 the barge sailed under the Lyran flag."),
        ("Does the barge sail under the Lyran flag?", "The barge sails under the Lyran flag."),
        ("Does the barge sail under the Lyran flag?", "The barge has sailed under the Lyran flag since 1911."),
    ],
)
def test_what_is_so_and_what_was_asked_of_the_past_is_a_yes(question: str, text: str) -> None:
    assert lead(question, text) == YES


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Did the barge hit a rock?", "The mate denied that the barge hit a rock."),
        ("Were the sailors paid?", "According to the guild, the sailors were not paid."),
        ("Were the sailors paid?", "The guild said that the sailors were not paid."),
        ("Were the sailors paid?", "The sailors were paid, the owner said on Monday."),
        ("Does the yard have 280 sailors?", "The yard has 280 sailors, according to the guild."),
    ],
)
def test_what_a_party_says_or_denies_is_no_verdict(question: str, text: str) -> None:
    assert lead(question, text) == ""


def test_what_a_checked_statement_takes_from_a_paper_is_one() -> None:
    question = read_question("Were the sailors paid?")
    by_paper = told("The sailors were paid, according to the Lyra Gazette.", Status.CONFIRMED)
    assert yes_or_no(question, by_paper) == YES


def test_a_question_that_denies_gets_neither_whatever_word_stands_before_its_not() -> None:
    assert lead("Was the guest not invited?", "The guest was not invited.") == ""
    assert lead("Was the ambassador not invited?", "The ambassador was not invited.") == ""


def test_a_refusal_that_is_asked_about_is_a_yes_and_its_denial_a_no() -> None:
    assert lead("Did Berg refuse to sail?", "Berg refused to sail.") == YES
    assert lead("Did the town reject the pact?", "The town did not reject the pact.") == NO
    assert lead("Did Berg sign the pact?", "Berg refused to sign the pact.") == NO
    assert lead("Was Berg invited or not?", "Berg was not invited.") == NO


@pytest.mark.parametrize(
    ("question", "text", "other"),
    [
        ("Does the yard have 280 sailors?", "The yard has 280 sailors.", "The yard has 310 sailors."),
        ("Does the yard have 280 sailors?", "The yard has 280 sailors.", "In truth 310 sailors are at the yard."),
        ("Does the yard have 280 sailors?", "The yard has 280 sailors.", "We wrote that the yard has 280 sailors."),
        ("Was the loss 65 million crowns?", "The loss was 65 million crowns.", "He put the loss at 40 million crowns."),
        ("Did Berg open the quay in 1911?", "Berg opened the quay in 1911.", "Berg opened the quay in 1912."),
    ],
)
def test_nothing_is_said_where_another_statement_gives_another_value(question: str, text: str, other: str) -> None:
    assert lead(question, text) == YES
    assert lead(question, text, other) == ""


@pytest.mark.parametrize(
    "other",
    [
        "The yard will have 310 sailors.",
        "Two of the yard's sailors are ill.",
        "The town has 310 sailors.",
        "The yard has 280 sailors and 12 cooks.",
    ],
)
def test_another_number_of_something_else_or_of_a_plan_takes_no_yes_away(other: str) -> None:
    assert lead("Does the yard have 280 sailors?", "The yard has 280 sailors.", other) == YES


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Did the envoy of Vega receive the Queen?", "Lyra's envoy to Vega received the Queen."),
        ("Did the Vegan envoy receive the Queen?", "The envoy of Lyra received the Queen."),
        ("Is the free visa available for Vegans?", "The free visas for Lyrans are available; Vegans pay."),
        ("Did Vega's envoy receive the Queen?", "Lyra's envoy received the Queen on behalf of Vega."),
        ("Was the free visa for Vegans too?", "The free visa for Lyrans was there from May, too; Vegans pay."),
        ("Were Berg and Lund invited?", "Berg was not invited; Lund was invited."),
        ("Did Berg promise to stop the ferry?", "Berg did not mention a promise to stop the ferry."),
    ],
)
def test_what_is_another_partys_or_of_one_of_two_or_only_unsaid_is_no_verdict(question: str, text: str) -> None:
    assert lead(question, text) == ""


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("Did the envoy of Lyra receive the Queen?", "The envoy of Lyra received the Queen.", YES),
        ("Did Lyra's envoy to Vega receive the Queen?", "Lyra's envoy to Vega received the Queen.", YES),
        ("Were the visas for Lyrans free?", "The visas for all Lyrans were free.", YES),
        ("Were Berg and Lund invited?", "Berg and Lund were not invited; Holm was invited.", NO),
        ("Did Berg mention the ferry?", "Berg did not mention the ferry.", NO),
        ("Did Berg stop the ferry?", "Berg did not stop the ferry.", NO),
    ],
)
def test_what_is_the_same_partys_is_a_verdict(question: str, text: str, said: str) -> None:
    assert lead(question, text) == said


@pytest.mark.parametrize("text", ["Mill: Lyra; In use: no", "Mill: Lyra; In use: yes; Owner: Ada Holm"])
def test_a_row_of_a_table_gets_no_lead_for_its_cell_says_it(text: str) -> None:
    assert lead("Is the mill of Lyra in use?", text) == ""


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Can Berg be arrested in Lyra?", "A court issued an arrest warrant for Berg; Lyra is no member."),
        ("Did Berg visit Lyra?", "The bank opened an office in Lyra during Berg's visit."),
        ("Did Berg visit Lyra?", "The bank opened an office in Lyra during the visit of Berg."),
    ],
)
def test_a_thing_of_the_same_word_as_the_deed_is_no_yes(question: str, text: str) -> None:
    assert lead(question, text) == ""


def test_a_deed_that_is_told_as_one_is_a_yes_whatever_thing_has_its_word_besides() -> None:
    assert lead("Can the quay be used by boats?", "The quay can be used by boats.") == YES
    assert lead("Did Berg visit Lyra?", "Berg visited Lyra.") == YES
    assert lead("Did Berg visit Lyra?", "Berg visited Lyra on the last day of the visit.") == YES


ROSTER = "Present: Mayor Ada Holm, councillors Berg, Lund and Price."


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Is Berg the mayor?", ROSTER),
        ("Is Price mayor?", ROSTER),
        ("Is Ada Holm a councillor?", ROSTER),
        ("Is Berg the mayor of Lyra?", "The mayor of Lyra, Ada Holm, met the guest Berg."),
        ("Is Lund the mayor?", "Berg is mayor, Lund deputy."),
        ("Is Berg the mayor?", "Berg met the mayor on Monday."),
        ("Is Berg the mayor?", "Berg is at the house of the mayor."),
        ("Is Berg the mayor?", "Berg, who invited the mayor, is ill."),
        ("Was Berg appointed minister?", "Minister Ada Holm appointed Berg."),
    ],
)
def test_an_office_that_stands_beside_a_name_without_belonging_to_it_is_no_yes(question: str, text: str) -> None:
    assert lead(question, text) == ""


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Is Ada Holm the mayor?", ROSTER),
        ("Is Price a councillor?", ROSTER),
        ("Is Ada Holm the mayor of Lyra?", "The mayor of Lyra, Ada Holm, opens the fair."),
        ("Is Holm the mayor?", "Berg is ill. The mayor, Ada Holm, opens the fair."),
        ("Is Holm the Lyran mayor?", "Ada Holm, the Lyran mayor, opens the fair."),
        ("Is Holm the mayor?", "Ada Holm, Lyra's mayor, opens the fair."),
        ("Was Berg named mayor?", "Berg was named mayor on Monday."),
        ("Is Berg the mayor?", "Berg has been the first mayor since May."),
        ("Was Berg elected mayor?", "The town elected Berg mayor."),
        ("Is Berg the president of Lyra?", "Karl Berg is the president of Lyra."),
    ],
)
def test_an_office_that_belongs_to_the_name_is_a_yes(question: str, text: str) -> None:
    assert lead(question, text) == YES


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Was Berg named mayor?", "Councillor Berg was named acting deputy mayor."),
        ("Did the president sign the pact?", "The vice president signed the pact."),
        ("Is Berg the mayor of Lyra?", "The former mayor of Lyra is Berg."),
        ("Is Berg the mayor?", "Berg is the mayor-elect."),
    ],
)
def test_what_another_word_takes_away_is_no_yes(question: str, text: str) -> None:
    assert lead(question, text) == ""
    assert lead("Was Berg named acting deputy mayor?", "Councillor Berg was named acting deputy mayor.") == YES
    assert lead("Did the vice president sign the pact?", "The vice president signed the pact.") == YES


LOANS = "The museum lends:\n\n- prints for four weeks\n- masks for one week"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Does the museum lend masks for four weeks?", LOANS),
        (
            "Does the museum lend masks for four weeks?",
            "The museum lends prints for four weeks and masks for one week.",
        ),
        ("Is the fine for a late mask 20 cents?", "The fine for a late print is 20 cents, for a mask 1 euro."),
        ("Do children pay 24 crowns?", "Adults pay 24 crowns, children pay 9 crowns."),
        ("Was the quay opened in 1911?", "The dam was built in 1911, and the quay was opened in 1920."),
    ],
)
def test_the_value_of_another_item_is_no_yes(question: str, text: str) -> None:
    assert lead(question, text) == ""


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Does the museum lend prints for four weeks?", LOANS),
        ("Does the museum lend masks for one week?", "The museum lends prints for four weeks and masks for one week."),
        ("Do adults pay 24 crowns?", "Adults pay 24 crowns, children pay 9 crowns."),
    ],
)
def test_the_value_of_its_own_item_is_a_yes(question: str, text: str) -> None:
    assert lead(question, text) == YES


def test_where_something_is_is_not_told_by_a_deed_of_some_year() -> None:
    assert lead("Is the mill on Vega Street?", "We opened the mill on Vega Street in 1911.") == ""
    assert lead("Is the mill on Vega Street?", "The mill is on Vega Street.") == YES
    assert lead("Is the mill on Vega Street?", "The mill has stood on Vega Street since 1911.") == YES
