"""Learn the selection model from labelled questions: `python -m eval.train_selection --data DIR --cache DIR`.

Every set is a folder with `corpus.jsonl` and `questions.jsonl` in the common schema. Its documents are ingested as a
user's would be, its questions are searched as a user's would be, and each statement found is an example: right when it
holds gold evidence. A question whose gold documents are taken away, or that was written to have no answer, teaches the
confidence when to be low. Nothing that is reported on is trained on; with the reader, nor is what it was trained on.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.documents import Document
from numpy.typing import NDArray

from assistant.finding import HITS
from assistant.reader import Reader
from assistant.select import (
    CONFIDENCE_NAMES,
    MODEL_FILE,
    Linear,
    confidence_features,
    with_reader_column,
)
from assistant.signals import NAMES, Matrix, signals
from eval.dataset import read_jsonl
from eval.train_reader.examples import is_held_out
from knowledge.knowledge_base import KnowledgeBase
from knowledge.local_embedder import LocalEmbedder
from knowledge.passage import Hit
from knowledge.split import RULES_VERSION

SEED = 20251205
WRITTEN = Path(__file__).parent / "written"
SETS = {  # the set, how many articles make one knowledge base (0: all), and how many questions are asked at most
    "nq_gold": (0, 250),
    "squad2_dev_part": (1, 500),
    "squadshifts_wiki": (4, 250),
    "squad_train_part": (4, 250),
    "afriqa": (0, 250),
    "selqa": (0, 250),
}
# Signs that may only speak against a statement, and what may speak either way; all others speak for it.
AGAINST = frozenset({"type_missing", "asks", "other_year", "other_speaker"})
EITHER = frozenset({"length"})
Bound = tuple[float | None, float | None]
SHARE_DROPPED = 0.35  # of the answerable questions, those whose gold documents are taken away


@dataclass(frozen=True)
class Example:
    """One question's statements: features `(n, f)`, which are right `(n,)`, the question, and rarities of its words.

    `read` holds the places of the statements that the reader was given; the others rank below them whatever they weigh.
    """

    question: str
    rows: Matrix
    right: NDArray[np.bool_]
    read: NDArray[np.int64]
    rarity: dict[str, float]
    group: str


@dataclass(frozen=True)
class Reading:
    """A reader, and the weights by which the statements are ranked of which it is given the best."""

    reader: Reader
    first: Linear


def examples(folder: Path, cache: Path, reading: Reading | None, articles: int, limit: int) -> Iterator[Example]:
    """Search a set's questions as a user's would be, with their gold documents and, for some, without them.

    Asked are those about documents that the reader's training held out: of what it has seen it is too sure.
    Where `articles` is given, each knowledge base holds so many articles only: what is rare, and how many of a
    question's words are nowhere, hangs on the size of what is known, and people bring one article or whole archives.
    """
    corpus, questions = _rows(folder, "corpus.jsonl"), _rows(folder, "questions.jsonl")
    chance = random.Random(f"{SEED}:{folder.name}")  # noqa: S311 - sampling, not a secret
    unseen = {row["id"] for row in corpus if is_held_out(row["id"], row.get("title", ""))}
    questions = [
        question
        for question in questions
        if _judged_against(question) <= unseen
        and (not question["answerable"] or any("start" in evidence for evidence in question["evidence"]))
    ]
    chosen = chance.sample(questions, min(limit, len(questions)))
    for number, rows in enumerate(worlds(corpus, articles)):
        known = {row["id"] for row in rows}
        asked = [question for question in chosen if _judged_against(question) <= known]
        if asked:
            name = f"{folder.name}-{articles}-{number}" if articles else folder.name
            with closing(_knowledge(rows, cache, name)) as knowledge:
                yield from _of_world(knowledge, asked, chance, folder.name, reading)


def written_examples(folder: Path, cache: Path, reading: Reading | None) -> Iterator[Example]:
    """All questions of a collection that was written for this; a follow-up as it stands alone."""
    asked = [
        row | {"question": row.get("standalone_question", row["question"])} for row in _rows(folder, "questions.jsonl")
    ]
    chance = random.Random(f"{SEED}:{folder.name}")  # noqa: S311 - sampling, not a secret
    with closing(_knowledge(_rows(folder, "corpus.jsonl"), cache, folder.name)) as knowledge:
        yield from _of_world(knowledge, asked, chance, "written", reading)


def _rows(folder: Path, name: str) -> list[dict[str, Any]]:  # Any: rows of JSON
    return [row for _, row in read_jsonl(folder / name)]


def _knowledge(rows: Sequence[dict[str, Any]], cache: Path, name: str) -> KnowledgeBase:
    knowledge = KnowledgeBase(LocalEmbedder(), cache / f"rules-{RULES_VERSION}" / name)
    knowledge.ingest(
        Document(page_content=row["text"], metadata={"id": row["id"], "title": row.get("title", "")}) for row in rows
    )
    return knowledge


def worlds(corpus: Sequence[dict[str, str]], articles: int) -> list[list[dict[str, str]]]:
    """A corpus cut into parts of so many articles, documents of one title together; 0 leaves it whole."""
    if not articles:
        return [list(corpus)]
    titles = sorted({row.get("title", "") or row["id"] for row in corpus})
    part = {title: place // articles for place, title in enumerate(titles)}
    cut: list[list[dict[str, str]]] = [[] for _ in range(1 + max(part.values()))]
    for row in corpus:
        cut[part[row.get("title", "") or row["id"]]].append(row)
    return cut


def _judged_against(question: dict[str, Any]) -> set[str]:
    """The documents that hold a question's answer, or the one that it was written for without one."""
    gold = {evidence["doc_id"] for evidence in question["evidence"]}
    return gold or {question["distractor_doc_id"]}


