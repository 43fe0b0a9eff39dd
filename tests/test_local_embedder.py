"""The embedder against sentence-transformers itself, with the model that ships."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding.local_embedder import LocalEmbedder, bundled_model_folder, token_budgeted
from knowledge.errors import EmbedderError

TEXTS = [
    "Oil.",
    "The two delegations signed the agreement on Friday morning.",
    "ज्वार दिन में दो बार आता है।",
    "",
    "A much longer statement, " + "with one more clause, " * 120 + "and an end that nobody reads.",
    "Prices rose by 4.2 per cent in the year to June.",
]


@pytest.fixture(scope="module")
def reference() -> np.ndarray:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(bundled_model_folder()), device="cpu", local_files_only=True)
    return np.asarray(model.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False))


@pytest.fixture(scope="module")
def embedder() -> LocalEmbedder:
    return LocalEmbedder(bfloat16=False)


def test_documents_have_the_vectors_of_sentence_transformers_in_their_own_order(
    embedder: LocalEmbedder, reference: np.ndarray
) -> None:
    assert np.abs(np.asarray(embedder.embed_documents(TEXTS)) - reference).max() < 1e-5


def test_a_question_has_the_vector_of_sentence_transformers(embedder: LocalEmbedder, reference: np.ndarray) -> None:
    for text, wanted in zip(TEXTS, reference, strict=True):
        assert np.abs(np.asarray(embedder.embed_query(text)) - wanted).max() < 1e-4


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory, embedder: LocalEmbedder) -> Path:
    folder = tmp_path_factory.mktemp("models")
    LocalEmbedder(query_models=folder).embed_query("This writes the model.")
    return folder


def test_the_exported_model_says_what_sentence_transformers_says(exported: Path, reference: np.ndarray) -> None:
    embedder = LocalEmbedder(query_models=exported)
    assert np.abs(np.asarray(embedder.embed_queries(TEXTS)) - reference).max() < 1e-4
    for text, wanted in zip(TEXTS, reference, strict=True):
        assert np.abs(np.asarray(embedder.embed_query(text)) - wanted).max() < 1e-4


def test_a_question_needs_no_torch_once_the_model_was_exported(exported: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from knowledge.embedding.local_embedder import LocalEmbedder;"
        f"LocalEmbedder(query_models=Path({str(exported)!r})).embed_query('When?');"
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_questions_side_by_side_have_the_vectors_they_have_alone(exported: Path) -> None:
    embedder = LocalEmbedder(query_models=exported)
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(embedder.embed_query, TEXTS * 4))
    assert together == [embedder.embed_query(text) for text in TEXTS] * 4


def test_a_damaged_export_is_said_and_sentence_transformers_answers(
    exported: Path, tmp_path: Path, reference: np.ndarray, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / next(exported.glob("*.onnx")).name).write_bytes(b"no model")
    assert np.abs(np.asarray(LocalEmbedder(query_models=tmp_path).embed_query(TEXTS[1])) - reference[1]).max() < 1e-4
    assert "sentence-transformers" in caplog.text


def test_bf16_stays_near_fp32(reference: np.ndarray) -> None:
    made = np.asarray(LocalEmbedder(bfloat16=True).embed_documents(TEXTS))
    cosines = (made * reference).sum(axis=1) / np.linalg.norm(made, axis=1)
    assert cosines.min() >= 0.998


def test_a_model_without_its_weights_in_safetensors_says_so(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[]")
    with pytest.raises(EmbedderError, match=r"model\.safetensors cannot be found\. Set ASSISTANT_EMBEDDER"):
        LocalEmbedder(str(tmp_path)).fingerprint  # noqa: B018


def test_no_texts_give_no_vectors() -> None:
    assert LocalEmbedder().embed_documents([]) == []


def test_batches_hold_like_lengths_within_the_budget() -> None:
    assert list(token_budgeted([5, 100, 6, 5, 40, 7], budget=21)) == [[1], [4], [5, 2, 0], [3]]


def test_every_text_is_in_one_batch() -> None:
    counts = [(7 * place) % 50 + 1 for place in range(200)]
    batches = list(token_budgeted(counts, budget=120))
    assert sorted(place for batch in batches for place in batch) == list(range(200))
    assert all(len(batch) == 1 or len(batch) * max(counts[place] for place in batch) <= 120 for batch in batches)
