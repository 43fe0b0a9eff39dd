"""Everything that talks to a chat model: answers whose every sentence is checked, and questions made to stand alone."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Generator, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from assistant.answer import Claim, Turn
from assistant.answerer import Answerer, ExtractiveAnswerer, Written
from assistant.chat.cite import read_claims
from assistant.chat.prompt import (
    answer_prompt,
    answer_variables,
    choose_statements,
    rewrite_prompt,
    rewrite_variables,
)
from assistant.chat.stream import Chunk, Ending, Limits, stream_chunks
from assistant.chat.tally import Tally
from assistant.errors import AnswererError, SettingsError
from assistant.evidence import Evidence, ScoredStatement
from assistant.question.language import language_of
from assistant.rewrite import PhraseRewriter
from assistant.support.figures import read_figures

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import Runnable

MAX_CLAIMS = 8
MAX_OUTPUT_TOKENS = 700
CONNECT_SECONDS = 5.0
LIMITS = Limits()
REWRITE_LIMITS = Limits(first_token=8.0, between_chunks=4.0, total=12.0, retries=0, characters=400)


class ChatAnswerer:
    """Lets a chat model word the answer and keeps of it what the statements support.

    Args:
        model: Any LangChain chat model.
        name: How the model is named to the reader, `provider:model`.
        fallback: Writes the answer when the model cannot; without one, the sources' own sentences.
        limits: How long to wait and how much to read.
    """

    name = "chat"

    def __init__(
        self, model: BaseChatModel, name: str = "", fallback: Answerer | None = None, limits: Limits = LIMITS
    ) -> None:
        self.model: str | None = name or type(model).__name__
        self._chain = answer_chain(model)
        self._fallback = fallback or ExtractiveAnswerer()
        self._limits = limits

    def write(self, question: str, evidence: Evidence, history: Sequence[Turn] = ()) -> Generator[Claim, None, Written]:
        """Yield claims as the model writes them; return which answerer wrote them and a notice for the reader.

        Closing the generator ends the model's request. The fallback's claims are yielded when no claim of the model is
        supported, and after the supported ones when the model was cut off.
        """
        shown = choose_statements(evidence.statements)
        if not shown:
            yield from self._fallback.write(question, evidence, history)
            return Written(self._fallback.name)
        tally = Tally()
        yield from self._from_model(question, evidence, history, shown, tally)
        if tally.complete:
            return Written(self.name, self.model, tally.notice())
        for claim in self._fallback.write(question, evidence, history):
            if not any(citation.span in tally.spans for citation in claim.citations):
                yield claim
        if tally.given:
            return Written(self.name, self.model, tally.notice())
        return Written(self._fallback.name, None, tally.notice())

    def _from_model(
        self,
        question: str,
        evidence: Evidence,
        history: Sequence[Turn],
        shown: Sequence[ScoredStatement],
        tally: Tally,
    ) -> Iterator[Claim]:
        """The model's supported claims; `tally` counts what became of the others."""
        asked = "" if language_of(evidence.asked) == "en" else evidence.asked
        variables = answer_variables(question, shown, history, asked)
        stream = stream_chunks(self._chain, variables, self._limits)
        try:
            for checked in read_claims(_ended(stream), shown):
                tally.count(checked)
                if checked.claim is not None:
                    yield checked.claim
                if tally.given == MAX_CLAIMS:
                    return
        except _CutOffError as cut:
            tally.ending = cut.ending
        finally:
            stream.close()


class ChatRewriter:
    """Makes a follow-up, or a question in another language, into one that stands alone in English.

    When the model fails, takes long or adds something, `PhraseRewriter` does what it can.

    Args:
        model: Any LangChain chat model.
    """

    def __init__(self, model: BaseChatModel) -> None:
        self._chain = rewrite_prompt() | model | text_parser(model)
        self._fallback = PhraseRewriter()

    def rewrite(self, question: str, history: Sequence[Turn] = ()) -> str:
        """The standalone question; the fallback's when the model returns nothing usable."""
        if not history and language_of(question) == "en":
            return self._fallback.rewrite(question, history)
        stream = stream_chunks(self._chain, rewrite_variables(question, history), REWRITE_LIMITS)
        pieces: list[str] = []
        ending = _collect(stream, pieces)
        rewritten = " ".join(re.sub(r"<think>.*?</think>", "", "".join(pieces), flags=re.DOTALL).split()).strip(
            "\"'`* "
        )
        if ending.reason or not _usable(rewritten, question, history):
            return self._fallback.rewrite(question, history)
        return rewritten


