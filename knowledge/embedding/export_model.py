"""Export a sentence-transformers model to ONNX and check that its vectors stay the same."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from knowledge.embedding.query_model import OUTPUT, QueryModel
from knowledge.errors import EmbedderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor

NEAR_ENOUGH = 1e-4  # largest accepted difference of a vector component
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
# Texts a model may meet: short, beyond every limit, of other scripts, mere punctuation, empty.
CHECKED = [
    "When?",
    "What did both sides say about the price of the second delivery, and who reported it first in December 2025?",
    "So many words. " * 400,
    "यात्रा के दौरान क्या हुआ?",
    "Что подписали? 何が署名されましたか。",
    "S-400 / Su-57 — «$100bn» by 2030?! 🙂",
    "",
]


def export_query_model(model: SentenceTransformer, folder: Path, path: Path) -> None:
    """Export the model to `path` by way of a temporary file, so that `path` never holds an unchecked export.

    Args:
        model: The reference, on the processor, in fp32.
        folder: Its folder, for the tokenizer.
        path: The ONNX file to make.

    Raises:
        EmbedderError: The model cannot be exported, or a vector of the export differs by more than 1e-4.
        OSError: The file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        _export(model, temporary)
        exported = QueryModel(temporary, folder)
        for text in CHECKED:
            wanted = np.asarray(model.encode([text], normalize_embeddings=True, show_progress_bar=False))
            difference = float(np.abs(exported.embed([text]) - wanted).max())
            if not difference <= NEAR_ENOUGH:
                raise EmbedderError(
                    f"The exported model is off by {difference:.1e} for {text[:40]!r}; sentence-transformers is used."
                )
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _export(model: SentenceTransformer, path: Path) -> None:
    import torch

    features = model.preprocess(["A sentence of some length.", "Short."])
    names = [name for name in INPUTS if name in features]

    class Whole(torch.nn.Module):
        """All modules of the model with plain tensors as arguments, which is what an export needs."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *tensors: Tensor) -> Tensor:
            made = self.model(dict(zip(names, tensors, strict=True)))[OUTPUT]
            return torch.nn.functional.normalize(cast("Tensor", made), dim=1)

    axes = {name: {0: "texts", 1: "tokens"} for name in names} | {OUTPUT: {0: "texts"}}
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # of torch 2.13: that this exporter is the old one, and how it traces
        try:
            torch.onnx.export(
                Whole().eval(),
                tuple(features[name] for name in names),
                str(path),
                dynamo=False,  # the new exporter needs onnxscript besides
                input_names=names,
                output_names=[OUTPUT],
                dynamic_axes=axes,
                opset_version=17,
            )
        except Exception as error:  # torch raises whatever its tracer or the model raised
            raise EmbedderError(
                f"The model cannot be exported ({type(error).__name__}: {str(error)[:200]})."
            ) from error
