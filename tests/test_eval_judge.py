"""The judge: an extra column by a chat model, its verdicts asked once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from eval.judge import judge_records
from eval.measures.metrics import Scorer
from tests.eval_values import TEXTS, question, record, span_of


def judged(answers: list[str], folder: Path) -> dict[str, Any]:
    spans = [span_of("tides", "There are two tides a day."), span_of("rocks", "Granite is hard.")]
    given = record(*spans)
    scored = given.with_metrics(Scorer(TEXTS, sentence_evidence=True).score(question(), given))
    model = GenericFakeChatModel(messages=iter([AIMessage(answer) for answer in answers]))
    return judge_records([scored, record()], model, "fake:judge", folder)


def test_the_judge_counts_supported_sentences_and_names_itself(tmp_path: Path) -> None:
    found = judged(["Yes.", "no"], tmp_path)
    assert found["judge_support"]["mean"] == 1 / 2
    assert (found["model"], found["temperature"]) == ("fake:judge", 0.0)
    assert found["agreement_with_lexical_support"] == 0.0


def test_a_verdict_is_asked_once(tmp_path: Path) -> None:
    assert judged(["yes", "yes"], tmp_path)["judge_support"]["mean"] == 1.0
    assert judged([], tmp_path)["judge_support"]["mean"] == 1.0
