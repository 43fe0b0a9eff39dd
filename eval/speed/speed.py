"""How fast this machine takes in documents, searches and answers: the curated documents and the bundled questions."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from eval.questions.dataset import load_questions
from eval.questions.suites import bundled_questions
from eval.running.timings import peak_memory, percentiles, processor_name
from eval.table import text_table

SEARCHES = 50


def measure_speed() -> str:
    """Build an index in a folder that is thrown away, ask the visit questions, and give a table."""
    started = time.perf_counter()
    from assistant.assistant import Assistant
    from assistant.build import build_knowledge
    from assistant.settings import Settings
    from knowledge.curated import load_documents

    questions = load_questions(bundled_questions("visit"))
    with tempfile.TemporaryDirectory() as folder:
        knowledge = build_knowledge(Settings.load(index=Path(folder) / "index"))
        knowledge.embedder.embed_query("warm up")
        loaded = time.perf_counter()
        documents = list(load_documents())
        report = knowledge.ingest(documents)
        ingested = time.perf_counter()
        again = knowledge.ingest(documents)
        assistant = Assistant(knowledge)
        searches, answers = [], []
        for question in questions[:SEARCHES]:
            begun = time.perf_counter()
            knowledge.search(question.text)
            searches.append(1000 * (time.perf_counter() - begun))
        for question in questions:
            begun = time.perf_counter()
            assistant.ask(question.text, [dict(message) for message in question.history])
            answers.append(1000 * (time.perf_counter() - begun))
        knowledge.close()
    size = sum(len(document.page_content) for document in documents)
    rows = [
        ["start: import and load the model", f"{loaded - started:.2f} s"],
        [f"ingest {len(report.added)} documents, {size} characters", f"{ingested - loaded:.2f} s"],
        ["ingest, documents a second", f"{len(report.added) / (ingested - loaded):.1f}"],
        ["ingest again, nothing changed", f"{again.seconds:.2f} s"],
        *([f"search, {name}", f"{value:.1f} ms"] for name, value in percentiles(searches[5:]).items()),
        *([f"answer, {name}", f"{value:.1f} ms"] for name, value in percentiles(answers[5:]).items()),
        ["answers a second, one after another", f"{1000 * len(answers) / sum(answers):.1f}"],
        ["peak memory", f"{peak_memory()} MB"],
        ["processor", processor_name()],
    ]
    return text_table(("what", "figure"), rows, right=(1,))
