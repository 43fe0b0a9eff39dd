"""Whether what a question asks about with its value is told otherwise: with another value, or as a mistake."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.statements.contradiction import gives_another
from assistant.statements.corrections import is_taken_back
from assistant.support.figures import Figure, read_figures
from assistant.support.words import Token, same_word, table_roots, tokens_of
from knowledge.passage import Statement, Status


def is_contested(claimed: str, statement: Statement, others: Sequence[Statement]) -> bool:
    """Whether one of other statements takes back what is claimed, or gives another value for one that is claimed.

    Args:
        claimed: The question read as a sentence: "the mill have 280 employees".
        statement: What it would be said yes of.
        others: The best statements besides.
    """
    happened = [one for one in others if one.status is not Status.EXPECTED and not _plans(one.text, claimed)]
    return any(
        gives_another(statement.text, one.text, claimed)
        or (holds_every_word(claimed, one.text) and (is_taken_back(one) or _counts_otherwise(claimed, one.text)))
        for one in happened
    )


def holds_every_word(claimed: str, text: str) -> bool:
    """Whether a text holds all that is claimed, small words such as "new" and "visit" included; numbers apart."""
    known = tokens_of(text)
    said = (token for token in tokens_of(claimed) if token.content)
    return all(any(same_word(token, other) for other in known) for token in said)


def _plans(text: str, claimed: str) -> bool:
    """Whether a text tells of what is planned or possible, by a word that is not claimed too."""
    cues = table_roots("modal") | table_roots("expectation")
    mine = {token.root for token in tokens_of(claimed)}
    return any(token.root in cues - mine and not token.surely_name for token in tokens_of(text))


def _counts_otherwise(claimed: str, text: str) -> bool:
    """Whether a text has other numbers alone of what is counted, or of money, than are claimed."""
    known = [figure for figure in read_figures(text) if figure.kind == "number"]
    for figure in read_figures(claimed):
        if figure.kind != "number":
            continue
        theirs = [other for other in known if other.unit == figure.unit]
        if not figure.unit:
            counted = _beside(claimed, figure)[-1:]
            theirs = [other for other in theirs if _any_same(counted, _beside(text, other))]
        if theirs and all(other.value != figure.value for other in theirs):
            return True
    return False


def _beside(text: str, figure: Figure) -> list[Token]:
    """The words right before and right after a figure that say something."""
    return [
        token
        for token in tokens_of(text)
        if token.content and (token.start + len(token.text) + 1 == figure.start or token.start == figure.end + 1)
    ]


def _any_same(some: Sequence[Token], others: Sequence[Token]) -> bool:
    return any(same_word(one, other) for one in some for other in others)
