"""The rules that our own collection keeps, held over every file of it."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from langchain_core.documents import Document

from knowledge.curated import DOCUMENTS_DIR, load_documents
from knowledge.document import stored_document
from knowledge.known import known_on
from knowledge.registry import read_sources

Fields = dict[str, Any]  # a statement as it stands in a document's open metadata


@cache
def documents() -> tuple[Document, ...]:
    return tuple(load_documents())


def statements() -> Iterator[tuple[str, Fields]]:
    for document in documents():
        for each in document.metadata["statements"]:
            yield document.page_content[each["start"] : each["end"]], each


def statements_by_key() -> dict[str, Fields]:
    return {each["key"]: each for _, each in statements()}


def test_the_collection_has_its_size() -> None:
    assert 25 <= len(documents()) <= 60
    assert sum(1 for _ in statements()) >= 450


def test_every_subject_has_its_own_title() -> None:
    titles = Counter(document.metadata["title"] for document in documents())
    assert [title for title, times in titles.items() if times > 1] == []


def test_no_source_of_the_registry_is_unused() -> None:
    used = {source["id"] for _, each in statements() for source in each["sources"]}
    assert set(read_sources(DOCUMENTS_DIR)) - used == set()


def test_sources_of_one_address_are_one_source() -> None:
    addresses = Counter(source.url for source in read_sources(DOCUMENTS_DIR).values() if source.url)
    assert [address for address, times in addresses.items() if times > 1] == []


def test_sources_have_web_addresses_and_no_dates_to_come() -> None:
    sources = read_sources(DOCUMENTS_DIR).values()
    assert [source.id for source in sources if not re.match(r"https?://[^\s/]+\.", source.url or "https://a.")] == []
    assert [source.id for source in sources if source.published and source.published > date(2026, 6, 30)] == []


def test_no_statement_counts_as_known_since_ever() -> None:
    """An undated page that tells of no day as past needs one: `after` in the registry."""
    told = (one for document in documents() for one in stored_document(document).statements)
    assert [one.text for one in told if known_on(one) == date.min] == []


def test_every_statement_has_a_source_a_status_and_a_key() -> None:
    assert [text for text, each in statements() if not (each["sources"] and each["status"] and each["key"])] == []


def test_statements_are_sentences() -> None:
    assert [text for text, _ in statements() if not re.fullmatch(r"[A-Z0-9'].*[.!?]", text)] == []
    assert [text for text, _ in statements() if not 25 <= len(text) <= 400] == []


def test_statements_stand_alone() -> None:
    leaning = re.compile(r"(He|She|It|They|This|That|These|Those|His|Her|Its|Their|Also|However|But|And|There)\b")
    assert [text for text, _ in statements() if leaning.match(text)] == []
    assert [text for text, _ in statements() if re.search(r"\b(the same day|the same report|as above)\b", text)] == []


def test_no_statement_is_told_twice() -> None:
    texts = Counter(text for text, _ in statements())
    assert [text for text, times in texts.items() if times > 1] == []


def test_statements_follow_each_other_without_overlap() -> None:
    for document in documents():
        end = 0
        for each in document.metadata["statements"]:
            assert end <= each["start"] < each["end"] <= len(document.page_content)
            end = each["end"]


def test_the_text_holds_no_marks_comments_or_untidy_space() -> None:
    for document in documents():
        assert not re.search(r"\[\^|<!--|-->|[ \t]\n|\n{3}|  ", document.page_content), document.metadata["id"]
        assert document.page_content == document.page_content.strip()


def test_nothing_but_headings_labels_and_notes_stands_outside_the_statements() -> None:
    for document in documents():
        text, outside, end = document.page_content, [], 0
        for each in document.metadata["statements"]:
            outside.append(text[end : each["start"]])
            end = each["end"]
        between = re.sub(r"(?m)^#{2,3} .*$|^> .*$|\*\*.+?:\*\*", "", "".join([*outside, text[end:]]))
        assert set(between) <= set(" \n-"), document.metadata["id"]


def test_event_dates_are_days_of_the_calendar() -> None:
    for text, each in statements():
        padded = each["event_date"] + "-01-01"[len(each["event_date"]) - 4 :] if each["event_date"] else "2025-12-05"
        assert 1990 <= date.fromisoformat(padded).year <= 2100, text


def test_a_dispute_has_two_sides_or_more_and_each_of_them_speaks() -> None:
    spoken = {(each["dispute"], each["side"]) for _, each in statements() if each["dispute"]}
    disputes = [dispute for document in documents() for dispute in document.metadata["disputes"]]
    assert len(disputes) >= 50
    assert {(each["key"], side) for each in disputes for side in range(len(each["sides"]))} == spoken
    assert [each["key"] for each in disputes if len(each["sides"]) < 2 or not each["question"].endswith("?")] == []


def test_editors_notes_do_not_speak_in_keys() -> None:
    keys = set(statements_by_key())
    said = [dispute["note"] for document in documents() for dispute in document.metadata["disputes"]]
    said += [outcome["gloss"] for document in documents() for outcome in document.metadata["outcomes"]]
    assert [text for text in said if keys & set(re.findall(r"[\w-]+", text))] == []


def test_expectations_of_outcomes_were_expectations() -> None:
    known = statements_by_key()
    outcomes = [outcome for document in documents() for outcome in document.metadata["outcomes"]]
    assert len(outcomes) >= 50
    assert {known[key]["status"] for outcome in outcomes for key in outcome["expected"]} == {"expected"}
    assert {key for outcome in outcomes for key in outcome["happened"]} <= set(known)


def test_an_expectation_has_one_outcome() -> None:
    expected = Counter(
        key for document in documents() for outcome in document.metadata["outcomes"] for key in outcome["expected"]
    )
    assert [key for key, times in expected.items() if times > 1] == []


def test_an_outcome_without_a_known_event_is_unknown() -> None:
    outcomes = [outcome for document in documents() for outcome in document.metadata["outcomes"]]
    assert {outcome["verdict"] for outcome in outcomes if not outcome["happened"]} <= {"unknown"}
    assert [outcome for outcome in outcomes if not outcome["gloss"].endswith(".")] == []


def test_the_preview_article_only_expects_claims_or_recalls() -> None:
    alone = [each["status"] for _, each in statements() if [source["kind"] for source in each["sources"]] == ["user"]]
    assert set(alone) == {"expected", "claimed", "background"}


def test_a_statement_on_weak_sources_alone_is_not_confirmed() -> None:
    registry = tomllib.loads((DOCUMENTS_DIR / "sources.toml").read_text(encoding="utf-8"))
    weak = {name for name, source in registry.items() if source["reliability"] == "blog"}
    confirmed = [(text, each["sources"]) for text, each in statements() if each["status"] == "confirmed"]
    assert len(weak) >= 25
    assert [text for text, sources in confirmed if {source["id"] for source in sources} <= weak] == []
