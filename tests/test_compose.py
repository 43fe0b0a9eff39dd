"""From scored statements to claims: how many, merged where they say the same, told as yes or no only when plain."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.composing.compose import compose
from assistant.evidence import Evidence, ScoredStatement
from assistant.question import read_question
from knowledge.passage import Passage, Source, Span, Statement, Status
from tests.evidence_values import answering

SOURCE = Source("gazette", "Lyra Gazette", "Lyra Gazette")


def scored(text: str, score: float, place: int, status: Status = Status.CONFIRMED) -> ScoredStatement:
    statement = Statement(Span("lyra", place * 1000, place * 1000 + len(text)), text, status, (SOURCE,))
    return answering(statement, score)


def texts(question: str, *statements: ScoredStatement, confidence: float = 1.0) -> list[str]:
    evidence = Evidence(statements, (), confidence)
    return [f"{claim.lead} {claim.text}".strip() for claim in compose(read_question(question), evidence)]


OPENED = scored("The old bridge of Lyra opened in May 1911.", 5.0, 0)
PAINTED = scored("It was painted green.", 4.9, 1)
COST = scored("The bridge cost 3 million crowns.", 4.8, 2)


def test_a_question_for_one_thing_is_answered_by_one_statement() -> None:
    assert texts("When did the old bridge of Lyra open?", OPENED, PAINTED) == [OPENED.statement.text]


def test_a_question_in_two_parts_takes_the_statement_that_holds_the_other_kind_of_answer() -> None:
    found = texts("When did the old bridge of Lyra open, and how much did it cost?", OPENED, PAINTED, COST)
    assert found == [OPENED.statement.text, COST.statement.text]


def test_an_answer_that_may_be_none_is_short() -> None:
    said = ("Old Bridge is of stone.", "Mill Bridge opened late.", "Quay Bridge has lanes.", "Far Bridge was painted.")
    listed = [scored(text, 5.0, place) for place, text in enumerate(said)]
    assert len(texts("List the bridges of Lyra", *listed)) == 4
    assert len(texts("List the bridges of Lyra", *listed, confidence=0.1)) == 3


def test_a_statement_far_below_the_best_is_left_out() -> None:
    far = scored("Name of another bridge: Vega.", 1.0, 3)
    assert texts("Name the bridges of Lyra", OPENED, far) == [OPENED.statement.text]


def test_statements_that_say_the_same_become_one_claim_with_both_citations() -> None:
    again = scored("In May 1911 the old bridge of Lyra opened.", 4.9, 4)
    claims = list(compose(read_question("When did the bridge open?"), Evidence((OPENED, again), (), 1.0)))
    assert [len(claim.citations) for claim in claims] == [2]


def test_a_plain_yes_or_no_is_said_only_when_the_statement_holds_what_was_asked() -> None:
    assert texts("Did the old bridge of Lyra open in 1911?", OPENED)[0].startswith("Yes.")
    closed = scored("The old bridge of Lyra did not open in 1911.", 5.0, 0)
    assert texts("Did the old bridge of Lyra open in 1911?", closed)[0].startswith("No.")
    assert texts("Did the mayor attend?", OPENED) == [OPENED.statement.text]
    planned = scored("The old bridge of Lyra is to open in 1911.", 5.0, 0, Status.EXPECTED)
    assert texts("Did the old bridge of Lyra open in 1911?", planned) == [planned.statement.text]


def test_yes_needs_the_whole_that_was_asked_for_and_no_the_clause_that_tells_of_it() -> None:
    part = "By October the yard had delivered three of the five ships."
    assert texts("Have all the ships been delivered?", scored(part, 5.0, 0)) == [part]
    begun = "The town began building its ships in 2021."
    assert texts("Did the town build all its ships?", scored(begun, 5.0, 0)) == [begun]
    whole = "All the ships have been delivered."
    assert texts("Have all the ships been delivered?", scored(whole, 5.0, 0)) == [f"Yes. {whole}"]
    other = "Nobody of the town's council was invited to the feast, but Mayor Berg was and attended the feast."
    assert not texts("Did Mayor Berg attend the feast?", scored(other, 5.0, 0))[0].startswith("No.")


def test_a_plan_or_a_refusal_of_what_was_asked_is_no_yes() -> None:
    for text in ("The towns agreed to explore a bridge in Lyra.", "Berg skipped the bridge that the towns agreed on."):
        assert texts("Have the towns agreed on a bridge?", scored(text, 5.0, 0)) == [text]
    assert texts(
        "Have the towns agreed to explore a bridge?", scored("The towns agreed to explore a bridge.", 5.0, 0)
    ) == ["Yes. The towns agreed to explore a bridge."]


def test_a_demand_for_what_was_asked_is_no_yes() -> None:
    demanded = "He demanded that Berg be disqualified."
    assert texts("Was Berg disqualified?", scored(demanded, 5.0, 0)) == [demanded]
    assert texts("Was Berg disqualified?", scored("Berg was disqualified.", 5.0, 0)) == ["Yes. Berg was disqualified."]


def test_a_statement_that_lacks_the_deed_is_no_yes() -> None:
    stands = "The women's course record, set by Rosa Quintero, stands."
    assert texts("Was the women's course record broken?", scored(stands, 5.0, 0)) == [stands]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Was Berg arrested?", "The court issued an arrest warrant for Berg, the mayor."),
        (
            "Was the trade pact signed?",
            "Lund and the League, a bloc, signed terms of reference for a trade pact.",
        ),
        ("Did Lund sign a trade pact?", "Lund signed terms of reference for a trade pact."),
        ("Did Lund sign a new ferry contract?", "Lund signed the ferry contract."),
        ("Was the ferry contract signed during the visit?", "The ferry contract was signed in Lund."),
    ],
)
def test_a_statement_about_another_thing_is_no_yes(question: str, text: str) -> None:
    assert texts(question, scored(text, 5.0, 0)) == [text]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Was the trade pact signed?", "The trade pact was signed in Lund."),
        ("Did Lund sign the trade pact?", "Lund signed the trade pact in May."),
        ("Did Lund sign the ferry law?", "The council of Lund, the upper house, met, and Lund signed the ferry law."),
        ("Did Berg arrive?", "Berg arrived in Lund by ferry."),
    ],
)
def test_a_statement_of_the_deed_itself_is_a_yes(question: str, text: str) -> None:
    assert texts(question, scored(text, 5.0, 0)) == [f"Yes. {text}"]


def test_statements_that_were_chosen_to_be_told_together_are_all_told_in_their_order() -> None:
    whole = Evidence((PAINTED, OPENED, COST), (), 1.0, whole=True)
    told = [claim.text for claim in compose(read_question("What happened?"), whole)]
    assert told == [PAINTED.statement.text, OPENED.statement.text, COST.statement.text]


def test_a_statement_that_brings_the_kind_of_thing_wanted_may_be_farther() -> None:
    opened = scored("The old bridge of Lyra was opened by the mayor.", 5.0, 0)
    reason = scored("It was opened because the ferry had sunk.", 3.0, 90)
    assert texts("Why was the old bridge of Lyra opened?", opened, reason)[1:] == [reason.statement.text]
    assert texts("Who opened the old bridge of Lyra?", opened, reason)[1:] == []


def test_another_value_is_not_merged_and_not_told_as_a_further_claim() -> None:
    one = scored("The game was played at the stadium in Tampa, Florida, the home of the club.", 5.0, 0)
    other = scored("The game was played at the stadium in Glendale, Arizona, the home of the club.", 5.0, 90)
    assert len(texts("Where was the game played?", one, other)) == 1


def of_manual(model: str, text: str, score: float) -> ScoredStatement:
    """A statement of the manual of a mower."""
    statement = Statement(Span(model, 0, len(text)), text, Status.REPORTED, (SOURCE,))
    return answering(statement, score, f"Mower {model}: manual")


def test_of_two_things_each_is_told_where_the_question_names_none_of_them() -> None:
    one, other = of_manual("M4", "The mower weighs 30 kg.", 5.0), of_manual("M5", "The mower weighs 41 kg.", 4.9)
    assert texts("How heavy is the mower?", one, other) == [one.statement.text, other.statement.text]
    assert texts("How heavy is the M4?", one, other) == [one.statement.text]


def test_another_thing_of_which_the_same_is_true_is_not_cited_for_the_one_that_is_named() -> None:
    one, other = of_manual("M4", "The mower weighs 30 kg.", 5.0), of_manual("M5", "The mower weighs 30 kg.", 4.9)

    def cited(question: str) -> list[int]:
        return [len(claim.citations) for claim in compose(read_question(question), Evidence((one, other), (), 1.0))]

    assert cited("How heavy is the mower?") == [2]
    assert cited("How heavy is the M4?") == [1]


def brought(text: str, *sentences: str) -> list[ScoredStatement]:
    """The sentences of a brought document, the last one best."""
    statements = tuple(
        Statement(Span("notes", text.index(one), text.index(one) + len(one)), one, Status.REPORTED, (SOURCE,))
        for one in sentences
    )
    passage = Passage(Span("notes", 0, len(text)), text, statements)
    return [ScoredStatement(one, passage, 5.0 + place) for place, one in enumerate(statements)][::-1]


def test_a_sentence_that_leans_on_the_one_before_is_quoted_with_it() -> None:
    text = "The city library ordered 40 tables. It is the largest order of the year.\nThe fair was opened by Berg."
    table, largest = "The city library ordered 40 tables.", "It is the largest order of the year."
    evidence = Evidence(tuple(brought(text, table, largest)), (), 1.0)
    (claim,) = compose(read_question("What are the orders of the year?"), evidence)
    assert claim.text == f"{table} {largest}"
    (citation,) = claim.citations
    assert text[citation.span.start : citation.span.end] == citation.quote == claim.text


def test_a_quote_whose_speaker_is_not_named_is_quoted_with_the_sentence_before_where_the_question_asks_who() -> None:
    vote, quote = "Tallis voted with the mayor.", '"A ruin costs more," he said.'
    evidence = Evidence(tuple(brought(f"{vote} {quote}", vote, quote)), (), 1.0)
    (claim,) = compose(read_question("Who said that a ruin costs more?"), evidence)
    assert claim.text == f"{vote} {quote}"
    assert next(iter(compose(read_question("What costs more?"), evidence))).text == quote


def test_a_sentence_of_another_paragraph_or_a_checked_document_is_quoted_alone() -> None:
    text = "The city library ordered 40 tables.\nIt is the largest order of the year."
    evidence = Evidence(tuple(brought(text, *text.split("\n"))[:1]), (), 1.0)
    (claim,) = compose(read_question("Which is the largest order?"), evidence)
    assert claim.text == "It is the largest order of the year."
    assert texts("What colour is the bridge?", PAINTED) == ["It was painted green."]


def test_a_further_statement_that_the_reader_takes_for_no_answer_is_left_out() -> None:
    question = "When did the old bridge of Lyra open, and how much did it cost?"
    doubtful, likely = (replace(COST, logit=logit) for logit in (-2.5, -1.5))
    assert texts(question, OPENED, doubtful) == [OPENED.statement.text]
    assert texts(question, OPENED, likely) == [OPENED.statement.text, COST.statement.text]
    assert texts(question, doubtful) == [COST.statement.text]  # the best one is told whatever it is


def test_what_the_reader_prefers_to_the_best_statement_is_told_beside_it() -> None:
    question = "When did the old bridge of Lyra open?"
    first = replace(OPENED, logit=-1.5)
    for logit, told in ((1.0, True), (-0.9, True), (-1.1, False)):
        assert (PAINTED.statement.text in texts(question, first, replace(PAINTED, logit=logit))) is told
    assert PAINTED.statement.text not in texts(question, replace(OPENED, logit=2.0), replace(PAINTED, logit=1.0))


def test_the_other_side_of_a_dispute_and_what_was_told_before_are_not_preferred() -> None:
    question = "When did the old bridge of Lyra open?"

    def among(one: Statement, other: Statement) -> int:
        pair = (replace(OPENED, statement=one, logit=-1.5), replace(PAINTED, statement=other, logit=1.0))
        return len(texts(question, *pair))

    first, second = OPENED.statement, PAINTED.statement
    assert among(first, second) == 2
    assert among(replace(first, dispute="opening"), replace(second, dispute="opening")) == 1
    older, newer = (replace(SOURCE, published=date(2029, 3, day)) for day in (1, 2))
    assert among(replace(first, sources=(newer,)), replace(second, sources=(older,))) == 1
    assert among(replace(first, sources=(older,)), replace(second, sources=(newer,))) == 2
