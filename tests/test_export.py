"""What is taken away reads back: every format holds the quotes and sources, and no source text becomes markup."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from assistant.answer import MAY_NOT_ANSWER, Answer, Lack
from assistant.briefing import briefing_as_html, briefing_as_markdown, make_briefing
from assistant.export import (
    FORMATS,
    answer_as_text,
    citation_as_text,
    cited_sources,
    export,
    sources_as_bibtex,
    sources_as_csl,
)
from assistant.web.kept_answer import answer_from_kept, answer_to_kept
from knowledge.passage import Source
from tests.test_web_html import HOSTILE
from tests.web_values import BLOG, CLOSED, DOCUMENT, NDTV, TASS, answered, cite, hostile, refused


@pytest.mark.parametrize("form", ["markdown", "html", "json"])
def test_a_conversation_keeps_every_quote_and_publisher(form: str) -> None:
    text = export([answered(), refused()], form)
    for words in ("The summit closed without a contract.", "NDTV", "TASS", "What was agreed on BrahMos?"):
        assert words in text


def test_a_quote_is_taken_away_with_each_of_its_sources_and_its_status() -> None:
    assert citation_as_text(cite(CLOSED)) == (
        "“The summit closed without a contract.” NDTV, Summit closes, 2025-12-05, https://ndtv.example/1; "
        "TASS, Visit announced, 2025-11-28, https://tass.example/1 (confirmed)"
    )


def test_every_format_is_written_and_another_is_refused() -> None:
    assert all(export([answered()], form) for form in FORMATS)
    with pytest.raises(ValueError, match="'docx' is no format"):
        export([answered()], "docx")


def test_json_holds_the_answers_in_the_shape_that_programs_read() -> None:
    [answer] = json.loads(export([answered()], "json"))["answers"]
    assert answer["citations"][0]["quote"] == "The summit closed without a contract."
    assert answer["status"] == "disputed"


def test_copied_text_has_question_answer_and_numbered_sources() -> None:
    lines = answer_as_text(answered()).splitlines()
    assert lines[0] == "Did they sign?"
    assert (
        "[1] “The summit closed without a contract.” NDTV, Summit closes, 2025-12-05, https://ndtv.example/1"
        in "\n".join(lines)
    )


def test_what_is_taken_away_holds_the_note_on_a_dispute_and_the_remarks() -> None:
    unsure = replace(answered(), confidence=0.01)
    for text in (answer_as_text(unsure), export([unsure], "markdown"), export([unsure], "html")):
        assert "Note: The officials were right." in text
        assert MAY_NOT_ANSWER in text


def test_what_is_taken_away_says_as_of_which_day_it_was_answered() -> None:
    dated = replace(answered(), as_of=date(2025, 12, 2))
    for form in ("markdown", "html"):
        text = export([dated, refused()], form)
        assert text.count("As of 2025-12-02: later sources are left out.") == 1
    assert "As of 2025-12-02" in answer_as_text(dated)


def test_copied_refusal_has_the_nearest_evidence() -> None:
    assert "Nearest evidence\n- “A contract for five S-400 systems was expected.”" in answer_as_text(refused())


def test_bibtex_has_one_entry_a_source_with_keys_of_its_own() -> None:
    text = sources_as_bibtex([NDTV, TASS, BLOG, Source("x", "Summit closes", "NDTV", published=NDTV.published)])
    keys = re.findall(r"@online\{([^,]+),", text)
    assert keys == ["ndtv2025summit", "tass2025visit", "abloggndmuted".replace("gg", "g"), "ndtv2025summit-2"]
    assert text.count("{") == text.count("}")


def test_bibtex_escapes_what_tex_reads() -> None:
    text = sources_as_bibtex([Source("x", r"50 % & #1 $_{x}^~\input{/etc/passwd}", "P", "https://e.example/{a}\\b")])
    assert r"50 \% \& \#1 \$\_\{x\}\textasciicircum{}\textasciitilde{}\textbackslash{}input" in text
    assert "https://e.example/%7Ba%7D%5Cb" in text


def test_csl_json_reads_back_with_dates_and_addresses() -> None:
    first, _, last = json.loads(sources_as_csl([NDTV, TASS, BLOG]))
    assert first["issued"] == {"date-parts": [[2025, 12, 5]]}
    assert first["URL"] == "https://ndtv.example/1"
    assert "issued" not in last
    assert "URL" not in last


def test_a_source_cited_twice_is_listed_once() -> None:
    assert cited_sources([answered(), answered()]) == [NDTV, TASS, BLOG]


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.links += [str(value) for name, value in attrs if name == "href"]


@pytest.mark.parametrize("text", HOSTILE)
def test_source_text_stays_text_in_the_html_that_is_taken_away(text: str) -> None:
    tags = Tags(export([hostile(text)], "html"))
    assert tags.found <= {
        "html", "head", "meta", "title", "style", "body", "article", "h2", "h3", "p", "br", "ol", "li", "q", "span", "a"
    }  # fmt: skip
    assert all(link.startswith("http") for link in tags.links)


LACK = Lack("answer", "a date", date(2025, 12, 3), True, False, ("Ada Holm",), "nearest")


@pytest.mark.parametrize("answer", [answered(), refused(), replace(refused(), lack=LACK), hostile("<b>&\n- x")])
def test_a_kept_answer_reads_back_equal(answer: Answer) -> None:
    back = answer_from_kept(json.loads(json.dumps(answer_to_kept(answer))))
    assert back == answer


@pytest.mark.parametrize(
    "change",
    [
        {"claims": [{"text": "x", "lead": "", "status": "confirmed", "citations": []}]},
        {"claims": [{"text": "x", "lead": "", "status": "confirmed", "citations": [99]}]},
        {"claims": [{"text": "x", "lead": "", "status": "sure", "citations": [0]}]},
        {"claims": "x"},
        {"citations": [{}]},
        {"cited": 99},
        {"cited": 1},
        {"cited": 2, "claims": [], "conflicts": []},
        {"cited": 3, "claims": [], "pairs": []},
        {"confidence": 10**400},
        {"confidence": float("nan")},
        {"confidence": "high"},
        {"confidence": 1.01},
        {"nearest": [{"citation": 0, "score": float("inf")}]},
        {"nearest": [{"citation": 0, "score": -(10**400)}]},
        {"question": 1},
        {"suggestions": ["x"] * 1000},
        {"as_of": "yesterday"},
        {"as_of": "20251204"},
        {"pairs": [{"expected": 0, "happened": [], "verdict": "maybe"}]},
        {"lack": "a date"},
        {"lack": {"what": "money", "looked_for": "a date", "shown": "", "names": []}},
        {"lack": {"what": "answer", "looked_for": "a joke", "shown": "", "names": []}},
        {"lack": {"what": "answer", "looked_for": "a date", "shown": ["nearest"], "names": []}},
        {"lack": {"what": "answer", "looked_for": "a date", "shown": "", "names": [1]}},
    ],
)
def test_a_forged_answer_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        answer_from_kept({**answer_to_kept(answered()), **change})


def test_a_briefing_sets_apart_what_happened_what_was_expected_and_what_is_disputed() -> None:
    text = briefing_as_markdown(make_briefing([DOCUMENT]))
    order = [
        "## S-400",
        "### What happened",
        "### What was expected, and what came of it",
        "### What is disputed",
        "## Sources",
    ]
    assert [text.index(heading) for heading in order] == sorted(text.index(heading) for heading in order)
    assert "Did not happen: The summit closed without a contract." in text
    assert "Not known." in text


def test_a_briefing_numbers_every_source_it_names() -> None:
    text = briefing_as_markdown(make_briefing([DOCUMENT]))
    listed = len(re.findall(r"^\d+\. ", text, re.MULTILINE))
    assert {int(number) for number in re.findall(r"\[(\d+)\]", text)} == set(range(1, listed + 1))


def test_a_briefing_as_html_links_its_marks_to_its_sources() -> None:
    tags = Tags(briefing_as_html(make_briefing([DOCUMENT])))
    assert {link for link in tags.links if link.startswith("#")} == {"#s1", "#s2", "#s3"}
