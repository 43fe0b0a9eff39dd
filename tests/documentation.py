"""Runs what the documentation shows: Python snippets, commands, and notebooks.

`python -m tests.documentation` writes what the commands of README.md really print into it.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.__main__ import main as visit
from eval.__main__ import main as evaluate
from tests.visit_index import copy_index, visit_index

ROOT = Path(__file__).parent.parent
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, and the place of that text in its file."""

    language: str
    text: str
    start: int
    end: int


def blocks(path: Path) -> list[Block]:
    text = path.read_text(encoding="utf-8")
    return [Block(found[1], found[2], found.start(2), found.end(2)) for found in _BLOCK.finditer(text)]


def commands(block: Block) -> list[tuple[str, str]]:
    """Each command of a console block with what it is said to print; a line that ends with a backslash goes on."""
    pieces = re.split(r"^\$ ", block.text.replace("\\\n", " "), flags=re.MULTILINE)[1:]
    return [(piece.partition("\n")[0].partition("  #")[0].strip(), piece.partition("\n")[2]) for piece in pieces]


def run_command(command: str) -> str:
    """What one command prints; ours run in this process, so the model is loaded once."""
    words = shlex.split(command)
    if words[0] == "make":
        subprocess.run(["make", "-n", *words[1:]], cwd=ROOT, check=True, capture_output=True)  # only that it is there
        return ""
    if words[0] == ".":
        return ""  # the environment of the tests is active already
    if words[0] in ("curl", "printf"):
        return subprocess.run(command, shell=True, check=True, capture_output=True, text=True, timeout=60).stdout
    ours = {"python -m assistant": visit, "python -m eval": evaluate}
    start = next((start for start in ours if command.startswith(start)), None)
    if start is None and words[0] != "visit":
        raise ValueError(f"the documentation shows a command that nothing here runs: {command}")
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = ours[start](words[3:]) if start else visit(words[1:])
    if code not in (0, 3):
        raise RuntimeError(f"{command} ended with {code}")
    return said.getvalue()


@contextlib.contextmanager
def inside(folder: Path, index: Path) -> Iterator[None]:
    """Work in a folder, with a copy of an index as the index of the settings."""
    held = folder / "index"
    if not held.exists():
        copy_index(index, held)
    before, path = Path.cwd(), list(sys.path)
    os.environ["ASSISTANT_INDEX"] = str(held)
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        os.chdir(before)
        sys.path[:] = path
        del os.environ["ASSISTANT_INDEX"]


def rewrite(path: Path, index: Path) -> None:
    """Put what commands really print under them, where the file shows something under them."""
    text = path.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder, inside(Path(folder), index):
        for block in reversed([block for block in blocks(path) if block.language == "console"]):
            shown = commands(block)
            if any(output.strip() for _, output in shown):
                said = [(command, run_command(command), output) for command, output in shown]
                fresh = "".join(f"$ {command}\n{now if output.strip() else ''}" for command, now, output in said)
                text = text[: block.start] + fresh + text[block.end :]
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    rewrite(ROOT / "README.md", visit_index())
