"""Other tools' files -> a benchmark folder in the common schema, every span checked on the way out."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

from eval.errors import DatasetError, EvaluationError
from eval.files import write_jsonl
from eval.questions.dataset import load_corpus, load_questions, read_jsonl

Row = dict[str, object]
Rows = tuple[list[Row], list[Row]]
"""Documents and questions."""


def import_benchmark(form: str, source: Path, out: Path, split: str = "test") -> str:
    """Read files of another tool and write `corpus.jsonl` and `questions.jsonl`; gives a line for people.

    Args:
        form: beir, squad, ragas, clapnq, csv or jsonl.
        source: The file, or for BEIR the folder.
        out: The folder to write; it must not hold a benchmark yet.
        split: BEIR: which of `qrels/*.tsv`.

    Raises:
        EvaluationError: A file cannot be read, breaks the schema, or the folder is taken; nothing is written.
    """
    if (out / "questions.jsonl").exists():
        raise EvaluationError(f"{out} already holds a benchmark. Choose another folder, or delete that one first.")
    if not source.exists():
        raise EvaluationError(f"{source} does not exist. Give the file or folder to import.")
    if form == "beir":
        documents, questions = read_beir(source, split)
    else:
        documents, questions = READERS[form](source)
    check = out.with_name(f".{out.name}.import")
    try:
        if documents:
            write_jsonl(check / "corpus.jsonl", documents)
        write_jsonl(check / "questions.jsonl", questions)
        texts = {key: row.text for key, row in load_corpus(check / "corpus.jsonl").items()} if documents else None
        load_questions(check / "questions.jsonl", texts)
    except DatasetError as error:  # it names a file that is gone in a moment
        raise DatasetError(str(error).replace(f"{check}{os.sep}", f"{source} as ")) from error
    else:
        out.mkdir(parents=True, exist_ok=True)
        for file in sorted(check.iterdir()):
            file.replace(out / file.name)
    finally:
        for file in sorted(check.glob("*")):
            file.unlink()
        if check.exists():
            check.rmdir()
    following = f"bench validate {out}" if documents else f"run SUITE --questions {out / 'questions.jsonl'}"
    return f"{out}: {len(questions)} questions, {len(documents)} documents. Next: python -m eval {following}"


def read_beir(folder: Path, split: str) -> Rows:
    """A BEIR folder: `corpus.jsonl`, `queries.jsonl`, `qrels/SPLIT.tsv`; queries without a relevant one are dropped.

    Source: Thakur et al., BEIR, arXiv:2104.08663.
    """
    documents = [
        {"id": str(row.get("_id")), "title": str(row.get("title") or ""), "text": str(row.get("text") or "")}
        for _, row in read_jsonl(folder / "corpus.jsonl")
    ]
    queries = {str(row.get("_id")): str(row.get("text") or "") for _, row in read_jsonl(folder / "queries.jsonl")}
    relevant: dict[str, list[str]] = {}
    path = folder / "qrels" / f"{split}.tsv"
    for number, cells in _table(path, "\t"):
        query, document = cells.get("query-id"), cells.get("corpus-id")
        if not query or not document:
            raise DatasetError(f"{path}:{number}: needs query-id, corpus-id and score, but has {', '.join(cells)}.")
        if _score(cells, f"{path}:{number}") > 0:
            relevant.setdefault(query, []).append(document)
    questions: list[Row] = [
        {"id": query, "question": queries[query], "answers": [], "evidence": [{"doc_id": d} for d in found]}
        for query, found in relevant.items()
        if query in queries
    ]
    return cast("list[Row]", documents), _answerable(questions)


def _score(cells: Mapping[str, str], where: str) -> float:
    given = cells.get("score") or "0"
    try:
        return float(given)
    except ValueError as error:
        raise DatasetError(
            f"{where}: the score {given!r} is no number. Write how relevant it is, 0 for not."
        ) from error


def read_squad(path: Path) -> Rows:
    """A SQuAD 1.1 or 2.0 file: every paragraph is a document, every different answer place a span."""
    documents: list[Row] = []
    questions: list[Row] = []
    for article in _mappings(_json(path), "data", path):
        for paragraph in _mappings(article, "paragraphs", path):
            text, place = str(paragraph.get("context") or ""), f"squad-{len(documents):05}"
            documents.append({"id": place, "title": str(article.get("title") or ""), "text": text})
            for asked in _mappings(paragraph, "qas", path):
                answers = [(str(a.get("text")), a.get("answer_start")) for a in _mappings(asked, "answers", path)]
                spans = {(start, start + len(words)): words for words, start in answers if isinstance(start, int)}
                questions.append(
                    {
                        "id": str(asked.get("id")),
                        "question": str(asked.get("question")).strip(),
                        "answers": list(dict.fromkeys(words for words, _ in answers)),
                        "evidence": [
                            {"doc_id": place, "start": start, "end": end, "text": words}
                            for (start, end), words in spans.items()
                        ],
                        "answerable": not asked.get("is_impossible", False),
                        "language": "en",
                        "paragraph": place,
                    }
                )
    return documents, questions


def read_ragas(path: Path) -> Rows:
    """A ragas data set, JSON Lines or a list: `user_input`, `reference`, `reference_contexts` (or the older names).

    `retrieved_contexts` become documents too, but no evidence: they are what some system found, not what is right.
    """
    rows = [row for _, row in read_jsonl(path)] if path.suffix == ".jsonl" else _list(path)
    ids: dict[str, str] = {}
    questions: list[Row] = []
    for number, row in enumerate(rows):
        texts = _texts(_first(row, "reference_contexts", "contexts"))
        for text in [*texts, *_texts(row.get("retrieved_contexts"))]:
            ids.setdefault(text, f"context-{hashlib.sha256(text.encode()).hexdigest()[:12]}")
        gold = _first(row, "reference", "ground_truth", "ground_truths")
        golds = [str(item) for item in gold] if isinstance(gold, list) else [str(gold)] if gold else []
        questions.append(
            {
                "id": f"ragas-{number:04}",
                "question": str(_first(row, "user_input", "question") or ""),
                "answers": golds,
                "evidence": [{"doc_id": ids[text]} for text in texts],
            }
        )
    return [{"id": key, "title": "", "text": text} for text, key in ids.items()], _answerable(questions)


def read_clapnq(path: Path) -> Rows:
    """ClapNQ's annotated data: one passage and its question a line, the selected sentences as evidence.

    Source: Rosenthal et al., CLAPnq, arXiv:2404.02103.
    """
    documents: dict[str, Row] = {}
    questions: list[Row] = []
    for number, row in read_jsonl(path):
        passages = row.get("passages")
        if not isinstance(passages, list) or not passages:
            raise DatasetError(f"{path}:{number}: has no passage.")
        passage = passages[0]
        text = str(passage.get("text") or "")
        place = f"clapnq-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
        documents[place] = {"id": place, "title": str(passage.get("title") or ""), "text": text}
        answers: list[str] = []
        evidence: list[Row] = []
        sets: list[list[int]] = []
        outputs = row.get("output") if isinstance(row.get("output"), list) else []
        for output in cast("list[Mapping[str, object]]", outputs):
            if output.get("answer"):
                answers.append(str(output["answer"]))
            chosen = []
            for sentence in cast("list[str]", output.get("selected_sentences") or []):
                start = text.find(sentence.strip())
                if start >= 0 and sentence.strip():
                    chosen.append(len(evidence))
                    end = start + len(sentence.strip())
                    evidence.append({"doc_id": place, "start": start, "end": end, "text": text[start:end]})
            sets += [chosen] if chosen else []
        fields: Row = {"id": str(row.get("id")), "question": str(row.get("input")), "answers": answers}
        questions.append({**fields, "evidence": evidence, "evidence_sets": sets, "answerable": bool(answers)})
    return list(documents.values()), questions


def read_csv(path: Path) -> Rows:
    """A table with the columns question and answer, and, if there are any, id, document_id, text, title, evidence.

    `text` is the document that answers; `evidence` a piece of it. Several answers stand with ` | ` between.
    """
    documents: dict[str, Row] = {}
    questions: list[Row] = []
    for number, cells in _table(path, ","):
        where = f"{path}:{number}"
        if not cells.get("question"):
            raise DatasetError(f"{where}: the column 'question' is empty or missing. Columns: {', '.join(cells)}.")
        text, quote = cells.get("text") or "", cells.get("evidence") or ""
        place = cells.get("document_id") or (f"row-{hashlib.sha256(text.encode()).hexdigest()[:12]}" if text else "")
        if text:
            _hold(documents, {"id": place, "title": cells.get("title") or "", "text": text}, where)
        evidence: list[Row] = [{"doc_id": place}] if place else []
        if quote and place:
            start = str(documents[place]["text"]).find(quote) if place in documents else -1
            if start < 0:
                raise DatasetError(f"{where}: the evidence {quote[:60]!r} does not stand in the text of {place!r}.")
            evidence = [{"doc_id": place, "start": start, "end": start + len(quote), "text": quote}]
        answers = [answer.strip() for answer in (cells.get("answer") or "").split(" | ") if answer.strip()]
        identifier = cells.get("id") or f"q-{number:04}"
        questions.append({"id": identifier, "question": cells["question"], "answers": answers, "evidence": evidence})
    return list(documents.values()), _answerable(questions)


def read_own(path: Path) -> Rows:
    """Questions in the common schema; documents beside them in `corpus.jsonl`, or inside, under `document`."""
    corpus = path.with_name("corpus.jsonl")
    documents: dict[str, Row] = {}
    for number, row in read_jsonl(corpus) if corpus.is_file() and corpus != path else ():
        _hold(documents, row, f"{corpus}:{number}")
    questions = []
    for number, row in read_jsonl(path):
        inside = row.pop("document", None)
        if isinstance(inside, dict):
            _hold(documents, inside, f"{path}:{number}")
        questions.append({"id": f"q-{number:04}", **row})
    return list(documents.values()), questions


def _hold(documents: dict[str, Row], row: Row, where: str) -> None:
    """Keep a document that may stand in many rows, but with one text."""
    held = documents.setdefault(str(row.get("id")), row)
    if held.get("text") != row.get("text"):
        raise DatasetError(
            f"{where}: the document {row.get('id')!r} had another text before. Give each an id of its own."
        )


READERS: dict[str, Callable[[Path], Rows]] = {
    "squad": read_squad,
    "ragas": read_ragas,
    "clapnq": read_clapnq,
    "csv": read_csv,
    "jsonl": read_own,
}


def _answerable(questions: list[Row]) -> list[Row]:
    return [{**row, "answerable": bool(row["answers"] or row["evidence"]), "language": "en"} for row in questions]


def _table(path: Path, delimiter: str) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle, delimiter=delimiter)
            return [(reader.line_num, {k: v or "" for k, v in row.items() if k}) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DatasetError(f"{path} cannot be read as a table: {error}.") from error


def _json(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DatasetError(f"{path} cannot be read as JSON: {error}.") from error


def _texts(value: object) -> list[str]:
    return [str(text) for text in value] if isinstance(value, list) else []


def _list(path: Path) -> list[Row]:
    value = _json(path)
    if not isinstance(value, list):
        raise DatasetError(f"{path}: a list of objects was expected.")
    return [row for row in value if isinstance(row, dict)]


def _mappings(value: object, name: str, path: Path) -> list[Row]:
    found = value.get(name) if isinstance(value, dict) else None
    if not isinstance(found, list):
        raise DatasetError(f"{path}: {name!r} is missing or no list. Is this a SQuAD file?")
    return [row for row in found if isinstance(row, dict)]


def _first(row: Mapping[str, object], *names: str) -> object:
    return next((row[name] for name in names if row.get(name)), None)
