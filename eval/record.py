"""What a system said to one question: the line of `records.jsonl`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from knowledge.passage import Span

_CITATION_FIELDS = ("number", "quote", "document", "start", "end", "sources", "source")


@dataclass(frozen=True, slots=True)
class CitedSpan:
    """One citation as shown: the words and where they are said to stand. `span` is None when no place was given."""

    number: int
    quote: str
    span: Span | None
    sources: tuple[str, ...] = ()
    details: Mapping[str, object] = field(default_factory=dict, compare=False)  # title, publisher, url, ...


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One sentence of the answer with the numbers of the citations that it carries."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """One passage of the ranking."""

    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Record:
    """What a system said to one question, how long it took, and the measures of it.

    `ranking` holds document ids, best first; `passages` the passages behind them. `error` is not empty when the system
    failed: such a record scores 0. `candidate_scores` are the system's scores of the question's candidates, in order.
    """

    id: str
    question: str
    standalone_question: str = ""
    answered: bool = False
    answer: str = ""
    confidence: float | None = None
    citations: tuple[CitedSpan, ...] = ()
    sentences: tuple[AnswerSentence, ...] = ()
    ranking: tuple[str, ...] = ()
    passages: tuple[FoundPassage, ...] = ()
    conflicts: int = 0
    candidate_scores: tuple[float, ...] = ()
    nearest: tuple[CitedSpan, ...] = ()
    latency_ms: float = 0.0
    stages_ms: Mapping[str, float] = field(default_factory=dict, compare=False)
    metrics: Mapping[str, float] = field(default_factory=dict)
    error: str = ""

    def with_metrics(self, metrics: Mapping[str, float]) -> Record:
        """The same record with these measures."""
        return replace(self, metrics=dict(metrics))

    def cited_by(self, sentence: AnswerSentence) -> tuple[CitedSpan, ...]:
        """The citations that a sentence carries, in the order of the answer's list."""
        return tuple(citation for citation in self.citations if citation.number in sentence.citations)

    def to_row(self) -> dict[str, object]:
        """The JSON object of one line."""
        return {
            "id": self.id,
            "question": self.question,
            "standalone_question": self.standalone_question,
            "answered": self.answered,
            "answer": self.answer,
            "confidence": self.confidence,
            "citations": [_citation_row(citation) for citation in self.citations],
            "claims": [{"text": s.text, "citations": list(s.citations)} for s in self.sentences],
            "ranking": list(self.ranking),
            "hits": [
                {"document": p.span.document_id, "start": p.span.start, "end": p.span.end, "score": p.score}
                for p in self.passages
            ],
            "conflicts": self.conflicts,
            "candidate_scores": list(self.candidate_scores),
            "nearest": [_citation_row(citation) for citation in self.nearest],
            "latency_ms": self.latency_ms,
            "timings_ms": dict(self.stages_ms),
            "metrics": dict(self.metrics),
            "error": self.error or None,
        }


def record_from_row(row: Mapping[str, object]) -> Record:
    """Read what `Record.to_row` wrote, or an answer in the project's JSON shape together with its `id`."""
    confidence = row.get("confidence")
    conflicts = row.get("conflicts")
    return Record(
        id=str(row.get("id") or ""),
        question=str(row.get("question") or ""),
        standalone_question=str(row.get("standalone_question") or ""),
        answered=bool(row.get("answered")),
        answer=str(row.get("answer") or ""),
        confidence=float(confidence) if isinstance(confidence, (int, float)) else None,
        citations=tuple(_citation(item, place) for place, item in enumerate(_objects(row.get("citations")), 1)),
        sentences=tuple(_sentence(item) for item in _objects(row.get("claims"))),
        ranking=tuple(str(item) for item in _items(row.get("ranking"))),
        passages=tuple(_passage(item) for item in _objects(row.get("hits"))),
        conflicts=conflicts if isinstance(conflicts, int) else len(_items(conflicts)),
        candidate_scores=tuple(_number(item) for item in _items(row.get("candidate_scores"))),
        nearest=tuple(_citation(item, place) for place, item in enumerate(_objects(row.get("nearest")), 1)),
        latency_ms=_number(row.get("latency_ms")),
        stages_ms=_numbers(row.get("timings_ms")),
        metrics=_numbers(row.get("metrics")),
        error=str(row.get("error") or ""),
    )


def _citation(row: Mapping[str, object], place: int) -> CitedSpan:
    number, start, end = row.get("number"), row.get("start"), row.get("end")
    document = str(row.get("document") or "")
    span = Span(document, start, end) if document and type(start) is int and type(end) is int else None
    sources = _items(row.get("sources")) or _items(row.get("source"))
    details = {key: value for key, value in row.items() if key not in _CITATION_FIELDS}
    if span is None and document:
        details["document"] = document
    quote = str(row.get("quote") or "")
    return CitedSpan(number if type(number) is int else place, quote, span, tuple(map(str, sources)), details)


def _citation_row(citation: CitedSpan) -> dict[str, object]:
    row: dict[str, object] = {"number": citation.number, "quote": citation.quote}
    if citation.span is not None:
        row |= {"document": citation.span.document_id, "start": citation.span.start, "end": citation.span.end}
    return {**row, "sources": list(citation.sources), **citation.details}


def _sentence(row: Mapping[str, object]) -> AnswerSentence:
    numbers = tuple(number for number in _items(row.get("citations")) if isinstance(number, int))
    return AnswerSentence(str(row.get("text") or ""), numbers)


def _passage(row: Mapping[str, object]) -> FoundPassage:
    span = Span(str(row.get("document") or ""), int(_number(row.get("start"))), int(_number(row.get("end"))))
    return FoundPassage(span, _number(row.get("score")))


def _items(value: object) -> Sequence[object]:
    if isinstance(value, (list, tuple)):
        return value
    return [value] if isinstance(value, str) and value else []


def _objects(value: object) -> list[Mapping[str, object]]:
    return [cast("Mapping[str, object]", item) for item in _items(value) if isinstance(item, Mapping)]


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0


def _numbers(value: object) -> dict[str, float]:
    if not isinstance(value, Mapping):
        return {}
    return {str(key): float(number) for key, number in value.items() if isinstance(number, (int, float))}