def open_model(name: str, base_url: str = "", api_key: str = "", timeout_seconds: float = 120.0) -> BaseChatModel:
    """The chat model that a setting names.

    Args:
        name: `provider:model` in LangChain's terms, for example `openai:gpt-4.1-mini`.
        base_url: Address of the server; empty for the provider's own.
        api_key: Its key. With a `base_url` and no key, none of the environment is sent.
        timeout_seconds: Longest wait for a whole answer.

    Raises:
        SettingsError: The provider is unknown, or its package is not installed.
        AnswererError: The provider's client refuses these settings.
    """
    from langchain.chat_models import init_chat_model

    provider, _, model = name.partition(":")
    options = _client_options(provider, base_url, api_key, timeout_seconds)
    try:
        opened: BaseChatModel = init_chat_model(model, model_provider=provider, temperature=0.0, **options)
    except ImportError as error:
        module = getattr(error.__cause__, "name", None) or f"langchain_{provider}"
        raise SettingsError(
            f"ASSISTANT_CHAT_MODEL names the provider {provider!r}, whose package is not installed. "
            f"Run `pip install {module.replace('_', '-')}`, or leave the setting empty to answer with quotes."
        ) from None
    except ValueError:
        raise SettingsError(
            f"ASSISTANT_CHAT_MODEL names the provider {provider!r}, which is not known. "
            "Write openai:MODEL (also for a local server), anthropic:MODEL or ollama:MODEL."
        ) from None
    except Exception as error:  # each client has its own classes; their text may hold the key
        raise AnswererError(
            f"The client for {provider!r} could not be set up ({type(error).__name__}). "
            "Check ASSISTANT_CHAT_API_KEY and ASSISTANT_CHAT_BASE_URL."
        ) from None
    return opened


def answer_chain(model: BaseChatModel) -> Runnable[dict[str, Any], Chunk]:
    """Prompt, model and parser as one Runnable; its input comes from `answer_variables`."""
    return answer_prompt() | model | text_parser(model)


def text_parser(model: BaseChatModel) -> Runnable[BaseMessage, Chunk]:
    """Turns a model's messages into chunks of text with the finish reason, where a message has one."""
    from langchain_core.runnables import RunnableGenerator

    tells_end = type(model).__module__.startswith(("langchain_openai", "langchain_anthropic", "langchain_ollama"))

    def read(messages: Iterator[BaseMessage]) -> Iterator[Chunk]:
        for message in messages:
            yield _chunk(message)
        if not tells_end:
            yield Chunk("", "stop")

    async def read_async(messages: AsyncIterator[BaseMessage]) -> AsyncIterator[Chunk]:
        async for message in messages:
            yield _chunk(message)
        if not tells_end:
            yield Chunk("", "stop")

    return RunnableGenerator(read, read_async)


def _chunk(message: BaseMessage) -> Chunk:
    data = message.response_metadata
    finish = next((str(data[key]) for key in ("finish_reason", "stop_reason", "done_reason") if data.get(key)), "")
    return Chunk(str(message.text), finish)


def _client_options(provider: str, base_url: str, api_key: str, timeout_seconds: float) -> dict[str, Any]:
    """What each provider's client calls its address, key, time limit, retries and longest answer.

    Any: they are keyword arguments of clients that differ.
    """
    if provider == "ollama":
        options: dict[str, Any] = {"num_predict": MAX_OUTPUT_TOKENS, "client_kwargs": {"timeout": timeout_seconds}}
        return options | ({"base_url": base_url} if base_url else {})
    options = {"timeout": timeout_seconds, "max_retries": 0, "max_tokens": MAX_OUTPUT_TOKENS}
    if provider == "openai":
        try:
            from openai import Timeout
        except ImportError:
            return options  # init_chat_model says what is missing
        options["timeout"] = Timeout(timeout_seconds, connect=CONNECT_SECONDS)
        options["stream_chunk_timeout"] = None  # `assistant.chat.stream` has its own limits
        options["use_responses_api"] = False  # local servers speak chat completions only
    if base_url:
        options["base_url"] = base_url
    if api_key or base_url:
        options["api_key"] = api_key or "none"
    return options


def _ended(stream: Generator[str, None, Ending]) -> Iterator[str]:
    """The stream; raises when it did not end properly, so that its last, unfinished sentence is not read."""
    ending = yield from stream
    if ending.reason:
        raise _CutOffError(ending)


class _CutOffError(Exception):
    def __init__(self, ending: Ending) -> None:
        super().__init__(ending.reason)
        self.ending = ending


def _collect(stream: Generator[str, None, Ending], pieces: list[str]) -> Ending:
    while True:
        try:
            pieces.append(next(stream))
        except StopIteration as end:
            ending: Ending = end.value
            return ending


def _usable(rewritten: str, question: str, history: Sequence[Turn]) -> bool:
    """Whether a rewriting is one short question whose figures all come from the conversation."""
    if not 3 <= len(rewritten) <= 300 or re.search(r"https?:|[<>{}\[\]]", rewritten):
        return False
    talk = " ".join([question, *(f"{turn.question} {turn.answer}" for turn in history)])
    known = {(figure.kind, figure.value, figure.day) for figure in read_figures(talk)}
    return all((figure.kind, figure.value, figure.day) in known for figure in read_figures(rewritten))
