"""Tests of assistant/support/check.py: what a statement supports, and what it does not."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from assistant.support import check_support
from assistant.support.figures import number_holds, read_figures
from eval.files import write_jsonl
from eval.support.pairs import SupportPair, curated_statements, in_half, make_pairs, mistakes, prose_pairs
from knowledge.passage import Source, Span, Statement, Status


def statement(text: str, status: Status = Status.CONFIRMED, event_date: str = "", publisher: str = "") -> Statement:
    return Statement(Span("d", 0, len(text)), text, status, (Source("s", "t", publisher),), event_date)


TRADE = statement(
    "Norland's trade with Sudland rose to 64 billion dollars in 2024-25, about 12 per cent more than before."
)
VISIT = statement("President Ada Lund received Minister Bo Berg in Northport on 5 May 2024.", event_date="2024-05-05")
PLAN = statement("The council is expected to open the new bridge on 3 June 2024.", Status.EXPECTED, "2024-06-03")
CLAIM = statement("Berg said that the bridge was not safe and had cost 40 million crowns.", Status.CLAIMED)
PART = statement("Half of the rails were laid by June.")
REPORT = statement("The Harbour Post reported that the ferry sank on 2 May 2024.", Status.CONFIRMED)


@pytest.mark.parametrize(
    ("sentence", "held"),
    [
        ("Trade between the two countries rose to $64 billion in 2024-25.", TRADE),
        ("Norland's trade with Sudland increased to 64 billion dollars.", TRADE),
        ("On 5 May 2024, President Ada Lund received Minister Bo Berg in Northport.", VISIT),
        ("Minister Bo Berg was received by President Ada Lund on May 5, 2024.", VISIT),
        ("Ada Lund welcomed Bo Berg in Northport on Sunday, 5 May.", VISIT),
        ("It is planned that the council opens the new bridge on 3 June.", PLAN),
        ("The new bridge was due to be opened by the council on 3 June 2024.", PLAN),
        ("According to Berg, the bridge wasn't safe.", CLAIM),
        ("The bridge was not safe and had cost 40 million crowns, Berg said.", CLAIM),
        ("The ferry sank on 2 May 2024.", REPORT),
    ],
)
def test_what_says_the_same_holds(sentence: str, held: Statement) -> None:
    assert check_support(sentence, [held]).fault == ""


@pytest.mark.parametrize(
    ("sentence", "held", "fault"),
    [
        ("Norland's trade with Sudland rose to 46 billion dollars in 2024-25.", TRADE, "a number that is not there"),
        ("Norland's trade with Sudland rose to 64 million dollars in 2024-25.", TRADE, "a number that is not there"),
        ("Norland's trade with Sudland rose to 64 billion rupees in 2024-25.", TRADE, "a number that is not there"),
        ("Norland's trade with Sudland rose to 64 billion dollars in 2023-24.", TRADE, "a date that is not there"),
        ("Norland's trade with Sudland fell to 64 billion dollars in 2024-25.", TRADE, "the opposite word"),
        ("Norland's trade with Westland rose to 64 billion dollars in 2024-25.", TRADE, "a name that is not there"),
        ("President Ada Lund received Minister Bo Berg in Northport on 6 May 2024.", VISIT, "a date that is not there"),
        ("President Ada Lund received Minister Bo Berg in Northport on Monday.", VISIT, "a weekday that is not there"),
        (
            "President Bo Berg received Minister Ada Lund in Northport on 5 May 2024.",
            VISIT,
            "another did or said so",
        ),
        ("President Ada Lund was received by Minister Bo Berg in Northport.", VISIT, "roles changed"),
        ("President Ada Lund did not receive Minister Bo Berg in Northport.", VISIT, "negation added"),
        ("The council opened the new bridge on 3 June 2024.", PLAN, "a plan told as a fact"),
        ("President Ada Lund was expected to receive Minister Bo Berg on 5 May.", VISIT, "a fact told as a plan"),
        ("The bridge had cost 40 million crowns.", CLAIM, "somebody's saying told as a fact"),
        ("Berg said that the bridge was safe.", CLAIM, "negation left out"),
        ("Lund said that the bridge was not safe.", CLAIM, "a name that is not there"),
        ("All rails were laid by June.", PART, "the whole for a part"),
        ("See https://evil.example for the ferry.", REPORT, "a link or markup"),
        ("The ferry carries whales through the northern fjords in spring.", REPORT, "another word in its place"),
    ],
)
def test_what_says_something_else_does_not_hold(sentence: str, held: Statement, fault: str) -> None:
    assert check_support(sentence, [held]).fault == fault


def test_a_name_may_be_written_as_another_shown_text_writes_it() -> None:
    short = statement("Lund opened the bridge.")
    assert check_support("Prime Minister Ada Lund opened the bridge.", [short]).fault == "a name that is not there"
    shown = ["Prime Minister Ada Lund lives in Northport."]
    assert check_support("Prime Minister Ada Lund opened the bridge.", [short], shown).holds
    assert not check_support("Prime Minister Bo Lund opened the bridge.", [short], shown).holds


def test_the_publisher_may_be_named_as_the_one_who_says_so() -> None:
    held = statement("The ferry sank on 2 May 2024.", publisher="The Gazette")
    assert check_support("According to the Gazette, the ferry sank on 2 May 2024.", [held]).holds
    assert not check_support("According to the Herald, the ferry sank on 2 May 2024.", [held]).holds


def test_each_clause_of_a_sentence_needs_one_statement_that_holds_it() -> None:
    both = "The ferry sank on 2 May 2024, while the council is expected to open the new bridge on 3 June 2024."
    mixed = "The ferry sank on 3 June 2024, while the council is expected to open the new bridge on 2 May 2024."
    assert check_support(both, [REPORT, PLAN]).holds
    assert not check_support(mixed, [REPORT, PLAN]).holds
    assert not check_support(both, [REPORT]).holds


def test_no_statement_supports_nothing() -> None:
    assert not check_support("The ferry sank.", []).holds


@pytest.mark.parametrize(
    "forms",
    [
        ("64 billion dollars", "$64 billion", "US$64bn", "$64,000 million"),
        ("5,200 crore rupees", "Rs 5,200 crore", "₹5200 crore", "52 billion rupees"),
        ("60 per cent", "60%", "60 percent", "sixty percent"),
        ("the 23rd meeting", "the twenty-third meeting"),
        ("5 December 2025", "December 5, 2025", "2025-12-05", "5th of December 2025", "5 декабря 2025", "5 दिसंबर 2025"),
        ("at 6:35 pm", "at 18:35", "at 6.35 p.m."),
        ("sixteen papers", "16 papers"),
    ],
)
def test_a_figure_is_the_same_whatever_way_it_is_written(forms: tuple[str, ...]) -> None:
    read = [[(figure.kind, figure.value, figure.unit, figure.day) for figure in read_figures(form)] for form in forms]
    assert all(len(figures) == 1 for figures in read)
    assert all(one == other for one, other in pairwise(read))


def test_a_range_gives_both_numbers_their_unit() -> None:
    assert [(figure.kind, figure.value) for figure in read_figures("60-70 per cent")] == [
        ("percent", 60),
        ("percent", 70),
    ]
    assert [figure.value for figure in read_figures("5 to 6 billion dollars")] == [5e9, 6e9]


@pytest.mark.parametrize("text", ["5-0 million", "from 5 to 0 million", "The offer fell from 5 to 0 million dollars."])
def test_a_range_that_ends_at_nothing_has_the_scale_of_its_end(text: str) -> None:
    assert [figure.value for figure in read_figures(text)] == [5 * 1e6, 0]


def test_a_number_holds_wherever_the_one_with_its_unit_stands() -> None:
    [said] = read_figures("$5")
    assert number_holds(said, read_figures("5 firms paid $5"))
    assert number_holds(said, read_figures("paid $5 to 5 firms"))
    assert not number_holds(said, read_figures("5 firms paid 6 rupees"))


def test_names_with_digits_are_no_numbers() -> None:
    assert read_figures("the S-400 and the Su-57E") == ()


def test_the_check_meets_its_targets_on_the_documents_it_was_not_tuned_on() -> None:
    pairs = make_pairs([one for one in curated_statements() if in_half(one.span.document_id, "report")])
    assert len(pairs) >= 300
    assert share_wrong(pairs, supported=False) <= 0.03  # altered sentences that are accepted
    assert share_wrong(pairs, supported=True) <= 0.10  # true sentences that are dropped


def test_free_wording_is_rather_quoted_than_passed_wrongly() -> None:
    pairs = prose_pairs("all")
    assert share_wrong(pairs, supported=False) <= 0.03
    assert share_wrong(pairs, supported=True) <= 0.20


def test_pairs_are_one_a_line_whatever_separators_their_words_hold(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    row = {"half": "choose", "statement": "A\u2028b.", "status": "reported", "event_date": "", "publishers": ["C"]}
    write_jsonl(path, [{**row, "sentence": "A b.", "supported": True, "kind": "free wording"}])
    assert [pair.statements[0].text for pair in prose_pairs("all", path)] == ["A\u2028b."]


def share_wrong(pairs: Sequence[SupportPair], supported: bool) -> float:
    chosen = [pair for pair in pairs if pair.supported is supported]
    return sum(len(one.wrong) for one in mistakes(chosen).values()) / len(chosen)