def _of_world(
    knowledge: KnowledgeBase,
    asked: Sequence[dict[str, Any]],
    chance: random.Random,
    group: str,
    reading: Reading | None,
) -> Iterator[Example]:
    knowledge.remember([row["question"] for row in asked])
    for row in asked:
        hits = knowledge.search(row["question"], HITS * 2)
        if row["answerable"] and chance.random() < SHARE_DROPPED:
            gold = _judged_against(row)
            hits = [hit for hit in hits if hit.passage.span.document_id not in gold]
        yield example(knowledge, row["question"], hits[:HITS], row["evidence"], group, reading)


def example(
    knowledge: KnowledgeBase,
    question: str,
    hits: Sequence[Hit],
    evidence: Sequence[dict[str, object]],
    group: str,
    reading: Reading | None,
) -> Example:
    """One question's features and labels."""
    rarity = knowledge.rarity(question)
    rows = signals(question, knowledge.query_vector(question), hits, rarity)
    places = [(hit, statement) for hit in hits for statement in hit.passage.statements]
    right = np.array([_is_right(statement.span, evidence) for _, statement in places], dtype=bool)
    read = np.arange(len(rows))
    if reading is not None and len(rows):
        rows, read = with_reader_column(question, reading.reader, places, rows, reading.first.of(NAMES, rows))
    return Example(question, rows, right, read, rarity, group)


def fit(found: Sequence[Example], names: tuple[str, ...]) -> tuple[Linear, Linear]:
    """The statement model by pairs (right minus wrong), then the confidence model on what it ranks first.

    With the reader the pairs are of statements that it read, for among those alone its word counts.
    """
    chance = np.random.default_rng(SEED)
    differences: list[Matrix] = []
    for item in found:
        among = np.sort(item.read) if "reader" in names else np.arange(len(item.rows))
        wrong = among[~item.right[among]]
        for place in among[item.right[among]][:3]:
            rivals = chance.choice(wrong, size=min(12, len(wrong)), replace=False) if len(wrong) else wrong
            differences.append(item.rows[place] - item.rows[rivals])
    pairs = np.vstack(differences)
    scale = pairs.std(axis=0) + 1e-9
    bounds = [(None, 0.0) if name in AGAINST else (None if name in EITHER else 0.0, None) for name in names]
    weights = _least_loss(pairs / scale, 10.0 / (2 * len(pairs)), bounds) / scale
    statement = Linear(dict(zip(names, map(float, weights), strict=True)), 0.0)

    features, answered = [], []
    for item in found:
        if not len(item.rows):
            continue
        scores = statement.of(names, item.rows)
        order = np.argsort(-scores, kind="stable")
        features.append(confidence_features(item.question, item.rows[order], scores[order], names, item.rarity))
        answered.append(bool(item.right[order[:3]].any()))
    table = np.vstack(features)
    return statement, _judge(table, np.array(answered, dtype=np.float64))


def _judge(table: Matrix, answered: NDArray[np.float64]) -> Linear:
    """Logistic regression whose weights are 0 or more: every feature may only speak for an answer."""
    mean, spread = table.mean(axis=0), table.std(axis=0) + 1e-9
    sides = (2 * answered - 1)[:, np.newaxis]
    rows = sides * np.column_stack([(table - mean) / spread, np.ones(len(table))])
    found = _least_loss(rows, 0.01, [(0.0, None)] * table.shape[1] + [(None, None)])
    weights = found[:-1] / spread
    bias = float(found[-1] - (weights * mean).sum())
    return Linear(dict(zip(CONFIDENCE_NAMES, map(float, weights), strict=True)), bias)


