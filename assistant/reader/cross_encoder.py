"""Readers: our own, merged from the adapters that are shipped, or any other cross-encoder."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.reader.tokens import base_folder, encode_pairs, open_tokenizer, padded
from knowledge.errors import ExpectedError
from knowledge.local_embedder import has_bfloat16, stay_offline

SHIPPED = Path(__file__).parent
BATCH = 16  # pairs that are scored together
LONGEST_SPAN = 20  # tokens of an answer's own words
STRIDE = 32  # tokens; a pair is padded to a multiple, so that its score does not depend on its batch. At 8, less is
# padded and more passes are made: a quarter slower for ten statements of 45 tokens in bf16 with AMX


class ReaderError(ExpectedError):
    """The requested reader is not available."""


class Reader(Protocol):
    """Scores how well texts answer a question."""

    @property
    def name(self) -> str:
        """A name that differs between readers whose scores differ."""

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """One number per text `(n,)`, higher is better; the other texts change it only by rounding."""

    def probability(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """Calibrated probability that the best-scored of up to 16 texts answers, for each such score `(n,)`."""

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
    slope: float  # of the calibration: probability = sigmoid(slope * score + intercept)
    intercept: float
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

    Args:
        folder: Where `model.json` and the adapters lie.

    The layers run in 16 bit (bfloat16) where the processor has instructions for it, else in 32 bit; the embeddings,
    the softmax's sums and the head in 32 bit. Scores of the two differ by a few hundredths.
    """

    def __init__(self, folder: Path = SHIPPED) -> None:
        import torch
        from safetensors.torch import load_file

        from assistant.reader.bert import assemble, merge

        self.file = ModelFile.read(folder)
        base = base_folder()
        merged = merge(load_file(base / "model.safetensors"), load_file(folder / self.file.weights))
        self._bert = assemble(merged, torch.bfloat16 if has_bfloat16() else torch.float32)
        self._tokenizer = open_tokenizer(base)

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
        import torch

        from assistant.reader.bert import logits

        scores = np.empty(len(texts), dtype=np.float32)
        pairs = encode_pairs(self._tokenizer, question, texts)
        by_length: dict[int, list[int]] = defaultdict(list)
        for number, pair in enumerate(pairs):
            by_length[-(-len(pair.ids) // STRIDE) * STRIDE].append(number)
        with torch.inference_mode():
            for length, numbers in by_length.items():
                for start in range(0, len(numbers), BATCH):
                    group = numbers[start : start + BATCH]
                    ids, types = padded([pairs[number] for number in group], length)
                    scores[group] = logits(self._bert, ids, types, ids > 0).numpy()
        return scores

    def probability(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """Calibrated probability that the best-scored of up to 16 texts answers, for each such score `(n,)`."""
        return _sigmoid(self.file.slope * np.asarray(scores, dtype=np.float32) + self.file.intercept)

    def point(self, question: str, text: str) -> Pointed | None:
        """The answer's own words in a text, at most `LONGEST_SPAN` tokens; None for an empty text.

        Source: the start and end of Devlin et al., BERT, 2019, section 4.2.
        """
        import torch

        from assistant.reader.bert import span_logits, token_states

        (pair,) = encode_pairs(self._tokenizer, question, [text])
        if self._bert.span is None or not pair.offsets:
            return None
        with torch.inference_mode():
            states = token_states(self._bert, *padded([pair], len(pair.ids)))
            sides = span_logits(self._bert, states[:, pair.first : len(pair.ids) - 1])[0].log_softmax(0)
            both = sides[:, None, 0] + sides[None, :, 1]
            inside = torch.ones_like(both, dtype=torch.bool).triu().tril(LONGEST_SPAN - 1)
            best = int(both.masked_fill(~inside, -torch.inf).argmax())
        first, last = divmod(best, len(pair.offsets))
        return Pointed(pair.offsets[first][0], pair.offsets[last][1], float(both.flatten()[best].exp()))


class ForeignReader:
    """Any cross-encoder that sentence-transformers can load from this machine; nothing is ever downloaded.

    Its scores are its raw outputs, and its probabilities their sigmoid, uncalibrated.

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

    def probability(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """The sigmoid of the scores."""
        return _sigmoid(np.asarray(scores, dtype=np.float32))

    def point(self, question: str, text: str) -> Pointed | None:  # noqa: ARG002
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


def _sigmoid(values: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(1 / (1 + np.exp(-values)), dtype=np.float32)
