"""Whatever is asked, after whatever was said before, there is an answer that keeps its promises."""

import re

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assistant.answer import Turn
from assistant.answerer import ExtractiveAnswerer
from assistant.assistant import Assistant
from assistant.errors import QuestionError
from tests.fakes import ANSWERED, DOCUMENTS, small_assistant

PLAIN = small_assistant()
REAL = Assistant(PLAIN.knowledge, answerer=ExtractiveAnswerer(), min_confidence=0.0)
TEXTS = {document.id: document.page_content for document in DOCUMENTS}
WORDS = st.sampled_from(
    [ANSWERED, "it", "And", "them?", "his", "that one", "What about", "tide", "Moon", "the harbour of", "why", "?",
     "[1]", "1909", "not", "उसका", "ज्वार", "а что", "когда", "\n", " ", "\u202e", "<b>", "'s", "these", "list",
     "compare"]
)  # fmt: skip
SAID = st.one_of(st.text(max_size=40), st.lists(WORDS, max_size=6).map(" ".join))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(question=SAID, history=st.lists(st.builds(Turn, SAID, SAID), max_size=4))
@example(question="a", history=[Turn("", "Ì"), Turn("y", "")])
def test_any_text_after_any_history_is_answered_or_refused(question: str, history: list[Turn]) -> None:
    for assistant in (PLAIN, REAL):
        try:
            shown = assistant.ask(question, history).to_dict()
        except QuestionError:
            assert not question.strip()
            continue
        numbers = {int(number) for number in re.findall(r"\[(\d+)\]", str(shown["answer"]))}
        citations = shown["citations"]
        assert isinstance(citations, list)
        assert numbers <= {citation["number"] for citation in citations}
        for citation in citations:
            assert citation["quote"] == TEXTS[citation["document"]][citation["start"] : citation["end"]]
        assert 0.0 <= float(str(shown["confidence"])) <= 1.0
        assert shown["answered"] == bool(shown["claims"])
        assert shown["answered"] or (shown["missing"] and not citations)
