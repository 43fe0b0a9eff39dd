"""Writes the reader as an ordinary model folder, which sentence-transformers' `CrossEncoder` loads."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np

from assistant.reader.cross_encoder import SHIPPED, ModelFile
from assistant.reader.pair import LENGTH
from assistant.reader.tokens import base_folder
from assistant.reader.weights import load_weights, merge
from knowledge.embedding.local_embedder import WEIGHTS


def export_reader(folder: Path, adapters: Path = SHIPPED) -> Path:
    """Merge adapters into the embedding model and write a `BertForSequenceClassification` folder (about 90 MB).

    `CrossEncoder(str(folder))` loads it; give it the texts of `pair_text`, and questions without their question mark.

    Args:
        folder: Where to write; made when missing.
        adapters: Folder of `model.json` and the adapters.

    Returns:
        The folder.
    """
    from safetensors.numpy import save_file

    said, base = ModelFile.read(adapters), base_folder()
    folder.mkdir(parents=True, exist_ok=True)
    merged = merge(load_weights(base / WEIGHTS), load_weights(adapters / said.weights))
    named = {
        name if name.startswith("classifier.") else f"bert.{name}": np.ascontiguousarray(weight)
        for name, weight in merged.items()
        if not name.startswith("span.")
    }
    save_file(named, folder / WEIGHTS, {"format": "pt"})
    config = json.loads((base / "config.json").read_text(encoding="utf-8"))
    config.pop("_name_or_path", None)
    config |= {
        "architectures": ["BertForSequenceClassification"],
        "id2label": {"0": "answers"},
        "label2id": {"answers": 0},
        "sentence_transformers": {"activation_fn": "torch.nn.modules.linear.Identity", "version": said.version},
    }
    (folder / "config.json").write_text(json.dumps(config, indent=2), encoding="utf-8")
    for name in ("tokenizer.json", "vocab.txt", "special_tokens_map.json"):
        shutil.copyfile(base / name, folder / name)
    tokens = json.loads((base / "tokenizer_config.json").read_text(encoding="utf-8"))
    tokens["model_max_length"] = LENGTH
    tokens.pop("name_or_path", None)
    (folder / "tokenizer_config.json").write_text(json.dumps(tokens, indent=2), encoding="utf-8")
    return folder
