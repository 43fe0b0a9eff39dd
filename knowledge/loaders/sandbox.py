"""The near side of the reading process: sends it a file, waits only so long, and outlives its death."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any

from knowledge.errors import DocumentError
from knowledge.loaders.extracted import Extracted
from knowledge.loaders.limits import Limits
from knowledge.loaders.worker import read_frame, write_frame

_ROOT = Path(__file__).parents[2]  # the folder that holds the package, wherever this program was started
_PASSED_ON = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "VIRTUAL_ENV")  # no key, no setting
_FILES_A_PROCESS = 40  # a fresh one now and then, so that no leak of a parser adds up


class Sandbox:
    """Reads files in another process. A context manager; the process starts with the first file.

    Args:
        limits: For every file.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._served = 0

    def __enter__(self) -> Sandbox:
        """Itself; the process starts with the first file."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self.close()

    def read(
        self, data: bytes, name: str, url: str = "", charset: str = "", inside: bool = False
    ) -> tuple[list[Extracted], list[tuple[str, bytes]]]:
        """Read one file; see `knowledge.loaders.read.read`.

        Raises:
            DocumentError: It cannot be read, took too long, or brought its reader down.
        """
        with tempfile.TemporaryDirectory(prefix="members-") as folder:
            request = {
                "name": name,
                "url": url,
                "charset": charset,
                "inside": inside,
                "folder": folder,
                "limits": asdict(self._limits),
            }
            answer = self._ask(json.dumps(request).encode("ascii"), data)
            if answer.get("spent"):
                self.close()  # what filled its memory may be there still
            if "error" in answer:
                raise DocumentError(str(answer["error"]))
            members = [
                (str(member), (Path(folder) / Path(str(file)).name).read_bytes()) for member, file in answer["members"]
            ]
        return [_extracted(document) for document in answer["documents"]], members

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with suppress(OSError):
                        stream.close()

    def _ask(self, request: bytes, data: bytes) -> dict[str, Any]:
        """One exchange of frames under the wall clock. Any: the answer is JSON, read by `_extracted`."""
        if self._served >= _FILES_A_PROCESS or (self._process is not None and self._process.poll() is not None):
            self.close()
        if self._process is None:
            self._process, self._served = _start(), 0
        self._served += 1
        process = self._process
        answers: list[bytes | None] = []

        def exchange() -> None:
            with suppress(OSError, ValueError):  # the process died or was ended: there is no answer then
                if process.stdin is None or process.stdout is None:
                    return
                write_frame(process.stdin, request)  # type: ignore[arg-type]  # a pipe writes bytes
                write_frame(process.stdin, data)  # type: ignore[arg-type]
                answers.append(read_frame(process.stdout))  # type: ignore[arg-type]

        thread = threading.Thread(target=exchange, daemon=True)
        thread.start()
        thread.join(self._limits.wall_seconds)
        if thread.is_alive():
            process.kill()
            thread.join(5)
            self.close()
            raise DocumentError(f"Reading it took longer than {self._limits.wall_seconds:g} seconds.")
        if not answers or answers[0] is None:
            code = process.wait()
            self.close()
            raise DocumentError(_death(code, self._limits))
        answer: dict[str, Any] = json.loads(answers[0])
        return answer


def _start() -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environment["PYTHONPATH"] = str(_ROOT)
    environment["PYTHONIOENCODING"] = "utf-8"
    return subprocess.Popen(
        [sys.executable, "-m", "knowledge.loaders.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )


def _death(code: int, limits: Limits) -> str:
    """What to say of a reader that died."""
    if code in {-24, 152}:  # SIGXCPU
        return f"Reading it took more than {limits.cpu_seconds} seconds of processor time."
    return "The file brought its reader down; it is damaged or made to do harm."


def _extracted(fields: dict[str, Any]) -> Extracted:
    """A document as the other process sent it."""
    for name in ("headings", "rows", "pages"):
        fields[name] = tuple(tuple(place) for place in fields[name])
    return Extracted(**fields)
