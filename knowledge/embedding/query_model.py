"""An embedding model that runs in onnxruntime: it starts in a second and needs no torch."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding.onnx_session import open_session
from knowledge.errors import EmbedderError

if TYPE_CHECKING:
    from tokenizers import Encoding

OUTPUT = "sentence_embedding"


class QueryModel:
    """A sentence-transformers model as `export_query_model` wrote it; safe from several threads.

    Args:
        path: The ONNX file.
        folder: The model's own folder, for its tokenizer and its longest text.

    Raises:
        EmbedderError: A file is missing or cannot be read.
    """

    def __init__(self, path: Path, folder: Path) -> None:
        from tokenizers import Tokenizer

        try:
            settings = json.loads((folder / "sentence_bert_config.json").read_text(encoding="utf-8"))
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = open_session(str(path))
        except Exception as error:  # both libraries raise bare exceptions of their own; each means a file is not usable
            raise EmbedderError(f"The query model {path} cannot be loaded ({str(error)[:200]}). Delete it.") from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(int(settings["max_seq_length"]))
        self._inputs = [one.name for one in self._session.get_inputs()]

    def token_counts(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has after truncation."""
        return [len(one.ids) for one in self._tokenizer.encode_batch(list(texts))]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors `(n, d)` of n texts, in order, in one pass."""
        encoded: list[Encoding] = self._tokenizer.encode_batch(list(texts))
        longest = max(len(one.ids) for one in encoded)
        rows = {
            "input_ids": [one.ids for one in encoded],
            "attention_mask": [one.attention_mask for one in encoded],
            "token_type_ids": [one.type_ids for one in encoded],
        }
        feed = {name: np.zeros((len(encoded), longest), dtype=np.int64) for name in self._inputs}
        for name, padded in feed.items():
            for place, row in enumerate(rows[name]):
                padded[place, : len(row)] = row
        vectors: NDArray[np.float32] = np.asarray(self._session.run([OUTPUT], feed)[0], dtype=np.float32)
        return vectors
