"""Ask a system one question: a timeout, every failure caught and told, the reply as a record."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TypeVar

from eval.questions.question import Question
from eval.questions.suites import Task
from eval.record import Record, record_from_row
from eval.system import Reply, System
from knowledge.deadline import within

Result = TypeVar("Result")


def ask(
    system: System,
    question: Question,
    texts: Mapping[str, str],
    timeout_seconds: float = 120.0,
    task: Task = "answers",
) -> Record:
    """What a system says to a question, with the time it took; a failure becomes the record's `error`.

    Args:
        system: Who is asked.
        question: What is asked, with its history.
        texts: Text of every document by id, for the candidates of the sentence-ranking task.
        timeout_seconds: How long the system may take; 0 is no limit.
        task: Whether to answer, only to search, or only to make the question stand alone.
    """
    started = time.perf_counter_ns()
    try:
        reply = _in_time(timeout_seconds, lambda: _reply(system, question, task))
        latency = (time.perf_counter_ns() - started) / 1e6
        scores: list[float] = []
        if task == "answers":
            scores = _in_time(timeout_seconds, lambda: _candidate_scores(system, question, texts))
    except Exception as error:  # a system under test may raise anything: it is told in the record
        latency = (time.perf_counter_ns() - started) / 1e6
        said = f"{type(error).__name__}: {error}".strip().removesuffix(":")
        return Record(question.id, question.text, error=said, latency_ms=round(latency, 3))
    row = {**reply, "id": question.id, "question": question.text, "latency_ms": round(latency, 3), "error": None}
    row.setdefault("ranking", _ranking(reply))
    row["candidate_scores"] = scores
    return record_from_row(row)


def _in_time(seconds: float, work: Callable[[], Result]) -> Result:
    return within(seconds, work) if seconds > 0 else work()


def _reply(system: System, question: Question, task: Task) -> Reply:
    if task == "retrieval":
        return system.search(question.text, question.history)
    if task == "rewriting":
        rewritten = system.rewrite(question.text, question.history)
        return {"standalone_question": rewritten, "answered": False, "answer": ""}
    return system.answer(question.text, question.history)


def _candidate_scores(system: System, question: Question, texts: Mapping[str, str]) -> list[float]:
    if not question.clean or not question.candidates or not texts:
        return []
    spans = [candidate.span for candidate in question.candidates]
    if any(span.document_id not in texts for span in spans):
        return []
    sentences = [texts[span.document_id][span.start : span.end] for span in spans]
    return [round(float(score), 6) for score in system.score_candidates(question, sentences)]


def _ranking(reply: Reply) -> list[str]:
    """Document ids of the hits, each at the place of its first passage."""
    hits = reply.get("hits")
    rows = hits if isinstance(hits, list) else []
    return list(dict.fromkeys(str(row["document"]) for row in rows if isinstance(row, Mapping) and row.get("document")))
