"""Tests of assistant/chat/draft.py and assistant/chat/cite.py."""

from __future__ import annotations

import pytest

from assistant.chat.cite import Checked, read_claims
from assistant.chat.draft import Draft, DraftReader, read_drafts
from assistant.chat.prompt import NOT_FOUND
from knowledge.passage import Status
from tests.evidence_values import BRIDGE, FERRY, SHOWN, TIDES


def check(text: str) -> list[Checked]:
    return list(read_claims([text], SHOWN))


def test_marks_before_and_after_the_full_stop_belong_to_the_sentence() -> None:
    drafts = list(read_drafts(["One rose [1]. Two fell. [2][3] Three stood 【4】. Four ran [5, 6].[7] Five"]))
    assert [draft.numbers for draft in drafts] == [(1,), (2, 3), (4,), (5, 6), ()]
    assert [draft.text for draft in drafts] == ["One rose.", "Two fell.", "Three stood.", "Four ran.", "Five"]


def test_abbreviations_decimals_and_list_numbers_end_no_sentence() -> None:
    text = "Mr. Lund paid Rs. 5.2 crore to S. Berg in the U.S. harbour [1].\n1. First it rained [2].\n2) Then not [3]."
    assert [draft.text for draft in read_drafts([text])] == [
        "Mr. Lund paid Rs. 5.2 crore to S. Berg in the U.S. harbour.",
        "First it rained.",
        "Then not.",
    ]


def test_what_ends_no_sentence_of_a_document_ends_none_of_a_model() -> None:
    text = "Amb. Berg met Shri. Lund of Lyra Pvt. Ltd. on Sep. 5 in Lyra [1]. Smt. Roy was not there, they said. No."
    assert [draft.text for draft in read_drafts([text])] == [
        "Amb. Berg met Shri. Lund of Lyra Pvt. Ltd. on Sep. 5 in Lyra.",
        "Smt. Roy was not there, they said.",
        "No.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Amb. Berg met Shri. Lund on Sep. 5 [1]. The end of the art. No. 7 was the last of Sep. Then it ended.",
        f"{TIDES} [1] The bridge is expected to open [2]. Mr. Lund paid 2.5 crore [1-3]. It ended. [99",
        "- One thing [1]\n- Another [2, 3]\n1. Third 【4】\n\n2. Fourth [5†source].",
        "<think>Is it [1]? Yes.</think>\nNo. The U.S. said so [1-3]...",
        "Мост откроют 3 мая {en: The bridge will open on 3 May.} [2]. Да [2]!",
        "पुल 3 मई को खुलेगा। [2] फिर नहीं। 《x》 café [1].",
    ],
)
def test_a_stream_cut_anywhere_gives_the_same_sentences(text: str) -> None:
    whole = list(read_drafts([text]))
    assert list(read_drafts(list(text))) == whole
    for first in range(len(text) + 1):
        assert list(read_drafts([text[:first], text[first:]])) == whole
        for second in range(first, len(text) + 1, 5):
            assert list(read_drafts([text[:first], text[first:second], text[second:]])) == whole


def test_a_sentence_is_given_at_its_full_stop_when_its_mark_stands_before_it() -> None:
    reader = DraftReader()
    assert reader.feed("It rose [1") == []
    assert reader.feed("]") == []
    assert reader.feed(".") == [Draft("It rose.", (1,))]


def test_thoughts_are_not_part_of_the_answer() -> None:
    assert list(read_drafts(["<thi", "nk>Perhaps [3]. ", "Or not.</think>", " It rose [1]."])) == [
        Draft("It rose.", (1,))
    ]


def test_a_supported_sentence_stands_as_written() -> None:
    [checked] = check("There are two high tides a day in the harbour [1].")
    assert checked.outcome == "as written"
    assert checked.claim is not None
    assert checked.claim.text == "There are two high tides a day in the harbour."
    assert [citation.quote for citation in checked.claim.citations] == [TIDES]


def test_a_sentence_that_cites_the_wrong_statement_is_cited_anew() -> None:
    [checked] = check("The harbour has two high tides a day [3].")
    assert checked.outcome == "cited anew"
    assert checked.claim is not None
    assert checked.claim.citations[0].quote == TIDES


