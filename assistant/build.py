"""Settings to Assistant: the only file that knows all the parts."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.assistant import Assistant
from assistant.settings import Settings
from knowledge.embedding.local_embedder import BUNDLED, LocalEmbedder
from knowledge.errors import IndexMissingError
from knowledge.knowledge_base import KnowledgeBase, Progress

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


def check_named(index: str | Path) -> None:
    """Refuse the folder of an index that is named and not there: most likely the name is mistyped.

    Raises:
        IndexMissingError: There is no such folder.
    """
    if not Path(index).exists():
        raise IndexMissingError(
            f"There is no folder {index}. Correct the name, or make an index there with "
            f"`python -m assistant ingest --index {shlex.quote(str(index))}`."
        )


def build_knowledge(settings: Settings) -> KnowledgeBase:
    """The knowledge base that the settings name, as it is on disk.

    Raises:
        ExpectedError: The index is held by another process, or the settings name parts that are not there.
    """
    return KnowledgeBase(
        embedder=LocalEmbedder(settings.embedder or BUNDLED, query_models=settings.index / "models"),
        index=settings.index,
        chroma_url=settings.chroma_url,
        passage_size=settings.passage_size,
    )


def build_chat_model(settings: Settings) -> BaseChatModel:
    """The chat model that the settings name; it is not asked anything.

    Raises:
        SettingsError: The provider is unknown, or its package is not installed.
        AnswererError: The provider's client refuses the settings.
    """
    from assistant.chat import open_model

    return open_model(
        settings.chat_model,
        settings.chat_base_url,
        settings.chat_api_key.get_secret_value(),
        settings.chat_timeout_seconds,
    )


def build_assistant(
    settings: Settings, progress: Progress | None = None, tell: Callable[[str], object] | None = None
) -> Assistant:
    """The assistant that the settings name; an index that nobody has used is filled with the curated documents first.

    One that was made without them, or emptied, stays as it is.

    Args:
        settings: Everything.
        progress: Called with the progress of the index.
        tell: Called with a line that says so, where the curated documents are put in.

    Raises:
        ExpectedError: A part is missing, the index is held or was made with other settings.
    """
    knowledge = build_knowledge(settings)
    if knowledge.may_be_filled:
        from knowledge.curated import load_documents

        if tell is not None:
            tell(f"There is no index in {settings.index}; one is made there from the documents that ship.")
        knowledge.ingest(load_documents(), progress=progress)
    from assistant.reader import load_reader

    reader = load_reader(settings.reader)
    if not settings.chat_model:
        return Assistant(
            knowledge,
            min_confidence=settings.min_confidence,
            reader=reader,
            longest_question=settings.max_question_characters,
        )
    from assistant.chat import ChatAnswerer, ChatRewriter
    from assistant.chat.stream import Limits

    model = build_chat_model(settings)
    limits = Limits.within(settings.chat_timeout_seconds)
    return Assistant(
        knowledge,
        ChatAnswerer(model, settings.chat_model, limits=limits),
        ChatRewriter(model),
        settings.min_confidence,
        reader,
        settings.max_question_characters,
    )
