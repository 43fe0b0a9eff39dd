"""The assistant where LangChain's users expect it: a runnable, a tool for agents, a message with citations."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, NotRequired

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, convert_to_messages
from langchain_core.messages.content import create_citation, create_text_block
from langchain_core.prompt_values import PromptValue
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import run_in_executor
from langchain_core.tools import BaseTool, StructuredTool, ToolException
from typing_extensions import TypedDict  # of pydantic, which reads typing's own only from Python 3.12 on

from assistant.answer import Answer, Turn
from assistant.errors import QuestionError
from assistant.render import answer_to_dict, answer_to_text, answer_with_sources, marks_of
from knowledge.errors import ExpectedError

if TYPE_CHECKING:
    from assistant.assistant import Assistant


class Asked(TypedDict):
    """The full form of a runnable's input; only `question` is needed."""

    question: str
    history: NotRequired[Sequence[Turn | Mapping[str, str]]]
    as_of: NotRequired[date | str | None]
    sources: NotRequired[Sequence[str] | None]
    documents: NotRequired[Sequence[str] | None]
    kinds: NotRequired[Sequence[str] | None]
    owner: NotRequired[str]


AskInput = str | Asked | PromptValue | BaseMessage | Sequence[BaseMessage]


class AssistantRunnable(Runnable[AskInput, Answer]):
    """A question in, an `Answer` out; `stream` yields the growing answer.

    The input is a question, a dict with `question` and what `Assistant.ask` takes besides, or messages, of which the
    last is the question and those before it the history.

    Args:
        assistant: Answers.
    """

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.name = "visit"

    def invoke(
        self,
        input: AskInput,  # noqa: A002 - LangChain's name
        config: RunnableConfig | None = None,
        **kwargs: Any,  # noqa: ANN401 - LangChain's signature
    ) -> Answer:
        """The answer.

        Raises:
            QuestionError: The input is of no known form.
        """
        return self._call_with_config(self._ask, input, config, run_type="chain")

    def stream(
        self,
        input: AskInput,  # noqa: A002 - LangChain's name
        config: RunnableConfig | None = None,
        **kwargs: Any,  # noqa: ANN401 - LangChain's signature
    ) -> Iterator[Answer]:
        """The growing answer; the last item is what `invoke` returns."""
        yield from self._transform_stream_with_config(iter([input]), self._grow, config, run_type="chain")

    async def astream(
        self,
        input: AskInput,  # noqa: A002 - LangChain's name
        config: RunnableConfig | None = None,
        **kwargs: Any,  # noqa: ANN401 - LangChain's signature
    ) -> AsyncIterator[Answer]:
        """`stream`, run in a thread."""

        async def one() -> AsyncIterator[AskInput]:
            yield input

        async for answer in self._atransform_stream_with_config(one(), self._agrow, config, run_type="chain"):
            yield answer

    def _ask(self, asked: AskInput) -> Answer:
        answer: Answer = self.assistant.ask(**read_input(asked))
        return answer

    def _grow(self, inputs: Iterator[AskInput]) -> Iterator[Answer]:
        for asked in inputs:
            yield from self.assistant.stream(**read_input(asked))

    async def _agrow(self, inputs: AsyncIterator[AskInput]) -> AsyncIterator[Answer]:
        async for asked in inputs:
            answers = await run_in_executor(None, partial(self.assistant.stream, **read_input(asked)))
            while True:
                answer: Answer | None = await run_in_executor(None, next, answers, None)
                if answer is None:
                    break
                yield answer


def assistant_runnable(assistant: Assistant) -> AssistantRunnable:
    """The assistant as a LangChain Runnable."""
    return AssistantRunnable(assistant)


