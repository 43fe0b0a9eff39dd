"""Whole runs of other systems by the command line: records, resuming, comparing, the gate, the report."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from xml.etree import ElementTree

import psutil
import pytest

from eval.__main__ import main
from eval.answer_cache import AnswerCache
from eval.doctor import check_packages
from eval.files import write_jsonl
from eval.questions.question import Question
from eval.questions.suites import load_suite
from eval.record import Record
from eval.run_folder import load_run
from eval.running.command_run import RunRequest, run_suite
from eval.running.run import RunOptions, read_finished
from eval.system import SystemSpec
from eval.systems.reference_search import search_rows
from tests.eval_systems import ASKED, KILL_AFTER, Holding, towers
from tests.eval_values import write_benchmark
from tests.fakes import WordHashEmbedder

RECORD_FIELDS = ["id", "question", "standalone_question", "answered", "answer", "confidence", "citations", "ranking"]
RECORD_FIELDS += ["latency_ms", "metrics", "error"]
CITATION_FIELDS = ["number", "quote", "document", "start", "end", "sources"]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_benchmark(tmp_path / "towns")


def run(out: str, *more: str, system: str = "towers") -> int:
    return main(["run", "towns", "--out", out, "--system", f"tests.eval_systems:{system}", *more])


def records(out: str) -> dict[str, dict[str, object]]:
    rows = [json.loads(line) for line in Path(out, "records.jsonl").read_text(encoding="utf-8").splitlines()]
    return {row["id"]: row for row in rows}


def results(out: str, suite: str = "towns") -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = json.loads(Path(out, "results.json").read_text(encoding="utf-8"))[suite]
    return found


def test_a_run_leaves_a_record_with_every_promised_field_for_each_question() -> None:
    assert run("out") == 0
    rows = records("out")
    assert list(rows) == [f"q{i}" for i in range(12)]
    assert set(RECORD_FIELDS) <= set(rows["q1"])
    (citation,) = rows["q1"]["citations"]  # type: ignore[misc]
    assert set(CITATION_FIELDS) <= set(citation)
    assert rows["q1"]["ranking"] == ["d1"]
    assert rows["q0"]["answered"] is False


def test_a_good_system_scores_one_and_results_have_their_promised_fields() -> None:
    run("out")
    found = results("out")
    for name in ("answer_recall", "evidence_f1", "citation_validity", "refusal_recall", "auroc", "right", "nDCG@10"):
        assert found[name]["mean"] == pytest.approx(1.0, abs=1e-6)
        assert set(found[name]) >= {"mean", "low", "high", "n"}


def test_two_runs_give_the_same_results_byte_for_byte() -> None:
    run("one")
    run("two", "--workers", "3")
    assert Path("one/results.json").read_bytes() == Path("two/results.json").read_bytes()
    assert Path("one/references.json").read_bytes() == Path("two/references.json").read_bytes()


def test_the_table_ends_on_stdout_and_progress_does_not(capsys: pytest.CaptureFixture[str]) -> None:
    run("out")
    said = capsys.readouterr()
    assert "answer_recall" in said.out
    assert "always refuse" in said.out
    assert "[" in said.out
    assert "left" not in said.out


def test_a_run_writes_files_for_other_tools() -> None:
    run("out")
    suites = ElementTree.parse("out/junit.xml").getroot()
    assert suites[0].get("tests") == "12"
    assert suites[0].get("failures") == "0"
    assert Path("out/run.trec").read_text(encoding="utf-8").splitlines()[0].split()[:4] == ["q1", "Q0", "d1", "1"]
    answer = json.loads(Path("out/answers.jsonl").read_text(encoding="utf-8").splitlines()[1])
    assert set(answer) == {"id", "answer", "answered", "citations"}
    assert "| towns |" in Path("out/summary.md").read_text(encoding="utf-8")
    assert json.loads(Path("out/timings.json").read_text(encoding="utf-8"))["towns"]["latency_ms"]


def test_a_run_that_was_killed_goes_on_without_asking_twice(tmp_path: Path) -> None:
    asked = tmp_path / "asked.txt"
    root = Path(__file__).parents[1]
    environment = {**os.environ, ASKED: str(asked), KILL_AFTER: "5", "PYTHONPATH": str(root)}
    command = [sys.executable, "-m", "eval", "run", "towns", "--out", "killed", "--system", "tests.eval_systems:towers"]
    killed = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert killed.returncode < 0
    with Path("killed/records.jsonl").open("a", encoding="utf-8") as handle:
        handle.write('{"id": "q9", "question": "cut off in the mid')
    environment[KILL_AFTER] = "0"
    again = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert again.returncode == 0, again.stderr
    counted = Counter(asked.read_text(encoding="utf-8").splitlines())
    assert len(counted) == 12
    assert max(counted.values()) <= 2  # the one that was being asked when the kill came
    assert sum(counted.values()) == 12 + 1
    run("unbroken")
    assert Path("killed/results.json").read_bytes() == Path("unbroken/results.json").read_bytes()


def test_the_same_command_again_asks_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    run("out")
    before = Path("out/records.jsonl").read_bytes()
    monkeypatch.setenv(ASKED, str(tmp_path / "asked.txt"))
    run("out")
    assert not (tmp_path / "asked.txt").exists()
    assert Path("out/records.jsonl").read_bytes() == before


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\u0085"])
def test_a_record_whose_words_hold_a_separator_of_lines_is_kept(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "records.jsonl"
    rows = [
        Record("q1", f"Which{separator}tower?", answer=f"This{separator}one.").to_row(),
        Record("q2", "Why?").to_row(),
    ]
    write_jsonl(path, rows)
    whole = path.read_bytes()
    with path.open("ab") as handle:
        handle.write(b'{"id": "q3", "question": "cut off in the mid')
    found = read_finished(path)
    assert [record.to_row() for record in found.values()] == rows
    assert path.read_bytes() == whole


def test_an_answer_is_remembered_whatever_separators_its_words_hold(tmp_path: Path) -> None:
    question = Question("q1", "Which tower?")
    record = Record("q1", "Which tower?", answer="This\u2028one.")
    AnswerCache.open({}, tmp_path).keep(question, record)
    assert AnswerCache.open({}, tmp_path).find(question) == record


def test_a_failure_scores_zero_is_listed_and_can_be_retried(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("out", system="failing") == 0
    assert records("out")["q1"]["error"] == "RuntimeError: out of ink"
    assert "Failed: q1: RuntimeError: out of ink" in capsys.readouterr().out
    assert results("out")["answer_recall"]["mean"] == pytest.approx(7 / 8, abs=1e-6)
    assert run("out", "--retry-errors", system="failing") == 0
    assert records("out")["q1"]["error"] == "RuntimeError: out of ink"


def test_a_run_of_another_system_in_the_same_folder_is_put_aside() -> None:
    run("out", system="shifted")
    run("out")
    assert results("out")["citation_validity"]["mean"] == 1.0
    assert len(list(Path("out/previous").glob("*/records.jsonl"))) == 1


def test_a_run_of_fewer_questions_in_the_same_folder_loses_no_answer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run("out")
    monkeypatch.setenv(ASKED, str(tmp_path / "asked.txt"))
    run("out", "--limit", "2")
    run("out", "--ids", "q0")
    assert not Path("asked.txt").exists()
    assert list(records("out")) == ["q0"]
    kept = {folder.name: len(records(str(folder))) for folder in sorted(Path("out/previous").iterdir())}
    assert list(kept.values()) == [12, 2]
    whole = Path("out/previous", next(iter(kept)))
    assert main(["gate", str(whole), "--baseline", "base.json", "--update"]) == 0  # a finished run as before


def test_a_run_of_several_suites_takes_no_older_run_of_one_along(tmp_path: Path) -> None:
    write_benchmark(tmp_path / "villages", n=5)
    run("out")
    assert main(["run", "towns", "villages", "--out", "out", "--system", "tests.eval_systems:plain"]) == 0
    assert not Path("out/records.jsonl").exists()
    assert [suite.suite for suite in load_run(Path("out"))] == ["towns", "villages"]


def test_shifted_spans_are_caught_by_validity_and_by_the_gate(capsys: pytest.CaptureFixture[str]) -> None:
    run("good")
    run("bad", system="shifted")
    assert results("bad")["citation_validity"]["mean"] == 0.0
    assert main(["gate", "good", "--baseline", "base.json", "--update"]) == 0
    assert main(["gate", "good", "--baseline", "base.json"]) == 0
    assert main(["gate", "good", "--baseline", "base.json", "--strict"]) == 2
    assert main(["gate", "bad", "--baseline", "base.json"]) == 1
    assert "FAIL towns citation_validity" in capsys.readouterr().out


@pytest.mark.parametrize("update", [[], ["--update"]])
def test_a_folder_as_baseline_is_told_from_a_missing_file(
    update: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    run("good")
    assert main(["gate", "good", "--baseline", "good", *update]) == 1
    assert "--baseline takes a file, and good is a folder." in capsys.readouterr().err
    assert main(["gate", "good", "--baseline", "missing.json"]) == 1
    assert "There is no baseline missing.json." in capsys.readouterr().err


def test_a_plain_text_system_runs_under_the_same_command(capsys: pytest.CaptureFixture[str]) -> None:
    run("good")
    assert run("plain", system="plain") == 0
    assert results("plain")["refusal_recall"]["mean"] == 0.0
    capsys.readouterr()
    assert main(["compare", "plain", "good"]) == 0
    said = capsys.readouterr().out
    assert "better" in said
    assert "McNemar" not in said


def test_determinism_is_checked_by_asking_twice(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("out", "--check-determinism") == 0
    assert "12 answers, all the same" in capsys.readouterr().out


def test_a_suite_may_be_named_for_what_differs(capsys: pytest.CaptureFixture[str]) -> None:
    Path("towns").rename("towns-that-differ")
    system = ["--system", "tests.eval_systems:towers", "--check-determinism"]
    assert main(["run", "towns-that-differ", "--out", "out", *system]) == 0
    assert "all the same" in capsys.readouterr().out


def test_a_dry_run_asks_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("out", "--dry-run", "--limit", "5") == 0
    assert "5 questions" in capsys.readouterr().out
    assert not (tmp_path / "out").exists()


def test_searching_alone_measures_the_ranking_and_nothing_else() -> None:
    assert run("found", "--retrieval-only", "--no-references") == 0
    assert results("found")["recall@1"]["mean"] == 1.0
    assert not {"answered", "right", "refusal_recall"} & set(results("found"))
    assert {row["answer"] for row in records("found").values()} == {""}
    before = Path("found/results.json").read_bytes()
    assert main(["rescore", "found"]) == 0
    assert Path("found/results.json").read_bytes() == before
    run("found", "--no-references")
    assert results("found")["answer_recall"]["mean"] == 1.0
    assert len(list(Path("found/previous").glob("*/records.jsonl"))) == 1


def test_reference_rankings_are_bm25_and_plain_chroma() -> None:
    suite = replace(load_suite("towns"), retrieval_only=True)
    rows = search_rows(suite, suite.texts(), WordHashEmbedder())
    assert set(rows) == {"bm25", "plain chroma"}
    assert rows["bm25"]["recall@1"].mean == 1.0
    assert rows["plain chroma"]["recall@10"].n == 8
    assert 0 < rows["plain chroma"]["recall@10"].mean <= 1


def test_rescoring_gives_the_same_results_again() -> None:
    run("out")
    before = Path("out/results.json").read_bytes()
    Path("out/results.json").unlink()
    assert main(["rescore", "out"]) == 0
    assert Path("out/results.json").read_bytes() == before


def test_rescoring_a_run_without_reference_rows_makes_none() -> None:
    run("out", "--no-references")
    assert main(["rescore", "out"]) == 0
    assert json.loads(Path("out/references.json").read_text(encoding="utf-8")) == {"towns": {}}
    assert main(["rescore", "out", "--references"]) == 0
    assert "oracle" in json.loads(Path("out/references.json").read_text(encoding="utf-8"))["towns"]


def test_several_suites_have_a_folder_each(tmp_path: Path) -> None:
    write_benchmark(tmp_path / "villages", 6)
    assert main(["run", "towns", "villages", "--out", "both", "--system", "tests.eval_systems:towers"]) == 0
    assert len(Path("both/villages/records.jsonl").read_text(encoding="utf-8").splitlines()) == 6
    assert set(json.loads(Path("both/results.json").read_text(encoding="utf-8"))) == {"towns", "villages"}
    assert "| villages (6) | 1.000 [1.000, 1.000] |" in Path("both/summary.md").read_text(encoding="utf-8")


def test_suites_run_at_once_give_what_they_give_one_by_one(tmp_path: Path) -> None:
    write_benchmark(tmp_path / "villages", 6)
    command = ["run", "towns", "villages", "--system", "tests.eval_systems:towers", "--out"]
    assert main([*command, "apart"]) == 0
    assert main([*command, "at-once", "--workers", "2"]) == 0
    for name in ("results.json", "references.json", "summary.md", "junit.xml"):
        assert Path("apart", name).read_bytes() == Path("at-once", name).read_bytes(), name
    stages = json.loads(Path("at-once/timings.json").read_text(encoding="utf-8"))["villages"]["processor_seconds"]
    assert set(stages) == {"opening", "asking", "measuring"}


def test_suites_that_run_at_once_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    write_benchmark(tmp_path / "villages", 6)
    asked = tmp_path / "asked.txt"
    root = Path(__file__).parents[1]
    environment = {**os.environ, ASKED: str(asked), "PYTHONPATH": str(root)}
    command = [sys.executable, "-m", "eval", "run", "towns", "villages", "--workers", "2", "--out", "out"]
    command += ["--timeout", "0", "--system", "tests.eval_systems:waiting"]
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    wait_until(lambda: asked.is_file() and len(asked.read_text(encoding="utf-8").splitlines()) == 2)
    children = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.wait()
    _, alive = psutil.wait_procs(children, timeout=60)
    assert not alive


def wait_until(holds: Callable[[], bool], seconds: float = 120.0) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it did not come to that"
        time.sleep(0.05)


def test_broken_input_exits_one_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("towns/questions.jsonl").write_text("{broken\n", encoding="utf-8")
    assert run("out") == 1
    said = capsys.readouterr()
    assert "questions.jsonl:1" in said.err
    assert said.out == ""
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["explain", "recal@5"], "Did you mean recall@5"),
        (["run", "nowhere"], "There is no suite 'nowhere'"),
        (["run", "towns", "--system", "tests.eval_systems:nothing"], "cannot be imported"),
        (["run", "towns", "--set", "nonsense"], "Write it as KEY=VALUE"),
        (["run", "towns", "--set", "passage_sise=3"], "Did you mean passage_size"),
        (["report", "nowhere"], "holds no run"),
        (["run", "towns", "--limit", "0"], "--limit and --workers must be at least 1"),
    ],
)
def test_what_a_person_can_put_right_exits_one_with_advice(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    assert said in capsys.readouterr().err


def test_the_leaderboard_shares_ranks_where_nothing_is_measurable(capsys: pytest.CaptureFixture[str]) -> None:
    run("runs/a")
    run("runs/b", "--workers", "2")
    run("runs/c", system="plain")
    capsys.readouterr()
    assert main(["leaderboard", "runs", "--json"]) == 0
    (table,) = json.loads(capsys.readouterr().out)
    assert [place["rank"] for place in table["places"]] == [1, 1, 3]


def test_a_run_that_was_stopped_is_neither_ranked_nor_passed(capsys: pytest.CaptureFixture[str]) -> None:
    run("runs/a")
    run("runs/b")
    main(["gate", "runs/a", "--baseline", "base.json", "--update"])
    Path("runs/b/answers.jsonl").unlink()  # the last file that a run writes
    records = Path("runs/b/records.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    Path("runs/b/records.jsonl").write_text("".join(records[:2]), encoding="utf-8")
    assert main(["rescore", "runs/b"]) == 0
    capsys.readouterr()
    assert main(["leaderboard", "runs", "--json"]) == 0
    (table,) = json.loads(capsys.readouterr().out)
    assert [place["run"] for place in table["places"]] == [str(Path("runs/a"))]
    assert main(["gate", "runs/b", "--baseline", "base.json"]) == 1
    assert "runs/b is not finished" in capsys.readouterr().err
    run("runs/b")
    assert main(["gate", "runs/b", "--baseline", "base.json"]) == 0


def test_a_run_that_is_killed_on_its_way_to_more_questions_is_not_finished() -> None:
    run("runs/a", "--limit", "1")
    assert Path("runs/a/answers.jsonl").is_file()
    command = [sys.executable, "-m", "eval", "run", "towns", "--out", "runs/a", "--system", "tests.eval_systems:towers"]
    environment = {**os.environ, KILL_AFTER: "3", "PYTHONPATH": str(Path(__file__).parents[1])}
    environment[ASKED] = str(Path("asked.txt").resolve())
    assert subprocess.run(command, env=environment, capture_output=True, check=False).returncode < 0
    assert len(records("runs/a")) > 1
    assert not Path("runs/a/answers.jsonl").exists()


def test_a_bundled_suite_with_documents_of_its_own_can_be_measured_again_and_reported() -> None:
    system = "tests.eval_systems:plain"
    assert main(["run", "router_docs", "--out", "out", "--system", system, "--limit", "2", "--no-references"]) == 0
    before = Path("out/results.json").read_bytes()
    assert main(["rescore", "out"]) == 0
    assert Path("out/results.json").read_bytes() == before
    assert main(["report", "out"]) == 0


def test_the_gate_says_how_many_questions_were_not_asked(capsys: pytest.CaptureFixture[str]) -> None:
    run("all")
    main(["gate", "all", "--baseline", "base.json", "--update"])
    run("some", "--limit", "1")
    capsys.readouterr()
    assert main(["gate", "some", "--baseline", "base.json"]) == 0
    assert "questions of the baseline were not asked" in capsys.readouterr().out
    main(["gate", "all", "--baseline", "base.json"])
    assert "not asked" not in capsys.readouterr().out


def test_a_matrix_runs_every_cell(capsys: pytest.CaptureFixture[str]) -> None:
    Path("grid.yaml").write_text(
        "axes:\n  system: [tests.eval_systems:towers, tests.eval_systems:plain, tests.eval_systems:failing]\n"
        "exclude:\n  - system: tests.eval_systems:failing\n",
        encoding="utf-8",
    )
    assert main(["matrix", "grid.yaml", "towns", "--out", "grid"]) == 0
    assert len(Path("grid/matrix.csv").read_text(encoding="utf-8").splitlines()) == 1 + 2
    assert "tests.eval_systems:plain" in capsys.readouterr().out


def test_the_report_is_one_small_file_that_loads_nothing_from_elsewhere() -> None:
    run("before", system="failing")
    run("out")
    assert main(["report", "out", "--against", "before"]) == 0
    page = Path("out/report.html").read_text(encoding="utf-8")
    assert len(page.encode()) < 3_000_000
    assert not re.search(r"""(?:src|href)=["'](?!data:)""", page)
    entries = json.loads(page.split('id="data">')[1].split("</script>")[0])
    assert {entry["id"]: entry.get("change") for entry in entries}["q1"] == "fixed"
    marks = [mark for excerpt in entries[1]["excerpts"] for mark, _ in excerpt["parts"]]
    assert "cg" in marks


