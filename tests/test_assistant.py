from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Citation, Claim, Turn
from assistant.assistant import Assistant
from assistant.choosing.finder import leaves_out
from assistant.choosing.question_search import NOT_COVERED
from assistant.errors import QuestionError
from assistant.evidence import Evidence, ScoredStatement
from assistant.render.lack import NO_QUESTION
from assistant.turns import read_history
from knowledge.errors import IndexMissingError, StoreError
from knowledge.index.search import NO_MODEL
from knowledge.knowledge_base import KnowledgeBase
from knowledge.passage import Passage, Source, Span, Statement, Status
from tests.fakes import MARKET, ScriptedAnswerer, WordHashEmbedder, document


@pytest.fixture
def assistant(town: KnowledgeBase) -> Assistant:
    """Answers whatever it is asked from an invented town."""
    return Assistant(town, min_confidence=0.0)


def hold(answer: Answer, knowledge: KnowledgeBase, owner: str = "") -> None:
    """What is true of every answer."""
    shown = answer.to_dict()
    for citation in (*answer.citations, *(near.citation for near in answer.nearest)):
        text = knowledge.text_of(citation.span.document_id, owner)
        assert text is not None
        assert text[citation.span.start : citation.span.end] == citation.quote
        assert citation.sources
    assert all(claim.citations for claim in answer.claims)
    assert all(citation in answer.citations for claim in answer.claims for citation in claim.citations)
    assert 0.0 <= answer.confidence <= 1.0
    if not answer.answered:
        assert (answer.status, answer.citations, answer.claims) == ("refused", (), ())
        assert answer.missing
        assert answer.nearest
        assert shown["answered"] is False
    else:
        assert shown["answer"]


QUESTIONS = ["When was the bridge built?", "Why does the sea rise?", "Who is the king of Peru?", "bridge", "??"]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("least", [0.0, 0.5, 1.1])
def test_every_answer_holds(town: KnowledgeBase, question: str, least: float) -> None:
    answer = Assistant(town, min_confidence=least).ask(question)
    hold(answer, town)
    if least > 1.0:
        assert not answer.answered


def test_the_same_question_has_the_same_answer(assistant: Assistant) -> None:
    assert [assistant.ask(q) for q in QUESTIONS] == assistant.batch(QUESTIONS)


def test_a_long_batch_answers_each_question_in_its_place(town: KnowledgeBase) -> None:
    many = [f"{'Tell me, ' * (n % 7)}when was bridge {n} built?" for n in range(100)]
    together = Assistant(town, min_confidence=0.0).batch(many)
    alone = Assistant(town, min_confidence=0.0)
    assert [answer.question for answer in together] == many
    assert together == [alone.ask(question) for question in many]


def test_a_batch_asks_a_writer_that_is_not_ours_one_after_the_other(town: KnowledgeBase) -> None:
    writer = ScriptedAnswerer()
    questions = [f"{'Tell me, ' * (n % 3)}when was bridge {n} built?" for n in range(40)]
    Assistant(town, writer, min_confidence=0.0).batch(questions)
    assert [evidence.asked for _, evidence, _ in writer.asked] == questions


@pytest.mark.parametrize("question", QUESTIONS)
def test_ask_gives_the_last_of_stream_and_stream_only_grows(assistant: Assistant, question: str) -> None:
    steps = list(assistant.stream(question))
    assert steps[-1] == assistant.ask(question)
    for earlier, later in zip(steps, steps[1:], strict=False):
        assert later.claims[: len(earlier.claims)] == earlier.claims
        assert later.citations[: len(earlier.citations)] == earlier.citations


def test_a_stream_refuses_what_it_is_given_before_its_first_item(town: KnowledgeBase) -> None:
    with pytest.raises(QuestionError, match="is empty"):
        Assistant(town).stream(" ")
    with pytest.raises(QuestionError, match="no source 'nobody'"):
        Assistant(town).stream("When was the bridge built?", sources=["nobody"])


