"""The labelling page: what is picked becomes a benchmark that every other command reads."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from eval.__main__ import main
from eval.errors import DatasetError
from eval.labelling.label import Labels
from eval.labelling.label_server import open_server
from eval.questions.suites import load_suite
from tests.eval_values import write_benchmark

GOLD = "The tower of town2 is 102 metres high."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_benchmark(tmp_path / "towns", 4)
    (tmp_path / "towns" / "questions.jsonl").unlink()
    return tmp_path / "towns"


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    server = open_server(folder)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def call(address: str, body: object = None, method: str = "GET", **headers: str) -> tuple[int, object]:
    """Status and JSON of one request."""
    data = None if body is None else json.dumps(body).encode()
    sent = {"Content-Type": "application/json", **headers}
    request = urllib.request.Request(address, data, sent, method=method)
    try:
        with urllib.request.urlopen(request) as reply:
            return reply.status, json.load(reply)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def picked(address: str) -> dict[str, object]:
    """The place of the gold sentence, found as a person would find it."""
    _, found = call(f"{address}/documents?find=how+high+town2")
    _, document = call(f"{address}/documents/{found[0]['id']}")  # type: ignore[index]
    (sentence,) = [one for one in document["sentences"] if one["text"] == GOLD]  # type: ignore[call-overload]
    return {"doc_id": document["id"], "start": sentence["start"], "end": sentence["end"]}  # type: ignore[call-overload]


def test_picked_sentences_become_a_benchmark_that_validates_and_runs(address: str, folder: Path) -> None:
    asked = {
        "question": "How high is the tower of town2?",
        "answers": ["102 metres", " "],
        "evidence": [picked(address)],
    }
    assert call(f"{address}/questions", asked, "POST")[0] == 200
    assert call(f"{address}/questions", {"question": "Who rang the bell?", "answerable": False}, "POST")[0] == 200
    first, second = load_suite(str(folder)).questions
    assert first.answers == ("102 metres",)
    assert folder.joinpath("corpus.jsonl").read_text(encoding="utf-8").count(GOLD) == 1
    assert first.row["evidence"][0]["text"] == GOLD  # type: ignore[index]
    assert not second.answerable
    assert main(["bench", "validate", str(folder)]) == 0
    out = folder.parent / "out"
    assert main(["run", str(folder), "--system", "tests.eval_systems:towers", "--out", str(out)]) == 0


def test_labels_go_on_where_they_were_left(address: str, folder: Path) -> None:
    call(f"{address}/questions", {"question": "Who rang the bell?", "answerable": False}, "POST")
    again = Labels(folder)
    assert [row["question"] for row in again.rows] == ["Who rang the bell?"]
    assert again.add({"question": "Who rang it again?", "answerable": False})["id"] == "q-002"
    assert again.remove("q-001")
    assert again.add({"question": "And who else?", "answerable": False})["id"] == "q-003"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"question": "How high?"}, "Pick the sentences"),
        ({"question": " ", "answerable": False}, "must not be empty"),
        ({"question": "How high?", "evidence": [{"doc_id": "d1", "start": 0, "end": 9999}]}, "9999"),
        ({"question": "How high?", "evidence": [{"doc_id": "nowhere", "start": 0, "end": 1}]}, "nowhere"),
        ({"question": "How high?", "answerable": False, "answers": ["no"]}, "Take them away"),
    ],
)
def test_a_label_that_does_not_fit_is_told_and_not_kept(
    address: str, folder: Path, asked: dict[str, object], said: str
) -> None:
    status, reply = call(f"{address}/questions", asked, "POST")
    assert status == 400
    assert said in reply["error"]  # type: ignore[index]
    assert not (folder / "questions.jsonl").exists()


def test_another_sites_page_can_neither_read_nor_write(address: str, folder: Path) -> None:
    assert call(f"{address}/documents", Host="labels.example:80")[0] == 403
    plain = {"Content-Type": "text/plain"}
    assert call(f"{address}/questions", {"question": "Who?", "answerable": False}, "POST", **plain)[0] == 415
    assert not (folder / "questions.jsonl").exists()


def test_the_page_names_nothing_outside_itself(address: str) -> None:
    with urllib.request.urlopen(address) as reply:
        page = reply.read().decode()
        assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
    assert "http://" not in page
    assert "https://" not in page


def test_a_folder_without_documents_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(DatasetError, match="is missing"):
        Labels(tmp_path)
    assert main(["bench", "label", str(tmp_path)]) == 1
    assert "bench import" in capsys.readouterr().err
