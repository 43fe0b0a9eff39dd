"""The door: what comes in from outside is checked once, and fails with words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.documents import Document

from knowledge.document import stored_document
from knowledge.errors import DocumentError
from tests.fakes import document

TEXT = "One thing was said. Another thing was said."
WHOLE = {"start": 0, "end": 19, "status": "reported"}


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"published": "yesterday"}, "no date"),
        ({"published": ["2025"]}, "no date"),
        ({"kind": "gossip"}, "no kind of source"),
        ({"kind": ["news"]}, "no kind of source"),
        ({"statements": [{**WHOLE, "start": -1}]}, "outside the text"),
        ({"statements": [{**WHOLE, "end": 999}]}, "outside the text"),
        ({"statements": [{**WHOLE, "start": 5, "end": 5}]}, "outside the text"),
        ({"statements": [{**WHOLE, "status": "certain"}]}, "wrong shape"),
        ({"statements": [{"end": 3}]}, "wrong shape"),
        ({"statements": [{**WHOLE, "page": "four"}]}, "wrong shape"),
        ({"statements": [{**WHOLE, "sources": [{"title": "no id"}]}]}, "wrong shape"),
        ({"statements": [{**WHOLE, "event_date": "05/12/2025"}]}, "YYYY-MM-DD"),
        ({"statements": [{**WHOLE, "event_date": "2025-02-30"}]}, "YYYY-MM-DD"),
        ({"statements": [{**WHOLE, "key": "k1 k2"}]}, "not one word"),
        ({"statements": [{**WHOLE, "key": "k1\n"}]}, "not one word"),
        ({"statements": ["text"]}, "wrong shape"),
        ({"statements": 7}, "wrong shape"),
        ({"statements": []}, "no sentence"),
        ({"statements": [{**WHOLE, "dispute": "nowhere"}]}, "not listed"),
        ({"disputes": [{"key": "k"}]}, "wrong shape"),
        ({"outcomes": [{"expected": [], "happened": [], "verdict": "perhaps"}]}, "no verdict"),
        ({"outcomes": [{"expected": ["k1"], "happened": [""], "verdict": "not"}]}, "not one word"),
        ({"outcomes": [{"verdict": "not"}]}, "wrong shape"),
        ({"pages": [[0]]}, "wrong shape"),
        ({"pages": "abc"}, "wrong shape"),
        ({"pages": [[5, 1], [0, 2]]}, "wrong shape"),
        ({"headings": [[0, 999, 1]]}, "wrong shape"),
        ({"rows": [[9, 3]]}, "wrong shape"),
        ({"id": "a\nb"}, "cannot be seen"),
        ({"id": "a\u202eb"}, "cannot be seen"),
        ({"id": "a\u3164"}, "cannot be seen"),
        ({"id": "a\u034fb"}, "cannot be seen"),
        ({"id": "x" * 301}, "too long"),
    ],
)
def test_metadata_of_a_wrong_shape_is_one_clear_line(fields: dict[str, object], complaint: str) -> None:
    with pytest.raises(DocumentError, match=complaint):
        stored_document(document("note", TEXT, **fields))


@pytest.mark.parametrize("text", ["", " \n\t ", "\u200b\u200b", "#\n#\n", "\x00\x00", "-\n-\n"])
def test_a_document_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(DocumentError, match=r"empty|no sentence"):
        stored_document(document("note", text))


def test_halves_of_characters_are_replaced_in_place() -> None:
    made = stored_document(Document(page_content="It cost \ud83d 5 \udc00 roubles.", metadata={"title": "a\ud800b"}))
    assert made.text == "It cost \ufffd 5 \ufffd roubles."
    assert made.title == "a\ufffdb"
    made.text.encode()


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//evil.example", " "]
)
def test_an_address_that_is_no_web_address_never_becomes_a_link(url: str) -> None:
    assert stored_document(document("note", TEXT, url=url)).source.url is None


def test_the_same_text_has_the_same_id_and_any_change_another_hash() -> None:
    first, second = (stored_document(Document(page_content=TEXT)) for _ in range(2))
    assert (first.id, first.content_hash) == (second.id, second.content_hash)
    other = stored_document(Document(page_content=TEXT, metadata={"published": "2025-01-01"}))
    assert other.content_hash != first.content_hash


anything = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 60) | st.text(max_size=8) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
fields = st.sampled_from(
    [
        "id",
        "title",
        "url",
        "published",
        "kind",
        "owner",
        "statements",
        "disputes",
        "outcomes",
        "pages",
        "headings",
        "rows",
    ]
)


@given(st.dictionaries(fields, anything, max_size=5))
def test_any_metadata_makes_a_document_or_a_clear_line(metadata: dict[str, object]) -> None:
    try:
        made = stored_document(Document(page_content=TEXT, metadata=metadata))
    except DocumentError:
        return
    assert all(TEXT[s.span.start : s.span.end] == s.text for s in made.statements)


@given(st.text(st.characters(), max_size=200))
def test_statements_of_any_text_are_its_slices(text: str) -> None:
    try:
        made = stored_document(Document(page_content=text))
    except DocumentError:
        return
    assert all(made.text[s.span.start : s.span.end] == s.text for s in made.statements)
    assert len(made.text) == len(text)


def test_metadata_with_sets_and_objects_is_the_same_in_any_order_and_process() -> None:
    class Handle:
        """Tells nothing of itself but where it lies."""

    assert list({0, 8}) != list({8, 0})  # the order of a set hangs on how it came about
    one, other = (
        stored_document(document("note", TEXT, tags=tags, reader=Handle(), seen=frozenset({("a", 1)})))
        for tags in ({0, 8}, {8, 0})
    )
    assert one.content_hash == other.content_hash
    another = stored_document(document("note", TEXT, tags={0, 9}, reader=Handle(), seen=frozenset({("a", 1)})))
    assert another.content_hash != one.content_hash
