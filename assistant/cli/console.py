"""Where a command writes: results to standard output, everything else to standard error."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO

import regex

from knowledge.errors import ExpectedError
from knowledge.text.words import UNSEEN

_COLOURS = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
_CONTROLS = regex.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f{UNSEEN}]", regex.V1)


class OutputError(ExpectedError):
    """The result cannot be written where standard output goes."""


class Console:
    """Writes for people, or one JSON object for programs.

    Args:
        as_json: Only JSON goes to standard output.
    """

    def __init__(self, as_json: bool = False) -> None:
        self.as_json = as_json
        self._coloured = _wants_colour(sys.stdout)
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")  # a terminal that lacks a letter is no reason to stop

    def say(self, text: str = "", end: str = "\n") -> None:
        """A result for people; what nobody sees in documents is taken out, so they cannot steer the terminal."""
        _write((_CONTROLS.sub("", text) if not self._coloured else _keep_own_colours(text)) + end)

    def give(self, values: Mapping[str, object], indent: int | None = 2) -> None:
        """The result as one JSON object."""
        _write(json.dumps(values, ensure_ascii=False, indent=indent) + "\n")

    def note(self, text: str) -> None:
        """Something beside the result."""
        sys.stderr.write(_CONTROLS.sub("", text) + "\n")
        sys.stderr.flush()

    def fail(self, error: ExpectedError) -> None:
        """One clear message; with `--json` the same as an object."""
        self.note(f"Error: {error}")
        if self.as_json:
            self.give({"error": {"code": _code_of(error), "message": str(error)}})

    def paint(self, text: str, *colours: str) -> str:
        """The text in colour where standard output is a terminal that wants it."""
        text = _CONTROLS.sub("", text)
        if not self._coloured:
            return text
        return "".join(f"\x1b[{_COLOURS[colour]}m" for colour in colours) + text + "\x1b[0m"

    @contextmanager
    def progress(self, title: str, total: int | None = None) -> Iterator[Progress]:
        """A bar on standard error while it is a terminal; nothing else anywhere."""
        progress = Progress(title, total, sys.stderr)
        try:
            yield progress
        finally:
            progress.close()

    def table(self, rows: Iterable[tuple[str, ...]]) -> None:
        """Rows in columns as wide as they need; the last column is not padded."""
        kept = [tuple(_CONTROLS.sub("", cell) for cell in row) for row in rows]
        widths = (
            [max((len(row[column]) for row in kept), default=0) for column in range(len(kept[0]) - 1)] if kept else []
        )
        for row in kept:
            self.say(
                "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip()
            )


class Progress:
    """One line that says how far a long piece of work is.

    Args:
        title: What is being done.
        total: How many pieces there are, when known.
        stream: Where it is shown; nothing is, unless this is a terminal.
    """

    def __init__(self, title: str, total: int | None, stream: TextIO) -> None:
        self._title, self._total, self._stream = title, total, stream
        self._shown = stream.isatty()
        if self._shown:
            self._stream.write(f"\r\x1b[K{title} \u2026")
            self._stream.flush()

    def step(self, done: int, total: int | None = None, title: str = "") -> None:
        """Say that `done` pieces are finished."""
        if self._shown:
            of = total or self._total
            figures = f"{done}/{of}" if of else f"{done}"
            self._stream.write(f"\r\x1b[K{title or self._title}: {figures}")
            self._stream.flush()

    def close(self) -> None:
        """Take the line away."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


def counted(count: int, name: str) -> str:
    """A number with its name: `1 document`, `3 documents`."""
    return f"{count} {name}" if count == 1 else f"{count} {name}s"


def let_go_of_output() -> None:
    """What is still to be written goes nowhere, so that the end of the process does not fail on it again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write(text: str) -> None:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:  # nobody reads any more, which is no failure of ours
        raise
    except OSError as error:
        let_go_of_output()
        raise OutputError(
            f"The result could not be written ({error.strerror}). Make room, or send it to another file."
        ) from error


def _wants_colour(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _keep_own_colours(text: str) -> str:
    """Only the colours of `paint` remain of all control sequences."""
    pieces = re.split(r"(\x1b\[\d+m)", text)
    return "".join(piece if number % 2 else _CONTROLS.sub("", piece) for number, piece in enumerate(pieces))


def _code_of(error: ExpectedError) -> str:
    words = re.findall(r"[A-Z][a-z]*", type(error).__name__.removesuffix("Error"))
    return "_".join(word.lower() for word in words) or "error"