def answer_to_message(answer: Answer) -> AIMessage:
    """The answer as a message, its citations in LangChain's standard content blocks.

    One text block holds the whole text; each mark `[n]` in it has a citation with the cited words, title and address.
    The whole answer as JSON values is the message's `additional_kwargs["answer"]`.
    """
    text = answer_to_text(answer)
    citations = []
    for mark, citation in marks_of(answer, text):
        source = citation.source
        citations.append(
            create_citation(
                id=f"{citation.span.document_id}:{citation.span.start}-{citation.span.end}",
                url=source.url if source else None,
                title=source.title if source else citation.title,
                start_index=mark.start(),
                end_index=mark.end(),
                cited_text=citation.quote,
                number=int(mark[1]),
                status=citation.status.value,
            )
        )
    block = create_text_block(text, id="answer", annotations=[*citations])
    return AIMessage(content_blocks=[block], additional_kwargs={"answer": answer_to_dict(answer)})


def as_tool(assistant: Assistant, name: str = "") -> BaseTool:
    """A tool for agents: a question in, the answer with its sources out; the `Answer` itself is the artifact.

    Args:
        assistant: Answers.
        name: What the agent calls it; without one, `ask_about_the_visit` where the curated dossiers are held, and
            `ask_the_documents` where they are not.
    """
    curated = bool(assistant.knowledge.overview.by_key)
    documents = "curated documents" if curated else "ingested documents"

    def ask(
        question: Annotated[str, "one question that stands alone"],
        as_of: Annotated[str | None, "use what was known on this day only, YYYY-MM-DD"] = None,
    ) -> tuple[str, Answer]:
        try:
            answer = assistant.ask(question, as_of=as_of or None)
        except ExpectedError as error:
            raise ToolException(str(error)) from error  # the agent is told, and can ask again
        return answer_with_sources(answer), answer

    return StructuredTool.from_function(
        func=ask,
        name=name or ("ask_about_the_visit" if curated else "ask_the_documents"),
        description=f"Answers a question from the {documents}, each sentence with the exact words it rests on; "
        "says what is missing when the documents do not tell.",
        response_format="content_and_artifact",
        handle_tool_error=True,
    )


def read_input(asked: AskInput) -> dict[str, Any]:  # Any: the arguments of Assistant.ask
    """The arguments of `Assistant.ask` from any of the accepted forms.

    Raises:
        QuestionError: It has another form.
    """
    if isinstance(asked, str):
        return {"question": asked}
    if isinstance(asked, PromptValue):
        return _from_messages(asked.to_messages())
    if isinstance(asked, BaseMessage):
        return _from_messages([asked])
    if isinstance(asked, Mapping):
        return _from_mapping(asked)
    if isinstance(asked, list | tuple):
        return _from_messages(asked)
    raise QuestionError(f"A question is text, a dict with 'question', or messages, not {type(asked).__name__}.")


def _from_mapping(asked: Mapping[str, Any]) -> dict[str, Any]:  # Any: outside data, checked here
    if "question" not in asked and isinstance(asked.get("messages"), list | tuple):
        return _from_messages(asked["messages"])
    unknown = sorted(set(asked) - set(Asked.__annotations__))
    if unknown or not isinstance(asked.get("question"), str):
        problem = f"has unknown keys {unknown}" if unknown else "has no text under 'question'"
        raise QuestionError(f"The question's dict {problem}. It may have {sorted(Asked.__annotations__)}.")
    return dict(asked)


def _from_messages(messages: Sequence[object]) -> dict[str, Any]:  # Any: the arguments of Assistant.ask
    read = map(_as_message, messages)
    said = [message for message in read if isinstance(message, HumanMessage | AIMessage)]
    if not said or not isinstance(said[-1], HumanMessage):
        raise QuestionError("The last message must be a question of the person (a HumanMessage).")
    roles = {True: "user", False: "assistant"}
    history = [
        {"role": roles[isinstance(message, HumanMessage)], "content": str(message.text)} for message in said[:-1]
    ]
    return {"question": str(said[-1].text), "history": history}


def _as_message(message: object) -> object:
    """A message that is written as LangChain lets it be: `("user", "...")`, or a dict with role and content."""
    if not isinstance(message, dict | tuple):
        return message
    try:
        return convert_to_messages([message])[0]
    except (ValueError, NotImplementedError, TypeError) as error:
        raise QuestionError(
            f"{str(message)[:80]} is no message. Give role and content, such as 'user' and text."
        ) from error