def test_words_of_a_document_cannot_break_out_of_the_report() -> None:
    rows = [json.loads(line) for line in Path("towns/questions.jsonl").read_text(encoding="utf-8").splitlines()]
    rows[0]["question"] = "Who painted </script><script>alert(1)</script> town0?"
    Path("towns/questions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    run("out")
    main(["report", "out"])
    assert "<script>alert" not in Path("out/report.html").read_text(encoding="utf-8")


def test_an_http_address_runs_under_the_same_command() -> None:
    busy_with: set[str] = set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if asked["question"] not in busy_with:  # every question has to come twice
                busy_with.add(asked["question"])
                self.send_response(429)
                self.send_header("Retry-After", "0")
                self.end_headers()
                return
            body = json.dumps({"answer": "", "answered": False, "question": asked["question"]}).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/v1/ask"
    assert main(["run", "towns", "--out", "out", "--system", address]) == 0
    server.shutdown()
    assert results("out")["refusal_recall"]["mean"] == 1.0
    assert results("out")["false_refusal"]["mean"] == 1.0


def test_a_langchain_runnable_runs_under_the_same_command() -> None:
    assert run("out", system="chain") == 0
    assert results("out")["answer_recall"]["mean"] == 1.0
    assert results("out")["citation_validity"]["mean"] == 1.0


def test_a_question_that_takes_too_long_is_an_error_of_its_own() -> None:
    run("out", "--timeout", "0.05", "--limit", "2", system="slow")
    assert {row["error"] for row in records("out").values()} == {"TimeoutError: no answer within 0.05 s"}


def test_a_run_whose_every_question_failed_exits_one_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    assert run("out", "--ids", "q1", system="failing") == 1
    assert "towns: every question failed; the first: RuntimeError: out of ink" in caplog.text
    assert run("out2", "--ids", "q1,q2", system="failing") == 0


def test_gold_that_a_system_does_not_hold_is_told_and_counts_as_not_found(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    suite = load_suite("towns")
    held = [document for document in suite.documents() if document.metadata["id"] != "d1"]
    request = RunRequest(["towns"], options=RunOptions(quiet=True))
    spec = SystemSpec("holding", {}, lambda: Holding("holding", towers(held), held), cacheable=False, own_texts=True)
    finished, _ = run_suite(suite, spec, tmp_path / "out", request)
    by_id = {record.id: record for record in finished.records}
    assert not [record.error for record in finished.records if record.error]
    assert by_id["q1"].metrics["nugget_recall"] == 0
    assert by_id["q2"].metrics["nugget_recall"] == 1
    assert "towns: 1 of 8 gold documents are not in the index, such as 'd1'" in caplog.text
    assert "oracle" not in finished.references
    assert "whole top document" in finished.references


def test_doctor_finds_packages_that_are_missing_or_too_old() -> None:
    found = check_packages(["numpy>=1.26", "numpy>=99", "no-such-package", 'no-such-extra; extra == "dev"'])
    assert [(finding.what, finding.well) for finding in found] == [
        ("package numpy", True),
        ("package numpy", False),
        ("package no-such-package", False),
    ]
    assert found[1].advice == "Install it: pip install 'numpy>=99'"


def test_doctor_and_lists_work(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "list", "."]) == 0
    assert main(["explain"]) == 0
    said = capsys.readouterr().out
    assert "visit_attacks" in said
    assert "answer_recall@1" in said