def _least_loss(rows: Matrix, penalty: float, bounds: Sequence[Bound]) -> NDArray[np.float64]:
    """Weights `(f,)` within bounds under which the rows `(n, f)` have large sums: logistic loss, squares penalised."""
    from scipy.optimize import minimize

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = rows @ weights
        slope = -0.5 * (1.0 - np.tanh(margin / 2)) / len(rows)
        value = float(np.logaddexp(0, -margin).mean() + penalty * (weights**2).sum())
        return value, rows.T @ slope + 2 * penalty * weights

    found: NDArray[np.float64] = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds).x
    return found


def report(found: Sequence[Example], names: tuple[str, ...], statement: Linear, confidence: Linear) -> str:
    """Hit@1 among answerable questions and AUROC of the confidence, by set."""
    from sklearn.metrics import roc_auc_score

    lines = []
    for group in sorted({item.group for item in found}):
        hits, sure, answered = [], [], []
        for item in (item for item in found if item.group == group and len(item.rows)):
            scores = statement.of(names, item.rows)
            order = np.argsort(-scores, kind="stable")
            if item.right.any():
                hits.append(bool(item.right[order[0]]))
            row = confidence_features(item.question, item.rows[order], scores[order], names, item.rarity)
            sure.append(float(confidence.of(CONFIDENCE_NAMES, row[None, :])[0]))
            answered.append(bool(item.right.any()))
        auroc = roc_auc_score(answered, sure) if len(set(answered)) > 1 else float("nan")
        lines.append(f"{group:18} hit@1 {np.mean(hits):.3f} (n {len(hits)})  AUROC {auroc:.3f} (n {len(sure)})")
    return "\n".join(lines)


def _is_right(span: object, evidence: Sequence[dict[str, object]]) -> bool:
    from knowledge.passage import Span

    if not isinstance(span, Span):
        raise TypeError(type(span))
    for gold in evidence:
        if gold["doc_id"] == span.document_id and "start" in gold:
            start, end = int(str(gold["start"])), int(str(gold["end"]))
            overlap = min(end, span.end) - max(start, span.start)
            if overlap * 2 >= min(end - start, span.end - span.start):
                return True
    return False


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn, report by cross-validation over documents' sets, and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m eval.train_selection", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--data", type=Path, required=True, help="folder that holds the sets")
    parser.add_argument("--cache", type=Path, required=True, help="folder for the sets' indexes")
    parser.add_argument("--sets", nargs="*", default=list(SETS), choices=list(SETS), help="sets to learn from")
    parser.add_argument("--no-reader", action="store_true", help="learn the weights without the reader only")
    parser.add_argument("--out", type=Path, default=MODEL_FILE, help="where the weights go")
    options = parser.parse_args(arguments)
    plain = list(_asked_of(options, None, ("choose", "learn")))
    weights = json.loads(options.out.read_text(encoding="utf-8")) if options.out.is_file() else {}
    first, weights["without_reader"] = _learnt("without_reader", plain, NAMES)
    if not options.no_reader:
        from assistant.reader import load_reader

        reader = load_reader("")
        if reader is None:
            parser.error("there is no reader: unset ASSISTANT_READER, or say --no-reader")
        # Of the collections in `learn` the reader is too sure: it was trained on them.
        read = list(_asked_of(options, Reading(reader, first), ("choose",)))
        weights["with_reader"] = _learnt("with_reader", read, (*NAMES, "reader"))[1]
    weights["made_from"] = {"questions": {name: SETS[name][1] for name in options.sets}, "seed": SEED}
    options.out.write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


def _asked_of(options: argparse.Namespace, reading: Reading | None, parts: Sequence[str]) -> Iterator[Example]:
    """The examples of the public sets and of these parts of the written collections."""
    for name in options.sets:
        yield from examples(options.data / name, options.cache, reading, *SETS[name])
    for folder in (folder for part in parts for folder in sorted((WRITTEN / part).iterdir())):
        yield from written_examples(folder, options.cache, reading)


def _learnt(
    key: str, found: Sequence[Example], columns: tuple[str, ...]
) -> tuple[Linear, dict[str, dict[str, object]]]:
    """Learn from one half and report on the other, then from all: the statement model, and all weights as written."""
    kept = [item for item in found if len(item.rows)]
    half, other = kept[::2], kept[1::2]
    sys.stderr.write(
        f"{key}, learnt on one half, measured on the other:\n{report(other, columns, *fit(half, columns))}\n"
    )
    statement, confidence = fit(kept, columns)
    return statement, {
        "statement": {"weights": _rounded(statement), "bias": 0.0},
        "confidence": {"weights": _rounded(confidence), "bias": round(confidence.bias, 5)},
    }


def _rounded(model: Linear) -> dict[str, float]:
    return {name: round(value, 5) for name, value in model.weights.items()}


if __name__ == "__main__":
    sys.exit(main())
