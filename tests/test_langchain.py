import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from operator import attrgetter
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.documents import Document
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda
from langchain_tests.integration_tests import RetrieversIntegrationTests

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.errors import QuestionError
from assistant.langchain import answer_to_message, as_tool
from assistant.render import plain
from knowledge.curated import load_documents
from knowledge.errors import QueryError
from knowledge.knowledge_base import KnowledgeBase
from knowledge.retriever import KnowledgeRetriever
from tests.fakes import ANSWERED, DOCUMENTS, REFUSED, PlainAnswerer, WordHashEmbedder, small_assistant

SMALL = small_assistant()
ANSWER = SMALL.ask(ANSWERED)


class TestRetrieverAsLangChainWantsIt(RetrieversIntegrationTests):
    @property
    def retriever_constructor(self) -> type[BaseRetriever]:
        return KnowledgeRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"knowledge": SMALL.knowledge}

    @property
    def retriever_query_example(self) -> str:
        return ANSWERED


def test_an_empty_query_is_an_error_as_on_every_way_in() -> None:
    with pytest.raises(QueryError, match="The query is empty"):
        SMALL.knowledge.as_retriever().invoke(" ")


def test_the_retriever_finds_what_search_finds() -> None:
    found = SMALL.knowledge.as_retriever(k=2).invoke(ANSWERED)
    assert [document.id for document in found] == [hit.passage.id for hit in SMALL.knowledge.search(ANSWERED, 2)]
    texts = {document.id: document.page_content for document in DOCUMENTS}
    for document in found:
        data = document.metadata
        assert document.page_content == texts[data["document"]][data["start"] : data["end"]]


@pytest.mark.parametrize(
    "asked",
    [
        ANSWERED,
        {"question": ANSWERED},
        {"question": ANSWERED, "history": [], "as_of": None},
        {"messages": [HumanMessage(ANSWERED)]},
        [SystemMessage("Be brief."), HumanMessage(ANSWERED)],
        HumanMessage(ANSWERED),
        [("system", "Be brief."), ("user", ANSWERED)],
        {"messages": [{"role": "user", "content": ANSWERED}]},
        ChatPromptTemplate.from_messages([("human", "{q}")]).invoke({"q": ANSWERED}),
    ],
)
def test_every_form_of_input_gets_the_answer_of_ask(asked: Any) -> None:
    assert SMALL.as_runnable().invoke(asked) == ANSWER


@pytest.mark.parametrize(
    "asked",
    [
        5,
        None,
        {},
        {"question": 5},
        {"question": "a", "colour": "red"},
        [],
        ["a"],
        [AIMessage("a")],
        {"messages": []},
        [("king", "a")],
        [{"role": "user"}],
        [()],
    ],
)
def test_other_input_is_refused_with_a_clear_word(asked: Any) -> None:
    with pytest.raises(QuestionError):
        SMALL.as_runnable().invoke(asked)


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(QuestionError, match="YYYY-MM-DD"):
        SMALL.as_runnable().invoke({"question": ANSWERED, "as_of": "2025-02-30"})


def test_the_stream_grows_and_ends_with_the_answer() -> None:
    partials = list(SMALL.as_runnable().stream(ANSWERED))
    assert [len(partial.claims) for partial in partials] == [1, 2, 2]
    assert partials[-1] == ANSWER


def test_async_calls_and_batches_give_the_same() -> None:
    chain = SMALL.as_runnable()

    async def all_ways() -> list[Answer]:
        streamed = [partial async for partial in chain.astream(ANSWERED)]
        return [await chain.ainvoke(ANSWERED), streamed[-1], *await chain.abatch([ANSWERED, ANSWERED])]

    assert set(map(id, asyncio.run(all_ways())))
    assert all(answer == ANSWER for answer in asyncio.run(all_ways()))
    assert chain.batch([ANSWERED, REFUSED], {"max_concurrency": 2}) == [ANSWER, SMALL.ask(REFUSED)]


def test_two_hundred_tasks_and_sixteen_threads_give_the_answer_of_one() -> None:
    chain = SMALL.as_runnable()

    async def many() -> list[Answer]:
        return await asyncio.gather(*(chain.ainvoke(ANSWERED) for _ in range(200)))

    assert all(answer == ANSWER for answer in asyncio.run(many()))
    with ThreadPoolExecutor(16) as pool:
        assert all(answer == ANSWER for answer in pool.map(SMALL.ask, [ANSWERED] * 64))


def test_it_stands_inside_a_larger_chain() -> None:
    chain = RunnableLambda(str.strip) | SMALL.as_runnable() | attrgetter("text") | RunnableLambda(str.upper)
    assert chain.invoke(f"  {ANSWERED} ") == ANSWER.text.upper()
    assert list(chain.stream(ANSWERED))[-1] == ANSWER.text.upper()


