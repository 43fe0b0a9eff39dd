"""Checks of what people and programs send with a question, shared by all interfaces that take one."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING
from unicodedata import normalize

from assistant.errors import QuestionError
from assistant.listing import source_ids

if TYPE_CHECKING:
    from knowledge.knowledge_base import KnowledgeBase

LONGEST_QUESTION = 2000  # characters, unless the settings say otherwise
DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
"""A pattern of how a day is written."""


def as_text(question: object) -> str:
    """Return the question if it is text, for callers whose types nobody checks.

    Raises:
        QuestionError: It is anything else.
    """
    if isinstance(question, str):
        return question
    raise QuestionError(f"A question is text, not {type(question).__name__}. Ask something in words.")


def check_question(text: str, longest: int) -> str:
    """Return the question without surrounding white space.

    Args:
        text: What was asked.
        longest: Characters a question may have.

    Raises:
        QuestionError: It is empty or too long.
    """
    question = clean(text).strip()
    if not question:
        raise QuestionError("The question is empty. Ask something about the documents.")
    if len(question) > longest:
        raise QuestionError(f"The question is too long: {len(question)} characters of at most {longest}. Shorten it.")
    return question


def clean(text: str) -> str:
    """Replace lone surrogates, which JSON can contain, by question marks, so that the text can be stored and shown."""
    return text.encode("utf-8", "replace").decode("utf-8")


def folded(text: str) -> str:
    """The text with letters of full width, in circles or in bold as plain letters."""
    return normalize("NFKC", text)


def check_day(text: str) -> date:
    """Read a day written YYYY-MM-DD.

    Raises:
        QuestionError: It has another form, or the day does not exist.
    """
    try:
        if re.fullmatch(DAY, text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # such as the 30th of February: raised below
    raise QuestionError(no_day(text))


def no_day(text: str) -> str:
    """What to say of a text that is no day."""
    return f"{text[:40]!r} is no day. Write it as YYYY-MM-DD, for example 2025-12-04."


def check_names(
    knowledge: KnowledgeBase,
    sources: Collection[str] | None,
    documents: Collection[str] | None = None,
    listed: str = "`sources` lists what there is.",
) -> None:
    """Refuse names that are not in the index: an empty filter result would look like a lack of evidence.

    It reads every document, so it must not run in an event loop.

    Args:
        knowledge: What there is.
        sources: Ids of sources.
        documents: Ids of documents.
        listed: A sentence that says where names are found; the terminal's unless given.

    Raises:
        QuestionError: A name is unknown.
    """
    if sources or documents:
        known = knowledge.documents()
        _check_known(sources or (), source_ids(known), "source", listed)
        _check_known(documents or (), {document.id for document in known}, "document", listed)


def _check_known(given: Collection[str], known: Collection[str], kind: str, listed: str) -> None:
    for name in given:
        if name not in known:
            raise QuestionError(f"There is no {kind} {name[:80]!r} in the index. {listed}")
