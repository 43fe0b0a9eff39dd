"""The best statements read together with the question, by a small cross-encoder, and weighed once more."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.choosing.weighing.headings import telling, tells_above
from assistant.choosing.weighing.selection_model import load_model
from assistant.choosing.weighing.signals import NAMES_READ, Matrix, Place
from assistant.question import read_question
from assistant.reader import Reader, pair_text
from assistant.reader.pair import BAR
from knowledge.passage import Hit, Statement
from knowledge.text.words import stems

READ_AT_MOST = 12  # statements that the reader is given


def read_again(
    question: str,
    read_as: str,
    reader: Reader,
    places: Sequence[Place],
    rows: Matrix,
    scores: NDArray[np.float64],
    gained: NDArray[np.float64],
) -> tuple[Matrix, NDArray[np.float64], dict[int, float]]:
    """Rows with a column of the reader's logits, scores that weigh it, and the logits by the places that were read.

    What was not read stays below what was.
    """
    wider, best = with_reader_column(question, reader, places, rows, scores, read_as)
    weighed = load_model(True).statement.of(NAMES_READ, wider) + gained
    unread = np.ones(len(rows), dtype=bool)
    unread[best] = False
    weighed[unread] = np.minimum(weighed[unread], weighed[best].min() - 1e-3)
    return wider, weighed, {int(n): float(wider[n, -1]) for n in best}


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
