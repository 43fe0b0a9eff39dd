"""Settings to Assistant: the only file that knows all the parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.assistant import Assistant
from assistant.settings import Settings
from knowledge.knowledge_base import KnowledgeBase, Progress
from knowledge.local_embedder import BUNDLED, LocalEmbedder

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


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


def build_assistant(settings: Settings, progress: Progress | None = None) -> Assistant:
    """The assistant that the settings name; an empty index is filled with the curated documents first.

    Raises:
        ExpectedError: A part is missing, the index is held or was made with other settings.
    """
    knowledge = build_knowledge(settings)
    if knowledge.is_empty:
        from knowledge.curated import load_documents

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