def test_letters_of_full_width_are_letters(assistant: Assistant) -> None:
    plain = "When was the old bridge built?"
    wide = "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in plain)
    assert assistant.ask(wide).claims == assistant.ask(plain).claims
    assert assistant.ask(wide).question == wide


def test_letters_of_full_width_are_letters_in_earlier_turns_too(assistant: Assistant) -> None:
    plain, wide = (f"When was the {name} built?" for name in ("old bridge", "\uff4f\uff4c\uff44 \uff42ridge"))
    said, wide_said = "The Long Bridge.", "The \uff2cong Bridge."
    messages = [{"role": "user", "content": wide}, {"role": "assistant", "content": wide_said}]
    assert read_history([Turn(wide, wide_said)]) == read_history(messages) == (Turn(plain, said),)
    follow_up = "What did it cost?"
    asked_of_wide = assistant.ask(follow_up, [Turn(wide, "")])
    assert asked_of_wide.standalone_question == assistant.ask(follow_up, [Turn(plain, "")]).standalone_question


def test_a_refusal_shows_what_is_missing_and_the_nearest_evidence(town: KnowledgeBase) -> None:
    answer = Assistant(town, min_confidence=1.1).ask("When was the old bridge built?")
    assert answer.answered is False
    assert 0 < len(answer.nearest) <= 3
    assert "date" in answer.missing
    assert answer.to_dict()["nearest"]


@pytest.mark.parametrize(
    ("question", "looked_for"),
    [
        ("How long did the repair of the bridge take?", "a length of time"),
        ("What share of the bridge is open?", "a share"),
        ("How many lanes does the bridge carry?", "a number"),
    ],
)
def test_a_refusal_names_the_kind_of_thing_that_was_looked_for(
    town: KnowledgeBase, question: str, looked_for: str
) -> None:
    assert looked_for in Assistant(town, min_confidence=1.1).ask(question).missing


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What did Grace Hopper say of the old bridge of Lyra?", "mentions Grace Hopper."),
        ("Did the A380 or the E13 cross the bridge in 1714?", "mentions A380 or E13 or 1714."),
        ("Was the old bridge of Lyra closed?", ""),
        ("Did Saturdey ask about the old bridge, or Monday?", "mentions Monday."),
        ("Was the old bridge painted?", ""),
    ],
)
def test_a_refusal_says_which_names_nothing_mentions(town: KnowledgeBase, question: str, said: str) -> None:
    missing = Assistant(town, min_confidence=1.1).ask(question).missing
    assert said in missing
    assert ("mentions" in missing) == bool(said)


@pytest.mark.parametrize("question", ["?", "Is it so?"])
def test_a_question_without_a_word_to_look_for_is_told_so(town: KnowledgeBase, question: str) -> None:
    assert "nothing to look for" in Assistant(town).ask(question).missing


@pytest.mark.parametrize("question", ["What can you do?", "Who are you?", "Hello!", "shorter please"])
def test_what_is_about_the_assistant_is_told_what_can_be_asked(town: KnowledgeBase, question: str) -> None:
    answer = Assistant(town).ask(question)
    assert answer.missing == NO_QUESTION
    assert not answer.answered


def test_what_asked_nothing_of_the_documents_changes_no_follow_up(town: KnowledgeBase) -> None:
    assistant = Assistant(town)
    asked = "Who opened the old bridge of Lyra?"
    told = Turn(asked, assistant.ask(asked).text)
    aside = Turn("Are you a robot?", NO_QUESTION)
    assert assistant.ask("When was it?", [told, aside]).standalone_question == (
        assistant.ask("When was it?", [told]).standalone_question
    )


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "\u3000"])
def test_an_empty_question_is_an_error_with_words(assistant: Assistant, question: str) -> None:
    with pytest.raises(QuestionError, match="empty"):
        assistant.ask(question)


@pytest.mark.parametrize("question", [None, 7, b"When was the bridge built?", ["bridge"]])
def test_a_question_that_is_no_text_is_an_error_with_words(assistant: Assistant, question: Any) -> None:
    for asked in (lambda: assistant.ask(question), lambda: assistant.batch([question])):
        with pytest.raises(QuestionError, match=f"A question is text, not {type(question).__name__}"):
            asked()


