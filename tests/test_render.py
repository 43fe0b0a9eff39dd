import json
import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import (
    MAY_NOT_ANSWER,
    Answer,
    Citation,
    Claim,
    Conflict,
    Lack,
    Nearest,
    Pair,
    Side,
)
from assistant.render import (
    answer_in_full,
    answer_to_dict,
    answer_to_markdown,
    answer_to_text,
    escape_markdown,
    lack_to_text,
)
from assistant.render.text import answer_with_remarks, answer_with_sources, before_marks, claims_so_far
from knowledge.passage import Source, Span, Status

AGENCY = Source("agency", "Talks end", "The Agency", "https://agency.example/talks", date(2025, 12, 5), "news")
PAPER = Source("paper", "Before the talks", "The Paper", None, None, "analysis")


def citation(quote: str, start: int, *sources: Source, status: Status = Status.CONFIRMED) -> Citation:
    return Citation(Span("talks", start, start + len(quote)), quote, sources or (AGENCY,), status, title="The talks")


NO_CONTRACT = citation("No contract was signed.", 0, AGENCY, PAPER)
LIST = citation("Three texts were signed:\n- one\n- two\n- three", 50)
EXPECTED = citation("A contract was expected.", 120, PAPER, status=Status.EXPECTED)
FIVE = citation("Five units had arrived.", 160)
FOUR = citation("Four units had arrived.", 200, PAPER, status=Status.CLAIMED)

FULL = Answer(
    question="Was it signed?",
    standalone_question="Was the contract signed?",
    claims=(
        Claim("No contract was signed.", (NO_CONTRACT,), Status.CONFIRMED, lead="No."),
        Claim(LIST.quote, (LIST,), Status.CONFIRMED),
    ),
    citations=(NO_CONTRACT, LIST, EXPECTED, FIVE, FOUR),
    pairs=(Pair(EXPECTED, (NO_CONTRACT,), "not"),),
    conflicts=(Conflict("How many units had arrived?", (Side("Five.", (FIVE,)), Side("Four.", (FOUR,)))),),
    confidence=0.123456,
    as_of=date(2026, 1, 1),
    index_fingerprint="abc",
    timings_ms={"search": 1.23456},
)
REFUSAL = Answer(
    question="What did it cost?",
    standalone_question="What did it cost?",
    nearest=(Nearest(FIVE, 0.41239),),
    missing="No source tells what it cost.",
    confidence=0.05,
)


def test_text_says_claims_then_what_was_expected_then_conflicts() -> None:
    assert answer_to_text(FULL) == (
        "No. No contract was signed. [1]\n"
        "Three texts were signed:\n- one\n- two\n- three [2]\n\n"
        "Expected before: A contract was expected. [3] It did not happen: [1].\n\n"
        "Sources disagree: How many units had arrived?\n- Five. [4]\n- Four. [5]"
    )


def test_in_full_a_dispute_has_its_sides_in_brief_who_holds_them_and_the_note() -> None:
    sides = (
        Side("Five.", (FIVE,), "Five of five", voices=3),
        Side("Four.", (FOUR,), voices=1),
        Side(NO_CONTRACT.quote, (NO_CONTRACT,), "None"),
    )
    noted = replace(FULL, conflicts=(Conflict("How many?", sides, "Counted on two days [1].", more=2),))
    told = (
        "Sources disagree: How many?\n- Five of five: Five. [4] (3 independent sources)\n- Four. [5]\n- None [1]\n"
        "- and 2 more sides\nNote: Counted on two days (1)."
    )
    assert answer_in_full(noted).endswith(f"\n\n{told}")
    assert escape_markdown(told) in answer_to_markdown(noted)
    assert "Note" not in noted.text
    assert answer_in_full(REFUSAL) == REFUSAL.text


def test_a_dispute_whose_sides_all_stand_above_names_them_by_number() -> None:
    claims = tuple(Claim(one.quote, (one,), one.status) for one in (FIVE, FOUR))
    told = replace(FULL, claims=claims, citations=(FIVE, FOUR), pairs=())
    assert told.text.endswith("\n\nSources disagree: How many units had arrived? [1] against [2]")


def test_what_a_claim_already_cites_is_not_said_again_but_its_verdict_is() -> None:
    claims = (*FULL.claims, Claim(EXPECTED.quote, (EXPECTED,), Status.EXPECTED))
    told = answer_to_text(replace(FULL, claims=claims))
    assert "\n\nExpected before: [3]. It did not happen: [1].\n\n" in told
    assert told.count(EXPECTED.quote) == 1


