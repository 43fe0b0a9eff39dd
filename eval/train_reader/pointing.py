"""How well a reader points at the answer's own words in sentences that hold them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.reader import Reader
from eval.measures.answers import overlap_f1
from eval.measures.text import all_tokens
from eval.train_reader.examples import SHORT, Sizes, make_examples
from eval.train_reader.vectors import Vectors


@dataclass(frozen=True, slots=True)
class Pointing:
    """How sure the reader was of one answer's place, and the F1 of the words there with those labelled, each in [0, 1].

    Source of the F1: Rajpurkar et al., SQuAD, 2016, section 5.
    """

    probability: float
    f1: float


def held_out_pointing(folder: Path, reader: Reader, vectors: Vectors, most: int) -> list[Pointing]:
    """Where the reader points in sentences of documents that training did not see; `most` questions of a set."""
    sets = dict.fromkeys(sorted(SHORT), most)
    found = []
    for example in make_examples(folder, sets, set(), vectors, held_out=True, sizes=Sizes(), seed=1):
        for text, span in zip(example.texts, example.spans, strict=True):
            pointed = reader.point(example.question, text) if span else None
            if span and pointed:
                said, labelled = text[pointed.start : pointed.end], text[slice(*span)]
                found.append(Pointing(pointed.probability, overlap_f1(all_tokens(said), all_tokens(labelled))))
    return found


def pointing_line(found: Sequence[Pointing], sure: float) -> str:
    """Mean F1 of all, and of those that are sure with their share and how many of them are wrong altogether."""
    certain = [one for one in found if one.probability >= sure]
    if not certain:
        return f"{len(found)} pointed at, none with a chance of {sure:g}"
    mean, of_certain = (sum(one.f1 for one in part) / len(part) for part in (found, certain))
    wrong = sum(one.f1 == 0 for one in certain) / len(certain)
    share = len(certain) / len(found)
    return (
        f"F1 {mean:.3f} (n {len(found)}); from {sure:g} on: share {share:.2f}, F1 {of_certain:.3f}, wrong {wrong:.3f}"
    )