@pytest.mark.parametrize("filler", ["bridge ", "x", "é", "(((", "\u202e", "why? ", "1,", "a.a"])
def test_a_question_of_20_000_characters_takes_no_longer_than_any_other(assistant: Assistant, filler: str) -> None:
    assistant.ask("warm up")
    started = time.process_time()
    answer = assistant.ask(("When was the bridge built? " + filler * 20_000)[:20_000])
    assert time.process_time() - started < 2
    hold(answer, assistant.knowledge)


def test_a_question_is_read_as_far_as_it_may_be_long(town: KnowledgeBase) -> None:
    question = "hm " * 1000 + "When was the old bridge of Lyra built?"
    usual = Assistant(town, min_confidence=0.0)
    longer = Assistant(town, min_confidence=0.0, longest_question=4000)
    assert "bridge" not in usual.ask(question).standalone_question
    assert "bridge" in longer.ask(question).standalone_question


@pytest.mark.parametrize(
    "question", ["\ud800 bridge", "\x00bridge\x1b[31m", "\u200b\u200b", "'; DROP TABLE documents; --"]
)
def test_strange_questions_are_answered_or_refused(assistant: Assistant, question: str) -> None:
    hold(assistant.ask(question), assistant.knowledge)
    assert len(assistant.knowledge.documents()) == 3


@given(st.text(st.characters(), max_size=60))
def test_any_question_is_answered_or_refused(question: str) -> None:
    assistant = _memory()
    try:
        hold(assistant.ask(question), assistant.knowledge)
    except QuestionError:
        assert not question.strip()


_KEPT: list[Assistant] = []


def _memory() -> Assistant:
    if not _KEPT:
        knowledge = KnowledgeBase(WordHashEmbedder())
        knowledge.ingest([MARKET])
        _KEPT.append(Assistant(knowledge, min_confidence=0.0))
    return _KEPT[0]


def test_turns_and_messages_are_the_same_history(assistant: Assistant) -> None:
    turns = [Turn("When was the bridge built?", "In 1911.")]
    messages: list[dict[str, object]] = [
        {"role": "user", "content": "When was the bridge built?"},
        {"role": "assistant", "content": "In 1911."},
    ]
    assert read_history(messages) == tuple(turns)
    first, second = (assistant.ask("And how many lanes does it carry?", history) for history in (turns, messages))
    assert first == second
    assert "bridge" in first.standalone_question


@pytest.mark.parametrize(
    "message",
    [
        {"role": "tool", "content": "x"},
        {"role": "user", "content": None},
        {"role": "user"},
        {},
        {"role": 1, "content": "x"},
    ],
)
def test_a_history_of_another_shape_is_an_error_with_words(assistant: Assistant, message: dict[str, object]) -> None:
    with pytest.raises(QuestionError, match="history"):
        assistant.ask("bridge", [message])


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What did Alder say?", "Envoy Alder said that the ferry was late."),
        ("And what gifts were given?", "Gifts of tea and salt were given to the captain."),
        ("How many rooms does it have?", "The Grand Hotel has ninety rooms and a garden."),
    ],
)
def test_a_complete_question_is_asked_by_itself_where_the_exchange_before_only_spoils_it(
    question: str, told: str
) -> None:
    knowledge = KnowledgeBase(WordHashEmbedder())
    hotel = "The guests slept at the Grand Hotel of Lyra. The Grand Hotel has ninety rooms and a garden."
    envoy = "Envoy Alder said that the ferry was late. Gifts of tea and salt were given to the captain."
    knowledge.ingest([document("hotel", hotel), document("envoy", envoy)])
    turns = [Turn("Which hotel did the guests sleep at?", "The guests slept at the Grand Hotel of Lyra. [1]")]
    assert [claim.text for claim in Assistant(knowledge).ask(question, turns).claims] == [told]


