"""Whether a statement tells what somebody says, what is another party's, or of one of two that a question names."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.composing.belonging import belongs_to_another
from assistant.support.words import (
    Token,
    negates_plainly,
    reports,
    root,
    same_meaning,
    same_word,
    table_roots,
    tokens_of,
)
from knowledge.passage import Statement, Status


def tells_of_others(question: str, statement: Statement, clause: str) -> bool:
    """Whether a statement, or its `clause` about the question, tells what somebody says, of others, or of one of two.

    So does what somebody did not say of what the question asks about.
    """
    return (
        _is_ones_saying(question, statement)
        or belongs_to_another(question, statement.text)
        or not _holds_each_party(question, clause)
        or _denies_saying(clause, question)
    )


def _is_ones_saying(question: str, statement: Statement) -> bool:
    """Whether a statement is what somebody says, and the question is not about what is said.

    Of a brought document "according to" says so too; of a checked statement its status vouches for it.
    """
    cues = table_roots("speaking")
    if statement.status is Status.REPORTED:
        cues |= {root("according")}
    asked = {token.root for token in tokens_of(question)}
    return any(token.root in cues and token.root not in asked and reports(token) for token in tokens_of(statement.text))


def _holds_each_party(question: str, clause: str) -> bool:
    """Whether a clause names all whom a question names side by side: "Were Berg and Lund invited?"."""
    tokens = tokens_of(question)
    joined: list[Token] = []
    for place, token in enumerate(tokens):
        if token.folded in ("and", "or") and 0 < place < len(tokens) - 1:
            joined += [one for one in (tokens[place - 1], tokens[place + 1]) if one.surely_name]
    known = tokens_of(clause)
    return all(any(same_word(one, other) for other in known) for one in joined)


def _denies_saying(clause: str, question: str) -> bool:
    """Whether all that a clause denies is that something was said, and the question does not ask about that.

    Who "did not mention a promise" may have promised.
    """
    tokens = tokens_of(clause)
    asked = [token for token in tokens_of(question) if token.content]
    denials = [place for place, token in enumerate(tokens) if negates_plainly(token)]
    return bool(denials) and all(_is_unsaid(tokens[place + 1 :], asked) for place in denials)


def _is_unsaid(after: Sequence[Token], asked: Sequence[Token]) -> bool:
    """Whether the first word that is denied is one of saying, and not asked about."""
    said = next((token for token in after if token.content), None)
    if said is None or said.surely_name or said.root not in table_roots("reporting"):
        return False
    return not any(same_meaning(said.root, one.root) for one in asked)
