"""Every failure as JSON `{"error": {"code", "message", "request_id"}}` with the right status, never a traceback."""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING, cast

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assistant.errors import AnswererError, QuestionError, SettingsError
from assistant.web.api.gate import BusyError
from knowledge.errors import (
    EmbedderError,
    ExpectedError,
    IndexDamagedError,
    IndexLockedError,
    IndexMismatchError,
    IndexMissingError,
    StoreError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI, Request
    from starlette.types import Scope

logger = logging.getLogger(__name__)

_CODES = {
    400: "wrong_input",
    401: "not_authorized",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "wrong_type",
    422: "wrong_shape",
    429: "busy",
    503: "not_ready",
}
_NOTHING_THERE = "There is nothing at this address."
_NOT_READY = (
    IndexMissingError,
    IndexMismatchError,
    IndexDamagedError,
    IndexLockedError,
    EmbedderError,
    StoreError,
    SettingsError,
    AnswererError,
)


class ApiError(Exception):
    """A failure with its HTTP status; the message is for the one who sent the request."""

    def __init__(self, status: int, message: str, code: str = "", headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code or _CODES.get(status, "error")
        self.headers = dict(headers or {})


def error_response(scope: Scope, error: ApiError) -> JSONResponse:
    """The error as JSON, with the id under which the log tells more."""
    return JSONResponse({"error": error_body(scope, error)}, error.status, error.headers)


def error_body(scope: Scope, error: ApiError) -> dict[str, object]:
    """What stands under `error`; `type` and `param` are there for OpenAI's clients."""
    kind = "invalid_request_error" if error.status < 500 else "server_error"
    request_id = scope.get("state", {}).get("request_id", "")
    return {"code": error.code, "message": str(error), "type": kind, "param": None, "request_id": request_id}


def as_api_error(error: Exception, scope: Scope) -> ApiError:
    """Any exception as an error that is safe to show; the rest is logged under the request's id."""
    if isinstance(error, ApiError):
        return error
    if isinstance(error, BusyError):
        return ApiError(429, str(error), headers={"Retry-After": str(error.retry_after_seconds)})
    reference = scope.get("state", {}).get("request_id", "")
    if isinstance(error, _NOT_READY):
        logger.error("request %s: %s", reference, error)  # the message may name folders, so it stays in the log
        return ApiError(503, f"The assistant is not ready. Its log tells why, under the reference {reference}.")
    if isinstance(error, QuestionError | ExpectedError):
        return ApiError(400, str(error))
    where = "".join(traceback.format_tb(error.__traceback__))  # without the message: it may hold what a person wrote
    logger.error("request %s: %s\n%s", reference, type(error).__name__, where)
    return ApiError(500, f"Something went wrong here. The reference is {reference}.", "internal")


def not_found(request: Request, error: Exception) -> JSONResponse:
    """The error for an address at which an application has nothing, whatever it says of it itself."""
    return error_response(request.scope, ApiError(404, _NOTHING_THERE))


def install_error_handlers(app: FastAPI) -> None:
    """Make the application answer every failure of a route in the one shape."""

    def wrong_shape(request: Request, error: Exception) -> JSONResponse:
        problems = cast("RequestValidationError", error).errors()  # the handler is registered for this type only
        if any(problem["type"] == "json_invalid" for problem in problems):
            return error_response(request.scope, ApiError(400, "The body is not valid JSON.", "invalid_json"))
        if any(problem["loc"] == ("body",) and problem["type"] == "model_attributes_type" for problem in problems):
            words = "The body must be a JSON object, sent with the header Content-Type: application/json."
            return error_response(request.scope, ApiError(422, words))
        return error_response(request.scope, ApiError(422, "; ".join(problem_in_words(p) for p in problems[:5])))

    def http_error(request: Request, error: Exception) -> JSONResponse:
        known = cast("HTTPException", error)  # the handler is registered for this type only
        words = {
            400: "The body is not valid JSON in UTF-8.",
            404: _NOTHING_THERE,
            405: "This address does not take this method.",
        }
        message = words.get(known.status_code, str(known.detail))
        return error_response(request.scope, ApiError(known.status_code, message, headers=known.headers))

    def ours(request: Request, error: Exception) -> JSONResponse:
        return error_response(request.scope, as_api_error(error, request.scope))

    app.add_exception_handler(RequestValidationError, wrong_shape)
    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(ApiError, ours)
    app.add_exception_handler(ExpectedError, ours)


def problem_in_words(problem: Mapping[str, object]) -> str:
    """One of pydantic's errors: the field and what is wrong with it."""
    path = cast("tuple[object, ...]", problem["loc"])  # pydantic's errors are plain dicts
    where = ".".join(str(part) for part in path if part != "body")
    message = str(problem["msg"]).removeprefix("Value error, ")
    return f"{where[:80]}: {message}" if where else message
