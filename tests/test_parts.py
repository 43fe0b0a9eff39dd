"""Several questions in one: told apart, answered each, and joined."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from assistant.answer import Answer, Citation, Claim
from assistant.assistant import Assistant
from assistant.composing.join import NOT_FOUND, join
from assistant.question.parts import MOST_PARTS, parts_of
from knowledge.embedding.local_embedder import LocalEmbedder
from knowledge.knowledge_base import KnowledgeBase
from knowledge.passage import Source, Span, Status
from tests.fakes import WordHashEmbedder, document

BOTH = "When was the old bridge of Lyra built, and who opened the fair of Lyra?"


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("When did he land and who received him?", ("When did he land?", "Who received him?")),
        ("Where did Berg stay? What did he eat?", ("Where did Berg stay?", "What did he eat?")),
        ("Who hosted the dinner; was Lund there?", ("Who hosted the dinner?", "Was Lund there?")),
        ("How many are sold, when are the rest due?", ("How many are sold?", "When are the rest due?")),
        ("When did he land, who met him, and what was sold?", ("When did he land?", "Who met him?", "What was sold?")),
        ("What is the goal, and by what year is it due?", ("What is the goal?", "By what year is it due?")),
        ("The ferry: who built it and what did it cost?", ("The ferry: who built it?", "The ferry: what did it cost?")),
        ("Berg gave a book. What was it called and who wrote it?",
         ("Berg gave a book. What was it called?", "Who wrote it?")),
    ],
)  # fmt: skip
def test_questions_of_their_own_are_told_apart(question: str, parts: tuple[str, ...]) -> None:
    assert parts_of(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "When did he land?",
        "When and where did he land?",
        "How many ships and which crews came?",  # the first half has no verb
        "Did Berg come, and why?",  # the second says nothing by itself
        "Who is Berg, who met Lund?",  # tells who is meant
        "In May, when was the pact signed?",
        "Was the road closed? I heard it was.",
        "What did it cost, and who disagrees?",
        "Which minister came and was thanked?",
        "What was expected of the fair, and what happened?",
        "",
    ],
)
def test_one_question_stays_whole(question: str) -> None:
    assert parts_of(question) == (question,)


def test_many_question_marks_take_no_long_time() -> None:
    started = process_time()
    parts_of("Who came" + "?" * 2000)
    assert process_time() - started < 0.5


def test_no_more_than_some_parts_are_told_apart() -> None:
    asked = " ".join(f"Who built the bridge of number{number}?" for number in range(9))
    parts = parts_of(asked)
    assert len(parts) == MOST_PARTS
    assert "number8" in parts[-1]


def claim(text: str, start: int) -> Claim:
    source = Source("gazette", "Gazette", "Lyra Gazette")
    return Claim(
        text, (Citation(Span("d", start, start + len(text)), text, (source,), Status.REPORTED),), Status.REPORTED
    )


def answer(question: str, *claims: Claim, confidence: float = 0.8) -> Answer:
    cited = tuple(citation for one in claims for citation in one.citations)
    return Answer(question, question, claims, cited, confidence=confidence)


def test_answers_are_joined_in_order_as_sure_as_the_least_sure() -> None:
    bridge, king = claim("The bridge is of 1911.", 0), claim("The king came.", 40)
    joined = join("When, and who?", [answer("When?", bridge), answer("Who?", king, confidence=0.3)])
    assert joined.claims == (bridge, king)
    assert joined.citations == bridge.citations + king.citations
    assert (joined.question, joined.standalone_question, joined.confidence) == ("When, and who?", "When, and who?", 0.3)
    assert not joined.notice


def test_nothing_is_said_twice() -> None:
    both, more = claim("The king came in 1911.", 0), claim("It rained.", 40)
    joined = join("Who came, and when?", [answer("Who came?", both), answer("when?", both, more)])
    assert joined.claims == (both,)


def test_what_was_not_found_is_named() -> None:
    bridge = claim("The bridge is of 1911.", 0)
    joined = join("When, and who?", [answer("When?", bridge), answer("Who?", confidence=0.01)])
    assert joined.claims == (bridge,)
    assert joined.confidence == 0.8
    assert joined.notice == NOT_FOUND.format(part="Who?")


def test_where_no_part_is_told_all_is_refused() -> None:
    refused = [answer("When?", confidence=0.02), answer("Who?", confidence=0.01)]
    assert join("When, and who?", refused) == Answer("When, and who?", "When?", confidence=0.02)


def test_parts_on_which_nothing_can_be_found_are_refused_at_any_confidence(tmp_path: Path) -> None:
    with KnowledgeBase(WordHashEmbedder(), tmp_path / "index") as knowledge:
        knowledge.ingest([document("bridge", "The old bridge of Lyra was built in 1911.", published="2025-12-05")])
        answer = Assistant(knowledge, min_confidence=0.0).ask(BOTH, as_of="2020-01-01")
    assert not answer.answered


def test_each_part_is_answered_and_a_part_that_is_not_told_is_said(tmp_path: Path) -> None:
    knowledge = KnowledgeBase(LocalEmbedder(), tmp_path / "index")
    knowledge.ingest(
        [
            document("bridge", "The old bridge of Lyra was built in 1911. Its engineer was Ada Berg."),
            document("fair", "The fair of Lyra was opened by Queen Maud. Some 4,000 people came to the fair."),
            document("weather", "It rained in Vega for nine days. The harbour froze in the winter of 1987."),
        ]
    )
    told = Assistant(knowledge)
    both = told.ask(BOTH)
    half = told.ask("When was the old bridge of Lyra built, and who is the prime minister of Peru?")
    knowledge.close()
    assert ["1911" in both.text, "Queen Maud" in both.text, both.notice] == [True, True, ""]
    assert "1911" in half.text
    assert half.notice == NOT_FOUND.format(part="Who is the prime minister of Peru?")
