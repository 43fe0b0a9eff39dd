"""Names of sources and documents that a program sent, checked with errors that say where its way in lists them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from assistant.asked import check_names
from assistant.errors import QuestionError

if TYPE_CHECKING:
    from knowledge.knowledge_base import KnowledgeBase

_IN_TERMINAL = "`sources` lists what there is."
OVER_HTTP = "GET /v1/sources lists what there is."
OVER_MCP = "Answers and passages name sources under `sources`."


def check_names_sent(
    knowledge: KnowledgeBase,
    listed: str,
    sources: Collection[str] | None,
    documents: Collection[str] | None = None,
) -> None:
    """As `check_names`, for a way in that is not the terminal.

    Args:
        knowledge: What there is.
        listed: A sentence that says where names are found.
        sources: Ids of sources.
        documents: Ids of documents.

    Raises:
        QuestionError: A name is unknown.
    """
    try:
        check_names(knowledge, sources, documents)
    except QuestionError as error:
        raise QuestionError(str(error).replace(_IN_TERMINAL, listed)) from error
