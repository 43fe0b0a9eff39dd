"""The values of one visitor's conversation: options, exchanges, and the conversation they make."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from assistant.answer import Answer, Turn

MOST_EXCHANGES = 40  # kept; the oldest go

ExchangeState = Literal["busy", "done", "stopped", "changed", "error"]


def new_id() -> str:
    """An identifier that cannot be guessed, 32 hexadecimal digits."""
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class Options:
    """What a visitor narrowed a question to; an empty field narrows nothing."""

    as_of: date | None = None
    official: bool = False
    documents: tuple[str, ...] = ()

    @property
    def kinds(self) -> frozenset[str] | None:
        """The kinds of source to use, for `Assistant.ask`."""
        return frozenset({"official"}) if self.official else None


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and what came back: an answer, the part of one before Stop, or an error."""

    id: str
    question: str
    answer: Answer | None = None
    options: Options = Options()
    state: ExchangeState = "busy"
    error: str = ""
    unread: bool = False  # a document of the visitor's was still being read when this was asked


@dataclass(frozen=True, slots=True)
class Conversation:
    """What one browser tab has asked so far. `owner` is whose uploads it may see."""

    owner: str = field(default_factory=new_id)
    exchanges: tuple[Exchange, ...] = ()

    def find(self, exchange_id: object) -> Exchange | None:
        """The exchange with this id, if it is one of this conversation."""
        return next((exchange for exchange in self.exchanges if exchange.id == exchange_id), None)

    def before(self, exchange_id: str) -> tuple[Exchange, ...]:
        """The exchanges before this one; all of them when it is not there."""
        ids = [exchange.id for exchange in self.exchanges]
        return self.exchanges[: ids.index(exchange_id)] if exchange_id in ids else self.exchanges

    def cut(self, exchange_id: str) -> Conversation:
        """This conversation without the exchange and all that came after it (it is asked anew)."""
        return replace(self, exchanges=self.before(exchange_id))

    def put(self, exchange: Exchange) -> Conversation:
        """This conversation with the exchange in place of the one with its id, or at the end."""
        kept = [exchange if old.id == exchange.id else old for old in self.exchanges]
        if exchange not in kept:
            kept.append(exchange)
        return replace(self, exchanges=tuple(kept[-MOST_EXCHANGES:]))

    def history(self) -> list[Turn]:
        """The finished exchanges as the assistant reads them."""
        return [
            Turn(
                exchange.question, exchange.answer.text, tuple(citation.span for citation in exchange.answer.citations)
            )
            for exchange in self.exchanges
            if exchange.answer is not None
        ]
