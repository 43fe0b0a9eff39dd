"""What is beyond a limit is refused in time, and never harms the process that asked."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from langchain_core.documents import Document

from knowledge.document import FailedDocument
from knowledge.loaders import Limits, load_path
from knowledge.loaders.sandbox import Sandbox
from tests.make_files import FILLER, pdf, word_body, zipped

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX limits and files")


def reason(path: Path, limits: Limits = Limits()) -> str:
    (failed,) = load_path(path, limits)
    assert isinstance(failed, FailedDocument)
    return failed.reason


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    path = written(tmp_path / "large.txt", b"A sentence. " * 1000)
    assert "at most 0.01 MB" in reason(path, replace(Limits(), file_bytes=10_000))


def test_a_text_that_is_too_long_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "long.txt", b"A sentence. " * 1000)
    assert "longer than 5,000 characters" in reason(path, replace(Limits(), characters=5_000))


def test_a_pdf_of_too_many_pages_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "many.pdf", bytes(pdf([[(FILLER, 11)]] * 4).output()))
    assert "has 4 pages; at most 3" in reason(path, replace(Limits(), pages=3))


def test_an_archive_of_too_many_members_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "many.zip", zipped({f"{n}.txt": "A sentence." for n in range(11)}))
    assert "at most 10" in reason(path, replace(Limits(), members=10))


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read(tmp_path: Path) -> None:
    slow = bytes(pdf([[(f"Page {n}.", 11)] for n in range(400)]).output())
    written(tmp_path / "a-slow.pdf", slow)
    written(tmp_path / "b-quick.txt", b"The quick file stands here.")
    started = time.monotonic()
    with Sandbox(Limits()) as sandbox:  # a process whose imports are paid for
        sandbox.read(b"A sentence.", "warm.txt")
    failed, read = load_path(tmp_path, replace(Limits(), wall_seconds=max(1.0, 2 * (time.monotonic() - started))))
    if isinstance(failed, FailedDocument):  # a very fast machine may read all pages in time
        assert "longer than" in failed.reason
    assert isinstance(read, Document)


@POSIX
def test_a_file_that_needs_too_much_memory_is_given_up_and_the_next_is_read(tmp_path: Path) -> None:
    deep = "<w:p><w:r><w:t>word</w:t></w:r></w:p>" * 900_000
    written(tmp_path / "a-large.docx", word_body(deep))
    written(tmp_path / "b-small.txt", b"The small file stands here.")
    limits = replace(Limits(), memory_bytes=300_000_000, ratio=100_000)
    failed, read = load_path(tmp_path, limits)
    assert isinstance(failed, FailedDocument)
    assert "memory" in failed.reason or "brought its reader down" in failed.reason or "damaged" in failed.reason
    assert isinstance(read, Document)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("brackets.html", b"<html><body>" + b"<div>" * 100_000 + b"Text." + b"</div>" * 100_000),
        ("brackets.md", b"[" * 200_000 + b"](x)" * 1000),
        ("stars.md", b"*a" * 200_000),
        ("pipes.md", b"|" * 100_000 + b"\n" + b"|-" * 50_000),
        ("quotes.csv", b'"' * 200_001),
        ("spaces.txt", b" " * 500_000 + b"x"),
        ("headers.eml", b"From: a\nTo: b\nSubject: c\n" + b"X-A: b\n" * 20_000 + b"\nA sentence stands here."),
        (
            "parts.eml",
            b"From: a\nTo: b\nDate: c\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\nA.\n" * 3000,
        ),
        ("braces.rtf", b"{\\rtf1" + b"{" * 100_000 + b"Text." + b"}" * 100_000),
        ("objects.pdf", b"%PDF-1.7\n" + b"1 0 obj\n" + b"<<" * 50_000 + b"\nendobj\n"),
        ("tags.html", b"<" * 200_000),
        ("entities.html", b"<html><body><p>" + b"&amp;" * 100_000 + b" A sentence.</p>"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_hostile_file_ends_in_a_document_or_a_reason_in_time(tmp_path: Path, name: str, content: bytes) -> None:
    started = time.monotonic()
    results = list(load_path(written(tmp_path / name, content), replace(Limits(), wall_seconds=20.0)))
    assert results
    assert all(isinstance(each, Document) or each.reason for each in results)
    assert time.monotonic() - started < 40


@POSIX
def test_a_pipe_and_a_folder_link_are_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    os.mkfifo(folder / "pipe.txt")
    (tmp_path / "elsewhere").mkdir()
    written(tmp_path / "elsewhere" / "secret.txt", b"A secret stands here.")
    (folder / "linked").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (failed,) = load_path(folder)
    assert isinstance(failed, FailedDocument)
    assert "no plain file" in failed.reason


def test_the_reading_process_sees_none_of_our_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CHAT_API_KEY", "a-key-that-must-not-travel")
    with Sandbox(Limits()) as sandbox:
        sandbox.read(b"A sentence.", "a.txt")
        process = sandbox._process
        assert process is not None
        environment = Path(f"/proc/{process.pid}/environ")
        if environment.exists():
            assert b"a-key-that-must-not-travel" not in environment.read_bytes()
