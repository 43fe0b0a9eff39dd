"""What every passage store promises, held against each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import chromadb
import numpy as np
import pytest

from knowledge.errors import StoreError
from knowledge.index.build import Build
from knowledge.index.chroma_line import server_address
from knowledge.index.chroma_store import ChromaStore
from knowledge.index.lexical import PassageIndex
from knowledge.index.store import PassageStore
from knowledge.passage import Filter, Passage, Source, Span, Statement
from tests.fakes import ExactStore

SOURCE = Source("gazette", "A page", "Gazette")


@pytest.fixture(params=["exact", "chroma", "chroma in memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PassageStore]:
    made: PassageStore
    if request.param == "exact":
        made = ExactStore()
    elif request.param == "chroma":
        made = ChromaStore(tmp_path / "chroma")
    else:
        made = ChromaStore(collection=f"passages-{tmp_path.name.replace('_', '-')}-x")
    yield made
    if isinstance(made, ChromaStore):
        made.drop()
    made.close()


def passage(text: str, document: str = "tides", start: int = 0) -> Passage:
    span = Span(document, start, start + len(text))
    return Passage(span, text, (Statement(span, text, sources=(SOURCE,)),), title="T", heading="H")


def texts(store: PassageStore, vector: list[float], k: int = 5, **narrowed: object) -> list[str]:
    return [hit.passage.text for hit in store.search(vector, k, Filter(**narrowed))]  # type: ignore[arg-type]


def test_replacing_a_document_forgets_its_old_passages(store: PassageStore) -> None:
    store.replace("tides", "hash-1", [passage("old text"), passage("more", start=20)], [[1.0, 0.0], [0.0, 1.0]])
    store.replace("tides", "hash-2", [passage("new text")], [[1.0, 0.0]])
    assert texts(store, [1.0, 0.0]) == ["new text"]
    assert store.content_hashes() == {"tides": "hash-2"}


def test_a_passage_comes_back_as_it_was(store: PassageStore) -> None:
    given = passage("नमस्ते “q” \u202e\x00 end", start=7)
    store.replace("tides", "hash", [given], [[0.6, 0.8]])
    (hit,) = store.search([0.6, 0.8], 1)
    assert hit.passage == given
    assert hit.score == pytest.approx(1.0, abs=1e-5)


def test_hits_come_nearest_first_and_scores_are_cosines(store: PassageStore) -> None:
    store.replace("tides", "hash", [passage("far"), passage("near", start=10)], [[0.0, 2.0], [2.0, 0.0]])
    hits = store.search([5.0, 0.0], 2)
    assert [(hit.passage.text, round(hit.score, 4)) for hit in hits] == [("near", 1.0), ("far", 0.0)]


def test_no_more_than_k_come_back_and_fewer_when_there_are_fewer(store: PassageStore) -> None:
    store.replace(
        "tides", "hash", [passage(f"p{n}", start=10 * n) for n in range(4)], [[1.0, n / 10] for n in range(4)]
    )
    assert len(store.search([1.0, 0.0], 2)) == 2
    assert len(store.search([1.0, 0.0], 50)) == 4


def test_an_empty_store_finds_nothing(store: PassageStore) -> None:
    assert store.search([1.0, 0.0], 3) == []
    assert store.content_hashes() == {}


def test_a_removed_document_is_gone_and_an_unknown_one_is_no_error(store: PassageStore) -> None:
    store.replace("tides", "hash", [passage("text")], [[1.0, 0.0]])
    store.remove("tides")
    store.remove("never there")
    assert texts(store, [1.0, 0.0]) == []


def test_a_document_of_an_owner_is_removed_without_the_owner_s_name(store: PassageStore) -> None:
    store.replace("private", "h", [passage("for ann", "private")], [[1.0, 0.0]], owner="ann")
    store.replace("diary", "h", [passage("of ann", "diary")], [[0.0, 1.0]], owner="ann")
    store.remove("private")
    assert texts(store, [1.0, 0.0], owner="ann") == ["of ann"]


@pytest.mark.parametrize("owner", ["", "bob"])
def test_what_is_anns_is_found_by_ann_alone(store: PassageStore, owner: str) -> None:
    store.replace("shared", "h", [passage("for all", "shared")], [[0.9, 0.1]])
    store.replace("private", "h", [passage("for ann", "private")], [[1.0, 0.0]], owner="ann")
    assert texts(store, [1.0, 0.0], owner="ann") == ["for ann", "for all"]
    assert texts(store, [1.0, 0.0], owner=owner) == ["for all"]


def test_a_filter_of_documents_lets_only_them_through(store: PassageStore) -> None:
    for name in ("one", "two", "three"):
        store.replace(name, "h", [passage(name, name)], [[1.0, 0.0]])
    assert sorted(texts(store, [1.0, 0.0], documents=frozenset({"one", "three"}))) == ["one", "three"]


def test_other_numbers_of_passages_and_vectors_are_refused_and_change_nothing(store: PassageStore) -> None:
    store.replace("tides", "hash", [passage("text")], [[1.0, 0.0]])
    with pytest.raises(ValueError, match="1 passages but 2 vectors"):
        store.replace("tides", "other", [passage("text")], [[1.0, 0.0], [1.0, 0.0]])
    with pytest.raises(ValueError, match="not of document"):
        store.replace("tides", "other", [passage("text", "bridge")], [[1.0, 0.0]])
    assert store.content_hashes() == {"tides": "hash"}


def test_thousands_of_passages_are_added_in_one_call(store: PassageStore) -> None:
    count = 1200
    vectors = np.random.default_rng(3).normal(size=(count, 8)).tolist()
    store.add([(passage(f"p{n}", "many", 10 * n), "h") for n in range(count)], vectors)
    assert texts(store, vectors[777], k=1) == ["p777"]
    assert store.content_hashes() == {"many": "h"}


def test_reading_for_an_unknown_owner_makes_no_collection(tmp_path: Path) -> None:
    store = ChromaStore(tmp_path)
    for number in range(5):
        store.search([1.0, 0.0], 3, Filter(owner=f"stranger {number}"))
    assert len(store._line.client.list_collections()) == 1
    store.close()


def test_the_collection_of_an_owner_goes_with_the_last_document(tmp_path: Path) -> None:
    store = ChromaStore(tmp_path)
    store.replace("private", "h", [passage("for ann", "private")], [[1.0, 0.0]], owner="ann")
    store.remove("private")
    assert len(store._line.client.list_collections()) == 1
    store.replace("private", "h", [passage("again", "private")], [[1.0, 0.0]], owner="ann")
    assert texts(store, [1.0, 0.0], owner="ann") == ["again"]
    store.close()


def test_a_document_whose_owner_changed_while_the_index_was_closed_is_no_longer_the_old_one_s(tmp_path: Path) -> None:
    build = Build(ChromaStore(tmp_path), PassageIndex(None))
    matrix = np.array([[1.0, 0.0], [1.0, 0.0]], dtype=np.float32)
    for owner in ("ann", "bob"):
        build.change([("diary", f"of {owner}", owner, [(passage("text", "diary"), matrix)])])
    assert build.nearest(matrix[0], 5, Filter(owner="ann")) == []
    assert len(build.nearest(matrix[0], 5, Filter(owner="bob"))) == 1
    build.change([], ["diary"])
    assert build.nearest(matrix[0], 5, Filter(owner="bob")) == []
    build.close()


def test_a_change_for_one_owner_asks_no_other_owner_s_collection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ChromaStore(tmp_path)
    for owner in ("ann", "bob", "eve"):
        store.replace(f"of {owner}", "h", [passage("text", f"of {owner}")], [[1.0, 0.0]], owner)
    assert store.reachable() == 3
    asked: set[str] = set()
    for name in ("delete", "count", "get", "query", "upsert"):
        monkeypatch.setattr(f"chromadb.Collection.{name}", _noting(name, asked))
    store.replace("more", "h", [passage("text", "more")], [[1.0, 0.0]], "ann")
    assert (store.reachable(), len(asked)) == (4, 1)
    store.remove("more", "ann")
    assert (store.reachable(), len(asked)) == (3, 1)
    store.close()


def _noting(name: str, asked: set[str]) -> Callable[..., object]:
    """A method of Chroma's collections that also notes whose it was."""
    method = getattr(chromadb.Collection, name)

    def noted(collection: chromadb.Collection, *given: object, **named: object) -> object:
        asked.add(collection.name)
        return method(collection, *given, **named)

    return noted


def test_a_collection_with_another_distance_is_refused(tmp_path: Path) -> None:
    first = ChromaStore(tmp_path)
    first._line.client.create_collection("other", embedding_function=None, configuration={"hnsw": {"space": "l2"}})
    first.close()
    with pytest.raises(StoreError, match="instead of cosine"):
        ChromaStore(tmp_path, collection="other")


def test_a_server_that_is_not_there_is_one_clear_line() -> None:
    with pytest.raises(StoreError, match=r"http://127\.0\.0\.1:9 did not answer"):
        ChromaStore(url="http://127.0.0.1:9")


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://chroma.example", ("chroma.example", 443, True)),
        ("https://chroma.example:8443", ("chroma.example", 8443, True)),
        ("http://chroma.example", ("chroma.example", 8000, False)),
        ("chroma.example:9000", ("chroma.example", 9000, False)),
    ],
)
def test_an_address_without_a_port_means_chroma_s_own_or_with_tls_that_of_the_web(
    url: str, address: tuple[str, int, bool]
) -> None:
    assert server_address(url) == address


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = ChromaStore(tmp_path)
    store.close()
    with pytest.raises(StoreError, match="did not answer"):
        store.search([1.0], 1)
