"""Labelling: which questions a benchmark folder asks and which sentences answer them, kept in the common schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from eval.errors import DatasetError
from eval.files import write_jsonl
from eval.measures.text import sentence_spans
from eval.questions.dataset import CorpusDocument, load_corpus, load_questions, read_jsonl
from eval.questions.question_row import read_question
from eval.systems.bm25 import Bm25

LISTED = 60  # documents shown at a time

Row = dict[str, object]


@dataclass(slots=True)
class Labels:
    """A benchmark folder that is being labelled; every change is on disk, whole, before it is answered.

    Args of the constructor: the folder; it must hold a `corpus.jsonl`, and `questions.jsonl` may be there already.

    Raises:
        DatasetError: A line of either file is wrong; file and line are named.
    """

    folder: Path
    corpus: dict[str, CorpusDocument] = field(init=False)
    rows: list[Row] = field(init=False)
    _index: Bm25 = field(init=False)

    def __post_init__(self) -> None:
        """Read both files."""
        path = self.folder / "corpus.jsonl"
        if not path.is_file():
            raise DatasetError(
                f'{path} is missing. Put the documents there, one a line: {{"id", "title", "text"}}. '
                "`python -m eval bench import` makes it from other files."
            )
        self.corpus = load_corpus(path)
        self._index = Bm25([f"{row.title} {row.text}" for row in self.corpus.values()])
        if self.path.is_file() and self.path.stat().st_size:
            load_questions(self.path, self._texts())
            self.rows = [row for _, row in read_jsonl(self.path)]
        else:
            self.rows = []

    @property
    def path(self) -> Path:
        """The file that is written."""
        return self.folder / "questions.jsonl"

    def find(self, words: str) -> list[Row]:
        """Id and title of the documents that share most with some words, or of the first ones without words."""
        ids = list(self.corpus)
        found = [ids[place] for place, _ in self._index.search(words, LISTED)] if words.strip() else ids[:LISTED]
        return [{"id": name, "title": self.corpus[name].title or name} for name in found]

    def document(self, name: str) -> Row | None:
        """A document's title and its sentences, each with its place and the text up to the next; None if unknown."""
        document = self.corpus.get(name)
        if document is None:
            return None
        spans = sentence_spans(document.text)
        follows = [start for start, _ in spans[1:]] + [len(document.text)]
        sentences = [
            {"start": start, "end": end, "text": document.text[start:end], "after": document.text[end:next_start]}
            for (start, end), next_start in zip(spans, follows, strict=True)
        ]
        return {"id": name, "title": document.title or name, "sentences": sentences}

    def add(self, asked: Mapping[str, object]) -> Row:
        """Check a new question and keep it.

        Args:
            asked: `question`, `answers`, `answerable`, and `evidence` as `doc_id`, `start`, `end`.

        Returns:
            The row as it was written, with its id.

        Raises:
            DatasetError: There is no question, a span is outside its document, or what it says of itself does not fit.
        """
        evidence = [self._evidence(span) for span in _mappings(asked.get("evidence"))]
        answerable = asked.get("answerable", True)
        answers = [str(answer).strip() for answer in _sequence(asked.get("answers")) if str(answer).strip()]
        if answerable and not evidence:
            raise DatasetError("Pick the sentences that answer the question, or say that no document does.")
        if not answerable and (evidence or answers):
            raise DatasetError("A question that no document answers has no sentences and no answer. Take them away.")
        row: Row = {
            "id": self._new_id(),
            "question": str(asked.get("question") or "").strip(),
            "answers": answers,
            "evidence": evidence,
            "answerable": answerable,
        }
        read_question(row, "the new question", self._texts())
        self._keep([*self.rows, row])
        return row

    def remove(self, identifier: str) -> bool:
        """Forget a question; gives whether it was there."""
        kept = [row for row in self.rows if row.get("id") != identifier]
        found = len(kept) < len(self.rows)
        if found:
            self._keep(kept)
        return found

    def _keep(self, rows: list[Row]) -> None:
        write_jsonl(self.path, rows)
        self.rows = rows

    def _evidence(self, span: Mapping[str, object]) -> Row:
        name, start, end = span.get("doc_id"), span.get("start"), span.get("end")
        document = self.corpus.get(str(name))
        if document is None or type(start) is not int or type(end) is not int:
            raise DatasetError(f"A picked sentence names no place in a document: {dict(span)!r}.")
        return {"doc_id": document.id, "start": start, "end": end, "text": document.text[start:end]}

    def _new_id(self) -> str:
        taken = {str(row.get("id")) for row in self.rows}
        return next(name for n in range(len(taken) + 1, 2 * len(taken) + 3) if (name := f"q-{n:03}") not in taken)

    def _texts(self) -> dict[str, str]:
        return {name: row.text for name, row in self.corpus.items()}


def _sequence(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else []


def _mappings(value: object) -> list[Mapping[str, object]]:
    return [item for item in _sequence(value) if isinstance(item, dict)]
