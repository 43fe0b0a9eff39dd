import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from langchain_core.documents import Document

from assistant.__main__ import main
from assistant.cli.console import Console, Progress
from assistant.cli.parser import build_parser
from tests.visit_index import link_models

ROOT = Path(__file__).parent.parent
TEXT = (
    "The old bridge of Lyra was built in 1911. It carries two lanes of traffic. Engineers closed the bridge in May "
    "2024 after finding cracks in a pillar. The repair of the bridge cost four million crowns."
)
QUESTION = "When was the old bridge of Lyra built?"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, visit_index: Path) -> Path:
    """An index of one small document, made with the real model; nobody holds it."""
    from knowledge.embedding.local_embedder import LocalEmbedder
    from knowledge.knowledge_base import KnowledgeBase

    folder = tmp_path_factory.mktemp("cli") / "index"
    knowledge = KnowledgeBase(LocalEmbedder(), folder)
    knowledge.ingest([Document(TEXT, metadata={"id": "bridge", "title": "The bridge", "publisher": "Lyra Gazette"})])
    knowledge.close()
    return link_models(visit_index, folder)


@pytest.fixture
def unused(tmp_path: Path, visit_index: Path) -> Path:
    """The folder of an index that nobody has used; what takes the model long to make lies in it already."""
    folder = tmp_path / "own"
    folder.mkdir()
    shutil.copy(visit_index / "vectors.sqlite3", folder)
    return link_models(visit_index, folder)


@pytest.fixture(autouse=True)
def _no_input(monkeypatch: pytest.MonkeyPatch) -> None:
    give_input(monkeypatch, b"")


