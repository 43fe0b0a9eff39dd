"""Documents as one could have known them on a day, in what is shown and what is taken away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.briefing import briefing_as_html, briefing_as_markdown, make_briefing
from assistant.on_day import on_day
from knowledge.document import StoredDocument
from knowledge.passage import Dispute, Outcome, Source, Span, Statement, Status

BEFORE, AFTER = date(2030, 5, 1), date(2030, 6, 10)
GAZETTE = Source("gazette-1", "Bridge to open", "Lyra Gazette", "https://gazette.example/1", BEFORE, "news")
HERALD = Source("herald-1", "Bridge opened late", "Lyra Herald", "https://herald.example/1", AFTER, "news")
LETTER = Source("letter-1", "A letter", "Ada Holm", None, BEFORE, "user")
TEXT = (
    "The bridge of Lyra was to open on 1 June. Ada Holm wrote that it would cost 4 million. The city said 6 million. "
    "The bridge opened on 8 June. It cost 7 million in the end."
)


def statement(words: str, status: Status, *sources: Source, **more: object) -> Statement:
    start = TEXT.index(words)
    return Statement(Span("bridge", start, start + len(words)), words, status, sources, **more)  # type: ignore[arg-type]  # names of fields


HOPED = statement("The bridge of Lyra was to open on 1 June.", Status.EXPECTED, GAZETTE, HERALD, key="k1")
CHEAP = statement("Ada Holm wrote that it would cost 4 million.", Status.CLAIMED, LETTER, dispute="cost", side=0)
DEAR = statement("The city said 6 million.", Status.CLAIMED, GAZETTE, dispute="cost", side=1)
OPENED = statement("The bridge opened on 8 June.", Status.CONFIRMED, HERALD, key="k2")
DEARER = statement("It cost 7 million in the end.", Status.CONFIRMED, HERALD, dispute="cost", side=2)
BRIDGE = StoredDocument(
    id="bridge",
    title="The bridge of Lyra",
    text=TEXT,
    source=Source("bridge", "The bridge of Lyra", "Dossiers"),
    statements=(HOPED, CHEAP, DEAR, OPENED, DEARER),
    content_hash="hash",
    disputes=(Dispute("cost", "What does the bridge cost?", ("4 million", "6 million", "7 million"), "Seven it was."),),
    outcomes=(Outcome(("k1",), ("k2",), "partly"),),
)
ON_THE_EVE = date(2030, 5, 31)


def test_without_a_day_everything_stays() -> None:
    documents = [BRIDGE]
    assert on_day(documents, None) is documents


def test_what_became_known_later_is_gone_with_its_sources() -> None:
    [bridge] = on_day([BRIDGE], ON_THE_EVE)
    assert [one.text for one in bridge.statements] == [HOPED.text, CHEAP.text, DEAR.text]
    assert {source for one in bridge.statements for source in one.sources} == {GAZETTE, LETTER}


def test_a_verdict_is_known_only_with_what_came_of_the_expectation() -> None:
    [before], [after] = on_day([BRIDGE], ON_THE_EVE), on_day([BRIDGE], AFTER)
    assert before.outcomes == ()
    assert after.outcomes == BRIDGE.outcomes


def test_a_verdict_that_rests_on_nothing_is_not_known_on_an_earlier_day() -> None:
    silent = replace(BRIDGE, outcomes=(Outcome(("k1",), (), "unknown"),))
    assert [one.outcomes for one in on_day([silent], AFTER)] == [()]


def test_a_dispute_has_the_sides_that_were_known_and_no_note() -> None:
    [bridge] = on_day([BRIDGE], ON_THE_EVE)
    [dispute] = bridge.disputes
    assert (dispute.sides, dispute.note) == (("4 million", "6 million", ""), "")
    [later] = on_day([BRIDGE], AFTER)
    assert [one.sides for one in later.disputes] == [one.sides for one in BRIDGE.disputes]


def test_one_side_alone_is_no_dispute() -> None:
    only = replace(BRIDGE, statements=(HOPED, CHEAP, DEARER))
    [bridge] = on_day([only], ON_THE_EVE)
    assert bridge.disputes == ()
    assert {one.dispute for one in bridge.statements} == {""}


def test_a_document_of_which_nothing_was_known_is_left_out() -> None:
    assert on_day([replace(BRIDGE, statements=(OPENED,))], ON_THE_EVE) == []


def test_a_briefing_as_of_a_day_says_so_and_tells_nothing_later() -> None:
    briefing = make_briefing([BRIDGE], as_of=ON_THE_EVE)
    for text in (briefing_as_markdown(briefing), briefing_as_html(briefing)):
        assert "As of 2030-05-31: what became known later is left out." in text
        assert "Newest source: 2030-05-01." in text
        for later in ("8 June", "7 million", "Lyra Herald", "Seven it was", "Partly"):
            assert later not in text
    whole = briefing_as_markdown(make_briefing([BRIDGE]))
    assert "Partly as expected: The bridge opened on 8 June." in whole
    assert "As of" not in whole


def test_the_addresses_of_a_briefing_can_be_followed_and_copied() -> None:
    text = briefing_as_markdown(make_briefing([BRIDGE]))
    assert "[Lyra Herald, Bridge opened late](https://herald.example/1), 2030-06-10" in text
    assert "&#58;" not in text
