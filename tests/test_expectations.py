"""What was expected and what came of it; where the sources differ."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.answer import Claim, Lack
from assistant.choosing.differing import differing
from assistant.choosing.ordering.better_side import better_side_first
from assistant.choosing.overall.disputes import conflicts_for, disputes_of
from assistant.choosing.overall.expectations import outcomes_first, pairs_for
from assistant.choosing.weighing.time_prior import time_prior
from assistant.evidence import Evidence, ScoredStatement, cite
from assistant.question import read_question
from assistant.question.disagreement import disputed_matter, on_disputes
from assistant.refusal import lack_of
from knowledge.document import StoredDocument
from knowledge.overview import Overview
from knowledge.passage import Dispute, Filter, Hit, Outcome, Passage, Source, Span, Statement, Status
from tests.evidence_values import answering, passage_of

GAZETTE = Source("gazette", "Gazette", "Lyra Gazette")
TIMES = Source("times", "Times", "Vega Times")
TEXT = "The bridge is to open in May. The bridge opened in June. It cost 3 million. It cost 4 million."
PLAN = Statement(Span("lyra", 0, 29), TEXT[0:29], Status.EXPECTED, (GAZETTE,), key="plan")
OPENED = Statement(Span("lyra", 30, 56), TEXT[30:56], Status.CONFIRMED, (TIMES,), key="opened")
THREE = Statement(Span("lyra", 57, 75), TEXT[57:75], Status.CLAIMED, (GAZETTE,), dispute="cost", side=0)
FOUR = Statement(Span("lyra", 76, 94), TEXT[76:94], Status.CLAIMED, (TIMES,), dispute="cost", side=1)
DOCUMENT = StoredDocument(
    "lyra",
    "Lyra",
    TEXT,
    GAZETTE,
    (PLAN, OPENED, THREE, FOUR),
    "hash",
    disputes=(Dispute("cost", "What did the bridge cost?", ("3 million", "4 million"), "", "lyra"),),
    outcomes=(Outcome(("plan",), ("opened",), "partly"),),
)
OVERVIEW = Overview((DOCUMENT,))


def claim(statement: Statement) -> Claim:
    return Claim(statement.text, (cite(statement, "Lyra"),), statement.status)


def yes(_: str) -> bool:
    """Every statement may answer."""
    return True


def no(_: str) -> bool:
    """No statement may."""
    return False


def test_an_expectation_brings_what_came_of_it() -> None:
    (pair,) = pairs_for(read_question("When will the bridge open?"), [claim(PLAN)], OVERVIEW, Filter(), yes)
    assert (pair.expected.quote, pair.happened[0].quote, pair.verdict) == (PLAN.text, OPENED.text, "partly")


def test_what_happened_brings_no_forecast_unless_it_was_asked_for() -> None:
    assert pairs_for(read_question("When did it open?"), [claim(OPENED)], OVERVIEW, Filter(), yes) == ()
    asked = read_question("It was expected in May; how did that turn out?")
    assert pairs_for(asked, [claim(OPENED)], OVERVIEW, Filter(), yes)[0].expected.quote == PLAN.text


def test_what_came_of_an_expectation_stays_away_where_it_tells_nothing_of_the_matter_and_was_not_asked_for() -> None:
    def shown(question: str) -> bool:
        return bool(pairs_for(read_question(question), [claim(PLAN)], OVERVIEW, Filter(), no))

    assert not shown("How many guests will there be at the opening of the bridge?")
    assert shown("It was expected in May; how did that turn out?")
    assert shown("When did the bridge open?")


def test_a_preview_does_not_tell_what_came_out_of_something() -> None:
    def order(question: str) -> list[str]:
        scored = [answering(one, 2.0 - n) for n, one in enumerate((PLAN, OPENED))]
        found = outcomes_first(read_question(question), Evidence(tuple(scored), (), 1.0), OVERVIEW, Filter())
        return [item.statement.text for item in found.statements]

    assert order("What came out of the bridge?") == [OPENED.text, PLAN.text]
    assert order("When is the bridge to open?") == [PLAN.text, OPENED.text]


@pytest.mark.parametrize(
    ("text", "status", "loses"),
    [
        ("In our report of Monday we wrote that 22,400 runners started.", Status.REPORTED, True),
        ("An earlier version of this article misstated the width of the bridge.", Status.REPORTED, True),
        ("In the same edition we said that two people were hurt.", Status.REPORTED, True),
        ("Earlier reports, including ours, said that 22,400 runners started.", Status.REPORTED, True),
        ("The number of runners was given as 22,400.", Status.REPORTED, True),
        ("We have said that the bridge must be repaired.", Status.REPORTED, False),
        ("The paper wrote that 22,400 runners started.", Status.REPORTED, False),
        ("An earlier version of the plan had four lanes.", Status.REPORTED, False),
        ("In our report of Monday we wrote that 22,400 runners started.", Status.CONFIRMED, False),
    ],
)
def test_what_a_correction_takes_back_loses(text: str, status: Status, loses: bool) -> None:
    prior = time_prior(read_question("How many runners started?"), OVERVIEW)
    other = Statement(Span("lyra", 0, 30), "There were 21,530 at the start.", status)
    assert (prior(Statement(Span("lyra", 0, len(text)), text, status)) < prior(other)) is loses


def test_both_sides_of_a_dispute_are_shown_the_claims_own_first() -> None:
    question = read_question("What did the bridge cost?")
    (conflict,) = conflicts_for(question, [claim(FOUR)], OVERVIEW, Filter(), lambda _: 1.0, yes)
    assert [side.text for side in conflict.sides] == [FOUR.text, THREE.text]


def test_as_of_a_day_neither_a_note_nor_a_verdict_tells_what_came_later() -> None:
    early, late = (replace(GAZETTE, published=date(2024, month, 1)) for month in (3, 9))
    dated = (
        replace(PLAN, sources=(early,)),
        replace(OPENED, sources=(early,)),
        replace(THREE, sources=(early,)),
        replace(FOUR, sources=(early,)),
        Statement(Span("lyra", 0, 10), "The bridge", Status.CONFIRMED, (late,), key="closed"),
    )
    outcomes = (Outcome(("plan",), ("opened", "closed"), "not"),)
    disputes = (replace(DOCUMENT.disputes[0], note="It cost five in the end."),)
    overview = Overview((replace(DOCUMENT, statements=dated, disputes=disputes, outcomes=outcomes),))
    cost, opening = read_question("What did the bridge cost?"), read_question("When will the bridge open?")
    for day, note, verdicts in (
        (None, "It cost five in the end.", ["not"]),
        (date(2024, 9, 1), "", ["not"]),
        (date(2024, 4, 1), "", []),
    ):
        (conflict,) = conflicts_for(cost, [claim(dated[3])], overview, Filter(as_of=day), lambda _: 1.0, yes)
        assert conflict.note == note
        pairs = pairs_for(opening, [claim(dated[0])], overview, Filter(as_of=day), yes)
        assert [pair.verdict for pair in pairs] == verdicts


def test_a_dispute_about_something_else_stays_away() -> None:
    assert conflicts_for(read_question("Who built it?"), [claim(FOUR)], OVERVIEW, Filter(), lambda _: 0.1, yes) == ()
    assert (
        conflicts_for(read_question("When was it built?"), [claim(FOUR)], OVERVIEW, Filter(), lambda _: 0.9, yes) == ()
    )


def test_a_dispute_about_how_much_is_not_shown_where_it_is_only_asked_whether() -> None:
    def shown(question: str, nearness: float) -> bool:
        return bool(conflicts_for(read_question(question), [claim(FOUR)], OVERVIEW, Filter(), lambda _: nearness, yes))

    assert not shown("Was the price of the bridge told?", 0.6)
    assert shown("Was the price of the bridge told?", 0.7)
    assert shown("Did the bridge cost 4 million?", 0.6)
    who = (Dispute("cost", "Who built the bridge?", ("Berg", "Lund"), "", "lyra"),)
    overview = Overview((replace(DOCUMENT, disputes=who),))
    asked = read_question("Did Berg build the bridge?")
    assert conflicts_for(asked, [claim(FOUR)], overview, Filter(), lambda _: 0.6, yes)


def test_a_weaker_side_is_told_with_the_others_where_the_dispute_has_a_word_of_the_question() -> None:
    def shown(statement: Statement, favoured: int, question: str = "Who paid for the bridge?") -> bool:
        overview = Overview((replace(DOCUMENT, disputes=(replace(DOCUMENT.disputes[0], favoured=favoured),)),))
        return bool(conflicts_for(read_question(question), [claim(statement)], overview, Filter(), lambda _: 0.1, no))

    assert shown(FOUR, favoured=0)
    assert shown(FOUR, favoured=0, question="Did Lyra pay 4 million?")
    assert not shown(FOUR, favoured=0, question="Who paid for the ferry?")
    assert not shown(THREE, favoured=0)
    assert not shown(FOUR, favoured=-1)


def test_a_dispute_of_which_no_other_side_answers_stays_away_unless_the_question_asks_alike() -> None:
    def shown(question: str, *claims: Statement) -> bool:
        told = [claim(one) for one in claims or (FOUR,)]
        return bool(conflicts_for(read_question(question), told, OVERVIEW, Filter(), lambda _: 0.6, no))

    assert not shown("What was the budget that Lyra set aside?")
    assert shown("How much did the bridge cost?")
    assert shown("What was the budget that Lyra set aside?", FOUR, THREE)  # both are told
    assert shown("Where do the sources disagree?")


@pytest.mark.parametrize("question", ["How much was the bridge?", "How much of the bridge was paid?"])
def test_how_much_may_ask_for_an_amount_of_any_kind(question: str) -> None:
    for disputed in ("What did the bridge cost?", "What share of the bridge was paid?"):
        overview = Overview((replace(DOCUMENT, disputes=(Dispute("cost", disputed, ("3", "4"), "", "lyra"),)),))
        assert conflicts_for(read_question(question), [claim(FOUR)], overview, Filter(), lambda _: 0.6, yes)
        for other in ("When was it built?", "How much stone did the bridge take?"):
            assert not conflicts_for(read_question(other), [claim(FOUR)], overview, Filter(), lambda _: 0.6, yes)


def test_a_side_that_the_filter_takes_away_is_no_conflict() -> None:
    only = Filter(sources=frozenset({"times"}))
    assert conflicts_for(read_question("What did it cost?"), [claim(FOUR)], OVERVIEW, only, lambda _: 1.0, yes) == ()


def test_a_question_about_an_outcome_is_given_the_outcome_first() -> None:
    items = tuple(answering(s, score) for s, score in ((PLAN, 3.0), (THREE, 2.9), (OPENED, 1.0)))
    asked = read_question("The bridge was expected to open in May. How did that turn out?")
    assert outcomes_first(asked, Evidence(items, (), 1.0), OVERVIEW, Filter()).statements[0].statement == OPENED


def found(document: str, text: str, score: float, title: str = "") -> ScoredStatement:
    statement = Statement(Span(document, 0, len(text)), text, Status.REPORTED, (TIMES,))
    return answering(statement, score, title)


def test_of_several_expectations_the_one_counts_whose_outcome_is_about_what_was_asked() -> None:
    texts = {
        "plan": "Talks were to cover more than ships.",
        "grain": "A pact on grain was signed.",
        "navy": "News of ships was expected.",
        "none": "No news of ships came.",
    }
    told = tuple(
        Statement(Span("d", 40 * n, 40 * n + len(text)), text, status, (GAZETTE,), key=key)
        for n, (key, text) in enumerate(texts.items())
        for status in (Status.EXPECTED if key in ("plan", "navy") else Status.CONFIRMED,)
    )
    outcomes = (Outcome(("plan",), ("grain",), "happened"), Outcome(("navy",), ("none",), "not"))
    document = replace(DOCUMENT, id="d", statements=told, disputes=(), outcomes=outcomes)
    order = tuple(answering(one, 2.0) for one in (told[0], told[2]))

    def first(question: str) -> list[str]:
        found = outcomes_first(read_question(question), Evidence(order, (), 1.0), Overview((document,)), Filter())
        return [item.statement.text for item in found.statements[:2]]

    assert first("News of ships was expected. What happened?")[0] == texts["none"]
    assert first("What was expected about ships, and what happened?") == [texts["navy"], texts["none"]]
    assert first("Ships: expected versus actual?") == [texts["navy"], texts["none"]]


def test_documents_that_give_one_thing_two_values_are_both_shown() -> None:
    told = [found("a", "The bridge of Lyra cost 3 million crowns.", 3.0), found("b", "It is blue.", 2.0)]
    told += [found(name, "The bridge of Lyra cost 5 million crowns.", 1.0) for name in ("c", "d")]
    question = read_question("What did the bridge of Lyra cost?")
    (conflict,) = differing(question, [claim(told[0].statement)], Evidence(tuple(told), (), 1.0))
    assert [side.text for side in conflict.sides] == [told[0].statement.text, told[2].statement.text]
    assert [citation.span.document_id for citation in conflict.sides[1].citations] == ["c", "d"]


def test_a_side_is_cited_with_what_holds_it_alone() -> None:
    told = [found("a", "The bridge of Lyra cost 3 million crowns.", 3.0)]
    told.append(found("b", "The bridge of Lyra cost 5 million crowns.", 2.0))
    told.append(found("c", "The bridge of Vega cost 3 million crowns.", 1.0))
    told.append(found("d", "In all, the bridge of Lyra cost 5 million crowns.", 0.5))
    question = read_question("What did the bridge cost?")
    (conflict,) = differing(question, [claim(told[0].statement)], Evidence(tuple(told), (), 1.0))
    cited = [[citation.span.document_id for citation in side.citations] for side in conflict.sides]
    assert cited == [["a"], ["b", "d"]]


def test_what_is_told_of_another_thing_is_no_other_value() -> None:
    told = [found("a", "The mower weighs 30 kg.", 3.0, "Mower M4: manual")]
    told.append(found("b", "The mower weighs 41 kg.", 2.0, "Mower M5: manual"))

    def differ(question: str) -> bool:
        own = replace(claim(told[0].statement), citations=(told[0].citation(),))
        return differing(read_question(question), [own], Evidence(tuple(told), (), 1.0)) != ()

    assert not differ("How heavy is the M4?")
    assert not differ("How heavy is the mower?")
    told[1] = found("b", "The mower weighs 41 kg.", 2.0, "A test of the M4")
    assert differ("How heavy is the M4?")
    told[0] = found("a", "The mower weighs 30 kg.", 3.0)
    assert differ("How heavy is the mower?")
    told[1] = found("b", "The mower weighs 41 kg.", 2.0, "Mower M5: manual")
    assert not differ("How heavy is the M4?")


def test_the_numbers_of_files_tell_nothing_apart() -> None:
    told = [
        found("a", "The mower weighs 30 kg.", 3.0, "news-1.txt"),
        found("b", "The mower weighs 41 kg.", 2.0, "news-2.txt"),
    ]
    own = replace(claim(told[0].statement), citations=(told[0].citation(),))
    assert differing(read_question("How heavy is the mower?"), [own], Evidence(tuple(told), (), 1.0))


def test_one_document_does_not_contradict_itself() -> None:
    told = [found("a", f"The bridge of Lyra cost {cost} million crowns.", 3.0) for cost in (3, 5)]
    question = read_question("What did the bridge of Lyra cost?")
    assert differing(question, [claim(told[0].statement)], Evidence(tuple(told), (), 1.0)) == ()


def test_what_happened_comes_before_what_was_expected_unless_that_is_asked_for() -> None:
    usual = time_prior(read_question("When does the bridge open?"), OVERVIEW)
    before = time_prior(read_question("When was the bridge expected to open?"), OVERVIEW)
    assert usual(OPENED) > usual(THREE) > usual(PLAN)
    assert before(PLAN) > before(OPENED)
    past = time_prior(read_question("When did the bridge open?"), OVERVIEW)
    assert past(PLAN) < usual(PLAN)
    assert past(OPENED) == usual(OPENED)


def test_the_summit_without_a_date_is_the_one_that_most_is_told_of() -> None:
    days = ["2025-12-05"] * 12 + ["2025-12-04"] * 4 + ["2021-12-06"] * 5 + ["2025-12"] * 9
    told = tuple(
        Statement(Span("d", n, n + 1), "x", Status.BACKGROUND, (TIMES,), event_date=day) for n, day in enumerate(days)
    )
    overview = Overview((StoredDocument("d", "D", "x" * len(days), GAZETTE, told, "hash"),))
    assert overview.main_days == {"2025-12-05", "2025-12-04"}
    prior = time_prior(read_question("Where was the summit?"), overview)
    assert prior(told[0]) > prior(told[-10])
    over = time_prior(read_question("Did the summit please the mayor?"), overview)
    assert (
        over(replace(told[-10], event_date="2021")) < over(replace(told[-10], event_date="2025-10")) == over(told[-1])
    )
    dated = time_prior(read_question("Where was the summit of 2021?"), overview)
    assert dated(told[0]) == dated(told[-10])
    came = time_prior(read_question("What came of the oil talks?"), overview)
    assert came(replace(told[-10], event_date="2021")) < came(replace(told[-10], event_date="2025-10"))


def test_as_of_a_day_before_the_event_what_was_expected_tells_when_it_is() -> None:
    reading = read_question("When is the bridge opening?")
    plan, old = replace(PLAN, event_date="2024-06-01"), replace(THREE, event_date="2024-02")
    then, now = (time_prior(reading, OVERVIEW, ahead_of=day) for day in (date(2024, 3, 1), None))
    assert then(plan) > then(THREE) > then(old)
    assert now(plan) < now(THREE) == now(old)
    first, last = (replace(plan, sources=(replace(GAZETTE, published=date(2024, n, 1)),)) for n in (1, 2))
    passage = Passage(PLAN.span, PLAN.text, (first, last))
    then = time_prior(reading, OVERVIEW, [Hit(passage, 0.5)], date(2024, 3, 1))
    assert then(last) > then(first)


def test_of_brought_documents_the_newer_are_preferred_unless_expectations_are_asked_for() -> None:
    minutes = [
        Statement(Span(name, 0, 1), "x", status, (Source(name, name, "Minutes", published=day),))
        for name, day, status in (
            ("old", date(2024, 1, 16), Status.REPORTED),
            ("new", date(2025, 10, 14), Status.REPORTED),
            ("undated", None, Status.REPORTED),
            ("checked", date(2025, 11, 1), Status.CLAIMED),
        )
    ]
    hits = [Hit(passage_of(one), 1.0) for one in minutes]
    old, new, undated, checked = map(time_prior(read_question("When is the next meeting?"), OVERVIEW, hits), minutes)
    assert old < undated == checked < new
    before = time_prior(read_question("When was the meeting expected?"), OVERVIEW, hits)
    assert before(minutes[0]) == before(minutes[1])
    at_first = time_prior(read_question("When was the next meeting originally?"), OVERVIEW, hits)
    in_the_end = time_prior(read_question("When was the next meeting in the end?"), OVERVIEW, hits)
    assert at_first(minutes[0]) > at_first(minutes[2]) > at_first(minutes[1])
    assert in_the_end(minutes[1]) > new > in_the_end(minutes[2])


def test_a_dispute_does_not_begin_with_its_weaker_side() -> None:
    third = Statement(Span("lyra", 0, 9), "Lyra, 2.5.", Status.CLAIMED, (GAZETTE,), dispute="cost", side=2)
    texts = ((THREE, "Three, said Holm of Lyra."), (FOUR, "Four."))
    one, other = (replace(statement, text=text) for statement, text in texts)
    dispute = replace(DOCUMENT.disputes[0], favoured=1)
    overview = Overview((replace(DOCUMENT, statements=(one, other, third), disputes=(dispute,)),))

    def first(question: str, nearness: float = 1.0) -> str:
        scored = tuple(answering(each, 2.0 - n) for n, each in enumerate((one, other)))
        found = better_side_first(
            read_question(question), Evidence(scored, (), 1.0), overview, Filter(), lambda _: nearness
        )
        return found.statements[0].statement.text

    assert first("What did the bridge cost?") == other.text
    assert first("What did the bridge cost, as Holm said?") == one.text
    assert first("What did the bridge cost in Lyra?") == other.text  # a third side names the place as well
    assert first("Who paid for the ferry?", nearness=0.1) == one.text


def test_a_question_whether_the_weaker_side_is_right_is_answered_with_the_better_one() -> None:
    holm = replace(THREE, text="Holm said that Lyra paid 3 million.", sources=(Source("news", "News", "Holm News"),))
    known = replace(DOCUMENT.disputes[0], favoured=1)
    overview = Overview((replace(DOCUMENT, statements=(holm, FOUR), disputes=(known,)),))

    def first(question: str, nearness: float) -> str:
        scored = tuple(
            ScoredStatement(each, Passage(each.span, each.text, (each,)), 2.0 - n)
            for n, each in enumerate((holm, FOUR))
        )
        asked = read_question(question)
        found = better_side_first(asked, Evidence(scored, (), 1.0), overview, Filter(), lambda _: nearness)
        return found.statements[0].statement.text

    assert first("Did Lyra pay 3 million?", nearness=0.1) == FOUR.text
    assert first("Did Lyra pay for it?", nearness=0.1) == holm.text  # about another point
    assert first("Did Lyra pay 3 million for the bridge?", nearness=1.0) == FOUR.text
    assert first("Did Holm News report 3 million?", nearness=1.0) == holm.text


def test_of_checked_statements_the_later_tells_how_things_stand_now() -> None:
    old, new = (replace(OPENED, event_date=day) for day in ("2024-05-01", "2025-05-01"))
    passage = Passage(OPENED.span, TEXT, (old, new))

    def gain(question: str) -> float:
        prior = time_prior(read_question(question), OVERVIEW, (Hit(passage, 0.5),))
        return prior(new) - prior(old)

    assert gain("How many bridges are open now?") > gain("How many bridges are open?") == 0.0
    assert gain("How many bridges were actually open?") == 0.0


def test_a_better_side_that_lacks_what_is_wanted_is_not_told_first() -> None:
    unpaid = replace(FOUR, text="The bridge was a gift.", status=Status.CONFIRMED)
    costs = replace(THREE, text="The bridge cost $3 million.")
    dispute = replace(DOCUMENT.disputes[0], favoured=1)
    overview = Overview((replace(DOCUMENT, statements=(costs, unpaid), disputes=(dispute,)),))
    scored = (answering(costs, 2.0),)

    def first(question: str) -> str:
        evidence = Evidence(scored, (), 1.0)
        found = better_side_first(read_question(question), evidence, overview, Filter(), lambda _: 1.0)
        return found.statements[0].statement.text

    assert first("What did the bridge cost?") == costs.text
    assert first("Was the bridge paid for?") == unpaid.text


def test_the_weaker_side_of_another_dispute_gives_way_to_one_on_the_matter() -> None:
    built = replace(PLAN, text="It was built in May.", status=Status.CLAIMED, dispute="time", side=0)
    disputes = (*DOCUMENT.disputes, Dispute("time", "When was the bridge built?", ("May", "June"), "", "lyra"))

    def first(behind: float, favoured: int) -> str:
        known = (disputes[0], replace(disputes[1], favoured=favoured))
        overview = Overview((replace(DOCUMENT, statements=(built, OPENED, THREE, FOUR), disputes=known),))
        scored = tuple(answering(each, 2.0 - behind * n) for n, each in enumerate((built, FOUR)))
        question = read_question("How much was the bridge?")
        found = better_side_first(question, Evidence(scored, (), 1.0), overview, Filter(), lambda _: 0.6)
        return found.statements[0].statement.text

    assert first(0.2, favoured=1) == FOUR.text
    assert first(0.2, favoured=0) == first(0.9, favoured=1) == built.text


@pytest.mark.parametrize(
    ("question", "general"),
    [
        ("Where do the sources disagree?", True),
        ("Which claims are disputed?", True),
        ("Do the sources disagree about the bridge?", False),
        ("Which claims are made?", False),
    ],
)
def test_a_question_about_disagreements_in_general_is_told_of_disputes(question: str, general: bool) -> None:
    assert on_disputes(read_question(question)) is general


def test_disputes_in_general_are_told_with_all_their_sides() -> None:
    evidence = disputes_of(OVERVIEW, Filter())
    assert evidence is not None
    claims = [claim(item.statement) for item in evidence.statements]
    (conflict,) = conflicts_for(
        read_question("Where do sources disagree?"), claims, OVERVIEW, Filter(), lambda _: 0.0, yes
    )
    assert [(side.text, side.label, side.voices) for side in conflict.sides] == [
        (THREE.text, "3 million", 1),
        (FOUR.text, "4 million", 1),
    ]
    assert disputes_of(OVERVIEW, Filter(sources=frozenset({GAZETTE.id}))) is None


@pytest.mark.parametrize(
    ("question", "matter"),
    [
        ("Where do the sources disagree on oil?", {"oil"}),
        ("Do all reports agree on the date?", {"date"}),
        ("Which papers contradict each other about fishing rights?", {"fish", "right"}),
        ("Are there conflicting accounts of the mayor about the bridge?", set()),
        ("What disagreements are there on fishing?", {"fish"}),
        ("Where do the sources disagree?", set()),
        ("What did Berg and Lund disagree about?", set()),
        ("What did the two sides agree on?", set()),
    ],
)
def test_disagreements_may_be_asked_for_on_one_matter(question: str, matter: set[str]) -> None:
    assert disputed_matter(read_question(question)) == matter


def test_the_disputes_on_a_matter_are_those_that_hold_it() -> None:
    sides = ("Berg was first.", "Lund was first."), ("The mill burnt down.", "The mill fell in.")
    statements = [
        Statement(Span("d", 30 * n, 30 * n + len(text)), text, Status.CLAIMED, (GAZETTE,), dispute=key, side=side)
        for n, (key, side, text) in enumerate(
            (key, side, text)
            for key, both in zip(("race", "mill"), sides, strict=True)
            for side, text in enumerate(both)
        )
    ]
    disputes = (
        Dispute("race", "Who won the race?", ("Berg", "Lund"), "", "d"),
        Dispute("mill", "What became of the mill?", ("Fire", "Age"), "", "d"),
    )
    document = replace(DOCUMENT, id="d", title="Harbour", statements=tuple(statements), disputes=disputes, outcomes=())

    def told(**matter: float) -> list[str]:
        found = disputes_of(Overview((document,)), Filter(), matter)
        assert found is not None
        return [item.statement.dispute for item in found.statements]

    assert told(mill=1.0) == ["mill"]
    assert told(harbour=1.0) == told() == ["race", "mill"]
    assert told(race=1.0, start=0.5) == ["race"]
    assert told(race=0.5, football=1.0) == []


def test_where_no_dispute_is_on_the_matter_a_refusal_says_so() -> None:
    passage = Passage(THREE.span, THREE.text, (THREE,), "Lyra")
    found = Evidence((), (Hit(passage, 0.5),), 0.0)
    assert lack_of("Where do the sources disagree on football?", found, Filter()) == Lack("disagreement")
