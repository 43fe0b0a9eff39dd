"""The commands of `bench`: list benchmarks, check, import or label one, measure speed."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from eval.errors import EvaluationError
from eval.measures.intervals import smallest_visible
from eval.measures.text import normalise
from eval.questions.dataset import load_questions
from eval.questions.question import Question
from eval.questions.suites import ABOUT_OTHERS, ABOUT_THE_VISIT, Suite, bundled_questions, load_suite
from eval.table import text_table


def run_bench(options: argparse.Namespace) -> tuple[int, str]:
    """One action of `bench`; gives the exit code and what it says.

    Raises:
        EvaluationError: A set cannot be read or written.
    """
    if options.action == "list":
        return 0, list_benchmarks(options.folder)
    if options.action == "validate":
        return 0, validate(options.suite)
    if options.action == "speed":
        from eval.speed.speed import measure_speed

        return 0, measure_speed()
    if options.action == "rivals":
        from eval.speed.side_by_side import measure_side_by_side

        return 0, measure_side_by_side()
    if options.action == "growth":
        from eval.speed.growth import measure_growth

        return 0, measure_growth(options.sizes, options.folder, options.minutes, options.plots)
    if options.action == "label":
        from eval.labelling.label_server import serve

        return 0, serve(options.folder, options.port)
    from eval.labelling.importers import import_benchmark

    return 0, import_benchmark(options.format, options.source, options.out, options.split)


def list_benchmarks(folder: Path | None) -> str:
    """The bundled suites and the benchmark folders inside a folder, with their sizes."""
    rows = [_row(name, load_questions(bundled_questions(name)), "curated") for name in ABOUT_THE_VISIT]
    rows += [
        _row(name, suite.questions, str(len(suite.corpus))) for name in ABOUT_OTHERS for suite in [load_suite(name)]
    ]
    if folder is not None:
        places = sorted(path.parent for path in folder.glob("*/questions.jsonl"))
        if not places:
            raise EvaluationError(f"{folder} holds no folder with a questions.jsonl.")
        for place in places:
            suite = load_suite(str(place))
            rows.append(_row(str(place), suite.questions, str(len(suite.corpus)) if suite.corpus else "no corpus"))
    return text_table(("suite", "questions", "answerable", "documents", "can show"), rows, right=(1, 2, 3, 4))


def _row(name: str, questions: Sequence[Question], documents: str) -> list[str]:
    answerable = sum(question.answerable for question in questions)
    visible = f"{100 * smallest_visible(len(questions)):.0f} points"
    return [name, str(len(questions)), str(answerable), documents, visible]


def validate(name: str) -> str:
    """Check every line and span of a set, and warn of what makes figures untrustworthy.

    Raises:
        EvaluationError: A line is wrong; file and line are named.
    """
    if name in ABOUT_THE_VISIT:
        questions: Sequence[Question] = load_questions(bundled_questions(name))
        warnings = question_warnings(questions)
        n_documents = "curated documents"
    else:
        suite = load_suite(name)
        questions = suite.questions
        warnings = [*question_warnings(questions), *corpus_warnings(suite)]
        n_documents = f"{len(suite.corpus)} documents"
    spans = sum(len(question.evidence) + len(question.candidates) for question in questions)
    lines = [f"{name}: {len(questions)} questions, {n_documents}, {spans} spans checked; no error."]
    return "\n".join([*lines, *(f"Warning: {warning}" for warning in warnings)])


def question_warnings(questions: Sequence[Question]) -> list[str]:
    """Duplicates, answers given away in the question, a missing kind of question, too few of them."""
    found = []
    asked = Counter((normalise(q.text), tuple(str(m["content"]) for m in q.history)) for q in questions)
    twice = [text for (text, _), count in asked.items() if count > 1]
    if twice:
        found.append(f"{len(twice)} questions stand twice, for example {twice[0]!r}")
    leaks = [
        question.id
        for question in questions
        if any(len(a) > 3 and f" {normalise(a)} " in f" {normalise(question.text)} " for a in question.answers)
    ]
    if leaks:
        found.append(f"{len(leaks)} questions hold their own answer, for example {leaks[0]}")
    answerable = sum(question.answerable for question in questions)
    if answerable in (0, len(questions)) and not any(question.standalone for question in questions):
        kind = "answerable" if answerable else "unanswerable"
        found.append(f"every question is {kind}: refusing cannot be told from answering (see --drop-gold)")
    if len(questions) < 100:
        points = 100 * smallest_visible(len(questions))
        found.append(f"{len(questions)} questions can only show differences of about {points:.0f} points")
    return found


def corpus_warnings(suite: Suite) -> list[str]:
    """Documents with the same text, documents that hold a question word for word, gold on few documents."""
    found = []
    texts = Counter(normalise(row.text) for row in suite.corpus.values())
    same = sum(count - 1 for count in texts.values() if count > 1)
    if same:
        found.append(f"{same} documents repeat another's text: a ranking may be right and counted wrong")
    joined = "\n".join(texts)
    copied = [q.id for q in suite.questions if len(q.text) > 25 and normalise(q.text) in joined]
    if copied:
        found.append(f"{len(copied)} questions stand word for word in the corpus, for example {copied[0]}")
    return found
