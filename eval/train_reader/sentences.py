"""Sentences of labelled documents as the reader sees them, and which of them hold the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from assistant.choosing.weighing.read_again import title_helps
from assistant.question import read_question
from assistant.reader.pair import pair_text, plain
from eval.questions.dataset import CorpusDocument
from knowledge.passage import Span
from knowledge.text.sentences import sentence_spans

PART = 0.6  # of a sentence; evidence that is more of it points at no words in particular


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document, with what stands around it."""

    span: Span
    text: str
    title: str
    previous: str  # the sentence before, empty at the beginning

    @property
    def bare(self) -> str:
        """The sentence alone, its signs written as everybody does."""
        return plain(self.text)

    @property
    def titled(self) -> str:
        """What is searched for words: the title, what the sentence leans on, and the sentence."""
        return pair_text(self.text, self.title, self.previous)

    def seen(self, question: str) -> str:
        """What the reader is given when it is asked this, as the assistant gives it."""
        content = frozenset(read_question(question).content)
        helps = title_helps(self.title, self.text, content, leans=False)
        return pair_text(self.text, self.title if helps else "", self.previous)


def document_sentences(document: CorpusDocument, spans: Iterable[tuple[int, int]] | None = None) -> list[Sentence]:
    """The sentences of a document in order, each with its context; `spans` says where they are, if it is known."""
    found: list[Sentence] = []
    for start, end in spans if spans is not None else _split(document.text):
        text = document.text[start:end]
        previous = found[-1].text if found else ""
        found.append(Sentence(Span(document.id, start, end), text, document.title, previous))
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


def answer_span(sentence: Sentence, seen: str, evidence: Iterable[Span]) -> tuple[int, int] | None:
    """Where in what the reader sees the first piece of evidence inside a sentence stands; None if it is most of it."""
    for span in evidence:
        start, end = span.start - sentence.span.start, span.end - sentence.span.start
        if span.document_id != sentence.span.document_id or start < 0 or end > len(sentence.text):
            continue
        words = plain(sentence.text[start:end])
        place = sentence.bare.find(words, len(plain(sentence.text[:start])))
        if words and place >= 0 and len(words) <= PART * len(sentence.bare):
            shift = len(seen) - len(sentence.bare) + place
            return shift, shift + len(words)
    return None


def _split(text: str) -> Iterable[tuple[int, int]]:
    for paragraph in regex.finditer(r"[^\n]+", text):
        yield from sentence_spans(text, paragraph.start(), paragraph.end())
