"""Sentences of labelled documents as the reader sees them, and which of them hold the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from assistant.reader.pair import pair_text
from eval.dataset import CorpusDocument
from knowledge.passage import Span
from knowledge.sentences import sentence_spans


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document, and what the reader sees of it."""

    span: Span
    text: str
    seen: str  # with the title and, where it leans on it, the sentence before


def document_sentences(document: CorpusDocument, spans: Iterable[tuple[int, int]] | None = None) -> list[Sentence]:
    """The sentences of a document in order, each with its context; `spans` says where they are, if it is known."""
    found: list[Sentence] = []
    for start, end in spans if spans is not None else _split(document.text):
        text = document.text[start:end]
        previous = found[-1].text if found else ""
        found.append(Sentence(Span(document.id, start, end), text, pair_text(text, document.title, previous)))
    return found


def holding(sentences: Sequence[Sentence], evidence: Iterable[Span]) -> set[int]:
    """The numbers of the sentences that hold evidence: of each span, the one that shares most of it, and all inside."""
    chosen: set[int] = set()
    for span in evidence:
        shared = [
            (min(span.end, sentence.span.end) - max(span.start, sentence.span.start), -number)
            for number, sentence in enumerate(sentences)
            if sentence.span.document_id == span.document_id
        ]
        best, place = max(shared, default=(0, 0))
        if best <= 0:
            continue
        chosen.add(-place)
        for size, other in shared:
            inside = sentences[-other].span
            if 0 < inside.end - inside.start <= size + 2:  # two characters for a quotation mark cut apart
                chosen.add(-other)
    return chosen


def _split(text: str) -> Iterable[tuple[int, int]]:
    for paragraph in regex.finditer(r"[^\n]+", text):
        yield from sentence_spans(text, paragraph.start(), paragraph.end())
