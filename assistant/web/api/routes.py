"""The HTTP routes under /v1: ask, search, and what is known."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from assistant.checks import check_day, check_names, check_question
from assistant.listing import document_to_dict, sources_to_dict, timeline_to_dict
from assistant.render import answer_to_dict
from assistant.web.api.failures import ApiError, as_api_error, error_body
from assistant.web.api.gate import Gate
from assistant.web.api.schemas import (
    AnswerShape,
    AskBody,
    DocumentShape,
    ErrorShape,
    MessageBody,
    SearchBody,
    SearchShape,
    SourcesShape,
    TimelineQuery,
    TimelineShape,
)
from assistant.web.programs import search_for_programs
from knowledge.passage import Filter

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.assistant import Assistant
    from knowledge.knowledge_base import KnowledgeBase

Responses = dict[int | str, dict[str, Any]]  # Any: FastAPI's own type of this argument

EVENTS = {
    "text/event-stream": {
        "schema": {
            "type": "object",
            "properties": {"event": {"type": "string"}, "data": {"type": "string"}},
            "required": ["data"],
        }
    }
}
"""Server-sent events, as the OpenAPI document tells them: one object an event, `data` being JSON."""

_CAUSES = {
    400: "wrong input",
    401: "a key or password is needed",
    404: "there is no such thing",
    405: "wrong method",
    413: "the body is too large",
    422: "a field is missing, unknown or of a wrong type",
    429: "busy: come back after the seconds in `Retry-After`",
    500: "our mistake; the log tells more under the reference",
    503: "not ready",
}


def errors_of(*statuses: int) -> Responses:
    """The failures of a route, for the OpenAPI document."""
    return {status: {"model": ErrorShape, "description": _CAUSES[status]} for status in statuses}


def build_routes(assistant: Assistant, gate: Gate) -> APIRouter:
    """The routes over one assistant.

    Args:
        assistant: Answers.
        gate: Decides how many questions run at a time.
    """
    router = APIRouter(prefix="/v1", responses=errors_of(401, 405, 429, 500, 503))
    knowledge = assistant.knowledge

    @router.post(
        "/ask",
        summary="Answer a question",
        tags=["answers"],
        responses={
            200: {
                "model": AnswerShape,
                "content": EVENTS,
                "description": "the answer; with `stream`, events `partial` and at last `answer`, each an answer",
            },
            **errors_of(400, 413, 422),
        },
    )
    async def ask(body: AskBody, request: Request) -> Response:
        question = check_question(body.question, assistant.longest_question)
        day = check_day(body.as_of) if body.as_of else None
        asked = (question, history_of(body), day, body.sources, body.documents, body.kinds)
        if body.stream or "text/event-stream" in request.headers.get("accept", ""):
            answers = await gate.stream(partial(assistant.stream, *asked))
            return event_stream(_events(answers, request))
        answer = await gate.run(partial(assistant.ask, *asked))
        return JSONResponse(answer_to_dict(answer))

    @router.post(
        "/search",
        summary="Find passages",
        tags=["answers"],
        responses={200: {"model": SearchShape, "description": "passages, best first"}, **errors_of(400, 413, 422)},
    )
    async def search(body: SearchBody) -> Response:
        asked = (body.query, body.k, body.as_of, body.sources)
        return JSONResponse(await gate.run(partial(search_for_programs, assistant, *asked)))

    _add_knowledge(router, knowledge, gate)
    return router


def _add_knowledge(router: APIRouter, knowledge: KnowledgeBase, gate: Gate) -> None:
    """The routes that tell what is known."""

    @router.get(
        "/sources",
        summary="List documents and sources",
        tags=["knowledge"],
        responses={200: {"model": SourcesShape, "description": "what is known"}},
    )
    async def sources() -> Response:
        return JSONResponse(await gate.run(lambda: sources_to_dict(knowledge.documents(), knowledge.index_fingerprint)))

    @router.get(
        "/documents/{id:path}",
        summary="Read one document",
        tags=["knowledge"],
        responses={200: {"model": DocumentShape, "description": "its text and statements"}, **errors_of(404, 422)},
    )
    async def document(id: str) -> Response:  # noqa: A002 - the name in the path is promised
        found = await gate.run(partial(knowledge.document, id))
        if found is None:
            raise ApiError(404, "There is no such document. GET /v1/sources lists all.")
        return JSONResponse(document_to_dict(found))

    @router.get(
        "/timeline",
        summary="List dated statements",
        tags=["knowledge"],
        responses={200: {"model": TimelineShape, "description": "in order of the event"}, **errors_of(400, 422)},
    )
    async def timeline(asked: Annotated[TimelineQuery, Query()]) -> Response:
        day = check_day(asked.as_of) if asked.as_of else None
        wanted = Filter(as_of=day, documents=frozenset(asked.documents or ()))

        def work() -> dict[str, object]:
            check_names(knowledge, None, asked.documents)
            return timeline_to_dict(knowledge.timeline(wanted), knowledge.index_fingerprint)

        return JSONResponse(await gate.run(work))


def history_of(body: AskBody) -> list[Mapping[str, object]]:
    """The history as messages, whether it came as messages or as turns."""
    messages: list[Mapping[str, object]] = []
    for entry in body.history:
        if isinstance(entry, MessageBody):
            messages.append({"role": entry.role, "content": entry.content})
        else:
            messages.append({"role": "user", "content": entry.question})
            messages.append({"role": "assistant", "content": entry.answer})
    return messages


def event_stream(lines: AsyncIterator[str]) -> StreamingResponse:
    """Server-sent events, neither cached nor held back on the way."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(lines, media_type="text/event-stream", headers=headers)


def event(data: Mapping[str, object] | str, name: str = "") -> str:
    """One server-sent event."""
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"event: {name}\ndata: {text}\n\n" if name else f"data: {text}\n\n"


async def _events(answers: AsyncIterator[Answer], request: Request) -> AsyncIterator[str]:
    last: Answer | None = None
    try:
        async for answer in answers:
            if last is not None:
                yield event(answer_to_dict(last), "partial")
            last = answer
        if last is not None:
            yield event(answer_to_dict(last), "answer")
    except Exception as error:  # the status is sent, so the failure must go into the stream
        yield event({"error": error_body(request.scope, as_api_error(error, request.scope))}, "error")
