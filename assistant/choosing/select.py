"""Choose the statements that answer: signals weighed by a small model that was learnt from public questions."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.choosing.actors import asked_actor, may_speak
from assistant.choosing.answer_types import MEASURES, holds, judged
from assistant.choosing.days import Times
from assistant.choosing.headings import telling, tells_above
from assistant.choosing.parties import is_the_reverse
from assistant.choosing.scope import asked_times, times_told
from assistant.choosing.signals import NAMES, Matrix, Vector, signals
from assistant.evidence import Evidence, ScoredStatement
from assistant.question import read_question
from assistant.question.designation import unnamed
from assistant.reader import Reader, pair_text
from assistant.reader.pair import BAR, leans
from knowledge.passage import Hit, Span, Statement
from knowledge.search import UNKNOWN
from knowledge.words import stems

Place = tuple[Hit, Statement]

MODEL_FILE = Path(__file__).parent / "selection.json"
READ_AT_MOST = 12  # statements that the reader is given
LOOKED_AT = 3  # best statements that are searched for the measure, or the speaker, that a question wants
NEAR_BEST = 1.5  # how far below the best a statement may score to be searched
MEASURING = stems("long far fast tall high deep wide heavy old big large often soon")  # say only what is measured
TAKING_PLACE = stems("go run move travel take last get need")  # deeds that name no thing
WITHOUT_WANTED = 0.08  # what the confidence keeps when none of them holds it
CONFIDENCE_NAMES = (
    "reader",  # the reader's logit of the best statement
    "reader_best",  # its highest logit among the best five
    "lead",  # how far the best statement is before the second
    "statement_cosine",
    "words",
    "words_around",
    "names",
    "missed",
    "type_there",  # the wanted kind is in the best statement, or no kind is wanted that can be seen
    "any_type_there",  # the same for one of the best five
    "unknown",  # share of the question's words, by rarity, that no passage holds; negated, for it speaks against
)


@dataclass(frozen=True, slots=True)
class Linear:
    """A weighted sum of named features."""

    weights: Mapping[str, float]
    bias: float

    def of(self, names: Sequence[str], rows: Matrix) -> NDArray[np.float64]:
        """The sums `(n,)` for rows `(n, f)` whose columns are `names`."""
        column = np.array([self.weights.get(name, 0.0) for name in names])
        total: NDArray[np.float64] = rows @ column + self.bias
        return total


@dataclass(frozen=True, slots=True)
class SelectionModel:
    """How statements are ranked and how sure an answer is; `with_reader` adds the column `reader`."""

    statement: Linear
    confidence: Linear


@cache
def load_model(with_reader: bool) -> SelectionModel:
    """The weights that ship, made by `python -m eval.train_selection`."""
    found = json.loads(MODEL_FILE.read_text(encoding="utf-8"))["with_reader" if with_reader else "without_reader"]
    return SelectionModel(
        Linear(found["statement"]["weights"], found["statement"]["bias"]),
        Linear(found["confidence"]["weights"], found["confidence"]["bias"]),
    )


def choose(
    question: str,
    vector: Vector,
    hits: Sequence[Hit],
    rarity: Mapping[str, float],
    reader: Reader | None = None,
    read_as: str = "",
    prior: Callable[[Statement], float] = lambda _: 0.0,
) -> Evidence:
    """Score every statement of the hits.

    Args:
        question: What is asked; a follow-up as it was put.
        vector: Its unit vector `(d,)`.
        hits: What was found, best first.
        rarity: Stem -> inverse document frequency, at least of the question's stems.
        reader: Reads the best statements again, if there is one.
        read_as: The question in words that stand alone, if others.
        prior: What a statement gains whatever its words are.

    Returns:
        The statements, best first, and the confidence that they answer.
    """
    asked = read_as or question
    rows = signals(question, vector, hits, rarity, asked)
    if not len(rows) or not read_question(question).content:
        return Evidence((), tuple(hits), 0.0)  # nothing was found, or nothing was asked
    places = [(hit, statement) for hit in hits for statement in hit.passage.statements]
    gained = np.array([prior(statement) for _, statement in places])
    scores = load_model(False).statement.of(NAMES, rows) + gained
    names: tuple[str, ...] = NAMES
    if reader is not None:
        rows, scores = _read_again(question, read_as, reader, places, rows, scores, gained)
        names = (*NAMES, "reader")
    best: dict[Span, int] = {}  # overlapping passages share statements
    for n in sorted(range(len(places)), key=lambda n: (-scores[n], places[n][1].span)):
        best.setdefault(places[n][1].span, n)
    order = list(best.values())
    features = confidence_features(question, rows[order], scores[order], names, rarity)
    sure = load_model(reader is not None).confidence.of(CONFIDENCE_NAMES, features[None, :])[0]
    probability = 1.0 / (1.0 + math.exp(-float(np.clip(sure, -30, 30))))
    near = [places[n] for n in order[:LOOKED_AT] if scores[n] > scores[order[0]] - NEAR_BEST]
    lacks = (
        _lacks_measure(question, asked, near)
        or _lacks_speaker(asked, near)
        or _lacks_designation(asked, near)
        or _is_of_another_time(asked, near)
    )
    if lacks or is_the_reverse(asked, near[0][1].text):
        probability *= WITHOUT_WANTED
    scored = tuple(
        ScoredStatement(places[n][1], places[n][0].passage, float(scores[n]), float(rows[n, 0])) for n in order
    )
    return Evidence(scored, tuple(hits), probability)


def _lacks_measure(question: str, asked: str, near: Sequence[Place]) -> bool:
    """Whether what is asked wants a date, a duration, a number, a share or money, and no statement holds what it lacks.

    A measure in a statement that shares no word with the question, neither itself nor above it, is of something else;
    "long" or "fast" alone does not count. Before "it" and the like the statement before is looked at too. A question
    that names no thing ("How fast does it go?") does not tell which are of something else.
    """
    content = frozenset(read_question(question).content) - MEASURING
    kinds = [kind for kind in judged(read_question(asked).wants) if kind in MEASURES]
    return bool(kinds) and not any(
        (holds(kind, one.text, question) or tells_above(kind, question, one, hit.passage.title))
        and (
            content <= TAKING_PLACE
            or not stems(f"{hit.passage.title} {one.heading} {_words_with_those_before(hit, one)}").isdisjoint(content)
        )
        for kind in kinds
        for hit, one in near
    )


def _words_with_those_before(hit: Hit, one: Statement) -> str:
    """The words of a statement, after those of the one that it leans on."""
    before = hit.passage.before(one)
    return f"{before.text} {one.text}" if before and leans(one.text) else one.text


def _lacks_speaker(question: str, near: Sequence[Place]) -> bool:
    """Whether a question asks for the words of somebody whom it names, and no statement can hold any."""
    actor = asked_actor(question)
    if actor is None or not (actor.speaks and actor.named):
        return False
    return not any(may_speak(one.text, actor) for _, one in near)


def _lacks_designation(question: str, near: Sequence[Place]) -> bool:
    """Whether a question is about a thing such as S-400 that no statement names, nor what stands above or before it."""
    texts: list[str] = []
    for hit, one in near:
        before = hit.passage.before(one)
        texts += [one.text, one.heading, hit.passage.title, before.text if before else ""]
    return bool(unnamed(question, texts))


def _is_of_another_time(question: str, near: Sequence[Place]) -> bool:
    """Whether a question is about a year, a day or the like, and every statement is of another alone."""
    asked = asked_times(read_question(question))
    return asked != Times() and all(asked.differ(times_told(one, hit.passage.title)) for hit, one in near)


def confidence_features(
    question: str, rows: Matrix, scores: NDArray[np.float64], names: Sequence[str], rarity: Mapping[str, float]
) -> NDArray[np.float64]:
    """The features `(g,)` of `CONFIDENCE_NAMES` for statements in order of their scores."""
    column = {name: place for place, name in enumerate(names)}
    content = read_question(question).content
    total = sum(rarity.get(word, 1.0) for word in content) or 1.0
    highest = rarity.get(UNKNOWN, 0.0)
    unknown = sum(rarity[word] for word in content if highest and rarity.get(word, 0.0) >= highest) / total
    there = 1.0 - rows[:5, column["type_missing"]]
    first = {name: float(rows[0, place]) for name, place in column.items()}
    values = {
        **first,
        "reader_best": float(rows[:5, column["reader"]].max()) if "reader" in column else 0.0,
        "lead": min(3.0, float(scores[0] - scores[1])) if len(scores) > 1 else 3.0,
        "type_there": float(there[0]),
        "any_type_there": float(there.max()),
        "unknown": -unknown,
    }
    return np.array([values.get(name, 0.0) for name in CONFIDENCE_NAMES])


def _read_again(
    question: str,
    read_as: str,
    reader: Reader,
    places: Sequence[Place],
    rows: Matrix,
    scores: NDArray[np.float64],
    gained: NDArray[np.float64],
) -> tuple[Matrix, NDArray[np.float64]]:
    """Rows with a column of the reader's logits, and scores that weigh it; what was not read stays below what was."""
    wider, best = with_reader_column(question, reader, places, rows, scores, read_as)
    weighed = load_model(True).statement.of((*NAMES, "reader"), wider) + gained
    unread = np.ones(len(rows), dtype=bool)
    unread[best] = False
    weighed[unread] = np.minimum(weighed[unread], weighed[best].min() - 1e-3)
    return wider, weighed