def test_a_whole_question_whose_rewriting_only_spoils_it_is_asked_by_itself() -> None:
    knowledge = KnowledgeBase(WordHashEmbedder())
    loans, house = "Members can borrow up to 12 books for four weeks.", "The caretaker of Lyra House is Tom Price."
    knowledge.ingest([document("house", f"{loans}\n\n{house}")])
    answer = Assistant(knowledge).ask("Who is the caretaker?", [Turn("How many books can I borrow?", f"{loans} [1]")])
    assert answer.standalone_question == "Who is the caretaker?"
    assert [claim.text for claim in answer.claims] == [house]


@pytest.mark.parametrize(
    ("question", "text", "left_out"),
    [
        ("and what about tram line 7?", "Councillor Berg voted against.", True),
        ("and what about tram line 7?", "The tram runs every 20 minutes.", False),
        ("And tram line 7?", "Councillor Berg voted against.", False),
    ],
)
def test_what_a_follow_up_turns_to_may_be_left_out_by_the_best_statement(
    question: str, text: str, left_out: bool
) -> None:
    statement = Statement(Span("votes", 0, len(text)), text, Status.REPORTED, ())
    found = ScoredStatement(statement, Passage(statement.span, text, (statement,), "Votes"), 0.0)
    assert leaves_out(Evidence((found,), (), 0.5), question) is left_out


@pytest.mark.parametrize("doubt", ["Is that true?", "Who says so?", "Really?"])
def test_an_answer_that_is_doubted_shows_the_dispute_about_it(doubt: str) -> None:
    three, five = "Mayor Holm said in Lyra that three ferries came.", "The Times counted five."
    disputed = document(
        "ferries",
        f"{three} {five}",
        statements=[
            {"start": 0, "end": len(three), "status": "claimed", "dispute": "many", "side": 0},
            {
                "start": len(three) + 1,
                "end": len(three) + 1 + len(five),
                "status": "claimed",
                "dispute": "many",
                "side": 1,
            },
        ],
        disputes=[{"key": "many", "question": "How large is the fleet?", "sides": ["three", "five"], "note": ""}],
    )
    knowledge = KnowledgeBase(WordHashEmbedder())
    knowledge.ingest([disputed])
    assistant = Assistant(knowledge, min_confidence=0.0)
    before = assistant.ask("What did Mayor Holm say in Lyra?")
    after = assistant.ask(doubt, [Turn(before.question, before.text)])
    assert before.conflicts == ()
    assert [side.text for side in after.conflicts[0].sides] == [three, five]


def test_what_a_history_claims_is_never_cited(assistant: Assistant) -> None:
    turns = [Turn("When was the bridge built?", "In 1066, says [1].", (Span("bridge", 0, 5),))]
    answer = assistant.ask("Is it true that it was built in 1066?", turns)
    hold(answer, assistant.knowledge)
    assert "1066" not in answer.text


def test_a_claim_whose_quote_is_not_in_the_document_is_dropped(town: KnowledgeBase) -> None:
    source = Source("s", "T", "P")
    forged = Citation(Span("bridge", 0, 11), "Evil quote.", (source,), Status.CONFIRMED)
    elsewhere = Citation(Span("unknown", 0, 3), "abc", (source,), Status.CONFIRMED)
    true = Citation(Span("bridge", 0, 8), "The old ", (source,), Status.CONFIRMED)
    claims = [
        Claim("Forged.", (forged,), Status.CONFIRMED),
        Claim("Elsewhere.", (elsewhere, forged), Status.CONFIRMED),
        Claim("Kept.", (forged, true), Status.CONFIRMED),
        Claim("Bare.", (), Status.CONFIRMED),
    ]
    answer = Assistant(town, ScriptedAnswerer(claims), min_confidence=0.0).ask("bridge")
    assert [(claim.text, claim.citations) for claim in answer.claims] == [("Kept.", (true,))]


def test_an_answerer_that_only_forges_makes_a_refusal(town: KnowledgeBase) -> None:
    forged = Citation(Span("bridge", 0, 4), "Evil", (Source("s", "T", "P"),), Status.CONFIRMED)
    claims = [Claim("x", (forged,), Status.CONFIRMED)]
    answer = Assistant(town, ScriptedAnswerer(claims), min_confidence=0.0).ask("bridge")
    hold(answer, town)
    assert not answer.answered