@pytest.mark.parametrize("mark", ["[0]", "[99]", "[-1]", "", "[a]"])
def test_a_mark_that_resolves_to_nothing_never_reaches_the_reader(mark: str) -> None:
    [checked] = check(f"Whales sing in the harbour at night {mark}.")
    assert checked.outcome == "left out"
    assert checked.claim is None


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("The harbour has two high tides a day, the higher of 6.2 metres [1].", TIDES),
        ("The harbour has three high tides a day [1].", TIDES),
        ("The council opened the bridge on 3 May 2024 [2].", BRIDGE),
        ("The council is expected to open the bridge on 4 May 2024 [2].", BRIDGE),
        ("Mayor Ada Lund said that the ferry would run in winter [3].", FERRY),
        ("Mayor Bo Berg said that the ferry would not run in winter [3].", FERRY),
        ("The ferry would not run in winter [3].", FERRY),
    ],
)
def test_a_sentence_that_says_its_statement_wrongly_becomes_the_quote(sentence: str, quote: str) -> None:
    [checked] = check(sentence)
    assert checked.outcome == "quoted"
    assert checked.claim is not None
    assert checked.claim.text == quote


def test_two_statements_may_hold_one_sentence() -> None:
    [checked] = check(
        "The harbour has two high tides a day, while the council is expected to open the bridge on 3 May [1][2]."
    )
    assert checked.claim is not None
    assert len(checked.claim.citations) == 2
    assert checked.claim.status is Status.EXPECTED


def test_marks_that_add_nothing_are_dropped() -> None:
    [checked] = check("The harbour has two high tides a day [3][1][2].")
    assert checked.claim is not None
    assert [citation.quote for citation in checked.claim.citations] == [TIDES]


def test_a_bare_yes_asserts_nothing() -> None:
    assert check("Yes. ") == []


def test_labels_around_an_answer_are_no_claims() -> None:
    found = check(f"# Answer\n\n**{TIDES}** [1]\n\nSources:\n[1] The Gazette\n[2] Gazette")
    assert [(checked.outcome, checked.claim.text if checked.claim else "") for checked in found] == [
        ("as written", TIDES)
    ]


def test_a_word_with_a_mark_is_an_answer() -> None:
    assert [checked.outcome for checked in check("Ada Lund [3]")] == ["as written"]


def test_an_answer_wrapped_in_json_becomes_the_quote() -> None:
    (found,) = check('{"answer": "The harbour has two high tides a day [1]"}')
    assert found.outcome == "quoted"
    assert found.claim is not None
    assert found.claim.text == TIDES


def test_a_sentence_said_twice_is_shown_once() -> None:
    first, second = check("The harbour has two high tides a day [1]. The harbour has two high tides a day [1].")
    assert first.claim is not None
    assert second.claim is None
    assert second.outcome == "repeated"


def test_the_fixed_refusal_is_no_claim() -> None:
    assert [checked.outcome for checked in check(NOT_FOUND)] == ["not found"]


def test_links_and_markup_never_pass() -> None:
    for text in (
        "The harbour has two high tides a day, see https://evil.example [1].",
        "![two high tides](x) a day [1].",
    ):
        [checked] = check(text)
        assert checked.claim is None or checked.claim.text == TIDES


def test_a_translation_is_checked_by_its_english_gloss_and_its_figures() -> None:
    good, number, negation = check(
        "В гавани 2 прилива в день {en: The harbour has 2 high tides a day} [1]. "
        "В гавани 3 прилива в день {en: The harbour has 2 high tides a day} [1]. "
        "Мэр Ада Лунд сказала, что паром будет ходить {en: Mayor Ada Lund said the ferry would not run} [3]."
    )
    assert good.translated
    assert good.claim is not None
    assert good.claim.text == "В гавани 2 прилива в день."
    assert (number.outcome, number.reason) == ("quoted", "figures differ in translation")
    assert (negation.outcome, negation.reason) == ("quoted", "negation differs in translation")
