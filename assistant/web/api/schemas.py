"""The shapes of what programs send and get, as the OpenAPI document shows them."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from assistant.answer import AnswerStatus
from assistant.checks import DAY, check_day, clean
from assistant.errors import QuestionError
from knowledge.passage import SourceKind

MOST_NAMES = 100
MOST_TURNS = 100
EXAMPLE = "How many agreements came out of the visit?"


def _in_shape(value: object) -> object:
    """A day that there is, written as one."""
    if value is None:
        return value
    try:
        check_day(value if isinstance(value, str) else str(value))
    except QuestionError as error:
        raise ValueError(str(error)) from error
    return value


Day = Annotated[
    StrictStr,
    BeforeValidator(_in_shape),
    Field(pattern=f"^{DAY}$", json_schema_extra={"format": "date"}, examples=["2025-12-04"]),
]
Name = Annotated[StrictStr, Field(min_length=1, max_length=300), AfterValidator(clean)]
Names = Annotated[list[Name], Field(max_length=MOST_NAMES)]
Text = Annotated[StrictStr, AfterValidator(clean)]


class Strict(BaseModel):
    """What comes in: an unknown field is an error, for it is most likely a misspelling."""

    model_config = ConfigDict(extra="forbid")


class MessageBody(Strict):
    """One message of an earlier exchange."""

    role: Literal["user", "assistant"]
    content: Text


class TurnBody(Strict):
    """One earlier exchange."""

    question: Text
    answer: Text


def _one_entry(value: object, read: ValidatorFunctionWrapHandler) -> object:
    """A message or a turn; what is neither is told in one sentence, not by what each of the two shapes lacks."""
    try:
        return read(value)
    except ValidationError:
        raise ValueError(_NO_ENTRY) from None


_NO_ENTRY = (
    "it is neither a message, with `role` (user or assistant) and `content`, nor a turn, with `question` and `answer`; "
    "all are text"
)
Entry = Annotated[MessageBody | TurnBody, WrapValidator(_one_entry)]


class AskBody(Strict):
    """A question, what was said before, and what may be used to answer it."""

    question: Text = Field(description="the question", examples=[EXAMPLE])
    history: list[Entry] = Field(
        default_factory=list, max_length=MOST_TURNS, description="earlier messages, or turns, oldest first"
    )
    as_of: Day | None = Field(None, description="answer with what was known on this day")
    sources: Names | None = Field(None, description="use these sources only")
    documents: Names | None = Field(None, description="use these documents only")
    kinds: Annotated[list[SourceKind], Field(max_length=len(get_args(SourceKind)))] | None = Field(
        None, description="use these kinds of source only"
    )
    stream: StrictBool = Field(default=False, description="answer as server-sent events, one claim at a time")

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"question": EXAMPLE}, {"question": EXAMPLE, "stream": True}]}
    )


class SearchBody(Strict):
    """A query and how many passages to give."""

    query: Text = Field(description="words or a question", examples=["oil imports"])
    k: StrictInt = Field(10, ge=1, le=100, description="how many passages at most")
    as_of: Day | None = Field(None, description="search what was known on this day")
    sources: Names | None = Field(None, description="search statements of these sources only")


class TimelineQuery(Strict):
    """What of the timeline is wanted."""

    as_of: Day | None = Field(None, description="what was known on this day")
    documents: Names | None = Field(None, description="of these documents only")


class Open(BaseModel):
    """What goes out: fields may be added in later versions."""

    model_config = ConfigDict(extra="allow")


class SourceShape(Open):
    """Who reported something."""

    id: str
    title: str
    publisher: str
    published: str | None
    url: str | None
    kind: SourceKind


class EvidenceShape(Open):
    """Exact words of a document: its text from `start` to `end`."""

    quote: str
    document: str
    start: int
    end: int
    sources: list[str]
    title: str
    publisher: str
    published: str | None
    url: str | None
    kind: SourceKind
    status: str


class CitationShape(EvidenceShape):
    """Exact words that a claim rests on."""

    number: int = Field(ge=1, description="the n of the mark [n] in the answer")


class NearestShape(EvidenceShape):
    """Shown with a refusal: near the question, but no answer to it."""

    score: float


class ClaimShape(Open):
    """One sentence or list of an answer."""

    text: str
    citations: list[int] = Field(min_length=1)
    status: str
    emphasis: list[int] | None = Field(description="start and end in `text` of the words that answer by themselves")


class SideShape(Open):
    """One position in a conflict: in brief, a statement that holds it, and how many independent sources do."""

    label: str
    text: str
    citation: int | None
    sources: int


class ConflictShape(Open):
    """A question on which the sources differ."""

    about: str
    sides: list[SideShape]
    note: str
    more: int


class AnswerShape(Open):
    """An answer whose every claim is tied to exact words; `answered` false is a refusal."""

    question: str
    standalone_question: str
    answered: bool
    status: AnswerStatus
    answer: str = Field(description="plain text with marks [n]")
    confidence: float = Field(ge=0, le=1)
    as_of: str | None
    claims: list[ClaimShape]
    citations: list[CitationShape]
    expected: list[dict[str, Any]]  # Any: values of JSON
    happened: list[dict[str, Any]]  # Any: values of JSON
    conflicts: list[ConflictShape]
    nearest: list[NearestShape]
    missing: str
    answerer: str
    model: str | None
    index_fingerprint: str
    timings_ms: dict[str, float]


class StatementShape(Open):
    """One thing said, its place, and who reported it."""

    text: str
    document: str
    start: int
    end: int
    status: str
    event_date: str
    sources: list[str]


class HitShape(Open):
    """A passage and how near it is."""

    id: str
    document: str
    start: int
    end: int
    text: str
    score: float
    statements: list[StatementShape]


class SearchShape(Open):
    """Passages, best first."""

    query: str
    hits: list[HitShape]
    index_fingerprint: str


class DocumentLineShape(Open):
    """One document, without its text."""

    id: str
    title: str
    publisher: str
    published: str | None
    characters: int
    statements: int


class DocumentShape(DocumentLineShape):
    """One document with its text."""

    text: str
    statement_list: list[StatementShape]


class SourcesShape(Open):
    """What is known."""

    counts: dict[str, int]
    documents: list[DocumentLineShape]
    publishers: list[dict[str, Any]]  # Any: values of JSON
    sources: list[SourceShape]
    index_fingerprint: str


class TimelineShape(Open):
    """Dated statements in order."""

    statements: list[StatementShape]
    index_fingerprint: str


class FailureShape(Open):
    """What went wrong."""

    code: str
    message: str
    request_id: str
    type: str = Field(description="as OpenAI's clients know it: invalid_request_error or server_error")
    param: str | None


class ErrorShape(BaseModel):
    """Every failure has this shape."""

    error: FailureShape
