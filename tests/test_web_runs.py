"""The evaluation tab reads a run's files and draws them; what is missing or broken is left out."""

from __future__ import annotations

import json
import re
from pathlib import Path

from assistant.web.parts.evaluation import evaluation_pane
from assistant.web.parts.html import STATIC
from assistant.web.parts.runs import by_kind, coverage_curve, read_run, recall_curve
from assistant.web.parts.texts import Texts

T = Texts()


def run_in(folder: Path) -> Path:
    """A run of one suite with eight questions."""
    measure = {"mean": 0.5, "low": 0.25, "high": 0.75, "n": 8}
    metrics = {f"recall@{k}": {**measure, "mean": k / 10} for k in (10, 1, 5)} | {
        "right": measure,
        "answer_words": {"mean": 40},
    }
    (folder / "results.json").write_text(json.dumps({"visit": metrics}))
    rows = [
        {"id": f"q{n}", "question": f"Question {n}?", "answered": True, "confidence": n / 10,
         "metrics": {"right": float(n > 3), "false_refusal": 0.0}, "answer": "<b>No</b>", "error": None}
        for n in range(8)
    ]  # fmt: skip
    (folder / "records.jsonl").write_text("\n".join([*map(json.dumps, rows), "not json", "[]"]))
    return folder


def test_recall_is_in_order_of_k(tmp_path: Path) -> None:
    run = read_run(run_in(tmp_path))
    assert run is not None
    assert [(k, one.mean) for k, one in recall_curve(run.suites["visit"])] == [(1, 0.1), (5, 0.5), (10, 1.0)]


def test_accuracy_at_a_coverage_counts_the_surest_questions_first(tmp_path: Path) -> None:
    run = read_run(run_in(tmp_path))
    assert run is not None
    points = coverage_curve(run.outcomes)
    assert points[3] == (4 / 8, 4 / 4)  # the four surest are right
    assert points[7] == (8 / 8, 4 / 8)
    assert by_kind(run.outcomes) == {"answerable": (4, 8)}


def test_the_tab_shows_measures_curves_and_what_went_wrong(tmp_path: Path) -> None:
    pane = str(evaluation_pane(run_in(tmp_path), T))
    for words in ("recall@5", "0.500", "Risk and coverage", "What went wrong", "Question 0?"):
        assert words in pane
    assert "<b>No" not in pane


def test_without_a_run_the_tab_shows_the_numbers_of_the_readme() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    tables = (part.partition("\n\n")[0] for part in readme.replace("`", "").split("| suite (questions) |")[1:])
    table = [row for part in tables for row in part.splitlines()[2:]]
    shown = json.loads((STATIC / "measured.json").read_text(encoding="utf-8"))
    assert [" | ".join(row) for row in shown] == [row.strip("| ") for row in table]
    pane = evaluation_pane(None, T)
    for figure in (figure for row in shown for figure in row[1:]):
        assert f">{figure.partition(' [')[0]}<" in pane
    assert "Follow-up questions</span> (40)" in pane


def test_suites_are_called_by_what_they_ask_and_others_by_their_own_words(tmp_path: Path) -> None:
    assert not re.search(r">[a-z]+&#95;[a-z]+", evaluation_pane(None, T))
    (tmp_path / "results.json").write_text(json.dumps({"bridges_of_lyra": {"right": {"mean": 0.5, "n": 2}}}))
    assert "bridges of lyra" in evaluation_pane(tmp_path, T)


def test_without_a_run_the_tab_says_how_to_make_one(tmp_path: Path) -> None:
    assert "make eval" in evaluation_pane(None, T)
    assert "make eval" in evaluation_pane(tmp_path, T)
    (tmp_path / "results.json").write_text("{broken")
    assert "make eval" in evaluation_pane(tmp_path, T)
