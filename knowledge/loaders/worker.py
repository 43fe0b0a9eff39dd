"""The process in which one file after another is read: `python -m knowledge.loaders.worker`.

Frames on stdin and stdout: eight bytes of length, then that many bytes. A request is a JSON frame and a frame with the
file; the answer is one JSON frame. Whatever goes wrong in here ends at most this process.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

from knowledge.errors import DocumentError
from knowledge.loaders.limits import Limits
from knowledge.loaders.read import read


def main() -> None:
    """Answer requests until stdin ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not end up among the answers
    while (request := read_frame(sys.stdin.buffer)) is not None:
        data = read_frame(sys.stdin.buffer)
        if data is None:
            return
        write_frame(answers, json.dumps(_answer(json.loads(request), data)).encode("ascii"))


def _answer(request: dict[str, object], data: bytes) -> dict[str, object]:
    """The documents and members of one file, or the reason why there are none."""
    limits = Limits(**request["limits"])  # type: ignore[arg-type]  # written by this program's other half
    _limit(limits)
    try:
        documents, members = read(
            data,
            str(request["name"]),
            limits,
            url=str(request["url"]),
            charset=str(request["charset"]),
            inside=bool(request["inside"]),
        )
    except DocumentError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": f"Reading it needs more than {limits.memory_bytes // 1_000_000} MB of memory.", "spent": True}
    except RecursionError:
        return {"error": "The file is nested too deeply."}
    kept: list[tuple[str, str]] = []
    for number, member in enumerate(members):
        path = Path(str(request["folder"])) / f"{number:05}"
        path.write_bytes(member.data)
        kept.append((member.name, path.name))
    return {"documents": [asdict(document) for document in documents], "members": kept}


def _limit(limits: Limits) -> None:
    """Bound memory for good, and the processor time of the next file."""
    try:
        import resource
    except ImportError:  # Windows: the wall clock alone bounds it there
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime) + 1
    with contextlib.suppress(ValueError, OSError):  # some systems do not let these be set
        resource.setrlimit(resource.RLIMIT_CPU, (used + limits.cpu_seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next frame; None at the end of the stream."""
    head = stream.read(8)
    if len(head) < 8:
        return None
    body = stream.read(int.from_bytes(head, "big"))
    return body if len(body) == int.from_bytes(head, "big") else None


def write_frame(stream: BinaryIO, body: bytes) -> None:
    """Write one frame."""
    stream.write(len(body).to_bytes(8, "big"))
    stream.write(body)
    stream.flush()


if __name__ == "__main__":
    main()
