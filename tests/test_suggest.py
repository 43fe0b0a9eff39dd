"""Questions to ask next come from what was found beside the answer."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer import Answer, Claim
from assistant.suggest import suggest
from knowledge.overview import Overview
from knowledge.passage import Dispute, Filter, Hit, Passage, Span, Statement, Status
from tests.web_values import CLOSED, DOCUMENT, HOPED, PLAN, cite

CLOUDS = replace(DOCUMENT, id="clouds", text="It rained on the contract.", statements=(), disputes=())
SUN = replace(CLOUDS, id="sun", text="The sun came out.")
OVERVIEW = Overview((DOCUMENT, CLOUDS, SUN))
QUESTION = "Did they sign?"


def found(*statements: Statement) -> Answer:
    passage = Passage(Span("s-400", 0, 200), DOCUMENT.text[:200], statements)
    return Answer(QUESTION, QUESTION, hits=(Hit(passage, 0.5),), confidence=0.8)


def citing(answer: Answer, *statements: Statement) -> Answer:
    citations = tuple(map(cite, statements))
    return replace(answer, citations=citations, claims=(Claim("Yes", citations, Status.CONFIRMED),))


def test_a_dispute_of_a_cited_document_is_suggested_as_its_editor_worded_it() -> None:
    assert suggest(citing(found(HOPED, CLOSED, PLAN), CLOSED), OVERVIEW, Filter()) == ("Is it a plan?",)


def test_a_dispute_of_another_document_is_not_suggested() -> None:
    elsewhere = replace(CLOSED, span=Span("sun", 0, 17))
    assert suggest(citing(found(elsewhere, PLAN), elsewhere), OVERVIEW, Filter()) == ()


def test_a_dispute_of_another_document_is_suggested_where_it_is_about_what_was_asked() -> None:
    asked = replace(found(PLAN), question="Who made the plan?", standalone_question="Who made the plan?")
    assert suggest(asked, OVERVIEW, Filter()) == ("Is it a plan?",)


def test_a_word_that_most_documents_hold_makes_no_dispute_a_neighbour() -> None:
    named = "Was a contract expected?"
    overview = Overview((replace(DOCUMENT, disputes=(Dispute("d1", named, ("Yes", "No"), "", "s-400"),)), CLOUDS, SUN))
    asked = replace(found(PLAN), question="Who has the contract?", standalone_question="Who has the contract?")
    assert suggest(asked, overview, Filter()) == ()


def test_the_document_of_an_answer_that_may_be_none_gives_no_suggestion() -> None:
    unsure = replace(citing(found(HOPED, CLOSED, PLAN), CLOSED), confidence=0.1)
    assert unsure.unsure
    assert suggest(unsure, OVERVIEW, Filter()) == ()


def test_a_dispute_that_the_answer_tells_is_not_suggested() -> None:
    assert suggest(citing(found(HOPED, PLAN), PLAN), OVERVIEW, Filter()) == ()


def test_what_was_asked_is_not_suggested() -> None:
    answer = citing(found(CLOSED, PLAN), CLOSED)
    assert suggest(replace(answer, question=" is it a  plan"), OVERVIEW, Filter()) == ()


def test_three_are_the_most_and_a_heading_is_no_question() -> None:
    disputes = tuple(Dispute(f"d{n}", f"Is plan {n} real?", ("Yes", "No"), "", "s-400") for n in range(5))
    sides = [replace(PLAN, dispute=one.key, heading=f"Claims > Plan {one.key}") for one in disputes]
    overview = Overview((replace(DOCUMENT, disputes=disputes), CLOUDS, SUN))
    answer = citing(found(CLOSED, *sides), CLOSED)
    assert suggest(answer, overview, Filter()) == ("Is plan 0 real?", "Is plan 1 real?", "Is plan 2 real?")
    headed = replace(HOPED, heading="Claims > Buying more systems")
    assert suggest(citing(found(CLOSED, headed), CLOSED), OVERVIEW, Filter()) == ()


def test_a_heading_of_a_brought_document_that_is_cited_and_near_is_one() -> None:
    brought = replace(HOPED, status=Status.REPORTED, heading="The next summit", dispute="")
    asked = "What is said about “The next summit”?"
    assert suggest(citing(found(CLOSED, brought), CLOSED), OVERVIEW, Filter()) == (asked,)
    assert suggest(citing(found(CLOSED, brought), brought), OVERVIEW, Filter()) == ()
    numbered = replace(brought, heading="Claims > 2.1 The next summit")
    assert suggest(citing(found(CLOSED, numbered), CLOSED), OVERVIEW, Filter()) == (asked,)
    elsewhere = replace(brought, span=Span("sun", 0, 17))
    assert suggest(citing(found(CLOSED, elsewhere), CLOSED), OVERVIEW, Filter()) == ()
    for heading in (
        "Summit?",
        "9:30, Summit hall",
        "Buying more systems",
        "events; site: Summit of December",
        "December 2025",
        "2025-12-05",
    ):
        other = replace(brought, heading=heading)
        assert suggest(citing(found(CLOSED, other), CLOSED), OVERVIEW, Filter()) == ()


def test_nothing_found_suggests_nothing() -> None:
    assert suggest(Answer("Why?", "Why?"), OVERVIEW, Filter()) == ()