def test_claims_that_are_an_expectation_and_what_came_of_it_are_told_as_such_and_once() -> None:
    claims = tuple(Claim(one.quote, (one,), one.status) for one in (EXPECTED, NO_CONTRACT, FIVE))
    told = replace(FULL, claims=claims, citations=(EXPECTED, NO_CONTRACT, FIVE), conflicts=())
    assert told.text == (
        "Expected before: A contract was expected. [1] It did not happen: No contract was signed. [2]\n"
        "Five units had arrived. [3]"
    )
    assert before_marks(told.text).strip() == EXPECTED.quote


@pytest.mark.parametrize("order", [(EXPECTED, NO_CONTRACT, FIVE), (FIVE, EXPECTED, NO_CONTRACT), (NO_CONTRACT, FIVE)])
def test_the_text_of_an_answer_that_grows_begins_with_that_before(order: tuple[Citation, ...]) -> None:
    claims = tuple(Claim(one.quote, (one,), one.status) for one in order)
    whole = replace(FULL, claims=claims)
    partials = [replace(whole, claims=claims[:number], pairs=(), conflicts=()) for number in range(1, 4)]
    texts = [*map(claims_so_far, partials), claims_so_far(whole), whole.text]
    assert all(after.startswith(before) for before, after in pairwise(texts))


def test_an_expectation_of_which_nothing_is_known_is_told_with_its_verdict() -> None:
    open_ = replace(FULL, pairs=(Pair(EXPECTED, (), "unknown"),))
    assert "Expected before: A contract was expected. [3] What came of it is open." in open_.text


def test_a_refusal_says_what_is_missing_and_cites_nothing() -> None:
    assert answer_to_text(REFUSAL) == "No source tells what it cost."
    shown = answer_to_dict(REFUSAL)
    assert (shown["answered"], shown["status"], shown["citations"]) == (False, "refused", [])
    assert shown["nearest"]
    assert shown["missing"]


@pytest.mark.parametrize("lack", [Lack("question"), Lack("words")])
def test_where_nothing_is_asked_people_are_shown_the_sentence_alone(lack: Lack) -> None:
    missing = lack_to_text(lack)
    thanks = replace(REFUSAL, question="Thanks", standalone_question="", missing=missing, lack=lack)
    assert answer_to_markdown(thanks) == f"{missing}\n"
    assert answer_with_remarks(thanks) == answer_with_sources(thanks) == missing
    assert answer_to_dict(thanks)["nearest"]


def test_the_json_has_the_promised_fields() -> None:
    shown = answer_to_dict(FULL)
    promised = (
        "question standalone_question answered status answer confidence as_of claims citations expected happened "
        "conflicts nearest missing answerer model index_fingerprint timings_ms"
    )
    assert set(promised.split()) <= set(shown)
    first = shown["citations"][0]  # type: ignore[index]  # JSON values are not typed
    for name, value in {
        "number": 1,
        "quote": "No contract was signed.",
        "document": "talks",
        "start": 0,
        "end": 23,
        "sources": ["agency", "paper"],
        "title": "Talks end",
        "publisher": "The Agency",
        "published": "2025-12-05",
        "url": "https://agency.example/talks",
        "kind": "news",
        "status": "confirmed",
    }.items():
        assert first[name] == value, name
    assert shown["status"] == "disputed"
    assert shown["as_of"] == "2026-01-01"
    assert shown["timings_ms"] == {"search": 1.2}
    assert shown["expected"] == [
        {"text": EXPECTED.quote, "citation": 3, "event_date": "", "verdict": "not", "happened": [1]}
    ]
    assert shown["conflicts"] == [
        {
            "about": "How many units had arrived?",
            "sides": [
                {"label": "", "text": "Five.", "citation": 4, "citations": [4], "sources": 0},
                {"label": "", "text": "Four.", "citation": 5, "citations": [5], "sources": 0},
            ],
            "note": "",
            "more": 0,
        }
    ]


def test_the_json_is_json_and_the_same_every_time() -> None:
    assert json.dumps(answer_to_dict(FULL)) == json.dumps(FULL.to_dict())
    assert json.loads(json.dumps(answer_to_dict(FULL))) == answer_to_dict(FULL)


@pytest.mark.parametrize("mark", ["[1]", "[7]", "[ 2 ]", "[1, 2]", "[1-3]", "【4】", "[²]", "[٣]"])
def test_marks_in_the_words_of_a_source_are_not_taken_for_ours(mark: str) -> None:
    claim = Claim(f"It was said{mark} before.", (NO_CONTRACT,), Status.CONFIRMED)
    answer = replace(FULL, claims=(claim,), citations=(NO_CONTRACT,), pairs=(), conflicts=())
    assert re.findall(r"\[\d+\]", answer_to_text(answer)) == ["[1]"]
    assert answer_to_text(answer).endswith(" [1]")


