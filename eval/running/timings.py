"""Times and memory of a run, and the machine they were taken on."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from eval.record import Record

VERSIONS = "numpy scipy ir-measures onnxruntime sentence-transformers torch chromadb langchain-chroma txtai".split()
WARM_UP = 5
"""This many first questions are left out of the percentiles when at least twenty were asked."""


@dataclass(frozen=True, slots=True)
class Stopwatch:
    """Durations of named stages, by the clock and in processor time of all threads; a stage may occur many times."""

    seconds: dict[str, float] = field(default_factory=dict)
    processor_seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str, inside: str = "") -> Iterator[None]:
        """Add the time spent to a stage, and take it from the one that it stands inside."""
        started, used = time.perf_counter(), time.process_time()
        try:
            yield
        finally:
            for kept, spent in (
                (self.seconds, time.perf_counter() - started),
                (self.processor_seconds, time.process_time() - used),
            ):
                kept[name] = kept.get(name, 0.0) + spent
                if inside:
                    kept[inside] = kept.get(inside, 0.0) - spent


def timings_of(records: Sequence[Record], watch: Stopwatch, workers: int) -> dict[str, object]:
    """Latency percentiles overall and by stage, throughput, durations, memory, versions.

    Args:
        records: The records of one suite, in the order of its questions.
        watch: The stages of this call: opening the system (taking its documents in included), asking, measuring.
        workers: How many questions were asked at once.
    """
    measured = [record for record in records if not record.error and record.latency_ms > 0]
    measured = measured[WARM_UP:] if len(measured) >= 20 else measured
    stages = sorted({name for record in measured for name in record.stages_ms})
    asking = sum(record.latency_ms for record in measured) / 1000
    return {
        "questions_timed": len(measured),
        "latency_ms": percentiles([record.latency_ms for record in measured]),
        "stages_ms": {n: percentiles([r.stages_ms[n] for r in measured if n in r.stages_ms]) for n in stages},
        "questions_a_second": round(len(measured) / asking, 2) if asking else None,
        "workers": workers,
        "seconds": {name: round(value, 3) for name, value in watch.seconds.items()},
        "processor_seconds": {name: round(value, 3) for name, value in watch.processor_seconds.items()},
        "peak_memory_megabytes": peak_memory(),
        "machine": machine(),
    }


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """The median, the 95th and the 99th percentile, and the mean; empty without values."""
    if not values:
        return {}
    import numpy as np

    p50, p95, p99 = np.percentile(values, (50, 95, 99))
    mean = sum(values) / len(values)
    return {name: round(float(v), 3) for name, v in (("p50", p50), ("p95", p95), ("p99", p99), ("mean", mean))}


def peak_memory() -> float | None:
    """The most memory this process has held, in megabytes; None where the system does not tell.

    Linux counts a parent's peak as its new process's own at first, unless it is asked by way of /proc.
    """
    import psutil

    if sys.platform == "win32":
        return round(float(psutil.Process().memory_info().peak_wset) / 2**20, 1)
    import resource

    status = Path("/proc/self/status")
    for line in status.read_text(encoding="utf-8").splitlines() if status.is_file() else ():
        if line.startswith("VmHWM"):
            return round(int(line.split()[1]) / 2**10, 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (2**20 if sys.platform == "darwin" else 2**10), 1)


def machine() -> dict[str, object]:
    """Processor, cores, threads and versions."""
    versions = {}
    for name in VERSIONS:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return {
        "python": platform.python_version(),
        "platform": platform.platform(),
        "processor": processor_name(),
        "cores": os.cpu_count(),
        "threads": os.environ.get("OMP_NUM_THREADS") or os.cpu_count(),
        "versions": versions,
    }


def processor_name() -> str:
    """The processor's model as the system names it."""
    information = Path("/proc/cpuinfo")
    if information.is_file():
        for line in information.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
