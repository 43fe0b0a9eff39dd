"""Readers: our own, merged from the adapters that are shipped, or any other cross-encoder."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.reader.tokens import Pair, base_folder, encode_pairs, open_tokenizer
from assistant.reader.weights import FOUND, STATES, load_weights, merge
from knowledge.embedding.local_embedder import WEIGHTS, stay_offline
from knowledge.errors import ExpectedError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession  # type: ignore[import-untyped]  # it ships no types

SHIPPED = Path(__file__).parent
LONGEST_SPAN = 20  # tokens of an answer's own words


class ReaderError(ExpectedError):
    """The requested reader is not available."""


class Reader(Protocol):
    """Scores how well texts answer a question."""

    @property
    def name(self) -> str:
        """A name that differs between readers whose scores differ."""

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """One number per text `(n,)`, higher is better; the other texts change it by rounding at most."""

    def point(self, question: str, text: str) -> Pointed | None:
        """The answer's own words in a text; None when the reader cannot tell."""


@dataclass(frozen=True, slots=True)
class Pointed:
    """The characters of a text that are the answer's own words, with the probability of that in [0, 1]."""

    start: int
    end: int
    probability: float


@dataclass(frozen=True, slots=True)
class ModelFile:
    """The description in `model.json` of the adapters beside it."""

    version: str
    weights: str  # name of the file
    sha256: str
    cosine_weight: float  # ranking by score + cosine_weight * cosine did best on held-out training data

    @staticmethod
    def read(folder: Path) -> ModelFile:
        """Read and check the file and the weights it names.

        Raises:
            ReaderError: One of the two is missing, cannot be read, or is not what it should be.
        """
        path = folder / "model.json"
        try:
            found = ModelFile(**json.loads(path.read_text(encoding="utf-8")))
            digest = hashlib.sha256((folder / found.weights).read_bytes()).hexdigest()
        except OSError as error:
            raise ReaderError(
                f"{folder} is no folder of this reader's adapters: {error.filename} cannot be read ({error.strerror}). "
                "Correct ASSISTANT_READER, or leave it empty for the reader that is shipped."
            ) from error
        except (ValueError, TypeError) as error:
            raise ReaderError(
                f"{path} does not describe this reader's adapters ({error}). "
                "Correct ASSISTANT_READER, or leave it empty for the reader that is shipped."
            ) from error
        if digest != found.sha256:
            raise ReaderError(
                f"{folder / found.weights} is damaged: its SHA-256 is {digest}, not {found.sha256}. "
                "Install the package again, or set ASSISTANT_READER=off."
            )
        return found


class CrossEncoderReader:
    """The embedding model as a cross-encoder: its own weights with our adapters merged in.

    It runs in onnxruntime, its large products in 8 bit, each pair by itself and as many at once as there are processor
    cores: a score depends on its own pair alone.

    Args:
        folder: Where `model.json` and the adapters lie.
    """

    def __init__(self, folder: Path = SHIPPED) -> None:
        from assistant.reader.graph import scoring_graph, span_graph
        from knowledge.embedding.onnx_session import open_session

        self.file = ModelFile.read(folder)
        base = base_folder()
        weights = merge(load_weights(base / WEIGHTS), load_weights(folder / self.file.weights))
        self._words, self._positions, self._types = (
            weights[f"embeddings.{kind}_embeddings.weight"] for kind in ("word", "position", "token_type")
        )
        self._scoring = open_session(scoring_graph(weights))
        self._pointing = open_session(span_graph(weights)) if "span.weight" in weights else None
        self._tokenizer = open_tokenizer(base)
        self._threads = ThreadPoolExecutor(os.cpu_count() or 1)

    @property
    def name(self) -> str:
        """The version of the adapters."""
        return f"minilm-reader {self.file.version}"

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """One number per text `(n,)`, higher is better; below about 0 a text rarely answers.

        Args:
            question: A question that stands alone.
            texts: Statements, with title and context as `pair_text` puts them.
        """
        pairs = encode_pairs(self._tokenizer, question, texts)
        return np.array(list(self._threads.map(self._score, pairs)), dtype=np.float32)

    def point(self, question: str, text: str) -> Pointed | None:
        """The answer's own words in a text, at most `LONGEST_SPAN` tokens; None for an empty text.

        Source: the start and end of Devlin et al., BERT, 2019, section 4.2.
        """
        (pair,) = encode_pairs(self._tokenizer, question, [text])
        if self._pointing is None or not pair.offsets:
            return None
        sides = self._run(self._pointing, pair)[pair.first : len(pair.ids) - 1]
        sides = sides - np.logaddexp.reduce(sides, axis=0)
        both = sides[:, None, 0] + sides[None, :, 1]
        allowed = np.triu(np.tril(np.ones(both.shape, dtype=bool), LONGEST_SPAN - 1))
        first, last = divmod(int(np.where(allowed, both, -np.inf).argmax()), len(both))
        return Pointed(pair.offsets[first][0], pair.offsets[last][1], float(np.exp(both[first, last])))

    def _score(self, pair: Pair) -> float:
        return float(self._run(self._scoring, pair)[0, 0])

    def _run(self, session: InferenceSession, pair: Pair) -> NDArray[np.float32]:
        states = self._words[pair.ids] + self._positions[: len(pair.ids)] + self._types[pair.types]
        found: NDArray[np.float32] = session.run([FOUND], {STATES: states})[0]
        return found


class ForeignReader:
    """Any cross-encoder that sentence-transformers can load from this machine; nothing is ever downloaded.

    Its scores are its raw outputs.

    Args:
        name: A folder, or the name on the hub of a model that was downloaded before.
    """

    def __init__(self, name: str) -> None:
        stay_offline()
        from sentence_transformers import CrossEncoder
        from torch.nn import Identity

        try:
            self._model = CrossEncoder(
                name, device="cpu", num_labels=1, activation_fn=Identity(), max_length=256, local_files_only=True
            )
        except (OSError, ValueError) as error:
            raise ReaderError(
                f"ASSISTANT_READER names {name!r}, which could not be loaded as a cross-encoder ({error}). "
                "Name the folder of one, leave it empty for the reader that is shipped, or say `off`."
            ) from error
        self._name = name

    @property
    def name(self) -> str:
        """The folder or the name on the hub."""
        return self._name

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """One number per text `(n,)`, higher is better."""
        if not texts:
            return np.empty(0, dtype=np.float32)
        pairs = [(question, text) for text in texts]
        return np.asarray(self._model.predict(pairs, show_progress_bar=False), dtype=np.float32)

    def point(self, question: str, text: str) -> Pointed | None:
        """Always None: a cross-encoder says how well a text answers, not where."""
        return None


def load_reader(name: str = "") -> Reader | None:
    """The reader of a setting.

    Args:
        name: Empty for the one that is shipped, `off` for none, a folder with `model.json` for other adapters, else the
            folder of any cross-encoder, or the hub name of one that was downloaded before.

    Raises:
        ReaderError: There is no such reader.
    """
    if name == "off":
        return None
    if not name:
        return CrossEncoderReader()
    folder = Path(name).expanduser()
    if (folder / "model.json").exists():
        return CrossEncoderReader(folder)
    if folder.is_absolute() and not folder.is_dir():
        raise ReaderError(
            f"ASSISTANT_READER names the folder {name}, which is not there. "
            "Name the folder of one, leave it empty for the reader that is shipped, or say `off`."
        )
    return ForeignReader(name)
