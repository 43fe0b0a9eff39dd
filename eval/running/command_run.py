"""One suite x one system -> records and results, and the files that stand for a whole run."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol, runtime_checkable

from eval.answer_cache import AnswerCache
from eval.errors import EvaluationError
from eval.files import write_json
from eval.measures.intervals import Estimate
from eval.measures.metrics import summarise
from eval.measures.spans import covers
from eval.progress import Progress
from eval.questions.question import Question
from eval.questions.select_questions import select_questions
from eval.questions.suites import Suite, drop_gold, load_suite
from eval.record import CitedSpan, Record
from eval.run_folder import configuration_of
from eval.running.output import write_junit, write_results, write_suite_files, write_summary
from eval.running.run import RunOptions, run_questions
from eval.running.timings import Stopwatch, timings_of
from eval.system import System, SystemSpec
from eval.systems.reference import reference_rows, warnings_of
from eval.systems.systems import describe_system
from knowledge.passage import Span

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What the command line asks for."""

    suites: Sequence[str]
    out: Path | None = None
    questions: Path | None = None
    article: Path | None = None
    index: Path | None = None
    system: str = "assistant"
    settings: Mapping[str, str] = field(default_factory=dict)
    limit: int = 0
    ids: Sequence[str] = ()
    where: Sequence[str] = ()
    drop_gold: bool = False
    retrieval_only: bool = False
    use_cache: bool = True
    references: bool = True
    options: RunOptions = RunOptions()


@dataclass(frozen=True, slots=True)
class SuiteResult:
    """One suite of a finished run."""

    suite: Suite
    folder: Path
    records: tuple[Record, ...]
    results: Mapping[str, Estimate]
    references: Mapping[str, Mapping[str, Estimate]]
    n_reused: int
    n_cached: int


def plan(request: RunRequest) -> list[tuple[Suite, SystemSpec]]:
    """Everything that can be checked before the first question: files, labels, settings, imports.

    Raises:
        ExpectedError: Something cannot be run; nothing has been written.
    """
    planned = []
    if request.questions and len(request.suites) > 1:
        raise EvaluationError("--questions replaces the questions of one suite; name only one.")
    for name in request.suites:
        suite = load_suite(name, request.questions, request.article)
        suite = drop_gold(suite) if request.drop_gold else suite
        if request.retrieval_only and suite.task == "rewriting":
            raise EvaluationError(f"--retrieval-only needs documents to find; {suite.name} has none.")
        suite = replace(suite, retrieval_only=request.retrieval_only)
        suite = suite.only(select_questions(suite.questions, request.limit, request.ids, request.where))
        planned.append((suite, describe_system(request.system, suite, request.settings, request.index)))
    names = [suite.name for suite, _ in planned]
    if len(set(names)) != len(names):
        raise EvaluationError(f"Two suites have the same name: {', '.join(names)}. Run them apart.")
    return planned


def run_suite(
    suite: Suite, spec: SystemSpec, folder: Path, request: RunRequest
) -> tuple[SuiteResult, dict[str, object]]:
    """Run one suite; gives its results and its timings."""
    watch = Stopwatch()
    opened: list[System] = []
    progress = Progress(suite.name, len(suite.questions), quiet=request.options.quiet)

    def open_system() -> System:
        if not opened:
            with watch.stage("opening", inside="asking"):
                opened.append(spec.open())
            progress.restart()
        return opened[0]

    configuration = configuration_of(suite, spec, request.drop_gold)
    try:
        with watch.stage("asking"):
            texts, quotable = documents_of(suite, open_system() if spec.own_texts else None)
            _tell_missing(suite, texts if spec.own_texts else None)
            cache = AnswerCache.open(answer_key(suite, spec)) if spec.cacheable and request.use_cache else None
            run = run_questions(
                suite,
                open_system,
                texts,
                configuration,
                folder,
                request.options,
                cache,
                lambda record: progress.step(),
                lambda record: with_sources(record, quotable),
            )
    finally:
        for system in opened:
            system.close()
    progress.finish()
    with watch.stage("measuring"):
        results = summarise(suite.questions, run.records, suite.task)
        rows = reference_rows(suite, texts, run.records, quotable) if request.references else {}
    write_suite_files(folder, suite.questions, run.records, spec.name)
    timings = timings_of(run.records, watch, request.options.workers)
    timings["questions_from_cache"] = run.n_cached
    return SuiteResult(suite, folder, run.records, results, rows, run.n_reused, run.n_cached), timings


