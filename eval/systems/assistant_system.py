"""Our own assistant as a system under test, on an index that is built once for each collection of documents."""

from __future__ import annotations

import difflib
import hashlib
import logging
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from eval.answer_cache import CACHE_DIR, hash_of
from eval.errors import EvaluationError
from eval.files import write_text
from eval.progress import Progress
from eval.questions.question import Message, Question
from eval.questions.suites import Suite
from eval.system import Reply, System, SystemSpec
from eval.systems.read_answer import hit_rows, read_answer
from knowledge.passage import Span

if TYPE_CHECKING:
    from assistant.assistant import Assistant

logger = logging.getLogger(__name__)
COSINE_WEIGHT = 4.0  # of cosine beside the reader's logit, from the reader's training
_BUILD_SETTINGS = ("embedder", "passage_size")  # what an index depends on
_ANSWER_SETTINGS = (  # what an answer depends on besides, wherever it is set
    *("reader", "min_confidence", "max_question_characters"),
    *("chat_model", "chat_base_url", "chat_timeout_seconds"),
)


@dataclass(slots=True)
class AssistantSystem:
    """The assistant, asked directly."""

    name: str
    assistant: Assistant

    def answer(self, question: str, history: Sequence[Message]) -> Reply:
        """Ask, and give the answer as JSON values with the passages that were found."""
        return read_answer(self.assistant.ask(question, history=[dict(message) for message in history]))

    def search(self, question: str, history: Sequence[Message]) -> Reply:
        """The passages that an answer would be made from, without reading them."""
        from assistant.choosing.question_search import HITS

        standalone = self.rewrite(question, history)
        hits = hit_rows(self.assistant.knowledge.search(standalone, HITS)) if standalone else []
        return {"hits": hits, "standalone_question": standalone, "answered": False, "answer": ""}

    def rewrite(self, question: str, history: Sequence[Message]) -> str:
        """The question as the assistant would search for it."""
        from assistant.turns import read_history

        return self.assistant.rewriter.rewrite(question, read_history([dict(message) for message in history]))

    def score_candidates(self, question: Question, texts: Sequence[str]) -> Sequence[float]:
        """Cosine of question and sentence, with the reader's judgement where the assistant has a reader.

        The two are weighed as the reader's own file says, or by the weight that its training found.
        """
        import numpy as np

        vector = self.assistant.knowledge.query_vector(question.text)
        rows = np.asarray(self.assistant.knowledge.embedder.embed_documents(list(texts)), dtype=np.float64)
        cosines = rows @ vector / np.maximum(np.linalg.norm(rows, axis=1), 1e-12)
        reader = self.assistant.reader
        if reader is None:
            return [float(cosine) for cosine in cosines]
        weight = float(getattr(getattr(reader, "file", None), "cosine_weight", COSINE_WEIGHT))
        return [float(s) for s in np.asarray(reader.score(question.text, list(texts))) + weight * cosines]

    def texts(self) -> dict[str, str]:
        """Text of every document in the index, by id."""
        return {document.id: document.text for document in self.assistant.knowledge.documents()}

    def quotable(self) -> dict[Span, tuple[str, ...]]:
        """Every statement that names other sources than its document, with the names it may be cited by."""
        return {
            statement.span: (
                *(source.id for source in statement.sources),
                *([f"fact:{statement.key}"] if statement.key else []),
            )
            for document in self.assistant.knowledge.documents()
            for statement in document.statements
            if [source.id for source in statement.sources] != [document.id]
        }

    def close(self) -> None:
        """Let go of the index."""
        self.assistant.knowledge.close()


