"""Earlier turns of a conversation, as callers give them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from assistant.answer import Turn
from assistant.checks import folded
from assistant.errors import QuestionError

History = Sequence[Turn | Mapping[str, object]]
"""Turns, or messages with `role` and `content`; oldest first."""


def read_history(history: History) -> tuple[Turn, ...]:
    """Read a caller's history: turns, or messages with `role` and `content`; their letters are folded as a question's.

    Messages of the roles user and assistant make up turns; those of the role system are ignored.

    Raises:
        QuestionError: It is no list of turns or messages, or a message is without words or of another role.
    """
    if isinstance(history, str) or not isinstance(history, Iterable):
        raise QuestionError(_no_history(history))
    turns: list[Turn] = []
    for item in history:
        if isinstance(item, Turn):
            turns.append(replace(item, question=folded(item.question), answer=folded(item.answer)))
            continue
        if not isinstance(item, Mapping):
            raise QuestionError(_no_history(item))
        role, content = item.get("role"), item.get("content")
        if role not in ("user", "assistant", "system") or not isinstance(content, str):
            raise QuestionError(
                f"A message of the history has the role {role!r}; wanted 'user' or 'assistant' with text as content."
            )
        if role == "user":
            turns.append(Turn(folded(content), ""))
        elif role == "assistant" and turns:
            turns[-1] = replace(turns[-1], answer=folded(content))
    return tuple(turns)


def _no_history(given: object) -> str:
    return f"A history is a list of messages, each with 'role' and 'content', or of turns; not {repr(given)[:80]}."
