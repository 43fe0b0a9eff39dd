"""Suites: a bundled name or a folder -> its questions, its documents, and hashes of both."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from eval.errors import DatasetError, EvaluationError
from eval.questions.dataset import CorpusDocument, hash_files, load_corpus, load_questions
from eval.questions.question import Question
from knowledge.document import FailedDocument

if TYPE_CHECKING:
    from langchain_core.documents import Document

ABOUT_THE_VISIT = (
    *("visit", "visit_plain", "visit_unseen", "visit_blind", "visit_parts"),
    *("visit_article", "visit_followups", "visit_attacks"),
)
ABOUT_OTHERS = (
    *("royal_visit", "city_marathon", "router_docs", "housing_cooperative"),
    *("ferry_disaster", "summit_news"),
)
"""Suites with documents of their own, invented ones: nothing was learnt from them or tuned on them."""
BUNDLED = ABOUT_THE_VISIT + ABOUT_OTHERS
ARTICLE_SOURCE = "seed"
"""The name under which the article suite's labels know its one document."""

Collection = Literal["curated", "article", "corpus", "none"]
Task = Literal["answers", "retrieval", "rewriting"]
"""What is asked of a system and measured: whole answers, the ranking alone, or the rewriting of questions alone."""


@dataclass(frozen=True, slots=True)
class Suite:
    """Labelled questions and what they are asked about.

    `collection` says where the documents come from: the curated ones, one article, a corpus of its own, or none (then
    only the rewriting of questions is measured). `data_hash` changes with the questions and a corpus of its own; the
    curated documents belong to the system that is measured, so it does not change with those.
    """

    name: str
    questions: tuple[Question, ...]
    collection: Collection
    data_hash: str
    corpus: Mapping[str, CorpusDocument] = field(default_factory=dict, repr=False)
    article: Path | None = None
    where: str = ""  # the bundled name, or the whole path of the folder
    questions_file: Path | None = None
    retrieval_only: bool = False

    @property
    def task(self) -> Task:
        """What is measured; without documents only rewriting can be."""
        if self.collection == "none":
            return "rewriting"
        return "retrieval" if self.retrieval_only else "answers"

    def texts(self) -> dict[str, str]:
        """Text of every document by id."""
        return {str(document.metadata["id"]): document.page_content for document in self.documents()}

    def documents(self) -> list[Document]:
        """The documents as LangChain values; the text of a corpus row exactly as it stands in the file."""
        from langchain_core.documents import Document

        if self.collection == "curated":
            from knowledge.curated import load_documents

            return list(load_documents())
        if self.collection == "article" and self.article is not None:
            from knowledge.loaders import load_path

            found = []
            for document in load_path(self.article):
                if isinstance(document, FailedDocument):
                    raise DatasetError(document.reason)
                found.append(document)
            for place, document in enumerate(found):
                document.metadata["id"] = ARTICLE_SOURCE if place == 0 else f"{ARTICLE_SOURCE}-{place}"
            return found
        return [
            Document(
                page_content=row.text,
                metadata={
                    "id": row.id,
                    "title": row.title or row.id,
                    "publisher": self.name,
                    "url": row.url or None,
                    "published": row.published or None,
                    "kind": "user",
                    "language": "en",
                    "owner": "",
                },
            )
            for row in self.corpus.values()
        ]

    def only(self, questions: Sequence[Question]) -> Suite:
        """The same suite with these questions."""
        return replace(self, questions=tuple(questions))


