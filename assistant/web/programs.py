"""The two named endpoints that Gradio's own clients call: `/ask` and `/search`, both returning JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.checks import check_day, check_question
from assistant.errors import QuestionError
from assistant.listing import hits_to_dict
from assistant.render import answer_to_dict

if TYPE_CHECKING:
    from assistant import Assistant

MOST_PASSAGES = 100


def ask_for_programs(assistant: Assistant, question: str, as_of: str = "") -> dict[str, object]:
    """One answer, as the JSON that `POST /v1/ask` gives.

    Raises:
        QuestionError: The question is empty or too long, or `as_of` is no day.
    """
    day = check_day(as_of) if as_of else None
    return answer_to_dict(assistant.ask(check_question(question, assistant.longest_question), as_of=day))


def search_for_programs(assistant: Assistant, query: str, k: int = 10) -> dict[str, object]:
    """Passages nearest to a query, as the JSON that `POST /v1/search` gives.

    Raises:
        QuestionError: The query is empty or too long, or `k` is not between 1 and 100.
    """
    if not isinstance(k, int) or not 1 <= k <= MOST_PASSAGES:
        raise QuestionError(f"k is {k!r}; choose a whole number from 1 to {MOST_PASSAGES}.")
    knowledge = assistant.knowledge
    words = check_question(query, assistant.longest_question)
    return hits_to_dict(words, knowledge.search(words, k=k), knowledge.index_fingerprint)
