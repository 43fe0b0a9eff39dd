"""`python -m eval.train_reader.pack`: puts adapters, with their checksum, where a reader is opened from."""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from dataclasses import asdict
from pathlib import Path

from assistant.reader.cross_encoder import ModelFile

WEIGHTS = "adapters.safetensors"


def pack(adapters: Path, folder: Path, version: str, cosine_weight: float) -> ModelFile:
    """Copy adapters to a folder and write its `model.json`.

    Args:
        adapters: What training wrote.
        folder: Where the reader is opened from; made when missing.
        version: A name for these weights.
        cosine_weight: How much of cosine to add for ranking, as `judge` finds it on held-out data.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(adapters, folder / WEIGHTS)
    digest = hashlib.sha256(adapters.read_bytes()).hexdigest()
    said = ModelFile(version, WEIGHTS, digest, cosine_weight)
    (folder / "model.json").write_text(json.dumps(asdict(said), indent=2) + "\n", encoding="utf-8")
    return said


def main() -> None:
    """Read the options and pack."""
    parser = argparse.ArgumentParser(prog="python -m eval.train_reader.pack", description=__doc__)
    parser.add_argument("adapters", type=Path, help="what training wrote")
    parser.add_argument("folder", type=Path, help="where the reader is opened from")
    parser.add_argument("--version", required=True)
    parser.add_argument("--cosine-weight", type=float, default=0.0)
    options = parser.parse_args()
    pack(options.adapters, options.folder, options.version, options.cosine_weight)


if __name__ == "__main__":
    main()
