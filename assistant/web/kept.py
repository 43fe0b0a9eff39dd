"""A conversation kept in the browser and read back after a reload; what comes back is checked like any input."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import replace

from assistant.checks import check_day
from assistant.errors import QuestionError
from assistant.web.beside import found_again, places_beside
from assistant.web.conversation import (
    MOST_EXCHANGES,
    Conversation,
    Exchange,
    ExchangeState,
    Options,
    new_id,
)
from assistant.web.kept_answer import answer_from_kept, answer_to_kept
from assistant.web.standing import still_stands
from knowledge.knowledge_base import KnowledgeBase

VERSION = 1
LONGEST_KEPT = 20_000  # characters of a question; no setting allows more
LARGEST = 600_000  # characters; the server takes bodies of a megabyte
_logger = logging.getLogger(__name__)
_ID = re.compile(r"[0-9a-f]{32}")
_STATES: tuple[ExchangeState, ...] = ("done", "stopped", "changed", "error")


def keep(conversation: Conversation) -> dict[str, object]:
    """The conversation as JSON values; the oldest exchanges go where it would be more than `LARGEST`."""
    rows = [_row(exchange) for exchange in conversation.exchanges if exchange.state != "busy"]
    sizes = [len(json.dumps(row)) for row in rows]
    while sum(sizes) > LARGEST:
        rows, sizes = rows[1:], sizes[1:]
    return {"version": VERSION, "owner": conversation.owner, "exchanges": rows}


def read_back(value: object, knowledge: KnowledgeBase) -> Conversation:
    """The conversation that `keep` made; a new one when the value is anything else.

    An answer that is no longer, or never was, what the documents say is left out; its question stays and says so.
    """
    if not isinstance(value, dict) or value.get("version") != VERSION or not _is_id(value.get("owner")):
        return Conversation()
    owner = str(value["owner"])
    kept = value.get("exchanges")
    exchanges: dict[str, Exchange] = {}
    for one in kept[-MOST_EXCHANGES:] if isinstance(kept, list) else []:
        try:
            exchange = _exchange(one, owner, knowledge)
        except (ValueError, TypeError, QuestionError) as error:
            _logger.info("A kept exchange could not be read back: %s", type(error).__name__)
            continue
        exchanges[exchange.id] = exchange
    return Conversation(owner, tuple(exchanges.values()))


def read_options(value: dict[str, object]) -> Options:
    """The options that came with a question.

    Raises:
        ValueError: A part is of the wrong shape.
        QuestionError: The as-of date is no day.
    """
    documents = value.get("documents") or []
    if not isinstance(documents, list) or len(documents) > 1000 or not all(isinstance(one, str) for one in documents):
        raise ValueError("The chosen documents are no list of names.")
    as_of = value.get("as_of") or None
    if as_of is not None and not isinstance(as_of, str):
        raise ValueError("The as-of date is no text.")
    return Options(check_day(as_of) if as_of else None, value.get("official") is True, tuple(documents))


def options_as_values(options: Options) -> dict[str, object]:
    """The options as JSON values, as `read_options` takes them."""
    return {
        "as_of": options.as_of.isoformat() if options.as_of else None,
        "official": options.official,
        "documents": list(options.documents),
    }


def _exchange(value: object, owner: str, knowledge: KnowledgeBase) -> Exchange:
    if not isinstance(value, dict):
        raise ValueError("A kept exchange is no mapping.")  # noqa: TRY004  one error for the caller
    question = value.get("question")
    state = next((known for known in _STATES if known == value.get("state")), None)
    if not isinstance(question, str) or not 0 < len(question) <= LONGEST_KEPT:
        raise ValueError("A kept exchange has no question.")
    if state is None:
        raise ValueError("A kept exchange is in no known state.")
    answer = answer_from_kept(value["answer"]) if value.get("answer") is not None else None
    if answer and not still_stands(answer, owner, knowledge):
        answer, state = None, "changed"
    if answer:
        answer = replace(answer, hits=found_again(value.get("beside"), owner, knowledge))
    error = value.get("error")
    return Exchange(
        id=str(value["id"]) if _is_id(value.get("id")) else new_id(),
        question=question,
        answer=answer,
        options=read_options(value),
        state=state,
        error=error[:500] if isinstance(error, str) else "",
        unread=value.get("unread") is True,
    )


def _is_id(value: object) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _row(exchange: Exchange) -> dict[str, object]:
    return {
        "id": exchange.id,
        "question": exchange.question,
        "state": exchange.state,
        "error": exchange.error,
        "unread": exchange.unread,
        **options_as_values(exchange.options),
        "answer": answer_to_kept(exchange.answer) if exchange.answer else None,
        "beside": places_beside(exchange.answer) if exchange.answer else [],
    }
