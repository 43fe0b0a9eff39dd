"""Choosing the statements that answer: what ranks them, and what an answer without the thing wanted is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.choosing.weighing.read_again import READ_AT_MOST, reading_text
from assistant.choosing.weighing.select import WITHOUT_WANTED, choose
from assistant.evidence import Evidence
from assistant.reader import Reader
from knowledge.passage import Hit, Passage, Source, Span, Statement

GAZETTE = Source("gazette", "Gazette", "Lyra Gazette")
EVEN: NDArray[np.float32] = np.full(4, 0.5, dtype=np.float32)
BRIDGE = "The old bridge of Lyra was built by Ada Holm."
LATER = "Mayor Lindqvist said that the bridge of Lyra would be painted in 1950."
PRICE = "Berg said that the bridge of Lyra cost three million dollars."


class Liking:
    """A reader that likes texts with one word, and notes what it was given."""

    name = "liking"

    def __init__(self, word: str) -> None:
        self.word = word
        self.given: list[tuple[str, str]] = []

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        self.given += [(question, text) for text in texts]
        return np.array([9.0 if self.word in text else -9.0 for text in texts], dtype=np.float32)


def hit(*texts: str, title: str = "Lyra", document: str = "lyra") -> Hit:
    statements, start = [], 0
    for text in texts:
        statements.append(Statement(Span(document, start, start + len(text)), text, sources=(GAZETTE,)))
        start += len(text) + 1
    whole = Passage(Span(document, 0, start - 1), " ".join(texts), tuple(statements), title)
    return Hit(whole, 0.5, statement_vectors=np.tile(EVEN, (len(texts), 1)))


def chosen(question: str, *hits: Hit, reader: Reader | None = None, read_as: str = "") -> Evidence:
    return choose(question, EVEN, hits, {}, reader, read_as)


def first(evidence: Evidence) -> str:
    return evidence.statements[0].statement.text


def test_the_statement_with_the_questions_words_comes_first() -> None:
    assert first(chosen("Who built the old bridge?", hit(LATER, BRIDGE))) == BRIDGE


def test_what_a_reader_likes_wins_and_what_it_did_not_read_stays_below() -> None:
    many = [f"The bridge of Lyra has part {n}." for n in range(READ_AT_MOST)]
    reader = Liking("part 7")
    found = chosen("Who built the bridge of Lyra?", hit(*many, LATER), reader=reader)
    assert first(found) == many[7]
    unread = {*many, LATER} - {text for _, text in reader.given}
    assert [item.statement.text for item in found.statements][-1:] == list(unread)
    assert {item.statement.text for item in found.statements if item.logit is None} == unread


def test_a_prior_lifts_a_statement_whatever_its_words_are() -> None:
    found = choose(
        "Who built it, the bridge?", EVEN, [hit(LATER, BRIDGE)], {}, prior=lambda one: 9.0 * (one.text == LATER)
    )
    assert first(found) == LATER


def test_nothing_found_and_nothing_asked_are_no_answer() -> None:
    assert chosen("Who built the bridge?").confidence == 0.0
    assert chosen("Who is it?", hit(BRIDGE)).confidence == 0.0


def test_a_statement_of_two_overlapping_passages_is_there_once_at_its_better_place() -> None:
    near, other = hit(BRIDGE, BRIDGE.replace("Ada", "Eva")), hit(BRIDGE, title="")
    far = replace(other, score=-1.0, statement_vectors=-np.tile(EVEN, (1, 1)))
    found = chosen("Who built the old bridge?", near, far)
    assert [one.statement for one in found.statements] == list(near.passage.statements)


@pytest.mark.parametrize(
    ("question", "answering", "other"),
    [
        ("What did Berg say about the bridge of Lyra?", PRICE, PRICE.replace("Berg", "Holm")),
        ("How much is the ferry?", "The ferry is two dollars.", PRICE),
        ("How long is the ferry?", "The ferry is 40 metres long.", "The bridge is 40 metres long."),
        ("How many dollars did the bridge of Lyra cost?", PRICE, PRICE.replace("three million", "its owner many")),
    ],
)
def test_an_answer_without_the_speaker_or_the_measure_wanted_is_worth_little(
    question: str, answering: str, other: str
) -> None:
    sure, unsure = chosen(question, hit(answering)).confidence, chosen(question, hit(other)).confidence
    assert unsure < 2 * WITHOUT_WANTED * sure


def test_a_measure_of_it_is_of_what_the_statement_before_speaks_of() -> None:
    question, length = "How long is the ferry?", "It is 40 metres long."
    sure = chosen(question, hit("The ferry is blue.", length, title="")).confidence
    unsure = chosen(question, hit("The bridge is blue.", length, title="")).confidence
    assert unsure < 2 * WITHOUT_WANTED * sure


def test_how_fast_it_goes_may_be_told_without_a_word_of_the_question() -> None:
    speed, count = "Top speed: 6 m/s", "Seats: 40"
    question = "How fast does it go?"
    assert chosen(question, hit(count)).confidence < chosen(question, hit(speed)).confidence / 2


def test_the_words_of_whoever_is_asked_for_come_before_those_of_others() -> None:
    of_holm = PRICE.replace("Berg", "Holm")
    assert first(chosen("What did Berg say about the bridge of Lyra?", hit(of_holm, PRICE))) == PRICE
    assert first(chosen("What did Holm say about the bridge of Lyra?", hit(of_holm, PRICE))) == of_holm


def test_a_title_is_read_only_where_it_says_what_the_statement_does_not() -> None:
    found = hit("It opened in 1911.", "The bridge of Lyra opened in 1911.", title="The bridge")
    thin, full = found.passage.statements
    asked = "When did the bridge open?"
    assert reading_text(asked, asked, found, thin) == "The bridge | It opened in 1911."
    assert reading_text(asked, asked, found, full) == full.text
    assert reading_text(f"Who built it? {asked}", asked, found, full) == f"The bridge | {full.text}"
    assert reading_text("Who built Lyra?", asked, found, full) == full.text


def test_lines_above_that_tell_the_date_are_read_too_and_alone_where_the_statement_says_nothing_of_the_matter() -> None:
    text, heading = "- Retry for uploads.", "3.1.0 (3 December 2025)"
    statement = Statement(Span("log", 0, len(text)), text, sources=(GAZETTE,), heading=heading)
    found = Hit(Passage(statement.span, text, (statement,), "Changes", heading), 0.5)
    added, released = "When were retry and uploads added?", "When was version 3.1.0 released?"
    assert reading_text(added, added, found, statement) == f"{heading} | {text}"
    assert reading_text(released, released, found, statement) == heading
    assert chosen(added, found).confidence > WITHOUT_WANTED


def test_a_follow_up_is_read_as_it_was_put_and_as_it_stands_alone() -> None:
    reader = Liking("1911")
    chosen("Who built the bridge? And when?", hit(BRIDGE), reader=reader, read_as="When was the bridge built?")
    assert reader.given == [("Who built the bridge? And when?", BRIDGE), ("When was the bridge built?", BRIDGE)]
    alone = Liking("1911")
    chosen("When was the bridge built?", hit(BRIDGE), reader=alone)
    assert alone.given == [("When was the bridge built?", BRIDGE)]
