from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import IndexDamagedError
from knowledge.index.lexical import PassageIndex, Row
from knowledge.passage import Filter, Passage, Source, Span, Statement
from knowledge.text.words import fold, words
from tests.fakes import once_decoded

SOURCE = Source("gazette", "A page", "Gazette")


def row(text: str, document: str = "d", start: int = 0) -> Row:
    span = Span(document, start, start + len(text))
    statement = Statement(span, text, sources=(SOURCE,))
    return Passage(span, text, (statement,)), np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32)


def index(*texts: str, owner: str = "") -> PassageIndex:
    made = PassageIndex(None)
    made.change([(f"d{n}", "h", owner, [row(text, f"d{n}")]) for n, text in enumerate(texts)])
    return made


def found(made: PassageIndex, query: str, **narrowed: object) -> list[str]:
    ids = made.best(query, 10, Filter(**narrowed))  # type: ignore[arg-type]
    return [passage.text for passage, _ in made.passages(ids)]


def test_the_rare_word_decides() -> None:
    made = index("the ship came", "the ship left with grain", "the ship sank")
    assert found(made, "which ship carried grain?")[0] == "the ship left with grain"


def test_a_version_is_found_by_its_numbers_in_their_order() -> None:
    made = index("1.0 and 3.1 came in 2025", "3.0.1 came", "3.1.0 came", "the 3 of 1 and 0")
    assert found(made, "When did 3.1.0 come?")[0] == "3.1.0 came"


def test_word_forms_and_accents_are_found() -> None:
    made = index("Deliveries were delayed", "Le café était fermé", "पुतिन दिल्ली आए")
    assert found(made, "delivery delay") == ["Deliveries were delayed"]
    assert found(made, "CAFE") == ["Le café était fermé"]
    assert found(made, "दिल्ली") == ["पुतिन दिल्ली आए"]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("the sub\u200bmarine lease", "submarine"),  # zero-width space
        ("the sub\u00admarine lease", "submarine"),  # soft hyphen
        ("the \u202eenirambus\u202c submarine", "submarine"),  # direction marks
        ("the \uff53\uff55\uff42\uff4d\uff41\uff52\uff49\uff4e\uff45", "submarine"),  # full width
        ("the subm\u0430rine", "submarine"),  # a Cyrillic a among Latin letters
        ("the submarine", "subm\u0430rin\u0435"),
        ("the s\U000e0075ubmarine", "submarine"),  # a tag character
        ("the \ufb01ghter", "fighter"),  # a ligature
        ("the sub\ufe0fmarine", "submarine"),  # a variation selector
    ],
)
def test_words_with_hidden_or_look_alike_letters_are_found(written: str, asked: str) -> None:
    assert found(index(written, "something else"), asked) == [written]


def test_a_word_of_one_script_is_left_as_it_is() -> None:
    assert fold("НЕВА") == "нева"
    assert fold("Ωmega") != "Ωmega"
    assert words("с.Москва и ΑΒΓ") == ["с", "москва", "и", "αβγ"]


@pytest.mark.parametrize(
    "query", ["", "???", '"', "' OR 1=1 --", "NEAR(a b)", "title: x", "a* ^b", "\x00", "\ud800", "the of and"]
)
def test_no_query_is_syntax(query: str) -> None:
    made = index("plain words", "the of and")
    made.best(query, 5)


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_can_be_kept_asked_for_and_forgotten(text: str, query: str) -> None:
    made = PassageIndex(None)
    clean = text.encode("utf-8", "replace").decode() or "x"
    made.change([("d", "h", "", [row(clean)])])
    made.best(query, 5)
    made.forget(["d"])
    assert (made.count(), made.best(clean, 5)) == (0, {})
    made.check()


@given(st.text("abzéßЖαनमस्ते漢字0 .-\u200b\ufb01\u202e", min_size=1, max_size=40))
def test_a_text_is_found_by_any_of_its_own_words(text: str) -> None:
    made = index(text)
    for word in words(text):
        assert found(made, word) == [text]


