"""Asking: a question comes in, the growing answer goes out, one checked claim at a time."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.checks import check_question
from assistant.errors import QuestionError
from assistant.web.conversation import Conversation, Exchange, Options, new_id
from assistant.web.kept import read_options
from assistant.web.payload import read_payload
from knowledge.errors import ExpectedError

if TYPE_CHECKING:
    from assistant import Assistant

LONGEST_RUN = 64  # characters
_NO_QUESTION = "This is no question in the shape that the page sends. Reload the page."
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the page sent it. `replaces` is the exchange that it takes the place of, if any."""

    question: str
    options: Options = Options()
    replaces: str = ""
    alone: bool = False  # it is not a follow-up
    anew: bool = False  # a link's question begins a conversation of its own
    unread: bool = False  # a document of the visitor's is still being read
    run: str = ""  # what Stop calls this asking


def read_asked(payload: str, longest: int) -> Asked:
    """Read what the page sent.

    Args:
        payload: JSON.
        longest: Characters a question may have.

    Raises:
        QuestionError: It is empty, too long, or no question at all.
    """
    value = read_payload(payload)
    question, replaces, run = value.get("question"), value.get("replaces") or "", value.get("run") or ""
    if not isinstance(question, str) or not isinstance(replaces, str) or not isinstance(run, str):
        raise QuestionError(_NO_QUESTION)
    try:
        options = read_options(value)
    except ValueError as error:
        raise QuestionError(_NO_QUESTION) from error
    flags = {name: value.get(name) is True for name in ("alone", "anew", "unread")}
    return Asked(check_question(question, longest), options, replaces, run=run[:LONGEST_RUN], **flags)


def grow(assistant: Assistant, conversation: Conversation, asked: Asked) -> Iterator[tuple[Conversation, Exchange]]:
    """Ask, and yield the conversation and its exchange after every step; the last exchange is finished.

    The conversation holds the exchange from the first step on, so that a Stop in between loses nothing.
    """
    if asked.anew:
        conversation = replace(conversation, exchanges=())
    if asked.replaces:
        conversation = conversation.cut(asked.replaces)
    history = [] if asked.alone else conversation.history()
    exchange = Exchange(new_id(), asked.question, options=asked.options, unread=asked.unread)
    conversation = conversation.put(exchange)
    yield conversation, exchange
    try:
        for answer in assistant.stream(
            asked.question,
            history=history,
            as_of=asked.options.as_of,
            documents=frozenset(asked.options.documents) or None,
            kinds=asked.options.kinds,
            owner=conversation.owner,
        ):
            exchange = replace(exchange, answer=answer)
            conversation = conversation.put(exchange)
            yield conversation, exchange
    except ExpectedError as error:
        exchange = replace(exchange, state="error", error=str(error))
    except Exception:  # the page's outermost frame: the visitor gets a reference, the log the trace
        reference = new_id()[:8]
        _logger.exception("Answering failed, reference %s", reference)
        words = f"Something went wrong while answering. Ask again; if it stays, tell the operator: {reference}."
        exchange = replace(exchange, state="error", error=words)
    else:
        exchange = replace(exchange, state="done")
    yield conversation.put(exchange), exchange


def stop(conversation: Conversation) -> Conversation:
    """The conversation after Stop: what was being answered ends as it is."""
    stopped = [
        replace(exchange, state="stopped") if exchange.state == "busy" else exchange
        for exchange in conversation.exchanges
    ]
    return replace(conversation, exchanges=tuple(stopped))
