"""The two named doors that Gradio's own clients call: `/ask` and `/search`, both answering with JSON values."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from assistant.errors import QuestionError
from assistant.render import answer_to_dict
from assistant.web.conversation import LONGEST_QUESTION

if TYPE_CHECKING:
    from assistant import Assistant

MOST_PASSAGES = 100


def ask_for_programs(assistant: Assistant, question: str, as_of: str = "") -> dict[str, object]:
    """One answer, as the JSON that `POST /v1/ask` gives.

    Raises:
        QuestionError: The question is empty or too long, or `as_of` is no date.
    """
    try:
        day = date.fromisoformat(as_of) if as_of else None
    except ValueError as error:
        raise QuestionError(f"{as_of!r} is no date; write it as 2025-12-05.") from error
    return answer_to_dict(assistant.ask(_checked(question), as_of=day))


def search_for_programs(assistant: Assistant, query: str, k: int = 10) -> list[dict[str, object]]:
    """Passages nearest to a query, best first, as JSON values.

    Raises:
        QuestionError: The query is empty or too long, or `k` is not between 1 and 100.
    """
    if not isinstance(k, int) or not 1 <= k <= MOST_PASSAGES:
        raise QuestionError(f"k is {k!r}; choose a whole number from 1 to {MOST_PASSAGES}.")
    return [
        {
            "document": hit.passage.span.document_id,
            "start": hit.passage.span.start,
            "end": hit.passage.span.end,
            "text": hit.passage.text,
            "title": hit.passage.title,
            "heading": hit.passage.heading,
            "score": round(hit.score, 4),
        }
        for hit in assistant.knowledge.search(_checked(query), k=k)
    ]


def _checked(text: str) -> str:
    if not isinstance(text, str) or not text.strip():
        raise QuestionError("The question is empty. Send one.")
    if len(text) > LONGEST_QUESTION:
        raise QuestionError(f"The question has {len(text)} characters; {LONGEST_QUESTION} are allowed. Shorten it.")
    return text