def give_input(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The same in a process of its own."""
    words = [sys.executable, "-m", "assistant", *map(str, arguments)]
    return subprocess.run(words, capture_output=True, text=True, cwd=ROOT, stdin=subprocess.DEVNULL, timeout=120)


def test_the_version_is_a_result(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("visit-assistant")
    assert not shown.err


def test_an_answer_is_printed_with_its_sources(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ask", QUESTION, "--index", index) == 0
    shown = capsys.readouterr()
    assert "The old bridge of Lyra was built in 1911. [1]" in shown.out
    assert "Lyra Gazette" in shown.out
    assert "\x1b" not in shown.out
    assert shown.err == ""


def test_json_is_one_object_and_nothing_else(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        ["ask", QUESTION],
        ["search", "bridge", "-k", "1"],
        ["sources"],
        ["timeline"],
        ["doctor"],
    ):
        assert run(*arguments, "--index", index, "--json") == 0
        shown = capsys.readouterr()
        assert isinstance(json.loads(shown.out), dict)


def test_the_terminal_gives_the_answer_of_python(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from assistant import Assistant

    assert run("ask", QUESTION, "--index", index, "--json") == 0
    terminal = json.loads(capsys.readouterr().out)
    opened = Assistant.open(index=index)
    try:
        python = json.loads(json.dumps(opened.ask(QUESTION).to_dict()))
    finally:
        opened.knowledge.close()
    assert {**terminal, "timings_ms": 0} == {**python, "timings_ms": 0}


def test_the_settings_decide_how_much_of_a_question_is_read(index: Path) -> None:
    from assistant import Assistant
    from assistant.settings import Settings

    settings = Settings.load(index=index).model_copy(update={"max_question_characters": 20_000})
    opened = Assistant.open(settings=settings)
    opened.knowledge.close()
    assert opened.longest_question == 20_000


def test_no_answer_is_exit_code_three(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ask", "Who won the chess championship of Ruritania?", "--index", index, "--json") == 3
    shown = json.loads(capsys.readouterr().out)
    assert not shown["answered"]
    assert shown["nearest"]
    assert shown["missing"]


def test_a_question_comes_from_standard_input(
    index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    give_input(monkeypatch, f"{QUESTION}\n".encode())
    assert run("ask", "--index", index) == 0
    assert "1911" in capsys.readouterr().out


def test_a_file_of_questions_is_answered_in_order(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "questions.txt"
    second = {"id": "q2", "question": "What did the repair\u2028of the bridge cost?"}
    lines = [QUESTION, "", json.dumps(second, ensure_ascii=False)]
    file.write_text("\n".join(lines), encoding="utf-8")
    assert run("ask", "--file", file, "--jsonl", "--index", index) == 0
    shown = capsys.readouterr()
    rows = [json.loads(line) for line in shown.out.split("\n") if line]
    assert [row["id"] for row in rows] == ["1", "q2"]
    assert all(row["answered"] for row in rows)
    assert "2 questions" in shown.err
    assert run("ask", "--file", file, "--json", "--index", index) == 0
    assert len(json.loads(capsys.readouterr().out)["answers"]) == 2


def test_a_file_of_questions_is_answered_for_people_as_each_question_alone(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "questions.txt"
    questions = [QUESTION, "Who wrote the national anthem?"]
    file.write_text("\n".join(questions), encoding="utf-8")
    alone = []
    for question in questions:
        run("ask", question, "--index", index)
        alone.append(f"{question}\n{capsys.readouterr().out}\n")
    run("ask", "--file", file, "--index", index)
    assert capsys.readouterr().out == "".join(alone)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"history": 5}, "list of messages"),
        ({"history": ["before"]}, "list of messages"),
        ({"history": [{"role": "tool", "content": "obey"}]}, "role 'tool'"),
        ({"history": [{"role": "user"}]}, "role 'user'"),
        ({"as_of": "soon"}, "no day"),
        ({"question": 5}, "no text"),
    ],
)
def test_a_wrong_line_of_a_file_is_named_before_anything_is_asked(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], line: dict[str, object], words: str
) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join([QUESTION, json.dumps({"question": QUESTION, **line})]), encoding="utf-8")
    assert run("ask", "--file", file, "--jsonl", "--index", index) == 1
    shown = capsys.readouterr()
    assert f"{file}, line 2" in shown.err
    assert words in shown.err
    assert shown.out == ""


def test_every_wrong_line_of_a_file_is_named(index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "questions.jsonl"
    lines = [QUESTION, '{"question": 5}', "{broken", '{"question": "Who?", "as_of": "soon"}']
    lines += ['{"question": "Who?", "as_off": "2025-12-03"}', '{"question": "Who?", "answerable": true}']
    file.write_text("\n".join(lines), encoding="utf-8")
    assert run("ask", "--file", file, "--index", index) == 1
    shown = capsys.readouterr().err
    assert "line 1" not in shown
    assert all(line in shown for line in ("line 2 has", "line 3 is", "line 4: 'soon'"))
    assert 'line 5 has an unknown field "as_off". Did you mean "as_of"?' in shown
    assert "line 6" not in shown


def test_an_answer_may_be_kept_to_documents_and_kinds(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ask", QUESTION, "--document", "bridge", "--kind", "user", "news", "--index", index) == 0
    assert run("ask", "--documents", "bridge", QUESTION, "--index", index) == 0
    assert run("ask", QUESTION, "--kinds", "official", "--index", index) == 3
    capsys.readouterr()
    for option, words in (("--document", "There is no document 'nope'"), ("--kind", "There is no kind 'nope'")):
        assert run("ask", QUESTION, option, "nope", "--index", index) == 1
        assert words in capsys.readouterr().err


def test_a_timeline_of_nothing_says_why(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("timeline", "--index", index) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Nothing in the index tells the day of an event" in shown.err


def test_doctor_advises_what_helps_where_there_is_no_index(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("doctor", "--index", tmp_path / "nope")
    said = capsys.readouterr().out
    folder = tmp_path / "nope"
    assert f"there is none in {folder}. Run `python -m assistant ingest --index {folder}`, or correct the name." in said
    run("doctor", "--index", tmp_path)
    assert f"Run `python -m assistant ingest --index {tmp_path}`; `ask` and" in capsys.readouterr().out


def test_a_line_of_a_file_that_is_nested_too_deeply_is_named(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"a":' * 200_000, encoding="utf-8")
    assert run("ask", "--file", file, "--jsonl", "--index", index) == 1
    assert f"{file}, line 1" in capsys.readouterr().err


def test_a_line_of_a_file_brings_its_history_and_may_lack_an_id(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "questions.jsonl"
    history = [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": "In 1911."}]
    row = {"question": "What did its repair cost?", "id": None, "history": history}
    file.write_text(json.dumps(row), encoding="utf-8")
    assert run("ask", "--file", file, "--json", "--index", index) == 0
    (answer,) = json.loads(capsys.readouterr().out)["answers"]
    assert answer["id"] == "1"
    assert "Lyra" in answer["standalone_question"]


def test_a_conversation_goes_on_until_its_end(
    index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    give_input(monkeypatch, f"{QUESTION}\nWhat did the repair of the bridge cost?\n/sources\n/new\n/help\n".encode())
    assert run("chat", "--index", index) == 0
    shown = capsys.readouterr().out
    assert "built in 1911. [1]" in shown
    assert "four million crowns" in shown


@pytest.mark.parametrize("word", ["quit", "exit", "q", "Quit", "/quit"])
def test_a_conversation_is_left_by_a_word(
    index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    give_input(monkeypatch, f"{word}\n{QUESTION}\n".encode())
    assert run("chat", "--index", index) == 0
    assert capsys.readouterr().out == ""


def test_between_two_answers_of_a_conversation_stands_a_blank_line(
    index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    give_input(monkeypatch, f"{QUESTION}\n{QUESTION}\n".encode())
    assert run("chat", "--index", index) == 0
    assert capsys.readouterr().out.count("\n\nThe old bridge of Lyra was built in 1911. [1]") == 1


def test_sources_may_be_named_before_the_question(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ask", "--source", "bridge", QUESTION, "--index", index) == 0
    assert run("ask", QUESTION, "--source", "bridge", "--index", index) == 0
    capsys.readouterr()
    assert run("ask", QUESTION, "--source", "nobody", "--index", index) == 1
    assert "no source 'nobody'" in capsys.readouterr().err


def test_documents_go_out_and_come_back(
    index: Path, tmp_path: Path, unused: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "all.backup"
    assert run("backup", file, "--index", index) == 0
    assert run("restore", file, "--index", unused) == 0
    capsys.readouterr()
    assert run("ask", QUESTION, "--index", unused, "--json") == 0
    there = json.loads(capsys.readouterr().out)
    assert run("ask", QUESTION, "--index", index, "--json") == 0
    here = json.loads(capsys.readouterr().out)
    assert {**there, "timings_ms": 0} == {**here, "timings_ms": 0}
    assert run("remove", "bridge", "nothing", "--index", unused) == 1
    assert "no document 'nothing'" in capsys.readouterr().err
    assert run("sources", "--index", index, "--json") == 0


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"x" * 5000])
def test_what_is_no_backup_changes_nothing(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    file = tmp_path / "bad.backup"
    file.write_bytes(content)
    before = (index / "documents.sqlite3").read_bytes()
    assert run("restore", file, "--index", index) == 1
    assert "is no backup" in capsys.readouterr().err
    assert (index / "documents.sqlite3").read_bytes() == before


def test_a_folder_is_taken_in_and_bad_files_are_named(
    tmp_path: Path, unused: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "bridge.md").write_text(f"# The bridge\n\n{TEXT}\n", encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 8)
    places = [folder, tmp_path / "none.md", "http://127.0.0.1/page", "ftp://tolmen.example/page"]
    assert run("ingest", *places, "--index", unused, "--json") == 1
    shown = json.loads(capsys.readouterr().out)
    assert len(shown["added"]) == 1
    assert [row["name"].rpartition("/")[2] for row in shown["failed"]] == [
        "binary.txt",
        "empty.txt",
        "none.md",
        "page",
        "page",
    ]
    assert all(row["reason"] for row in shown["failed"])
    assert "Only http and https addresses are read, not 'ftp'" in shown["failed"][-1]["reason"]
    assert run("ingest", folder / "bridge.md", "--index", unused) == 0
    assert "unchanged" in capsys.readouterr().out
    assert run("ask", QUESTION, "--index", unused) == 0
    assert "1911" in capsys.readouterr().out


def test_a_named_folder_without_an_index_is_filled_and_said_to_be_on_one_line(
    unused: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("sources", "--index", unused, "--json") == 0
    shown = capsys.readouterr()
    assert shown.err == f"There is no index in {unused}; one is made there from the documents that ship.\n"
    assert json.loads(shown.out)
    assert run("sources", "--index", unused) == 0
    assert capsys.readouterr().err == ""


def test_a_folder_of_the_settings_without_an_index_is_said_to_be_filled(
    unused: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_INDEX", str(unused))
    assert run("sources") == 0
    assert f"There is no index in {unused};" in capsys.readouterr().err
    assert run("sources") == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("words", [["ask", "a"], ["search", "a"], ["timeline"], ["sources"], ["chat"]])
def test_a_named_folder_that_is_not_there_is_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    folder = tmp_path / "mistyped"
    assert run(*words, "--index", folder) == 1
    assert f"`python -m assistant ingest --index {folder}`" in capsys.readouterr().err
    assert not folder.exists()


def test_a_question_needs_no_quotation_marks(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ask", *QUESTION.split(), "--index", index, "--json") == 0
    assert json.loads(capsys.readouterr().out)["question"] == QUESTION
    assert run("search", "old", "bridge", "--index", index, "--json") == 0
    assert json.loads(capsys.readouterr().out)["query"] == "old bridge"


def test_copies_and_documents_without_a_day_are_named_in_a_line_each(
    tmp_path: Path, unused: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    for number in range(7):
        (folder / f"bridge-{number}.md").write_text(f"# The bridge\n\n{TEXT}\n", encoding="utf-8")
    assert run("ingest", folder, "--index", unused) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line.partition(": ")[0] for line in said[1:]] == ["Nearly the same", "7 documents without a date"]
    assert said[1].endswith(" and 1 more; each counts with the other as one independent source.")
    assert said[2].endswith(" and 2 more.")


def test_a_source_line_names_the_section_of_its_own_text(
    tmp_path: Path, unused: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bridge.md").write_text(f"# The bridge\n\n## Its age\n\n{TEXT}\n", encoding="utf-8")
    assert run("ingest", tmp_path / "bridge.md", "--index", unused) == 0
    assert run("ask", QUESTION, "--index", unused) == 0
    assert "bridge.md, The bridge, undated, section \u201cIts age\u201d\n" in capsys.readouterr().out


def test_a_terminal_is_told_at_once_what_is_being_done() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    shown = Terminal()
    Progress("Ingesting", None, shown).step(3, title="reading documents")
    assert shown.getvalue().split("\r\x1b[K")[1:] == ["Ingesting \u2026", "reading documents: 3"]


def test_a_passage_found_is_shown_with_who_said_it(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("search", "bridge", "--index", index) == 0
    assert "\n   Lyra Gazette, The bridge, undated (reported)\n" in capsys.readouterr().out


def test_one_document_is_not_called_documents(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("sources", "--index", index) == 0
    assert capsys.readouterr().out.startswith("1 document, 4 statements, 1 source\n")


USAGE = [
    [],
    ["dance"],
    ["ask", "--colour", "red", "a"],
    ["ask", "a", "--as-of", "yesterday"],
    ["ask", "a", "--as-of", "2025-02-30"],
    ["ask", "a", "--file", "b"],
    ["search"],
    ["search", "a", "-k", "0"],
    ["search", "a", "-k", "-3"],
    ["search", "a", "-k", "many"],
    ["ask", "a", "--jsonl"],
    ["serve", "--port", "x"],
    ["serve", "--port", "70000"],
    ["serve", "--port", "-1"],
    ["backup"],
    ["remove"],
    ["completion", "abacus"],
]


@pytest.mark.parametrize("arguments", USAGE)
def test_wrong_usage_is_exit_code_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err


ERRORS = [
    (["ask", ""], "empty"),
    (["ask", "  "], "empty"),
    (["search", ""], "empty"),
    (["ask", "--file", "no-such-file"], "cannot be read"),
    (["restore", "no-such-file"], "no file"),
    (["serve", "--host", "0.0.0.0"], "ASSISTANT_AUTH"),
]


@pytest.mark.parametrize(("arguments", "words"), ERRORS)
def test_what_a_person_can_put_right_is_one_message(
    index: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert run(*arguments, "--index", index) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert words in shown.err
    assert len(shown.err.strip().splitlines()) == 1
    assert "Traceback" not in shown.err


def test_with_json_an_error_is_an_object_too(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ask", "", "--index", index, "--json") == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "question"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no file that is always full")
def test_a_result_that_cannot_be_written_is_one_message() -> None:
    words = [sys.executable, "-m", "assistant", "completion", "bash"]
    with Path("/dev/full").open("w") as full:
        finished = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT, timeout=120)
    assert finished.returncode == 1
    assert finished.stderr.startswith("Error: The result could not be written (No space left on device).")
    assert len(finished.stderr.strip().splitlines()) == 1


def test_bytes_that_are_no_text_are_an_error(
    index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    give_input(monkeypatch, b"\xff\xfe\x00bridge")
    assert run("ask", "--index", index) == 1
    assert "not UTF-8" in capsys.readouterr().err


def test_a_wrong_setting_is_one_message(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_PASSAGE_SIZE", "huge")
    assert run("sources") == 1
    assert "ASSISTANT_PASSAGE_SIZE" in capsys.readouterr().err
    assert run("doctor") == 1


@pytest.mark.parametrize(
    ("model", "state", "said"),
    [
        ("openai:some-model", "ok", "some-model, not asked now"),
        ("bedrock:some-model", "problem", "pip install langchain-aws"),
        ("nobody:some-model", "problem", "is not known"),
    ],
)
def test_doctor_opens_the_chat_model_without_asking_it(
    model: str, state: str, said: str, index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_CHAT_MODEL", model)
    monkeypatch.setenv("ASSISTANT_CHAT_API_KEY", "not-a-key")
    run("doctor", "--index", index, "--json")
    (check,) = [one for one in json.loads(capsys.readouterr().out)["checks"] if one["name"] == "chat model"]
    assert check["state"] == state
    assert said in check["message"]


def test_doctor_says_once_that_a_package_is_missing(
    index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.cli.doctor.PACKAGES", ("pytest", "no-such-package"))
    assert run("doctor", "--index", index, "--json") == 1
    checks = json.loads(capsys.readouterr().out)["checks"]
    assert [one["state"] for one in checks if one["name"] == "packages"] == ["problem"]


def test_a_second_process_is_told_that_the_index_is_in_use(index: Path) -> None:
    from knowledge.lock import IndexLock

    lock = IndexLock(index)
    try:
        started = time.monotonic()
        finished = command("sources", "--index", index)
    finally:
        lock.release()
    assert finished.returncode == 4
    assert f"process {os.getpid()}" in finished.stderr
    assert finished.stdout == ""
    assert time.monotonic() - started < 30


@pytest.mark.parametrize("name", ["", *build_parser()._subparsers._group_actions[0].choices])  # type: ignore[union-attr]  # argparse has no public way
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*([name] if name else []), "--help") == 0
    shown = capsys.readouterr().out
    assert "usage:" in shown
    assert "--index" in shown or name in ("", "completion")
    assert "HTTP" in shown or name != "serve"
    assert "An MCP server" in shown or name != "mcp"
    if name in ("", "ask"):
        assert "examples:" in shown
    if not name:
        assert "exit codes:" in shown


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_the_shell_can_complete_commands(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("completion", shell) == 0
    assert "ingest" in capsys.readouterr().out


def test_documents_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console()
    console.say("a\x1b[2Jb\x07c\u202ed\te\u061c\u3164\U000e0041")
    console.note("x\x1b]0;title\x07y")
    shown = capsys.readouterr()
    assert shown.out == "a[2Jbcd\te\n"
    assert "\x1b" not in shown.err


def test_asking_needs_no_web_server() -> None:
    code = (
        "import sys, assistant.cli.ask, assistant.build, knowledge.index.chroma_store; "
        "assistant.build.build_assistant; "
        "print(sorted({'gradio', 'fastapi', 'uvicorn', 'mcp', 'langchain_openai'} & set(sys.modules)))"
    )
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert finished.stdout.strip() == "[]", finished.stderr


def test_importing_is_instant() -> None:
    code = "import time; t = time.perf_counter(); import assistant, knowledge; print(time.perf_counter() - t)"
    times = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT).stdout)
        for _ in range(3)
    ]
    assert min(times) < 0.3


def test_the_mcp_server_on_stdio_answers_the_official_client(index: Path) -> None:
    import asyncio

    from mcp import Client, StdioServerParameters, stdio_client

    arguments = ["-m", "assistant", "mcp", "--index", str(index)]
    parameters = StdioServerParameters(command=sys.executable, args=arguments, cwd=ROOT)

    async def ask() -> dict[str, object]:
        async with Client(stdio_client(parameters)) as client:
            result = await client.call_tool("ask", {"question": QUESTION})
            return dict(result.structured_content)

    shown = asyncio.run(ask())
    assert "1911" in str(shown["answer"])


def test_the_server_starts_says_where_and_stops_at_a_signal(index: Path) -> None:
    arguments = [sys.executable, "-m", "assistant", "serve", "--port", "0", "--index", str(index)]
    server = subprocess.Popen(arguments, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        address = ""
        while not address:
            line = server.stderr.readline()
            assert line, "it ended early"
            found = re.search(r"http://[\d.]+:\d+", line)
            address = found[0] if found else ""
        reply = httpx.post(f"{address}/v1/ask", json={"question": QUESTION}, timeout=120)
        assert "1911" in reply.json()["answer"]
        stopped = time.monotonic()
        server.send_signal(signal.SIGTERM)
        server.wait(10)
        assert time.monotonic() - stopped < 10
    finally:
        server.kill()
        server.wait()


def test_a_taken_port_is_one_message(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert run("serve", "--port", taken.getsockname()[1], "--index", index) == 1
    assert "Cannot listen" in capsys.readouterr().err


@pytest.fixture
def own(tmp_path: Path, unused: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """An index of one document, made with `--only`."""
    note = tmp_path / "bridge.md"
    note.write_text(f"# The bridge\n\n{TEXT}\n", encoding="utf-8")
    assert run("ingest", note, "--only", "--index", unused) == 0
    capsys.readouterr()
    return unused


def held_in(index: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert run("sources", "--index", index, "--json") == 0
    return [one["id"] for one in json.loads(capsys.readouterr().out)["documents"]]


def test_an_index_that_was_emptied_stays_empty_and_says_so(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("remove", *held_in(own, capsys), "--index", own) == 0
    capsys.readouterr()
    for words in (["ask", QUESTION], ["search", "bridge"]):
        assert run(*words, "--index", own) == 1
        shown = capsys.readouterr()
        assert f"The index in {own} holds no documents." in shown.err
        assert f"`python -m assistant ingest FILE --index {own}`" in shown.err
        assert shown.out == ""
    assert held_in(own, capsys) == []


def test_an_index_whose_only_file_could_not_be_read_is_not_filled(
    tmp_path: Path, unused: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("ingest", tmp_path / "missing.md", "--only", "--index", unused) == 1
    assert "The index is empty now" in capsys.readouterr().err
    assert run("ask", QUESTION, "--index", unused) == 1
    assert "holds no documents" in capsys.readouterr().err


def test_an_empty_folder_taken_alone_is_said_to_be_empty(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    assert run("ingest", tmp_path / "empty", "--only", "--index", own) == 0
    shown = capsys.readouterr().err
    assert f"Nothing to read: {tmp_path / 'empty'} holds no file" in shown
    assert "The index is empty now" in shown
    assert run("ask", QUESTION, "--index", own) == 1


def test_an_emptied_index_takes_the_documents_that_ship_when_asked_to(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("remove", *held_in(own, capsys), "--index", own)
    assert run("ingest", "--index", own) == 0
    capsys.readouterr()
    assert len(held_in(own, capsys)) > 40


def test_a_folder_in_which_nothing_could_be_read_is_filled_and_said_to_be(
    tmp_path: Path, unused: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("ingest", tmp_path / "missing.md", "--index", unused) == 1
    capsys.readouterr()
    assert run("sources", "--index", unused, "--json") == 0
    assert "one is made there from the documents that ship" in capsys.readouterr().err
