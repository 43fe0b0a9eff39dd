"""Labelled questions and their corpus in the common schema, every span checked against its document."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.errors import DatasetError
from eval.questions.question import Question
from eval.questions.question_row import read_question


@dataclass(frozen=True, slots=True)
class CorpusDocument:
    """One row of a corpus: its text is stored and quoted exactly as it stands."""

    id: str
    title: str
    text: str
    published: str = ""
    url: str = ""


def read_jsonl(path: Path) -> Iterator[tuple[int, dict[str, object]]]:
    """Line number and object of every line that is not blank.

    Raises:
        DatasetError: The file is missing, or a line is no JSON object; file and line are named.
    """
    try:
        handle = path.open(encoding="utf-8-sig")  # a mark of byte order, as some editors put there, is no part of it
    except OSError as error:
        raise DatasetError(f"{path} cannot be read: {error.strerror}. Give a file that exists.") from error
    with handle:
        try:
            for number, line in enumerate(handle, 1):
                if line.strip():
                    yield number, _object(line, path, number)
        except UnicodeDecodeError as error:
            raise DatasetError(
                f"{path} is not UTF-8: {error.reason} at byte {error.start}. Save it as UTF-8."
            ) from error


def load_corpus(path: Path) -> dict[str, CorpusDocument]:
    """The documents of a `corpus.jsonl` by id, in file order.

    Raises:
        DatasetError: A row lacks an id or a text, or an id stands twice.
    """
    documents: dict[str, CorpusDocument] = {}
    for number, row in read_jsonl(path):
        where = f"{path}:{number}"
        identifier, text = _text(row, "id", where), _text(row, "text", where)
        if not identifier:
            raise DatasetError(f"{where}: the id is empty. Every document needs an id of its own.")
        if identifier in documents:
            raise DatasetError(f"{where}: the id {identifier!r} stands twice. Give every document an id of its own.")
        published = str(row.get("date") or row.get("published") or "")
        documents[identifier] = CorpusDocument(
            identifier, str(row.get("title") or ""), text, published, str(row.get("url") or "")
        )
    if not documents:
        raise DatasetError(f"{path} holds no document. Put at least one row in it, or remove the file.")
    return documents


def load_questions(path: Path, texts: Mapping[str, str] | None = None) -> list[Question]:
    """The questions of a file, in file order.

    Args:
        path: A `questions.jsonl`.
        texts: Text of every document by id; given, every span is checked against it.

    Raises:
        DatasetError: A row breaks the schema, an id stands twice, or a span is outside its text.
    """
    questions: list[Question] = []
    seen: set[str] = set()
    for number, row in read_jsonl(path):
        question = read_question(row, f"{path}:{number}", texts)
        if question.id in seen:
            raise DatasetError(f"{path}:{number}: the id {question.id!r} stands twice. Ids must differ.")
        seen.add(question.id)
        questions.append(question)
    if not questions:
        raise DatasetError(f"{path} holds no question. Put at least one row in it.")
    return questions


def hash_files(paths: Sequence[Path]) -> str:
    """A short hash of the contents of files, in the order given; files that do not exist are left out."""
    digest = hashlib.sha256()
    for path in paths:
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _object(line: str, path: Path, number: int) -> dict[str, object]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise DatasetError(f"{path}:{number}: not JSON: {error}. Correct this line.") from error
    if not isinstance(row, dict):
        raise DatasetError(f"{path}:{number}: a {type(row).__name__} where an object was expected. One object a line.")
    return row


def _text(row: Mapping[str, object], name: str, where: str) -> str:
    value = row.get(name)
    if not isinstance(value, str):
        raise DatasetError(f"{where}: {name!r} must be a string, but is {value!r}.")
    return value