def with_reader_column(
    question: str,
    reader: Reader,
    places: Sequence[Place],
    rows: Matrix,
    scores: NDArray[np.float64],
    read_as: str = "",
) -> tuple[Matrix, NDArray[np.int64]]:
    """Rows `(n, f + 1)` with the reader's logits of the statements that score best, and the places of those.

    A follow-up is read as it was put and as it stands alone: each way misses what the other shows, and the mean of both
    is better than either (`docs/tried.md`). The other statements get a logit below the lowest one read. `question`
    and `read_as` are those of `choose`.
    """
    best = np.argsort(-scores, kind="stable")[:READ_AT_MOST]
    asked = read_as or question
    texts = [reading_text(question, asked, *places[n]) for n in best]
    logits = np.mean([reader.score(form, texts) for form in dict.fromkeys((question, asked))], axis=0)
    column = np.full(len(rows), float(logits.min()) - 1.0)
    column[best] = logits
    return np.column_stack([rows, column]), best


def reading_text(question: str, asked: str, hit: Hit, statement: Statement) -> str:
    """What the reader is given of a statement: its words, what it leans on, and of the lines above it those that help.

    Where these hold what is wanted and words of the question, and the statement none, they are read alone: what stands
    below "3.0.0 (2 September 2025)" does not say when that was released. `question` and `asked` are those of `signals`.
    """
    title, before = hit.passage.title, hit.passage.before(statement)
    content, lines = frozenset(read_question(question).content), telling(asked, statement, title)
    helps = title not in lines and title_helps(title, statement.text, content, leans=asked != question)
    line = next((line for line in lines if not content.isdisjoint(stems(line))), "")
    is_of_the_line = line and content.isdisjoint(stems(statement.text))
    if is_of_the_line and any(tells_above(kind, asked, statement, title) for kind in read_question(asked).wants):
        return pair_text(line, title if helps else "")
    above = [title, *lines] if helps else list(lines)
    return pair_text(statement.text, BAR.join(above), before.text if before else "")


def title_helps(title: str, text: str, content: frozenset[str], *, leans: bool) -> bool:
    """Whether a title holds words of the question (`content`, as stems) that the statement lacks.

    Any other title only makes the statements of a document alike. A question that `leans` on others does not say all
    it is about, so that any of their words in the title help.
    """
    return not content.isdisjoint(stems(title) - (frozenset() if leans else stems(text)))
