"""The interface for OpenAI's clients: /v1/chat/completions and /v1/models."""

from __future__ import annotations

import time
import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from assistant.checks import check_question
from assistant.render import answer_to_dict, answer_with_remarks, claims_so_far, marks_of, without_remarks
from assistant.web.api.failures import ApiError, as_api_error, error_body
from assistant.web.api.gate import Gate
from assistant.web.api.openai_schemas import ChatBody, ChatMessage, CompletionShape, ModelShape, ModelsShape
from assistant.web.api.routes import EVENTS, errors_of, event, event_stream

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.assistant import Assistant

MODEL = "visit"
_BESIDE = (
    "citations",
    "answered",
    "confidence",
    "status",
    "conflicts",
    "nearest",
    "notice",
)  # of the JSON, beside the message
_BORN = 1764806400  # 2025-12-04: a model must have a date, and any is as good as another


def build_openai_routes(assistant: Assistant, gate: Gate) -> APIRouter:
    """OpenAI's routes over one assistant; the last message is the question, those before it the history."""
    router = APIRouter(prefix="/v1", tags=["for OpenAI's clients"], responses=errors_of(401, 405, 429, 500, 503))

    @router.get(
        "/models",
        summary="List models",
        responses={200: {"model": ModelsShape, "description": "the one model there is"}},
    )
    async def models() -> Response:
        return JSONResponse({"object": "list", "data": [_model()]})

    @router.get(
        "/models/{name}",
        summary="Read one model",
        responses={200: {"model": ModelShape, "description": "it is there"}, **errors_of(404, 422)},
    )
    async def model(name: str) -> Response:
        _check_model(name)
        return JSONResponse(_model())

    @router.post(
        "/chat/completions",
        summary="Answer the last message",
        responses={
            200: {
                "model": CompletionShape,
                "content": EVENTS,
                "description": "the answer with marks `[n]`; `citations` stand beside the message",
            },
            **errors_of(400, 404, 413, 422),
        },
    )
    async def complete(body: ChatBody, request: Request) -> Response:
        _check_model(body.model)
        said = [message for message in body.messages if message.role in ("user", "assistant")]
        if not said or said[-1].role != "user":
            raise ApiError(400, "The last message must be a question of the role 'user'.")
        question = check_question(said[-1].text, assistant.longest_question)
        history = _history(said[:-1])
        completion = f"chatcmpl-{uuid.uuid4().hex}"
        if body.stream:
            with_usage = bool(body.stream_options and body.stream_options.include_usage)
            answers = await gate.stream(partial(assistant.stream, question, history=history))
            return event_stream(_chunks(answers, completion, with_usage, question, request))
        answer = await gate.run(partial(assistant.ask, question, history=history))
        return JSONResponse(_completion(answer, completion, question))

    return router


def _model() -> dict[str, object]:
    return {"id": MODEL, "object": "model", "created": _BORN, "owned_by": "visit-assistant"}


def _check_model(name: str) -> None:
    if name != MODEL:
        raise ApiError(404, f"There is no model {name[:80]!r}. Use {MODEL!r}.", "model_not_found")


def _history(said: Sequence[ChatMessage]) -> list[Mapping[str, object]]:
    """Earlier messages; of ours what stood in the answer, so that a follow-up is read as on any other way in."""
    return [
        {"role": one.role, "content": without_remarks(one.text) if one.role == "assistant" else one.text}
        for one in said
    ]


def _completion(answer: Answer, completion: str, question: str) -> dict[str, object]:
    text, shown = answer_with_remarks(answer), answer_to_dict(answer)
    message = {"role": "assistant", "content": text, "refusal": None, "annotations": _annotations(answer, text)}
    choice = {
        "index": 0,
        "message": message,
        "citations": shown["citations"],
        "finish_reason": "stop",
        "logprobs": None,
    }
    return {
        "id": completion,
        "object": "chat.completion",
        "created": int(time.time()),
        "model": MODEL,
        "choices": [choice],
        "usage": _usage(question, text),
        **_beside(shown),
    }


def _beside(shown: Mapping[str, object]) -> dict[str, object]:
    return {name: shown[name] for name in _BESIDE}


async def _chunks(
    answers: AsyncIterator[Answer], completion: str, with_usage: bool, question: str, request: Request
) -> AsyncIterator[str]:
    created = int(time.time())

    head = {"id": completion, "object": "chat.completion.chunk", "created": created, "model": MODEL}

    def chunk(delta: dict[str, object]) -> str:
        return event({**head, "choices": [{"index": 0, "delta": delta, "finish_reason": None, "logprobs": None}]})

    sent = ""
    last: Answer | None = None
    try:
        yield chunk({"role": "assistant", "content": ""})
        async for last in answers:
            text = claims_so_far(last)
            if text.startswith(sent) and text != sent:
                yield chunk({"content": text[len(sent) :]})
                sent = text
        if last is not None:
            text, shown = answer_with_remarks(last), answer_to_dict(last)
            rest = text[len(sent) :] if text.startswith(sent) else f"\n\n{text}"
            if rest:
                yield chunk({"content": rest})
            ending = {"index": 0, "delta": {}, "finish_reason": "stop", "logprobs": None}
            yield event({**head, "choices": [{**ending, "citations": shown["citations"]}], **_beside(shown)})
            if with_usage:
                yield event({**head, "choices": [], "usage": _usage(question, text)})
        yield event("[DONE]")
    except Exception as error:  # the status is sent, so the failure must go into the stream
        yield event({"error": error_body(request.scope, as_api_error(error, request.scope))})


def _annotations(answer: Answer, text: str) -> list[dict[str, object]]:
    """Where the marks of citations that have an address stand, in OpenAI's shape."""
    found: list[dict[str, object]] = []
    for mark, citation in marks_of(answer, text):
        source = citation.source
        if source is not None and source.url:
            place: dict[str, object] = {"start_index": mark.start(), "end_index": mark.end()}
            found.append({"type": "url_citation", "url_citation": {**place, "title": source.title, "url": source.url}})
    return found


def _usage(question: str, text: str) -> dict[str, int]:
    """Counted in words: nothing here has tokens, but clients expect numbers."""
    asked, said = len(question.split()), len(text.split())
    return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}
