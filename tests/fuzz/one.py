"""One target under atheris, in a process of its own: `python -m tests.fuzz.one TARGET FOLDER SECONDS`.

A broken promise does not end the run: its input is kept once for each place it comes from, and fuzzing goes on.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
import traceback
from pathlib import Path

import atheris

LIBRARIES = ["pypdf", "striprtf"] if sys.argv[1] == "files" else []  # large: it takes a while
# only what is imported in here is watched
with atheris.instrument_imports(include=["assistant", "knowledge", *LIBRARIES]):
    from tests.fuzz.targets import TARGETS

    for seed in TARGETS[sys.argv[1]].seeds:  # what is imported on first use is instrumented too
        TARGETS[sys.argv[1]].check(seed)

SLOW = 10.0  # seconds of processor time for one input of a few thousand bytes
MEGABYTES = 2_000


def main() -> None:
    """Fuzz until the time is up; libFuzzer ends the process."""
    name, folder, seconds = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    target = TARGETS[name]
    corpus, found = folder / name, folder / "found"
    corpus.mkdir(parents=True, exist_ok=True)
    found.mkdir(exist_ok=True)
    for seed in target.seeds:
        (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    words = folder / f"{name}.dict"
    quoted = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in target.words)
    words.write_text("".join(f'"{word}"\n' for word in quoted))
    counts = {"runs": 0, "found": 0}
    started = time.monotonic()

    def one(data: bytes) -> None:
        counts["runs"] += 1
        if counts["runs"] % 200 == 0:
            took = {"seconds": round(time.monotonic() - started), "of_processor": round(time.process_time())}
            line = {"target": name, **took, **counts}
            (folder / f"{name}.json").write_text(json.dumps(line))
        before = time.process_time()
        try:
            target.check(data)
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            _keep(found / f"{name}-{type(error).__name__}-{Path(place.filename).stem}-{place.lineno}", data, error)
            counts["found"] += 1
        if time.process_time() - before > SLOW:
            _keep(found / f"{name}-slow-{hashlib.sha256(data).hexdigest()[:8]}", data, None)

    options = [
        f"-max_total_time={seconds}",
        f"-max_len={target.longest}",
        f"-dict={words}",
        f"-rss_limit_mb={MEGABYTES}",
        "-timeout=120",
        "-report_slow_units=1000",  # by the clock; ours is of processor time
        f"-artifact_prefix={found}/{name}-",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one)
    atheris.Fuzz()


def _keep(path: Path, data: bytes, error: Exception | None) -> None:
    if not path.exists():
        path.write_bytes(data)
        if error is not None:
            path.with_name(path.name + ".txt").write_text("".join(traceback.format_exception(error)))


if __name__ == "__main__":
    main()
