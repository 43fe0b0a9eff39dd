"""The shapes of OpenAI's chat completions, as far as they mean something here."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from assistant.web.api.schemas import Text


class TextPart(BaseModel):
    """A piece of a message."""

    type: Literal["text"]
    text: Text


def _as_content(value: object, read: ValidatorFunctionWrapHandler) -> object:
    """The content of a message; what is no text is told in one sentence, not by what each of two shapes lacks."""
    try:
        return read(value)
    except ValidationError:
        raise ValueError("it is neither text nor a list of parts of the type `text`; no other part is read") from None


Content = Annotated[Text | Annotated[list[TextPart], Field(max_length=100)] | None, WrapValidator(_as_content)]


class ChatMessage(BaseModel):
    """One message; other roles than user and assistant are ignored, because the assistant takes no instructions."""

    model_config = ConfigDict(extra="ignore")

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Content = None

    @property
    def text(self) -> str:
        """Its text."""
        if isinstance(self.content, str) or self.content is None:
            return self.content or ""
        return "\n".join(part.text for part in self.content)


class StreamOptions(BaseModel):
    """What a stream reports besides the text."""

    model_config = ConfigDict(extra="ignore")

    include_usage: StrictBool | None = None


class ChatBody(BaseModel):
    """A request; settings that this assistant does not have, such as temperature, are ignored."""

    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={
            "examples": [{"model": "visit", "messages": [{"role": "user", "content": "What was signed on oil?"}]}]
        },
    )

    model: Text = Field(description="an id that GET /v1/models lists")
    messages: list[ChatMessage] = Field(min_length=1, max_length=200)
    stream: StrictBool | None = None
    stream_options: StreamOptions | None = None
    n: StrictInt | None = Field(None, ge=1, le=1, description="one answer; there is only one")


class CompletionShape(BaseModel):
    """A chat completion; `citations` are those of POST /v1/ask."""

    model_config = ConfigDict(extra="allow")

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[dict[str, Any]]  # Any: values of JSON
    usage: dict[str, int]
    citations: list[dict[str, Any]]  # Any: values of JSON


class ModelShape(BaseModel):
    """One model."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class ModelsShape(BaseModel):
    """The models that `model` may name."""

    object: Literal["list"]
    data: list[ModelShape]
