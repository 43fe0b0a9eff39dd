"""A server's threads share their heaps."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from assistant.web.heaps import HEAPS

COUNT = """
import ctypes, sys, threading
from assistant.web.heaps import share_heaps
if sys.argv[2] == "shared":
    share_heaps()
together = threading.Barrier(12)
def work():
    together.wait()  # all at once, so that each would get a heap of its own
    kept = [bytes(1000 + n) for n in range(2000)]
    together.wait()
threads = [threading.Thread(target=work) for _ in range(12)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
file = ctypes.c_void_p(libc.fopen(sys.argv[1].encode(), b"w"))
libc.malloc_info(0, file)
libc.fclose(file)
"""


def heaps(folder: Path, how: str) -> int:
    said = folder / how
    subprocess.run([sys.executable, "-c", COUNT, str(said), how], check=True)
    return said.read_text(encoding="utf-8").count("<heap nr=")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc alone has a heap for each thread")
def test_threads_share_two_heaps(tmp_path: Path) -> None:
    assert heaps(tmp_path, "shared") <= HEAPS < heaps(tmp_path, "apart")