def test_forgetting_a_document_leaves_no_trace_in_the_word_counts() -> None:
    made = index("ships and grain", "ships and oil")
    assert made.passages_with("ship") == 2
    made.forget(["d0"])
    assert (made.passages_with("ship"), made.passages_with("grain")) == (1, 0)


def test_a_replaced_document_answers_with_its_new_words_only() -> None:
    made = index("old words")
    made.change([("d0", "h2", "", [row("new phrase", "d0")])])
    assert found(made, "old words") == []
    assert found(made, "phrase") == ["new phrase"]


def test_a_passage_removed_while_it_is_read_is_not_there_for_the_next_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    made = index("the ship came")
    (name,) = made.some_ids(1)
    once_decoded(monkeypatch, lambda: made.forget(["d0"]))
    assert len(made.passages([name])) == 1
    assert made.passages([name]) == []


def test_what_is_anns_is_found_by_ann_alone() -> None:
    made = index("a secret canary", owner="ann")
    assert found(made, "canary", owner="ann") == ["a secret canary"]
    assert found(made, "canary") == found(made, "canary", owner="bob") == []


def test_thousands_of_documents_can_be_named_in_a_filter() -> None:
    made = index("one canary", "two canary")
    names = frozenset({"d1", *(f"x{n}" for n in range(40_000))})
    assert found(made, "canary", documents=names) == ["two canary"]


def test_a_passage_comes_back_with_its_vectors() -> None:
    made = index("text")
    ((passage, matrix),) = made.passages(["d0:0-4"])
    assert passage == row("text", "d0")[0]
    assert matrix.tolist() == [[1.0, 0.0], [0.0, 1.0]]
    assert not matrix.flags.writeable


def test_a_document_under_change_counts_as_not_held() -> None:
    made = index("text")
    made.mark_unfinished(["d0"])
    assert made.content_hashes() == {}


def test_garbage_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "p").write_bytes(b"no database" * 999)
    with pytest.raises(IndexDamagedError, match="--rebuild"):
        PassageIndex(tmp_path / "p")


def test_damage_inside_the_file_is_seen_by_the_check(tmp_path: Path) -> None:
    made = PassageIndex(tmp_path / "p")
    made.change([(f"d{n}", "h", "", [row(f"text {n} " * 50, f"d{n}")]) for n in range(100)])
    made.close()
    content = bytearray((tmp_path / "p").read_bytes())
    middle = len(content) // 2
    content[middle : middle + 8192] = b"\xff" * 8192
    (tmp_path / "p").write_bytes(content)
    with pytest.raises(IndexDamagedError):
        PassageIndex(tmp_path / "p").check()


def test_in_a_large_index_common_words_bring_nothing_where_rare_ones_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.text.match_words.LARGE", 10)
    monkeypatch.setattr("knowledge.text.match_words.MOST_WEIGHED", 4)
    made = index(*(f"ship number {n}" for n in range(20)), "a ship with grain", "a ship with grain too")
    assert sorted(found(made, "ship grain")) == ["a ship with grain", "a ship with grain too"]


def test_in_a_large_index_words_that_are_all_common_have_to_stand_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.text.match_words.LARGE", 10)
    monkeypatch.setattr("knowledge.text.match_words.MOST_WEIGHED", 4)
    made = index(*["the ship"] * 9, *["the harbour"] * 8, "ship in harbour")
    assert found(made, "ship harbour") == ["ship in harbour"]
    assert len(found(made, "ship")) == 10
    assert found(made, "nothing known") == []


def test_equal_scores_come_in_the_order_of_ids() -> None:
    made = index(*["the same words"] * 30)
    assert list(made.best("same words", 5)) == sorted(made.some_ids(30))[:5]


def test_some_ids_are_spread_over_all() -> None:
    made = index(*(f"text {n}" for n in range(50)))
    assert len(made.some_ids(5)) == 5
    assert index("one").some_ids(7) == ["d0:0-3"]
    assert index().some_ids(7) == []
