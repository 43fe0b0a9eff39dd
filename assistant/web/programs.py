"""What programs ask for, as JSON values: an answer for Gradio's own clients, and a search for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.checks import check_day, check_names, check_question, read_filter
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


def search_for_programs(
    assistant: Assistant, query: str, k: int = 10, as_of: str | None = None, sources: Sequence[str] | None = None
) -> dict[str, object]:
    """Passages nearest to a query, as `POST /v1/search`, the MCP tool `search` and Gradio's clients give them.

    Args:
        assistant: Over what is searched.
        query: Words or a question.
        k: How many passages at most.
        as_of: A day, YYYY-MM-DD; without one, all days.
        sources: Ids of the sources that may be used; without any, all.

    Raises:
        QuestionError: The query is empty or too long, `k` is not between 1 and 100, or there is no such day or source.
    """
    if not isinstance(k, int) or not 1 <= k <= MOST_PASSAGES:
        raise QuestionError(f"k is {k!r}; choose a whole number from 1 to {MOST_PASSAGES}.")
    knowledge = assistant.knowledge
    words = check_question(query, assistant.longest_question)
    wanted = read_filter(as_of or None, sources)
    check_names(knowledge, sources)
    return hits_to_dict(words, knowledge.search(words, k, wanted), knowledge.index_fingerprint)