def describe_assistant(suite: Suite, settings: Mapping[str, str], index: Path | None) -> SystemSpec:
    """The assistant with these settings, on a suite's documents or on an index that exists.

    Raises:
        EvaluationError: A setting is unknown.
    """
    from assistant.settings import Settings

    for name in settings:
        if name not in Settings.model_fields:
            near = difflib.get_close_matches(name, Settings.model_fields, n=1)
            advice = (
                f"Did you mean {near[0]}?" if near else f"Settings are: {', '.join(sorted(Settings.model_fields))}."
            )
            raise EvaluationError(f"--set {name}: there is no such setting. {advice}")
    current = Settings.load(**settings)  # type: ignore[arg-type]  # words from the command line; pydantic reads them
    names = dict.fromkeys((*_BUILD_SETTINGS, *_ANSWER_SETTINGS, *settings))
    shown = {name: str(getattr(current, name)) for name in names}  # as str(), a secret is a row of stars
    configuration = {"system": "assistant", "code": code_hash(), **shown}
    folder = index or index_folder(suite, shown)
    if index is not None:
        if not index.is_dir():
            raise EvaluationError(
                f"There is no index in {index}. Make it with `python -m assistant ingest --index {index}`."
            )
        configuration["index"] = str(index)

    def open_it() -> System:
        return open_assistant(suite, settings, folder, build=index is None)

    return SystemSpec(
        "assistant",
        configuration,
        open_it,
        cacheable=index is None and not current.chat_model,
        own_texts=index is not None,
        model=current.chat_model,
    )


def open_assistant(suite: Suite, settings: Mapping[str, str], folder: Path, build: bool) -> AssistantSystem:
    """Open the assistant, its index brought up to date with the suite's documents if `build` says so.

    An index made by other code is made again; vectors of texts that did not change are kept. A document that cannot be
    taken in is told, and is then never found.

    Raises:
        EvaluationError: No document could be taken in.
    """
    from assistant.build import build_assistant, build_knowledge
    from assistant.settings import Settings

    loaded = Settings.load(**{**settings, "index": folder})  # type: ignore[arg-type]  # as above
    if build and suite.task != "rewriting":
        progress: list[Progress] = []

        def show(what: str, done: int, total: int) -> None:
            if not progress or progress[-1].title != f"{suite.name}: {what}":
                progress.append(Progress(f"{suite.name}: {what}", total))
            progress[-1].done = max(0, done - 1)
            progress[-1].step()

        marker, code = folder / "made-by-code.txt", code_hash("knowledge")
        changed = marker.is_file() and marker.read_text(encoding="utf-8") != code
        documents = suite.documents()
        with closing(build_knowledge(loaded)) as knowledge:
            report = knowledge.ingest(documents, only=True, rebuild=changed, progress=show)
        write_text(marker, code)
        n_failed = len(report.failed)
        for shown in progress:
            shown.finish()
        for name, reason in report.failed[:3]:
            logger.warning(
                "%s: %d documents cannot be found, since they failed: %s: %s", suite.name, n_failed, name, reason
            )
        if n_failed == len(documents):
            raise EvaluationError(f"{suite.name}: no document could be taken in. See what is said above.")
        logger.info("%s: index in %s, %d new documents", suite.name, folder, len(report.added))
    assistant = build_assistant(loaded)
    assistant.knowledge.query_vector("Are the models in memory?")  # loading them is no question's time
    if assistant.reader is not None:
        assistant.reader.score("Are the models in memory?", ["They are."])
    return AssistantSystem("assistant", assistant)


def index_folder(suite: Suite, settings: Mapping[str, str]) -> Path:
    """The cache folder of an index: the same documents with the same settings share one."""
    documents = suite.data_hash if suite.collection in ("corpus", "article") else "curated"
    built_with = {name: settings.get(name, "") for name in _BUILD_SETTINGS}
    return CACHE_DIR / "index" / hash_of([documents, built_with])


@lru_cache(maxsize=4)
def code_hash(*packages: str) -> str:
    """A hash of our own code and data files: of `knowledge` and `assistant` without its page, if none is named."""
    import assistant
    import knowledge

    digest = hashlib.sha256()
    for package in (knowledge, assistant):
        if packages and package.__name__ not in packages:
            continue
        root = Path(str(package.__file__)).parent if package.__file__ else Path(next(iter(package.__path__)))
        for path in sorted(root.rglob("*")):
            if path.is_file() and path.suffix not in (".pyc", ".pyo") and "web" not in path.relative_to(root).parts:
                digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