def load_suite(name: str, questions: Path | None = None, article: Path | None = None) -> Suite:
    """Read a bundled suite or a folder.

    Args:
        name: A bundled name, or a folder with `questions.jsonl` and, unless it only measures rewriting, `corpus.jsonl`.
        questions: A file that replaces the suite's questions.
        article: The article that `visit_article` is asked about.

    Raises:
        DatasetError: A file is missing or a line is wrong; file and line are named.
        EvaluationError: There is no such suite, or the article is not given.
    """
    if name in ABOUT_THE_VISIT:
        return _about_the_visit(name, questions, article)
    if name in ABOUT_OTHERS:
        return replace(_folder(bundled_questions(name).parent, questions), where=name)
    folder = Path(name)
    if not folder.is_dir():
        raise EvaluationError(
            f"There is no suite {name!r}: it is neither a bundled one ({', '.join(BUNDLED)}) nor a folder. "
            "Give the path of a folder with questions.jsonl and corpus.jsonl."
        )
    return _folder(folder, questions)


def _about_the_visit(name: str, questions: Path | None, article: Path | None) -> Suite:
    path = questions or bundled_questions(name)
    collection: Collection = "article" if name == "visit_article" else "curated"
    paths = [path]
    if collection == "article":
        if article is None or not article.is_file():
            raise EvaluationError(
                f"The suite {name} is asked about one article, which is not part of this project"
                + (f", and {article} is no file. " if article else ". ")
                + "Give its text file: --article PATH."
            )
        paths.append(article)
    return Suite(
        name,
        tuple(load_questions(path)),
        collection,
        hash_files(paths[1:]) + _contents(path) if len(paths) > 1 else _contents(path),
        article=article if collection == "article" else None,
        where=name,
        questions_file=questions,
    )


def bundled_questions(name: str) -> Path:
    """The file of a bundled suite's questions."""
    folder = Path(str(files("eval") / "suites"))
    return folder / name / "questions.jsonl" if name in ABOUT_OTHERS else folder / f"{name}.jsonl"


def _folder(folder: Path, questions: Path | None) -> Suite:
    path = questions or folder / "questions.jsonl"
    corpus_path = folder / "corpus.jsonl"
    if corpus_path.is_file():
        corpus = load_corpus(corpus_path)
        loaded = load_questions(path, {identifier: row.text for identifier, row in corpus.items()})
        data_hash = hashlib.sha256((_contents(path) + _contents(corpus_path)).encode()).hexdigest()[:16]
        return Suite(
            folder.resolve().name, tuple(loaded), "corpus", data_hash, corpus, None, str(folder.resolve()), questions
        )
    loaded = load_questions(path)
    if any(question.documents for question in loaded) or not any(question.standalone for question in loaded):
        raise DatasetError(
            f"{corpus_path} is missing, and the questions need it. Put the documents there, one a line: "
            '{"id", "title", "text"}.'
        )
    return Suite(
        folder.resolve().name, tuple(loaded), "none", _contents(path), {}, None, str(folder.resolve()), questions
    )


def drop_gold(suite: Suite) -> Suite:
    """Make unanswerable questions: remove gold documents, at most half of the corpus, and ask what they answered.

    The documents are chosen by a hash of their ids, so that every run drops the same ones.

    Raises:
        EvaluationError: The suite has no corpus of its own or no gold documents.
    """
    gold = {document for question in suite.questions if question.answerable for document in question.documents}
    if suite.collection != "corpus" or not gold:
        raise EvaluationError(f"--drop-gold needs a corpus and gold documents; {suite.name} has none of its own.")
    order = sorted(gold, key=lambda identifier: hashlib.sha256(identifier.encode()).hexdigest())
    dropped = set(order[: max(1, len(suite.corpus) // 2)])
    kept = [
        replace(question, answerable=False, evidence=(), evidence_sets=(), documents=(), answers=(), clean=False)
        for question in suite.questions
        if question.answerable and question.documents and set(question.documents) <= dropped
    ]
    corpus = {identifier: row for identifier, row in suite.corpus.items() if identifier not in dropped}
    return replace(
        suite,
        name=f"{suite.name}-drop-gold",
        questions=tuple(kept),
        corpus=corpus,
        data_hash=hashlib.sha256(f"{suite.data_hash} drop-gold".encode()).hexdigest()[:16],
    )


def _contents(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