def test_an_answerer_is_not_asked_when_nothing_fits(town: KnowledgeBase) -> None:
    answerer = ScriptedAnswerer()
    Assistant(town, answerer, min_confidence=1.1).ask("bridge")
    assert answerer.asked == []


def test_what_is_anns_is_cited_to_ann_alone(assistant: Assistant) -> None:
    assistant.knowledge.ingest([document("mine", "The canary zygote sings at noon.", owner="ann")])
    question = "When does the canary zygote sing?"
    hers = assistant.ask(question, owner="ann")
    hold(hers, assistant.knowledge, "ann")
    assert "canary" in hers.text
    for owner in ("", "bob"):
        other = assistant.ask(question, owner=owner)
        assert "canary" not in str(other.to_dict()["claims"]) + str(other.to_dict()["nearest"])
        assert all(hit.passage.span.document_id != "mine" for hit in other.hits)


def test_asking_without_waiting_takes_the_same_filters(assistant: Assistant) -> None:
    assistant.knowledge.ingest([document("mine", "The canary zygote sings at noon.", owner="ann")])
    for narrowed in ({"sources": ["tides"]}, {"documents": ["tides"]}, {"kinds": ["official"]}, {"owner": "ann"}):
        question = "bridge sea market canary"
        assert asyncio.run(assistant.aask(question, **narrowed)) == assistant.ask(question, **narrowed)


def test_a_system_message_of_the_history_is_left_out() -> None:
    assert read_history([{"role": "system", "content": "Obey."}, {"role": "user", "content": "Why?"}]) == (
        Turn("Why?", ""),
    )


def test_filters_hold_for_everything_an_answer_cites(assistant: Assistant) -> None:
    for answer in (
        assistant.ask("bridge sea market", as_of=date(2024, 4, 1)),
        assistant.ask("bridge sea market", sources=["tides"]),
        assistant.ask("bridge sea market", documents=["tides"]),
        assistant.ask("bridge sea market", kinds=["official"]),
    ):
        cited = {citation.span.document_id for citation in answer.citations}
        assert cited <= {"tides"}
        assert {hit.passage.span.document_id for hit in answer.hits} <= {"tides"}
    assert not assistant.ask("bridge", as_of=date(1999, 1, 1)).answered


def test_an_answer_without_the_model_says_so(assistant: Assistant, embedder: WordHashEmbedder) -> None:
    embedder.broken = True
    answer = assistant.ask("When was the old bridge built?")
    hold(answer, assistant.knowledge)
    assert NO_MODEL in answer.notice
    assert NO_MODEL in str(answer.to_dict()["notice"])
    assert answer.claims[0].citations[0].span.document_id == "bridge"


def test_a_follow_up_is_answered_without_the_model_too(assistant: Assistant, embedder: WordHashEmbedder) -> None:
    embedder.broken = True
    answer = assistant.ask("And when was it opened?", history=[Turn("Where is the old bridge?", "It is in Lyra.")])
    hold(answer, assistant.knowledge)
    assert NO_MODEL in answer.notice


@pytest.mark.parametrize("question", ["普京什么时候到达？", "Wann wurde der Vertrag für die Brücke unterschrieben?"])
def test_a_language_that_is_not_covered_is_said_to_be_so(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).notice == NOT_COVERED


def test_documents_in_a_language_that_is_not_covered_are_searched_without_a_notice(town: KnowledgeBase) -> None:
    town.ingest([document("brücke", "Die neue Brücke wurde 1990 in Lyra für die Bauern der Stadt eröffnet.")])
    answer = Assistant(town, min_confidence=0.0).ask("Wann wurde die neue Brücke für die Stadt eröffnet?")
    assert (answer.citations[0].span.document_id, answer.notice) == ("brücke", "")


def test_a_day_may_be_written_or_be_a_time(assistant: Assistant) -> None:
    for day in ("1999-01-01", datetime(1999, 1, 1, 12)):
        answer = assistant.ask("When was the old bridge built?", as_of=day)
        assert answer.as_of == date(1999, 1, 1)
    assert assistant.as_runnable().invoke({"question": "bridge", "as_of": "1999-01-01"}).as_of == date(1999, 1, 1)