def test_its_input_is_described_as_json() -> None:
    shown = SMALL.as_runnable().get_input_jsonschema()
    assert shown["$defs"]["Asked"]["required"] == ["question"]


def test_callbacks_and_config_arrive() -> None:
    class Ears(BaseCallbackHandler):
        def __init__(self) -> None:
            self.heard: list[Any] = []

        def on_chain_start(self, serialized: Any, inputs: Any, *, tags: Any = None, **_: Any) -> None:
            self.heard.append((inputs, tags))

        def on_chain_end(self, outputs: Any, **_: Any) -> None:
            self.heard.append(outputs)

        def on_chain_error(self, error: BaseException, **_: Any) -> None:
            self.heard.append(error)

    ears = Ears()
    SMALL.as_runnable().invoke(ANSWERED, {"callbacks": [ears], "tags": ["mine"]})
    assert ears.heard == [(ANSWERED, ["mine"]), ANSWER]
    list(SMALL.as_runnable().stream(ANSWERED, {"callbacks": [ears]}))
    assert ears.heard[-1] == ANSWER


def test_a_failure_reaches_the_caller_as_it_is() -> None:
    answerer = PlainAnswerer()
    answerer.failure = RuntimeError("broken")
    with pytest.raises(RuntimeError, match="broken"):
        small_assistant(answerer).as_runnable().invoke(ANSWERED)


def test_a_message_carries_citations_in_standard_blocks() -> None:
    message = answer_to_message(ANSWER)
    (block,) = message.content_blocks
    assert block["type"] == "text"
    assert message.text == block["text"] == ANSWER.text
    assert len(block["annotations"]) == len(re.findall(r"\[\d+\]", ANSWER.text))
    for annotation in block["annotations"]:
        assert annotation["type"] == "citation"
        mark = ANSWER.text[annotation["start_index"] : annotation["end_index"]]
        assert annotation["cited_text"] == ANSWER.citations[int(mark[1:-1]) - 1].quote
        assert annotation["url"] == "https://harbour.example/tides"
    assert message.additional_kwargs["answer"]["answered"]


def test_a_message_of_a_refusal_has_no_citations() -> None:
    (block,) = answer_to_message(SMALL.ask(REFUSED)).content_blocks
    assert not block.get("annotations")


def test_an_agent_can_use_it_as_a_tool() -> None:
    tool = as_tool(SMALL)
    call = {"name": tool.name, "args": {"question": ANSWERED}, "id": "1", "type": "tool_call"}
    message = tool.invoke(call)
    assert message.artifact == ANSWER
    assert set(tool.args) == {"question", "as_of"}


def test_a_tool_is_named_for_what_it_answers_from() -> None:
    own = as_tool(SMALL)
    assert own.name == "ask_the_documents"
    assert own.description.startswith("Answers a question from the ingested documents")
    knowledge = KnowledgeBase(WordHashEmbedder())
    knowledge.ingest(list(load_documents())[:3])
    curated = as_tool(Assistant(knowledge))
    assert curated.name == "ask_about_the_visit"
    assert "curated documents" in curated.description
    assert as_tool(SMALL, name="mine").name == "mine"


def test_a_tool_tells_a_model_the_marks_and_sources_as_they_are() -> None:
    tool = as_tool(SMALL)
    said = tool.invoke({"question": ANSWERED})
    assert said.startswith(ANSWER.text)
    assert "\\" not in said
    assert set(re.findall(r"\[(\d+)\]", said)) == {str(n) for n in range(1, len(ANSWER.citations) + 1)}
    for number, citation in enumerate(ANSWER.citations, 1):
        assert f"\n[{number}] “{plain(citation.quote)}” (reported) — The Harbour, Tides, 2025-12-05, https://" in said
    nearest = SMALL.ask(REFUSED).nearest[0].citation
    assert f"\n\nNearest in the sources\n- “{nearest.quote}” (reported) — " in tool.invoke({"question": REFUSED})


def test_it_is_a_node_of_a_graph() -> None:
    from langgraph.graph import END, START, MessagesState, StateGraph

    graph = StateGraph(MessagesState)
    node = SMALL.as_runnable() | (lambda answer: {"messages": [answer_to_message(answer)]})
    graph.add_node("visit", node)
    graph.add_edge(START, "visit")
    graph.add_edge("visit", END)
    state = graph.compile().invoke({"messages": [HumanMessage(ANSWERED)]})
    assert state["messages"][-1].text == ANSWER.text


def test_any_langchain_document_can_be_taken_in() -> None:
    own = small_assistant()
    own.knowledge.ingest([Document("The lighthouse was lit in 1811.", metadata={"title": "Lighthouse"})])
    assert "1811" in own.ask("When was the lighthouse lit?").text
