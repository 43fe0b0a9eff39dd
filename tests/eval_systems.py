"""Systems for the tests of the evaluation, named as `module:attribute`."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda

from eval.systems.systems import CallableSystem
from knowledge.passage import Span

Answerer = Callable[[str, list[dict[str, str]]], dict[str, object]]
ASKED = "EVAL_TEST_ASKED"  # a file that gets one line for every question asked
KILL_AFTER = "EVAL_TEST_KILL_AFTER"  # the process kills itself when this many have been asked


def towers(documents: list[Document]) -> Answerer:
    """Quotes the sentence about the tower asked for, and declines everything else."""
    texts = {str(document.metadata["id"]): document.page_content for document in documents}

    def answer(question: str, history: list[dict[str, str]]) -> dict[str, object]:
        _tell(question)
        found = re.search(r"tower of (town\d+)", question)
        quotes = [
            (name, match)
            for name, text in texts.items()
            if found and (match := re.search(rf"The tower of {found[1]} is [^.]*\.", text))
        ]
        citations = [
            {"number": 1, "quote": m[0], "document": name, "start": m.start(), "end": m.end(), "sources": [name]}
            for name, m in quotes
        ]
        claims = [{"text": m[0], "citations": [1]} for _, m in quotes]
        return {
            "answer": " ".join(f"{m[0]} [1]" for _, m in quotes),
            "answered": bool(quotes),
            "confidence": 0.9 if quotes else 0.2,
            "citations": citations,
            "claims": claims,
            "hits": [{"document": name, "start": 0, "end": len(texts[name]), "score": 1.0} for name, _ in quotes],
            "standalone_question": question,
        }

    return answer


@dataclass(slots=True)
class Holding(CallableSystem):
    """Answers from documents of its own, which are not the suite's."""

    held: list[Document]

    def texts(self) -> dict[str, str]:
        return {str(document.metadata["id"]): document.page_content for document in self.held}

    def quotable(self) -> dict[Span, tuple[str, ...]]:
        return {}


def shifted(documents: list[Document]) -> Answerer:
    """As `towers`, but every span points one character too far."""
    good = towers(documents)

    def answer(question: str, history: list[dict[str, str]]) -> dict[str, object]:
        reply = good(question, history)
        reply["citations"] = [{**c, "start": c["start"] + 1, "end": c["end"] + 1} for c in reply["citations"]]  # type: ignore[attr-defined]
        return reply

    return answer


def failing(documents: list[Document]) -> Answerer:
    """As `towers`, but fails on every question about town1."""
    good = towers(documents)

    def answer(question: str, history: list[dict[str, str]]) -> dict[str, object]:
        if question.rstrip("?").endswith("town1"):
            raise RuntimeError("out of ink")
        return good(question, history)

    return answer


def plain(question: str, history: list[dict[str, str]]) -> str:
    """Answers everything with the same words."""
    return "It is 101 metres high."


def _tell(question: str) -> None:
    path = os.environ.get(ASKED)
    if not path:
        return
    with Path(path).open("a", encoding="utf-8") as handle:
        handle.write(question + "\n")
    limit = int(os.environ.get(KILL_AFTER, "0"))
    if limit and len(Path(path).read_text(encoding="utf-8").splitlines()) >= limit:
        os.kill(os.getpid(), signal.SIGKILL)


def chain(documents: list[Document]) -> RunnableLambda[dict[str, object], dict[str, object]]:
    """A Runnable that gives the one document whose tower is asked for, cut to the sentence, as `context`."""
    good = towers(documents)

    def find(asked: dict[str, object]) -> dict[str, object]:
        reply = good(str(asked["question"]), [])
        found = [
            Document(c["quote"], metadata={"id": c["document"], "start": c["start"]})
            for c in reply["citations"]  # type: ignore[attr-defined]
        ]
        return {"result": reply["answer"], "source_documents": found}

    return RunnableLambda(find)


def slow(question: str, history: list[dict[str, str]]) -> str:
    """Takes longer than a test's timeout."""
    time.sleep(0.4)
    return "late"


def waiting(question: str, history: list[dict[str, str]]) -> str:
    """Never answers."""
    _tell(question)
    while True:
        time.sleep(1)
