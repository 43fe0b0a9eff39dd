"""Which words of a claim are set off, and how the page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.answer import Claim
from assistant.composing.emphasis import emphasise
from assistant.question import read_question
from assistant.reader import Pointed
from assistant.web.conversation import Exchange
from assistant.web.parts.texts import Texts
from assistant.web.parts.turn import turn
from knowledge.passage import Status
from tests.test_render import citation
from tests.web_values import answered

OPENED = "The bridge opened in May 1911."


@dataclass
class Pointing:
    """A reader that points at the same words each time."""

    words: str
    probability: float = 0.9
    name: str = "pointing"

    def score(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.zeros(len(texts), dtype=np.float32)

    def point(self, question: str, text: str) -> Pointed | None:
        start = text.find(self.words)
        return Pointed(start, start + len(self.words), self.probability) if start >= 0 else None


def emphasis(question: str, claim: Claim, reader: Pointing | None) -> str:
    found = emphasise(claim, read_question(question), reader).emphasis  # type: ignore[arg-type]  # scores are not asked for
    return claim.text[slice(*found)] if found else ""


def said(text: str = OPENED, lead: str = "") -> Claim:
    return Claim(text, (citation(text, 0),), Status.CONFIRMED, lead)


def test_the_words_that_answer_are_set_off() -> None:
    assert emphasis("When did the bridge open?", said(), Pointing("May 1911")) == "May 1911"


@pytest.mark.parametrize(
    ("question", "claim", "reader"),
    [
        ("When did the bridge open?", said(), None),
        ("When did the bridge open?", said(), Pointing("May 1911", 0.2)),
        ("When did the bridge open?", said(), Pointing("The bridge opened in May 1911")),
        ("When did the bridge open?", said(), Pointing("June")),
        ("When did the bridge open?", replace(said(), text="In May 1911 it opened."), Pointing("May 1911")),
        ("Did the bridge open in May?", said(), Pointing("May 1911")),
        ("Did the bridge open?", said(lead="Yes."), Pointing("May 1911")),
        ("Sum up what is told of the bridge", said(), Pointing("May 1911")),
        ("What was opened?", said("It opened:\n- a bridge"), Pointing("a bridge")),
    ],
)
def test_nothing_is_set_off_without_a_short_sure_answer(question: str, claim: Claim, reader: Pointing | None) -> None:
    assert emphasis(question, claim, reader) == ""


@pytest.mark.parametrize(
    ("question", "text", "words", "shown"),
    [
        ("Who opened the bridge?", "Berg opened the bridge with the mayor Ada Holm.", "Ada Holm", ""),
        ("Who opened the bridge?", "Berg opened the bridge with the mayor Ada Holm.", "Berg", "Berg"),
        ("Whom did Berg meet?", "Berg opened the bridge with the mayor Ada Holm.", "Ada Holm", "Ada Holm"),
        ("Which minister signed it?", "The Agency dated the signing to Friday.", "The Agency", ""),
        ("Who says that it was signed?", "The Agency dated the signing to Friday.", "The Agency", "The Agency"),
        ("What time did the dinner end?", "The dinner was on 4 May 2024 in Lyra.", "4 May 2024", ""),
        ("What time did the dinner end?", "The dinner ended at 9 pm on 4 May 2024.", "9 pm", "9 pm"),
        ("How much did it cost?", "The mill cost 5 million dollars, unlike the bridge.", "The mill", ""),
        ("What is the state of the talks?", "The talks with Lyra are at an early stage.", "Lyra", ""),
        ("What is the state of the talks?", "The talks with Lyra are at an early stage.", "early stage", "early stage"),
        (
            "What was it called?",
            "The pact of Lyra was called 'Lyra: A Bridge', said Berg on Monday.",
            "Lyra:",
            "Lyra: A Bridge",
        ),
    ],
)
def test_the_words_set_off_are_of_the_kind_that_is_asked_for(question: str, text: str, words: str, shown: str) -> None:
    assert emphasis(question, said(text), Pointing(words)) == shown


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("contract", 'without a <strong>contract</strong><span class="nb">.'),
        ("without", "closed <strong>without</strong> a "),
        ("The summit", "<strong>The summit</strong> closed without a "),
    ],
)
def test_the_page_shows_them_in_bold_type_and_loses_no_space(words: str, shown: str) -> None:
    answer = answered()
    text = answer.claims[0].text
    first = replace(answer.claims[0], emphasis=(text.index(words), text.index(words) + len(words)))
    exchange = Exchange(id="0" * 32, question="q", answer=replace(answer, claims=(first,)), state="done")
    assert shown in turn(exchange, Texts("en"))
