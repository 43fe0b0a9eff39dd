"""Pairs of question and text as token ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.reader.pair import LENGTH, plain
from knowledge.embedding.local_embedder import bundled_model_folder

if TYPE_CHECKING:
    from tokenizers import Tokenizer

QUESTION_LENGTH = 64  # tokens of a question that are read


def base_folder() -> Path:
    """The folder of the reader's base model, which is the bundled embedding model.

    Raises:
        EmbedderError: Its package is not installed.
    """
    return bundled_model_folder()


def open_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer of a model folder, without truncation or padding."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a text as tokens: ids and types `(t,)`, and the character offsets of the text's tokens.

    The text's tokens stand right before the final `[SEP]`, one for each of `offsets`; a long text is truncated.
    """

    ids: list[int]
    types: list[int]
    offsets: list[tuple[int, int]]

    @property
    def first(self) -> int:
        """The index of the text's first token."""
        return len(self.ids) - 1 - len(self.offsets)


def encode_pairs(tokenizer: Tokenizer, question: str, texts: Sequence[str]) -> list[Pair]:
    """`[CLS] question [SEP] text [SEP]` for each text, at most `LENGTH` long."""
    asked = tokenizer.encode(plain(question).rstrip(" ?"), add_special_tokens=False).ids[:QUESTION_LENGTH]
    start, end = (int(tokenizer.token_to_id(sign) or 0) for sign in ("[CLS]", "[SEP]"))
    head = [start, *asked, end]
    room = LENGTH - len(head) - 1
    pairs = []
    for encoded in tokenizer.encode_batch(list(texts), add_special_tokens=False):
        tail = [*encoded.ids[:room], end]
        pairs.append(Pair(head + tail, [0] * len(head) + [1] * len(tail), encoded.offsets[:room]))
    return pairs
