"""Reference rows: simple answerers made by the harness itself, so that a figure can be read beside a silly one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from eval.measures.intervals import Estimate
from eval.measures.metrics import find_metric, scorer_for, summarise
from eval.measures.text import content_tokens, sentence_spans
from eval.questions.question import Question
from eval.questions.suites import Suite
from eval.record import AnswerSentence, CitedSpan, FoundPassage, Record
from eval.run_folder import read_json
from eval.systems.bm25 import Bm25
from eval.systems.reference_search import search_rows
from knowledge.passage import Span

SEEN = 0.0005  # the smallest difference that is told: what three places show
ROWS = {
    "bm25 top sentence": "the sentence of the top three BM25 documents that shares most words with the question",
    "first three sentences": "the first three sentences of the top BM25 document",
    "whole top document": "the whole top BM25 document",
    "always answer": "the system, but its nearest evidence instead of every refusal",
    "always refuse": "no answer to any question",
    "oracle": "the gold evidence itself, and a refusal where there is none",
}


def reference_rows(
    suite: Suite, texts: Mapping[str, str], records: Sequence[Record], sources: Mapping[Span, Sequence[str]]
) -> dict[str, dict[str, Estimate]]:
    """The measures of every reference row on a suite's questions, by row and name.

    Args:
        suite: The questions.
        texts: Text of every document by id.
        records: What the system said, in the order of the questions; only "always answer" uses it.
        sources: The acceptable names under which a span may be cited, and which spans there are to quote: statements
            of curated documents. Empty where a citation's source is its document.
    """
    if suite.task == "rewriting" or not texts:
        return {}
    if suite.task == "retrieval":
        return search_rows(suite, texts)
    scorer = scorer_for(suite.questions, texts)
    answerer = _ReferenceAnswerer(texts, sources)
    found: dict[str, dict[str, Estimate]] = {}
    for row in ROWS:
        answers = [
            answerer.answer(row, question, record) for question, record in zip(suite.questions, records, strict=True)
        ]
        if any(answer is None for answer in answers):
            continue
        given = [answer for answer in answers if answer is not None]
        scored = [a.with_metrics(scorer.score(q, a)) for q, a in zip(suite.questions, given, strict=True)]
        found[row] = summarise(suite.questions, scored)
    return found


def stored_references(folder: Path, suite: str) -> dict[str, dict[str, Estimate]]:
    """The reference rows of a suite as a run left them in its folder; none if there are none."""
    path = folder / "references.json"
    rows = read_json(path).get(suite) if path.is_file() else None
    if not isinstance(rows, dict):
        return {}
    return {row: {name: Estimate(**estimate) for name, estimate in values.items()} for row, values in rows.items()}


def warnings_of(results: Mapping[str, Estimate], rows: Mapping[str, Mapping[str, Estimate]]) -> dict[str, str]:
    """For each measure on which a silly row is better than the system: which row it is. The oracle is not silly."""
    found: dict[str, str] = {}
    for name, estimate in results.items():
        better = find_metric(name).better
        if better == "neither":
            continue
        for row, values in rows.items():
            if row != "oracle" and name in values:
                gain = values[name].mean - estimate.mean
                if (gain if better == "higher" else -gain) >= SEEN:
                    found.setdefault(name, row)
    return found


class _ReferenceAnswerer:
    """Answers by simple rules over the documents' texts."""

    def __init__(self, texts: Mapping[str, str], sources: Mapping[Span, Sequence[str]]) -> None:
        self.texts = texts
        self.ids = list(texts)
        self.index = Bm25(list(texts.values()))
        self.sources = sources
        self.spans = {
            identifier: [Span(identifier, start, end) for start, end in sentence_spans(text)]
            for identifier, text in texts.items()
        }
        for span in sources:
            self.spans.setdefault(span.document_id, [])
        if sources:
            self.spans = {identifier: [] for identifier in texts}
            for span in sorted(sources):
                self.spans[span.document_id].append(span)

    def answer(self, row: str, question: Question, record: Record) -> Record | None:
        """What a row says to a question; None where the row cannot be made on this suite."""
        if row == "always refuse":
            return self._record(question, [], [])
        if row == "oracle":
            return self._oracle(question)
        if row == "always answer":
            if record.answered or not record.nearest or record.error:
                return replace(record, metrics={})
            first = replace(record.nearest[0], number=1)
            sentence = AnswerSentence(first.quote, (1,))
            return replace(
                record, answered=True, answer=first.quote, citations=(first,), sentences=(sentence,), metrics={}
            )
        asked = " ".join([*(m["content"] for m in question.history if m["role"] == "user"), question.text])
        hits = self.index.search(asked)
        ranking = [self.ids[place] for place, _ in hits]
        confidence = hits[0][1] / (hits[0][1] + 10) if hits else 0.0
        return self._record(question, self._chosen(row, asked, ranking), ranking, confidence)

    def _chosen(self, row: str, asked: str, ranking: Sequence[str]) -> list[Span]:
        if not ranking:
            return []
        top = ranking[0]
        if row == "whole top document":
            return [Span(top, 0, len(self.texts[top]))]
        if row == "first three sentences":
            return self.spans[top][:3]
        wanted = content_tokens(asked)
        spans = [span for identifier in ranking[:3] for span in self.spans[identifier]]
        return sorted(spans, key=lambda span: -len(wanted & content_tokens(self._text(span))))[:1]

    def _oracle(self, question: Question) -> Record | None:
        if not question.answerable:
            return self._record(question, [], [])
        if any(document not in self.texts for document in question.documents):
            return None
        by_fact = {name: span for span, names in self.sources.items() for name in names if name.startswith("fact:")}
        spans = [by_fact[f"fact:{fact}"] for fact in question.facts if f"fact:{fact}" in by_fact]
        chosen = question.evidence_sets[0] if question.evidence_sets else range(len(question.evidence))
        spans = spans or [question.evidence[i] for i in chosen]
        if not spans and question.documents:
            spans = [Span(document, 0, len(self.texts[document])) for document in question.documents]
        if not spans:
            return None if not question.quotes else self._quoted(question)
        return self._record(question, list(dict.fromkeys(spans)), list(question.documents), 1.0)

    def _quoted(self, question: Question) -> Record:
        """The gold quotes where the labels name no place."""
        cited = tuple(CitedSpan(n, quote, None, question.sources[:1]) for n, quote in enumerate(question.quotes, 1))
        sentences = tuple(AnswerSentence(citation.quote, (citation.number,)) for citation in cited)
        text = " ".join(f"{citation.quote} [{citation.number}]" for citation in cited)
        return Record(question.id, question.text, question.text, True, text, 1.0, cited, sentences)

    def _record(
        self, question: Question, spans: Sequence[Span], ranking: Sequence[str], confidence: float = 0.0
    ) -> Record:
        citations = tuple(
            CitedSpan(number, self._text(span), span, self._names(span)) for number, span in enumerate(spans, 1)
        )
        return Record(
            id=question.id,
            question=question.text,
            standalone_question=question.text,
            answered=bool(spans),
            answer=" ".join(f"{citation.quote} [{citation.number}]" for citation in citations),
            confidence=confidence,
            citations=citations,
            sentences=tuple(AnswerSentence(citation.quote, (citation.number,)) for citation in citations),
            ranking=tuple(ranking),
            passages=tuple(FoundPassage(Span(d, 0, len(self.texts[d])), -float(n)) for n, d in enumerate(ranking)),
        )

    def _names(self, span: Span) -> tuple[str, ...]:
        names = self.sources.get(span)
        if names is None:
            inside = [source for known, found in self.sources.items() if span.covers(known) for source in found]
            names = list(dict.fromkeys(inside)) or [span.document_id]
        return tuple(name for name in names if not name.startswith("fact:"))

    def _text(self, span: Span) -> str:
        return self.texts[span.document_id][span.start : span.end]
