"""What each event of the page does, with real search over a small collection and no browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from langchain_core.documents import Document

from assistant import Assistant
from assistant.chat.tally import TRANSLATED
from assistant.errors import QuestionError
from assistant.web.conversation import Conversation
from assistant.web.events.actions import Actions
from assistant.web.events.adding import Adding
from assistant.web.events.asking import read_asked
from assistant.web.kept import LARGEST, keep, read_back
from assistant.web.parts.html import Markup, el
from assistant.web.parts.panel import Panel, words_around
from assistant.web.parts.texts import Texts
from assistant.web.payload import read_payload
from assistant.web.standing import still_stands
from assistant.web.visitors import KEPT_SECONDS, Visitors
from knowledge.knowledge_base import KnowledgeBase
from knowledge.passage import Span
from tests.fakes import WordHashEmbedder
from tests.web_values import answered, conversation, exchange

T = Texts()
TIDES = "The tides rise twice a day in the harbour of Brest. The moon draws the water of the sea towards itself."
ORCHARD = "The orchard behind the mill grows forty kinds of apples. The miller sells the apples in October."
_GAZETTE = {"id": "g", "publisher": "Lyra Gazette", "published": "2030-05-01", "kind": "news"}
_HERALD = {"id": "h", "publisher": "Lyra Herald", "published": "2030-06-10", "kind": "news"}
BRIDGE_ROWS = {
    "The bridge of Lyra was to open on 1 June.": {
        "status": "expected", "event_date": "2030-06-01", "key": "k1", "sources": [_GAZETTE]
    },
    "Ada Holm said it would cost 4 million.": {
        "status": "claimed", "event_date": "2030-05-01", "dispute": "cost", "side": 0, "sources": [_GAZETTE]
    },
    "The city said 6 million.": {
        "status": "claimed", "event_date": "2030-05-01", "dispute": "cost", "side": 1, "sources": [_GAZETTE]
    },
    "It opened on 8 June.": {"status": "confirmed", "event_date": "2030-06-08", "key": "k2", "sources": [_HERALD]},
    "It cost 7 million.": {
        "status": "confirmed", "event_date": "2030-06-08", "dispute": "cost", "side": 2, "sources": [_HERALD]
    },
}  # fmt: skip
BRIDGE_TEXT = " ".join(BRIDGE_ROWS)
FIRST = el("div", "First visit")


@pytest.fixture
def knowledge() -> Iterator[KnowledgeBase]:
    base = KnowledgeBase(WordHashEmbedder())
    base.ingest(
        [
            Document(page_content=TIDES, metadata={"id": "tides", "title": "Tides", "publisher": "Harbour"}),
            Document(page_content=ORCHARD, metadata={"id": "orchard", "title": "Orchard", "publisher": "Mill"}),
        ]
    )
    yield base
    base.close()


@pytest.fixture
def actions(knowledge: KnowledgeBase) -> Actions:
    assistant = Assistant(knowledge, min_confidence=0.0)
    return Actions(assistant, Panel(assistant, T), T, FIRST, "", Visitors(knowledge))


def ask(actions: Actions, question: str, before: Conversation | None = None, **options: object) -> Conversation:
    *_, last = actions.ask(json.dumps({"question": question, **options}), before)
    made = last["conversation"]
    assert isinstance(made, Conversation)
    return made


def test_the_conversation_holds_the_question_from_the_first_step_on(actions: Actions) -> None:
    first = next(actions.ask(json.dumps({"question": "Which kinds grow in the orchard?"}), None))
    assert isinstance(first["conversation"], Conversation)
    assert [one.state for one in first["conversation"].exchanges] == ["busy"]


def test_an_answer_told_with_a_heading_is_taken_back_as_it_was_and_not_with_another_heading() -> None:
    base = KnowledgeBase(WordHashEmbedder())
    days = ("## 12 May 2024", "The miller sold the apples.", "## 3 June 2024", "The mill was painted.")
    log = "\n\n".join(("# Log of the mill", *days))
    base.ingest([Document(page_content=log, metadata={"id": "log", "title": "Log of the mill"})])
    answer = Assistant(base, min_confidence=0.0).ask("When did the miller sell the apples?")
    claim = answer.claims[0]
    assert claim.text == "12 May 2024\nThe miller sold the apples."
    assert still_stands(answer, "", base)
    forged = replace(claim, text="3 June 2024\nThe miller sold the apples.")
    assert not still_stands(replace(answer, claims=(forged,)), "", base)
    base.close()


def test_a_stop_ends_the_asking_and_keeps_its_question(actions: Actions) -> None:
    steps = actions.ask(json.dumps({"question": "Which kinds grow in the orchard?", "run": "a"}), None)
    next(steps)
    assert actions.stop(json.dumps({"run": "a"})) == {}
    *_, last = steps
    assert "Which kinds grow in the orchard?" in str(last["talk"])
    assert last["running"] == ""
    assert isinstance(last["conversation"], Conversation)
    assert "busy" not in {one.state for one in last["conversation"].exchanges}


def test_a_stop_that_comes_before_its_question_still_stops_it(actions: Actions) -> None:
    actions.stop(json.dumps({"run": "a"}))
    *_, last = actions.ask(json.dumps({"question": "Which kinds grow in the orchard?", "run": "a"}), None)
    assert "Stopped before an answer." in str(last["talk"])
    assert "Which kinds grow in the orchard?" in str(last["talk"])


def test_a_finished_answer_moves_to_the_finished_ones_with_its_sources(actions: Actions) -> None:
    *_, last = actions.ask(json.dumps({"question": "What does the miller sell in October?"}), None)
    assert last["running"] == ""
    assert 'data-state="done"' in str(last["talk"])
    assert "Mill" in str(last["sources"])


@pytest.mark.parametrize(
    "payload", ["", "{}", "[]", "null", '{"question": 1}', '{"question": " "}', '{"question": "x", "documents": 3}',
                '{"question": "x", "as_of": "soon"}', '{"question": "x", "as_of": "20251204"}',
                json.dumps({"question": "x" * 2001})],
)  # fmt: skip
def test_a_question_of_a_wrong_shape_is_said_to_be_one_and_changes_nothing(actions: Actions, payload: str) -> None:
    [changes] = actions.ask(payload, None)
    assert set(changes) == {"running"}
    assert 'data-state="error"' in str(changes["running"])


def test_a_fault_shows_a_reference_and_no_trace(actions: Actions, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> Iterator[object]:
        raise RuntimeError("secret path /srv/x")

    monkeypatch.setattr(Assistant, "stream", broken)
    *_, last = actions.ask(json.dumps({"question": "Why?"}), None)
    assert "tell the operator" in str(last["talk"])
    assert "secret" not in str(last["talk"])


def test_an_edited_question_takes_the_place_of_the_old_one(actions: Actions) -> None:
    two = ask(actions, "What does the miller sell?", ask(actions, "How many kinds grow in the orchard?"))
    edited = ask(actions, "Which harbour has tides?", two, replaces=two.exchanges[1].id)
    assert [one.question for one in edited.exchanges] == [
        "How many kinds grow in the orchard?",
        "Which harbour has tides?",
    ]


def test_the_question_of_a_link_begins_a_conversation_of_its_own(actions: Actions) -> None:
    own = ask(actions, "How many kinds grow in the orchard?")
    first, *_, last = actions.ask(json.dumps({"question": "Which harbour has tides?", "anew": True}), own)
    made = last["conversation"]
    assert isinstance(made, Conversation)
    assert [one.question for one in made.exchanges] == ["Which harbour has tides?"]
    assert made.owner == own.owner
    assert "orchard" not in str(first["talk"])


def test_an_answer_made_while_a_document_was_read_says_so_also_after_a_reload(
    actions: Actions, knowledge: KnowledgeBase
) -> None:
    asked = ask(actions, "Which harbour has tides?", unread=True)
    assert "still being read" in str(actions.restore(keep(asked))["talk"])
    assert [one.unread for one in read_back(keep(ask(actions, "Which harbour has tides?")), knowledge).exchanges] == [
        False
    ]


def test_chosen_documents_narrow_the_answer(actions: Actions) -> None:
    only = ask(actions, "What does the miller sell in October?", documents=["tides"])
    answer = only.exchanges[0].answer
    assert answer is not None
    assert {hit.passage.span.document_id for hit in answer.hits} <= {"tides"}


def test_a_kept_conversation_comes_back_with_its_citations(actions: Actions, knowledge: KnowledgeBase) -> None:
    asked = ask(actions, "What does the miller sell in October?")
    back = read_back(json.loads(json.dumps(keep(asked))), knowledge)
    assert back.owner == asked.owner
    assert [one.answer.citations for one in back.exchanges if one.answer] == [
        one.answer.citations for one in asked.exchanges if one.answer
    ]


def test_an_answer_whose_words_have_gone_is_left_out_and_its_question_stays(
    actions: Actions, knowledge: KnowledgeBase
) -> None:
    kept = keep(ask(actions, "What does the miller sell in October?"))
    knowledge.remove(["orchard"])
    [one] = read_back(kept, knowledge).exchanges
    assert (one.state, one.answer, one.question) == ("changed", None, "What does the miller sell in October?")


@pytest.mark.parametrize(
    "value",
    [None, 1, "x", [], {}, {"version": 1}, {"version": 1, "owner": "me"}, {"version": 1, "owner": "A" * 32},
     {"version": 1, "owner": "a" * 32, "exchanges": [None, 1, {}, {"question": 3}, {"question": "q", "state": "busy"}]},
     {"version": 1, "owner": "a" * 32, "exchanges": [{"question": "q", "state": "done", "answer": {"claims": 1}}]}],
)  # fmt: skip
def test_a_forged_conversation_is_an_empty_one(knowledge: KnowledgeBase, value: object) -> None:
    assert read_back(value, knowledge).exchanges == ()


@pytest.mark.parametrize(
    ("part", "forged"),
    [
        ("claims", {"text": "The miller gives the apples away."}),
        ("claims", {"lead": "Never."}),
        ("claims", {"status": "confirmed"}),
        ("citations", {"quote": "The miller gives the apples away."}),
        ("citations", {"status": "confirmed"}),
        ("citations", {"title": "The Times"}),
        ("citations", {"heading": "Confirmed"}),
        ("sources", {"publisher": "The Times"}),
        ("sources", {"url": "https://other.example"}),
    ],
)
def test_a_forged_part_of_a_kept_answer_is_not_shown(
    actions: Actions, knowledge: KnowledgeBase, part: str, forged: dict[str, str]
) -> None:
    kept = json.loads(json.dumps(keep(ask(actions, "What does the miller sell in October?"))))
    answer = kept["exchanges"][0]["answer"]
    row = answer["citations"][0]["sources"][0] if part == "sources" else answer[part][0]
    row.update(forged)
    [one] = read_back(kept, knowledge).exchanges
    assert (one.state, one.answer) == ("changed", None)


@pytest.mark.parametrize(
    "forged", [{"confidence": 10**400}, {"cited": 0}, {"nearest": [{"citation": 0, "score": 10**400}]}]
)
def test_a_kept_answer_that_cannot_be_shown_does_not_stop_the_others(
    actions: Actions, knowledge: KnowledgeBase, forged: dict[str, object]
) -> None:
    two = ask(actions, "Which harbour has tides?", ask(actions, "What does the miller sell in October?"))
    kept = json.loads(json.dumps(keep(two)))
    kept["exchanges"][0]["answer"].update(forged)
    shown = actions.restore(kept)
    assert isinstance(shown["conversation"], Conversation)
    assert [one.question for one in shown["conversation"].exchanges] == ["Which harbour has tides?"]
    assert len(shown["conversation"].history()) == 1


def worded(actions: Actions, text: str, **more: str) -> dict[str, object]:
    """A kept conversation whose claim a chat model worded."""
    kept: dict[str, object] = json.loads(json.dumps(keep(ask(actions, "What does the miller sell in October?"))))
    answer = kept["exchanges"][0]["answer"]  # type: ignore[index]  # rows of JSON
    answer.update({"answerer": "chat", **more})
    answer["claims"] = [{**answer["claims"][0], "text": text}]
    return kept


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("The apples are sold by the miller in October.", True),
        ("The apples are sold by the miller in May.", False),
        ("The miller gives the apples away.", False),
    ],
)
def test_a_claim_that_a_model_worded_comes_back_where_its_quotes_support_it(
    actions: Actions, knowledge: KnowledgeBase, text: str, stands: bool
) -> None:
    [one] = read_back(worded(actions, text), knowledge).exchanges
    assert (one.answer is not None) is stands


def test_a_model_s_translation_comes_back_only_with_the_notice_that_it_is_one(
    actions: Actions, knowledge: KnowledgeBase
) -> None:
    said = "Мельник продаёт яблоки в октябре."
    [bare] = read_back(worded(actions, said), knowledge).exchanges
    [noted] = read_back(worded(actions, said, notice=TRANSLATED), knowledge).exchanges
    assert (bare.answer, noted.answer is not None) == (None, True)


def test_a_forged_owner_is_not_taken() -> None:
    base = KnowledgeBase(WordHashEmbedder())
    assert read_back({"version": 1, "owner": "", "exchanges": []}, base).owner != ""
    base.close()


def test_what_is_kept_stays_small_and_drops_the_oldest_first() -> None:
    many = replace(conversation(), exchanges=tuple(
        replace(exchange(answered()), id=f"{number:032x}", question=f"{number} " + "x" * 40_000) for number in range(30)
    ))  # fmt: skip
    kept = keep(many)
    assert len(json.dumps(kept)) < LARGEST + 1000
    assert kept["exchanges"][-1]["question"].startswith("29 ")  # type: ignore[index]  # a list of rows


def test_a_chip_opens_its_document_with_the_quote_marked(actions: Actions) -> None:
    asked = ask(actions, "What does the miller sell in October?")
    one = asked.exchanges[0]
    assert one.answer is not None
    reader = str(actions.read(json.dumps({"turn": one.id, "n": 1}), asked)["reader"])
    marked = reader.partition('<mark class="cited">')[2].partition("</mark>")[0]
    assert marked == one.answer.citations[0].quote
    assert f"Citation 1 of {len(one.answer.citations)}" in reader


def test_the_reader_says_who_says_the_marked_words_and_lets_them_be_copied(bridge: Actions) -> None:
    words = "It opened on 8 June."
    start = BRIDGE_TEXT.index(words)
    place = {"document": "bridge", "start": start, "end": start + len(words)}
    reader = str(bridge.read(json.dumps(place), None)["reader"])
    bar = reader.partition("<article")[0]
    assert all(told in bar for told in ("Confirmed", "Lyra Herald", "10 Jun 2030", "News"))
    assert f'data-copy="“{words}” Lyra Herald, ' in bar


def test_words_that_a_document_no_longer_has_at_their_place_are_not_marked(actions: Actions) -> None:
    asked = ask(actions, "What does the miller sell in October?")
    (one,) = asked.exchanges
    assert one.answer is not None
    first, *others = one.answer.citations
    changed = replace(one, answer=replace(one.answer, citations=(replace(first, quote="Other words."), *others)))
    assert "<mark" not in str(actions.read(json.dumps({"turn": one.id, "n": 1}), asked.put(changed))["reader"])


def test_a_title_that_is_the_first_line_of_its_document_is_shown_once(actions: Actions) -> None:
    text = "The well\n\nIt is nine metres deep."
    actions.assistant.knowledge.ingest([Document(page_content=text, metadata={"id": "well", "title": "The well"})])
    reader = str(actions.read(json.dumps({"document": "well", "start": 0, "end": 0}), None)["reader"])
    assert reader.count("The well") == 1
    assert "It is nine metres deep." in reader


def test_another_visitors_exchange_cannot_be_opened(actions: Actions) -> None:
    mine, other = ask(actions, "What does the miller sell in October?"), Conversation()
    reader = str(actions.read(json.dumps({"turn": mine.exchanges[0].id, "n": 1}), other)["reader"])
    assert "mark" not in reader


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "[]",
        '{"document": 3}',
        '{"document": "tides", "start": -5, "end": 2}',
        '{"document": "tides", "start": 5, "end": 999999}',
        '{"document": "../etc"}',
    ],
)
def test_a_forged_place_marks_nothing(actions: Actions, payload: str) -> None:
    assert "<mark" not in str(actions.read(payload, None)["reader"])


def test_an_upload_is_seen_by_its_owner_alone_until_it_is_removed(actions: Actions, tmp_path: Path) -> None:
    adding = Adding(actions.assistant, T, actions.visitors)
    mine, other = Conversation(), Conversation()
    path = tmp_path / "lighthouse.txt"
    path.write_text("The lighthouse of Gull Rock was painted violet in 1911. Its keeper was Ann Doe.")
    *_, last = adding.files([str(path)], mine)
    assert "1 document added" in str(last["report"])
    assert not path.exists()
    [own] = [one for one in actions.assistant.knowledge.documents(owner=mine.owner) if one.owner]
    assert own.id not in {one.id for one in actions.assistant.knowledge.documents(owner=other.owner)}
    assert "violet" in str(actions.read(json.dumps({"document": own.id, "start": 0, "end": 0}), mine)["reader"])
    assert "violet" not in str(actions.read(json.dumps({"document": own.id, "start": 0, "end": 0}), other)["reader"])
    assert "no longer here" in str(adding.remove(json.dumps({"document": own.id}), other)["report"])
    assert "Removed" in str(adding.remove(json.dumps({"document": own.id}), mine)["report"])
    assert not [one for one in actions.assistant.knowledge.documents(owner=mine.owner) if one.owner]


def test_what_a_visitor_added_is_forgotten_after_a_day_of_absence(knowledge: KnowledgeBase) -> None:
    hours = [0.0]
    visitors = Visitors(knowledge, clock=lambda: hours[0] * 3600)
    for owner in ("a" * 32, "b" * 32):
        text = f"The note of {owner} tells of a bridge over the river Aven."
        knowledge.ingest([Document(page_content=text, metadata={"id": f"own-{owner[0]}", "owner": owner})])
        visitors.seen(owner)
    assert visitors.forget_the_absent() == 0
    hours[0] = KEPT_SECONDS / 3600
    visitors.seen("a" * 32)
    hours[0] += 1
    assert visitors.forget_the_absent() == 1
    assert knowledge.owned() == {"own-a": "a" * 32}
    assert knowledge.document("tides") is not None


def test_equal_files_of_two_visitors_stay_two(actions: Actions, tmp_path: Path) -> None:
    adding = Adding(actions.assistant, T, actions.visitors)
    for owner in ("a" * 32, "b" * 32):
        path = tmp_path / "note.txt"
        path.write_text("The same note about the harbour was brought by two visitors.")
        list(adding.files([str(path)], Conversation(owner)))
    ids = [
        {one.id for one in actions.assistant.knowledge.documents(owner=owner) if one.owner}
        for owner in ("a" * 32, "b" * 32)
    ]
    assert [len(own) for own in ids] == [1, 1]
    assert ids[0] != ids[1]


def test_a_file_that_cannot_be_read_is_reported_and_the_others_are_added(actions: Actions, tmp_path: Path) -> None:
    good, empty = tmp_path / "good.txt", tmp_path / "<img src=x>.txt"
    good.write_text("The good file tells of the bridge over the river Aven, built in 1804.")
    empty.write_text("")
    *_, last = Adding(actions.assistant, T, actions.visitors).files([str(empty), str(good)], Conversation())
    assert "1 document added; 1 could not be read" in str(last["report"])
    assert "<img" not in str(last["report"])


def test_a_report_names_a_failed_file_once(actions: Actions, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    *_, last = Adding(actions.assistant, T, actions.visitors).files([str(empty)], Conversation())
    assert str(last["report"]).count("empty.txt") == 1


@pytest.mark.parametrize("typed", ["", "foo", "example.org/page", "ftp://example.org/page", "https://"])
def test_what_is_no_address_is_answered_in_words_and_nothing_is_fetched(actions: Actions, typed: str) -> None:
    steps = [*Adding(actions.assistant, T, actions.visitors).page(json.dumps({"url": typed}), Conversation())]
    assert len(steps) == 1
    assert "begins with https://" in str(steps[0]["report"])


@pytest.mark.parametrize(("megabytes", "words"), [(21, "1 document added"), (20, "at most 20 MB are read")])
def test_the_setting_decides_how_large_a_file_may_be(
    actions: Actions, tmp_path: Path, megabytes: int, words: str
) -> None:
    path = tmp_path / "large.zip"
    with ZipFile(path, "w") as archive:  # stored as it is, not packed
        archive.writestr("note.txt", "The bridge over the river Aven was built in 1804.")
        archive.writestr("picture.png", bytes(20_000_000))
    adding = Adding(actions.assistant, T, actions.visitors, max_upload_megabytes=megabytes)
    *_, last = adding.files([str(path)], Conversation())
    assert words in str(last["report"])


def test_what_a_visitor_adds_has_a_limit_in_all_and_removing_makes_room(actions: Actions, tmp_path: Path) -> None:
    adding = Adding(actions.assistant, T, actions.visitors, most_megabytes=1)
    mine = Conversation()

    def added(name: str, conversation: Conversation = mine) -> str:
        path = tmp_path / f"{name}.txt"
        path.write_text("\n".join(f"Line {n} of {name} tells of boat {n}." for n in range(9_000)))
        *_, last = adding.files([str(path)], conversation)
        return str(last["report"])

    assert "1 document added" in added("first")
    assert "may take 1 MB in all" in added("second")
    assert "1 document added" in added("second", Conversation())
    [own] = [one for one in actions.assistant.knowledge.documents(owner=mine.owner) if one.owner]
    adding.remove(json.dumps({"document": own.id}), mine)
    assert "1 document added" in added("second")


def test_a_document_for_which_there_is_no_room_is_named_and_the_others_are_added(
    actions: Actions, tmp_path: Path
) -> None:
    path = tmp_path / "both.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("long.txt", "The bridge over the river Aven was built in 1804. " * 25_000)
        archive.writestr("short.txt", "The ferry to Lyra runs twice a day.")
    adding = Adding(actions.assistant, T, actions.visitors, most_megabytes=1)
    *_, last = adding.files([str(path)], Conversation())
    assert "1 document added" in str(last["report"])
    assert "long" in str(last["report"])
    assert "may take 1 MB in all" in str(last["report"])


def test_exports_hold_the_conversation(actions: Actions) -> None:
    asked = ask(actions, "What does the miller sell in October?")
    outbox = str(actions.export('{"form": "markdown"}', asked)["outbox"])
    assert 'data-file="conversation.md"' in outbox
    assert actions.export('{"form": "exe"}', asked) == {}
    assert 'data-file="briefing.html"' in str(actions.export('{"what": "briefing", "form": "html"}', asked)["outbox"])


def test_a_new_conversation_keeps_the_owner(actions: Actions) -> None:
    asked = ask(actions, "What does the miller sell in October?")
    fresh = actions.clear(asked)["conversation"]
    assert isinstance(fresh, Conversation)
    assert (fresh.owner, fresh.exchanges) == (asked.owner, ())


@pytest.mark.parametrize("name", ["timeline", "disagree", "knowledge", "evaluation"])
def test_every_tab_has_something_to_show(actions: Actions, name: str) -> None:
    [pane] = actions.tab(json.dumps({"tab": name}), None).values()
    assert isinstance(pane, Markup)
    assert actions.tab('{"tab": "__class__"}', None) == {}


@pytest.mark.parametrize("day", ["soon", "20251204", "2025-02-30"])
def test_a_timeline_as_of_what_is_no_day_says_so(actions: Actions, day: str) -> None:
    assert "is no day" in str(actions.tab(json.dumps({"tab": "timeline", "as_of": day}), None)["timeline"])


@pytest.fixture
def bridge() -> Iterator[Actions]:
    """Knows of a bridge that was to open on one day and opened on another, and of what it cost by three sources."""
    base = KnowledgeBase(WordHashEmbedder())
    rows = [(BRIDGE_TEXT.index(words), words, fields) for words, fields in BRIDGE_ROWS.items()]
    statements = [{"start": at, "end": at + len(words), **fields} for at, words, fields in rows]
    dispute = {"key": "cost", "question": "What did it cost?", "sides": ["4 million", "6 million", "7 million"]}
    outcome = {"expected": ["k1"], "happened": ["k2"], "verdict": "not"}
    base.ingest(
        [
            Document(
                page_content=BRIDGE_TEXT,
                metadata={
                    "id": "bridge", "title": "The bridge of Lyra", "statements": statements,
                    "disputes": [{**dispute, "note": "Seven it was."}], "outcomes": [outcome],
                },
            )
        ]
    )  # fmt: skip
    assistant = Assistant(base, min_confidence=0.0)
    yield Actions(assistant, Panel(assistant, T), T, FIRST, "", Visitors(base))
    base.close()


@pytest.mark.parametrize("name", ["timeline", "disagree", "knowledge"])
def test_every_tab_shows_what_was_known_on_a_day_and_says_so(bridge: Actions, name: str) -> None:
    def pane(as_of: str) -> str:
        [shown] = bridge.tab(json.dumps({"tab": name, "as_of": as_of}), None).values()
        return str(shown)

    later = ("Did not happen", "opened on 8 June", "7 million", "Seven it was", "Herald", "10 Jun 2030")
    then, now = pane("2030-05-31"), pane("")
    assert "As of 31 May 2030: what became known later is left out." in then
    assert "As of" not in now
    assert not [words for words in later if words in then]
    assert [words for words in later if words in now]


def test_a_briefing_is_made_as_of_the_day_that_is_set(bridge: Actions) -> None:
    def made(as_of: str) -> str:
        return str(bridge.export(json.dumps({"what": "briefing", "form": "html", "as_of": as_of}), None)["outbox"])

    assert "opened on 8 June" in made("")
    assert "opened on 8 June" not in made("2030-05-31")
    assert bridge.export('{"what": "briefing", "form": "html", "as_of": "soon"}', None) == {}


def test_a_document_is_read_whole_and_says_so_where_a_day_is_set(bridge: Actions) -> None:
    place = {"document": "bridge", "start": 0, "end": 0}
    reader = str(bridge.read(json.dumps({**place, "as_of": "2030-05-31"}), None)["reader"])
    assert "Shown whole, also what became known after 31 May 2030." in reader
    assert "Shown whole" not in str(bridge.read(json.dumps(place), None)["reader"])
    assert "is no day" in str(bridge.read(json.dumps({**place, "as_of": "soon"}), None)["reader"])


def test_an_answer_as_of_a_day_shows_no_words_around_its_quotes(bridge: Actions) -> None:
    asked = ask(bridge, "When was the bridge of Lyra to open?", as_of="2030-05-31")
    [one] = asked.exchanges
    assert one.answer is not None
    assert one.answer.citations
    assert "Ada Holm" not in str(bridge.panel.sources(one, ""))
    assert "Ada Holm" in str(bridge.panel.sources(replace(one, answer=replace(one.answer, as_of=None)), ""))
    assert "Knows up to" not in str(bridge.restore(keep(asked))["talk"])


def test_the_words_around_a_quote_stay_on_its_line() -> None:
    text = "Title\n- Before it. The quote. After it.\nNext line."
    start = text.index("The quote.")
    assert words_around(text, Span("d", start, start + 10)) == ("Before it.", "After it.")


@pytest.mark.parametrize(("longest", "state"), [(100, "error"), (101, "done")])
def test_the_page_takes_a_question_as_long_as_the_assistant_reads(
    knowledge: KnowledgeBase, longest: int, state: str
) -> None:
    assistant = Assistant(knowledge, min_confidence=0.0, longest_question=longest)
    actions = Actions(assistant, Panel(assistant, T), T, FIRST, "", Visitors(knowledge))
    *_, last = actions.ask(json.dumps({"question": "orchard ".ljust(101, "x")}), None)
    assert f'data-state="{state}"' in str(last["talk" if state == "done" else "running"])


def test_options_are_read_with_the_question() -> None:
    asked = read_asked(
        '{"question": " Why? ", "as_of": "2025-12-01", "official": true, "documents": ["a"], "replaces": "x"}',
        2000,
    )
    assert asked.question == "Why?"
    assert str(asked.options.as_of) == "2025-12-01"
    assert asked.options.kinds == {"official"}
    assert asked.replaces == "x"


def test_twenty_visitors_at_once_get_their_own_words_back(actions: Actions, tmp_path: Path) -> None:
    adding = Adding(actions.assistant, T, actions.visitors)

    def visit(number: int) -> tuple[str, str, set[str]]:
        mine = Conversation()
        path = tmp_path / f"note-{number}.txt"
        path.write_text(f"The canary of visitor{number:02d} sings the secret tune zq{number:02d}x every morning.")
        list(adding.files([str(path)], mine))
        asked = ask(actions, f"Which tune does the canary of visitor{number:02d} sing?", mine)
        shown = str(actions.restore(keep(asked))["talk"])
        own = {one.text for one in actions.assistant.knowledge.documents(owner=mine.owner) if one.owner}
        return f"zq{number:02d}x", shown, own

    with ThreadPoolExecutor(20) as pool:
        visits = list(pool.map(visit, range(20)))
    for canary, shown, own in visits:
        assert canary in shown
        assert {other for other, _, _ in visits if other in shown} == {canary}
        assert [canary in text for text in own] == [True]


@pytest.mark.parametrize("payload", ["", "{", "3", "[]", "[" * 100_000, '{"a":' * 100_000])
def test_what_is_no_object_says_nothing_and_asks_nothing(payload: str) -> None:
    assert read_payload(payload) == {}
    with pytest.raises(QuestionError, match="Reload the page"):
        read_asked(payload, 2000)