def test_half_a_surrogate_pair_is_asked_as_over_http(assistant: Assistant) -> None:
    history = [{"role": "user", "content": "The bridge \ud800?"}]
    answer = assistant.ask("When was the old bridge \ud800 built?", history)
    assert answer.question == "When was the old bridge ? built?"
    assert assistant.batch(["When was the old bridge \ud800 built?"])[0].claims
    json.dumps(answer.to_dict(), ensure_ascii=False).encode()
    assert assistant.knowledge.search("bridge \ud800")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"as_of": "yesterday"}, "no day"),
        ({"as_of": 2025}, "no day"),
        ({"history": "abc"}, "A history is a list"),
        ({"history": ["abc"]}, "A history is a list"),
        ({"history": 5}, "A history is a list"),
        ({"sources": ["nope"]}, "There is no source 'nope'"),
        ({"documents": ["nope"]}, "There is no document 'nope'"),
        ({"kinds": ["nope"]}, "There is no kind 'nope'"),
        ({"sources": "nope"}, "'sources' is a list of names"),
        ({"documents": 5}, "'documents' is a list of names"),
        ({"kinds": [5]}, "'kinds' is a list of names"),
    ],
)
def test_what_comes_with_a_question_is_checked(assistant: Assistant, arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(QuestionError, match=words):
        assistant.ask("When was the old bridge built?", **arguments)


@pytest.mark.parametrize("questions", ["abc", 5])
def test_one_text_is_no_list_of_questions(assistant: Assistant, questions: Any) -> None:
    with pytest.raises(QuestionError, match="Questions are a list"):
        assistant.batch(questions)


def test_a_private_document_may_be_named_by_its_owner_alone(town: KnowledgeBase) -> None:
    town.ingest([document("mine", "A private note about red kites.", owner="ann")])
    assistant = Assistant(town, min_confidence=0.0)
    for scope in ({"documents": ["mine"]}, {"sources": ["mine"]}):
        assert assistant.ask("red kites", owner="ann", **scope).answered
        with pytest.raises(QuestionError, match="There is no"):
            assistant.ask("red kites", **scope)


def test_an_answer_that_nobody_waits_for_is_not_written_on(town: KnowledgeBase) -> None:
    held: list[Iterator[Claim]] = []  # as by a traceback, so that nothing but closing ends what is written
    ended: list[str] = []

    class HeldAnswerer(ScriptedAnswerer):
        def write(self, question: str, evidence: Evidence, history: Sequence[Turn]) -> Iterator[Claim]:
            held.append(self._write(question, evidence, history))
            return held[-1]

        def _write(self, question: str, evidence: Evidence, history: Sequence[Turn]) -> Iterator[Claim]:
            try:
                yield from super().write(question, evidence, history)
            finally:
                ended.append(question)

    growing = Assistant(town, HeldAnswerer(), min_confidence=0.0).stream("When was the old bridge built?")
    assert next(growing).claims
    growing.close()
    assert ended == ["When was the old bridge built?"]


def test_what_is_opened_is_closed_at_the_end_of_with(tmp_path: Path) -> None:
    for _ in range(2):
        with KnowledgeBase(WordHashEmbedder(), tmp_path) as knowledge:
            knowledge.ingest([MARKET])
        with Assistant(KnowledgeBase(WordHashEmbedder(), tmp_path)) as assistant:
            assert assistant.ask("market").index_fingerprint
    assistant.close()
    with pytest.raises(StoreError, match="closed"):
        assistant.ask("market")


def test_a_folder_that_is_named_and_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="There is no folder .*mistyped"):
        Assistant.open(index=tmp_path / "mistyped")
    assert not (tmp_path / "mistyped").exists()


def test_nothing_ingested_names_the_command() -> None:
    with pytest.raises(IndexMissingError, match="ingest"):
        Assistant(KnowledgeBase(WordHashEmbedder())).ask("bridge")
