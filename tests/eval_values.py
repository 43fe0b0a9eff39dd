"""Small corpora, questions and answers for the tests of the evaluation."""

from __future__ import annotations

import json
from pathlib import Path

from eval.questions.question import Question
from eval.record import AnswerSentence, CitedSpan, FoundPassage, Record
from knowledge.passage import Span

TIDES = "The moon pulls the sea. There are two tides a day. Spring tides come at new moon."
ROCKS = "Granite is hard. It formed 300 million years ago. Slate splits into sheets."
TEXTS = {"tides": TIDES, "rocks": ROCKS}


def span_of(document: str, words: str) -> Span:
    """The span of some words in a document of `TEXTS`."""
    start = TEXTS[document].index(words)
    return Span(document, start, start + len(words))


def question(**changes: object) -> Question:
    """An answerable question about the tides, with these fields changed."""
    fields: dict[str, object] = {
        "id": "q1",
        "text": "How many tides are there a day?",
        "answers": ("two tides a day",),
        "evidence": (span_of("tides", "There are two tides a day."),),
        "documents": ("tides",),
    }
    return Question(**{**fields, **changes})  # type: ignore[arg-type]


def record(*spans: Span, **changes: object) -> Record:
    """An answer that quotes these spans one after another; a refusal without any."""
    quotes = [TEXTS[span.document_id][span.start : span.end] for span in spans]
    fields: dict[str, object] = {
        "id": "q1",
        "question": "How many tides are there a day?",
        "answered": bool(spans),
        "answer": " ".join(f"{quote} [{n}]" for n, quote in enumerate(quotes, 1)),
        "confidence": 0.9 if spans else 0.1,
        "citations": tuple(
            CitedSpan(n, quote, span, (span.document_id,))
            for n, (quote, span) in enumerate(zip(quotes, spans, strict=True), 1)
        ),
        "sentences": tuple(AnswerSentence(quote, (n,)) for n, quote in enumerate(quotes, 1)),
        "ranking": tuple(dict.fromkeys(span.document_id for span in spans)),
        "passages": tuple(FoundPassage(span, 1.0) for span in spans),
    }
    return Record(**{**fields, **changes})  # type: ignore[arg-type]


def write_benchmark(folder: Path, n: int = 12) -> Path:
    """A benchmark of n questions over n documents, every third unanswerable."""
    folder.mkdir(parents=True, exist_ok=True)
    documents, questions = [], []
    for i in range(n):
        text = f"Notes on place {i}. The tower of town{i} is {100 + i} metres high. It was built of stone."
        documents.append({"id": f"d{i}", "title": f"Town {i}", "text": text})
        gold = f"The tower of town{i} is {100 + i} metres high."
        start = text.index(gold)
        row: dict[str, object] = {"id": f"q{i}", "question": f"How high is the tower of town{i}?"}
        if i % 3:
            row |= {"answers": [f"{100 + i} metres"], "answerable": True}
            row["evidence"] = [{"doc_id": f"d{i}", "start": start, "end": start + len(gold), "text": gold}]
        else:
            row |= {"question": f"Who painted the ceiling of town{i}?", "answers": [], "answerable": False}
        questions.append(row)
    write_rows(folder / "corpus.jsonl", documents)
    write_rows(folder / "questions.jsonl", questions)
    return folder


def write_rows(path: Path, rows: list[dict[str, object]]) -> None:
    """One JSON object a line."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