@runtime_checkable
class OwnDocuments(Protocol):
    """A system that answers from documents of its own, which are known when it is open."""

    def texts(self) -> dict[str, str]:
        """Text of every document by id."""
        ...

    def quotable(self) -> dict[Span, tuple[str, ...]]:
        """Statements with the names under which they may be cited."""
        ...


def answer_key(suite: Suite, spec: SystemSpec) -> dict[str, object]:
    """What an answer depends on, whatever else is asked."""
    documents = suite.data_hash if suite.collection in ("corpus", "article") else suite.collection
    key: dict[str, object] = {"system": dict(spec.configuration), "documents": documents}
    return {**key, "task": suite.task} if suite.task == "retrieval" else key


def with_sources(record: Record, quotable: Mapping[Span, Sequence[str]]) -> Record:
    """Name the sources of citations that only say where they stand: those of the curated statements they touch.

    So a system that knows nothing of sources is measured by the same citation measures as ours.
    """
    if not quotable or all(citation.sources not in ((), (_document(citation),)) for citation in record.citations):
        return record
    named = []
    for citation in record.citations:
        if citation.span is not None and citation.sources in ((), (_document(citation),)):
            touched = [names for span, names in quotable.items() if covers(citation.span, span)]
            sources = dict.fromkeys(name for names in touched for name in names if not name.startswith("fact:"))
            named.append(replace(citation, sources=tuple(sources)))
        else:
            named.append(citation)
    return replace(record, citations=tuple(named))


def _document(citation: CitedSpan) -> str:
    return citation.span.document_id if citation.span else ""


def documents_of(suite: Suite, system: System | None) -> tuple[dict[str, str], dict[Span, tuple[str, ...]]]:
    """Texts by document id, and the statements of curated documents with the names under which they may be cited."""
    if suite.task == "rewriting":
        return {}, {}
    if system is not None and isinstance(system, OwnDocuments):
        return system.texts(), system.quotable()
    texts: dict[str, str] = {}
    quotable: dict[Span, tuple[str, ...]] = {}
    for document in suite.documents():
        identifier = str(document.metadata["id"])
        texts[identifier] = document.page_content
        if suite.collection == "curated":
            for statement in document.metadata.get("statements", ()):
                names = [source["id"] for source in statement["sources"]]
                facts = [f"fact:{key}" for key in str(statement.get("key", "")).split() if key]
                quotable[Span(identifier, statement["start"], statement["end"])] = (*names, *facts)
    return texts, quotable


def _tell_missing(suite: Suite, texts: Mapping[str, str] | None) -> None:
    """Say which gold documents the system's own documents lack: what they hold counts as not found."""
    gold = dict.fromkeys(document for question in suite.questions for document in question.documents)
    missing = [document for document in gold if texts is not None and document not in texts]
    if missing:
        logger.warning(
            "%s: %d of %d gold documents are not in the index, such as %r; what they hold counts as not found",
            suite.name,
            len(missing),
            len(gold),
            missing[0],
        )


def write_all(out: Path, finished: Sequence[SuiteResult]) -> None:
    """The files that stand for the whole run."""
    results = {result.suite.name: result.results for result in finished}
    write_results(out, results)
    rows = {r.suite.name: {row: _rows(values) for row, values in r.references.items()} for r in finished}
    write_json(out / "references.json", rows)
    warnings = {r.suite.name: warnings_of(r.results, r.references) for r in finished}
    errors = {r.suite.name: [record for record in r.records if record.error] for r in finished}
    write_summary(out, results, warnings, errors)
    cases: dict[str, tuple[Sequence[Question], Sequence[Record]]] = {}
    for result in finished:
        cases[result.suite.name] = (result.suite.questions, result.records)
    write_junit(out, cases)


def _rows(values: Mapping[str, Estimate]) -> dict[str, dict[str, float]]:
    return {name: estimate.to_row() for name, estimate in values.items()}
