"""Checks of what people and programs send with a question, shared by all interfaces that take one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, get_args
from unicodedata import normalize

from assistant.errors import QuestionError
from knowledge.overview import Overview
from knowledge.passage import Filter, SourceKind

if TYPE_CHECKING:
    from knowledge.knowledge_base import KnowledgeBase

LONGEST_QUESTION = 2000  # characters, unless the settings say otherwise
DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
"""A pattern of how a day is written."""
_KINDS = frozenset(get_args(SourceKind))
_LISTED = "Answers and passages name sources under `sources`; `visit sources` and GET /v1/sources list all."


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


def as_questions(questions: object) -> Iterable[object]:
    """Return several questions if they are several; one text is not, though its letters could be gone through.

    Raises:
        QuestionError: It is anything else.
    """
    if isinstance(questions, str) or not isinstance(questions, Iterable):
        raise QuestionError(f"Questions are a list of texts, not {type(questions).__name__}. Put one in a list.")
    return questions


def clean(text: str) -> str:
    """Replace lone surrogates, which JSON can contain, by question marks, so that the text can be stored and shown."""
    return text.encode("utf-8", "replace").decode("utf-8")


def folded(text: str) -> str:
    """The text with letters of full width, in circles or in bold as plain letters, and without lone surrogates."""
    return normalize("NFKC", clean(text))


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


def read_filter(
    as_of: object = None, sources: object = None, documents: object = None, kinds: object = None, owner: str = ""
) -> Filter:
    """What may be used for an answer, from the arguments of a caller whose types nobody checks.

    Args:
        as_of: A day, also as a time or as YYYY-MM-DD; None for any.
        sources: Ids of sources; None for all.
        documents: Ids of documents; None for all.
        kinds: Kinds of source; None for all.
        owner: Whose private documents may be used besides the shared ones.

    Raises:
        QuestionError: The day is none, names are no list of texts, or there is no such kind.
    """
    wanted = _read_names(kinds, "kinds")
    for kind in sorted(wanted - _KINDS):
        raise QuestionError(f"There is no kind {kind[:80]!r}. Kinds of source are {', '.join(get_args(SourceKind))}.")
    return Filter(
        as_of=_read_day(as_of),
        sources=_read_names(sources, "sources"),
        documents=_read_names(documents, "documents"),
        kinds=wanted,
        owner=owner,
    )


def check_names(
    knowledge: KnowledgeBase,
    sources: Collection[str] | None,
    documents: Collection[str] | None = None,
    owner: str = "",
) -> None:
    """Refuse names that are not in the index: an empty filter result would look like a lack of evidence.

    For sources it reads every document, once until they change, so it must not run in an event loop.

    Args:
        knowledge: What there is.
        sources: Ids of sources.
        documents: Ids of documents.
        owner: Whose private documents count besides the shared ones.

    Raises:
        QuestionError: A name is unknown.
    """
    unknown = set(sources) - knowledge.overview.source_ids if sources else set()
    if unknown and owner:
        unknown -= Overview(knowledge.documents(owner)).source_ids
    for name in sources or ():
        if name in unknown:
            raise QuestionError(f"There is no source {name[:80]!r} in the index. {_LISTED}")
    for name in documents or ():
        if knowledge.document(name, owner) is None:
            raise QuestionError(f"There is no document {name[:80]!r} in the index. {_LISTED}")


def _read_day(given: object) -> date | None:
    if isinstance(given, datetime):
        return given.date()
    if given is None or isinstance(given, date):
        return given
    if isinstance(given, str):
        return check_day(given)
    raise QuestionError(no_day(repr(given)))


def _read_names(given: object, what: str) -> frozenset[str]:
    names = None if isinstance(given, str) or not isinstance(given, Iterable) else list(given)
    if given is None:
        return frozenset()
    if names is None or not all(isinstance(name, str) for name in names):
        raise QuestionError(f"{what!r} is a list of names, not {repr(given)[:80]}. Write ['NAME', 'NAME'].")
    return frozenset(clean(name) for name in names)
