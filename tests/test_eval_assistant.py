"""Our own assistant under the evaluation, on a small corpus of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.__main__ import main
from eval.errors import EvaluationError
from eval.questions.suites import load_suite
from eval.running import matrix
from eval.running.command_run import SuiteResult
from eval.systems.assistant_system import describe_assistant, open_assistant
from knowledge.errors import EmbedderError
from knowledge.lock import IndexLock
from tests.eval_values import write_benchmark


def test_an_index_that_is_not_there_is_named_with_the_command_that_makes_it(tmp_path: Path) -> None:
    suite = load_suite(str(write_benchmark(tmp_path / "towns")))
    with pytest.raises(EvaluationError, match="assistant ingest --index"):
        describe_assistant(suite, {}, tmp_path / "nowhere")


@pytest.mark.parametrize(("name", "value"), [("min_confidence", "0.5"), ("max_question_characters", "100")])
def test_a_setting_of_the_environment_makes_another_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    suite = load_suite(str(write_benchmark(tmp_path / "towns")))
    usual, given = describe_assistant(suite, {}, None), describe_assistant(suite, {name: value}, None)
    monkeypatch.setenv(f"ASSISTANT_{name.upper()}", value)
    told = describe_assistant(suite, {}, None)
    assert told.configuration == given.configuration != usual.configuration


def test_a_key_does_not_stand_in_the_configuration(tmp_path: Path) -> None:
    suite = load_suite(str(write_benchmark(tmp_path / "towns")))
    assert "hunter2" not in str(describe_assistant(suite, {"chat_api_key": "hunter2"}, None).configuration)


def test_a_matrix_shows_no_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_benchmark(tmp_path / "towns")
    result = SuiteResult(load_suite(str(folder)), tmp_path, (), {}, {}, 0, 0)
    monkeypatch.setattr(matrix, "run_suites", lambda request: (tmp_path, [result]))
    grid = tmp_path / "grid.yaml"
    grid.write_text("axes:\n  chat_api_key: [hunter2]\n  passage_size: [300]\n", encoding="utf-8")
    assert main(["matrix", str(grid), str(folder), "--out", str(tmp_path / "out")]) == 0
    shown = capsys.readouterr().out + (tmp_path / "out/matrix.csv").read_text(encoding="utf-8")
    assert "passage_size=300" in shown
    assert "hunter2" not in shown


def test_an_index_whose_making_failed_is_let_go_of(tmp_path: Path) -> None:
    suite = load_suite(str(write_benchmark(tmp_path / "towns")))
    with pytest.raises(EmbedderError) as failed:
        open_assistant(suite, {"embedder": str(tmp_path / "no-model")}, tmp_path / "index", build=True)
    IndexLock(tmp_path / "index").release()
    assert failed  # its traceback keeps what was not let go of


@pytest.mark.slow
def test_the_assistant_answers_a_folder_with_valid_citations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_benchmark(tmp_path / "towns", 4)
    assert main(["run", "towns", "--out", "out", "--limit", "2"]) == 0
    assert '"citation_validity": 1.0' in Path("out/records.jsonl").read_text(encoding="utf-8")
