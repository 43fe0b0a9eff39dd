"""Words of a question as the documents write them."""

from __future__ import annotations

import pytest

from assistant.question.designation import as_written
from assistant.question.respelling import in_capitals, is_in_dictionary, meant, misspelt, respelt
from knowledge.index.search import UNKNOWN
from knowledge.text.words import content_words
from tests.fakes import document, small_assistant

TEXTS = (
    "Mayor Lindqvist opened the bridge with a banquet. Lindqvist thanked Petersen.",
    "The D-200 ferry of Lindqvist crosses the corridor; the D-200 is old, says The Big Lyra News.",
)


def strange(question: str) -> tuple[str, ...]:
    held = {word for text in TEXTS for word in content_words(text)}
    rarity = {word: 1.0 if word in held else 5.0 for word in content_words(question)}
    return misspelt(question, rarity | {UNKNOWN: 5.0}, is_in_dictionary)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who came to the banqet?", ("banqet",)),
        ("Who had dessert at the banquet?", ()),  # a word, be it in no document
        ("Is the changer or the reopener at the banquet?", ()),  # made of words
        ("Did Lindqist open the BANQT of Zzyx?", ("Lindqist",)),
        ("What is on lindqvist.example/banqet?", ()),
    ],
)
def test_a_word_that_no_passage_and_no_dictionary_has_may_be_misspelt(question: str, words: tuple[str, ...]) -> None:
    assert strange(question) == words


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("banqet", "banquet"),
        ("coridor", "corridor"),
        ("lindqist", "Lindqvist"),
        ("Lindqist", "Lindqvist"),
        ("Lindqvists", "Lindqvist"),
        ("Banqet", None),  # a name is no other word
        ("Petersenn", None),  # the texts name that one once: it may be somebody else
        ("banquet", None),
        ("tarpaulin", None),
    ],
)
def test_the_word_that_is_meant_is_the_nearest_of_the_texts(word: str, known: str | None) -> None:
    assert meant([word], TEXTS) == ({word: known} if known else {})
    assert respelt(f"The {word}?", meant([word], TEXTS)) == f"The {known or word}?"


def test_two_words_that_are_more_than_one_slip_apart_are_two_words() -> None:
    texts = ["The contract for materials was signed. Lyra is putting up a bridge, and Putnam came. Putnam spoke."]
    assert meant(["contradict", "materialise"], texts) == {}
    for word in ("contarct", "contrract", "contrct", "contrakt"):
        assert meant([word], texts) == {word: "contract"}
    assert meant(["stattion"], ["A station stood there. The station is gone. In stattions it is cold."]) == {
        "stattion": "station"
    }


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("what did lindqvist thank petersen for", {"lindqvist": "Lindqvist", "petersen": "Petersen"}),
        ("Who is petersen?", {"petersen": "Petersen"}),
        ("Did Lindqvist thank petersen?", {}),  # who writes one name large writes all so
        ("is there a big ferry", {}),
        ("did the big lyra news tell it", {"big": "Big", "lyra": "Lyra", "news": "News"}),
        ("did the mayor cross the bridge", {}),  # one opens a sentence, the other is written small
    ],
)
def test_in_a_question_of_small_letters_a_name_is_written_as_in_the_documents(
    question: str, names: dict[str, str]
) -> None:
    assert in_capitals(question, TEXTS) == names


def test_what_is_no_sentence_makes_no_name_of_a_word() -> None:
    rows = ("Hut: Vega hut; Beds: 24; Warden: Ada Holm", "- Dogs are welcome.", "Beds are made daily.")
    assert in_capitals("which hut has more beds, and are dogs allowed?", rows) == {}
    assert in_capitals("which hut is ada holm's?", rows) == {"ada": "Ada", "holm": "Holm"}


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("d200 price", "D-200 price"),
        ("What do D200s cost?", "What do D-200s cost?"),
        ("The D-200?", "The D-200?"),
        ("The D300 in 2024?", "The D300 in 2024?"),
    ],
)
def test_a_designation_is_written_as_the_documents_write_it(question: str, written: str) -> None:
    assert as_written(question, TEXTS) == written


def test_a_question_is_searched_for_in_the_words_of_the_documents() -> None:
    assistant = small_assistant()
    assistant.knowledge.ingest([document("bridge", " ".join(TEXTS))])
    assert assistant.ask("Who opned the d200 banqet?").standalone_question == "Who opened the D-200 banquet?"
    assert assistant.ask("whom did lindqvist thank").standalone_question == "whom did Lindqvist thank"
    assert assistant.ask("Who opened the tower?").standalone_question == "Who opened the tower?"


def test_a_question_of_nothing_but_unknown_words_is_refused_whatever_is_nearest() -> None:
    assistant = small_assistant()
    assistant.knowledge.ingest([document("bridge", " ".join(TEXTS))])
    for question in ("xxxxxxxxxxxx", "What is a qwertzuiop?"):
        answer = assistant.ask(question)
        assert (answer.claims, answer.confidence) == ((), 0.0)
        assert answer.nearest
    assert assistant.ask("Who opened the qwertzuiop bridge?").claims