@given(st.text(alphabet="[]0123 ,-(【】)\na", max_size=30))
def test_every_mark_is_the_number_of_a_citation_whatever_the_words(words: str) -> None:
    answer = replace(FULL, claims=(Claim(words, (NO_CONTRACT,), Status.CONFIRMED),))
    numbers = {int(number) for number in re.findall(r"\[(\d+)\]", answer_to_text(answer))}
    assert numbers == {1, 3, 4, 5}


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=https://evil.example/x.png>",
    "![x](https://evil.example/x.png)",
    "[click](https://evil.example)",
    "[1]: https://evil.example",
    "see https://evil.example and www.evil.example",
    "# heading",
    "> quote",
    "`code` **bold** _em_",
    "a\\",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_markdown_brings_no_markup_from_a_document(words: str) -> None:
    from markdown_it import MarkdownIt

    hostile = citation(words, 0, replace(AGENCY, title=words, publisher=words))
    answer = replace(
        FULL,
        claims=(Claim(words, (hostile,), Status.CONFIRMED),),
        citations=(hostile,),
        pairs=(),
        conflicts=(),
        notice=words,
    )
    html = MarkdownIt("gfm-like", {"linkify": False}).enable("table").render(answer_to_markdown(answer))
    assert re.findall(r'(?:href|src)="([^"]*)"', html) == ["https://agency.example/talks"]
    assert set(re.findall(r"<(\w+)", html)) <= {"p", "ol", "li", "a", "strong", "em", "br"}


def test_markdown_shows_the_words_as_they_are() -> None:
    from markdown_it import MarkdownIt

    words = "5 * 3 < 16 & `x` [a](b) https://x.example"
    html = MarkdownIt().render(escape_markdown(words))
    assert html == "<p>5 * 3 &lt; 16 &amp; `x` [a](b) https://x.example</p>\n"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "/local", "https://", "ftp://x.example"])
def test_only_web_addresses_become_links(url: str) -> None:
    odd = citation("Said.", 0, replace(AGENCY, url=url))
    answer = replace(FULL, claims=(Claim("Said.", (odd,), Status.CONFIRMED),), citations=(odd,), pairs=(), conflicts=())
    assert "](" not in answer_to_markdown(answer)


def test_markdown_of_a_refusal_shows_the_nearest_evidence() -> None:
    shown = answer_to_markdown(REFUSAL)
    assert "Nearest in the sources" in shown
    assert "Five units had arrived." in shown


def test_a_citation_without_sources_is_shown_all_the_same() -> None:
    bare = replace(NO_CONTRACT, sources=())
    answer = replace(FULL, claims=(Claim("x", (bare,), Status.REPORTED),), citations=(bare,), pairs=(), conflicts=())
    assert answer_to_dict(answer)["citations"][0]["title"] == "The talks"  # type: ignore[index]  # JSON is not typed
    assert "No contract was signed." in answer_to_markdown(answer)


def test_a_quoted_claim_keeps_what_cannot_be_seen_as_its_quote_does() -> None:
    words = "The bridge\u200e opened [3] in May."
    quoted = replace(NO_CONTRACT, quote=words)
    answer = replace(
        FULL, claims=(Claim(words, (quoted,), Status.CONFIRMED),), citations=(quoted,), pairs=(), conflicts=()
    )
    (claim,) = cast("list[dict[str, object]]", answer_to_dict(answer)["claims"])
    assert claim["text"] == words
    assert "\u200e" not in answer.text
    assert "[3]" not in answer.text


def test_markdown_of_an_answer_of_little_confidence_says_so() -> None:
    source = Source("gazette", "Gazette", "Gazette")
    cited = citation("It opened.", 0, source)
    sure = Answer("q", "q", (Claim(cited.quote, (cited,), cited.status),), (cited,), confidence=0.9)
    assert MAY_NOT_ANSWER not in sure.to_markdown()
    assert MAY_NOT_ANSWER in replace(sure, confidence=0.1).to_markdown()
    assert MAY_NOT_ANSWER in str(replace(sure, confidence=0.1).to_dict()["notice"])


def test_rows_of_a_table_stand_on_a_line_each() -> None:
    rows = (citation("name: Mara Lund; office: B12", 0), citation("name: Ivo Petrov; office: C03", 90))
    claims = tuple(Claim(row.quote, (row,), row.status) for row in rows)
    told = Answer("Who?", "Who?", claims, rows, confidence=0.9)
    assert told.text == f"{rows[0].quote} [1]\n{rows[1].quote} [2]"
