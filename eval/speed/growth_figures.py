"""The figures of an index at one size, as a value and as a line of the table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Growth:
    """Figures of one size; times are milliseconds a question but where the name says seconds."""

    passages: int
    build_seconds: float  # from nothing to this size
    build_cpu_seconds: float
    disk_megabytes: float
    open_seconds: float  # from the index on disk to the first answer
    memory_megabytes: float  # the most that a process which only asks held
    search_p50: float
    search_p95: float
    search_cpu: float
    vectors_cpu: float
    words_cpu: float
    ask_p50: float
    ask_p95: float
    ask_cpu: float
    recall: float  # of the 10 exactly nearest passages, among the first 10 that the vector side finds

    def row(self) -> list[str]:
        """Its line in the table."""
        return [
            f"{self.passages:,}",
            f"{self.build_seconds:.0f} s",
            f"{self.build_cpu_seconds:.0f} s",
            f"{self.open_seconds:.1f} s",
            f"{self.memory_megabytes:,.0f}",
            f"{self.disk_megabytes:,.0f}",
            f"{self.search_p50:.1f}",
            f"{self.search_p95:.1f}",
            f"{self.search_cpu:.1f} ({self.vectors_cpu:.1f} + {self.words_cpu:.1f})",
            f"{self.ask_p50:.1f}",
            f"{self.ask_p95:.1f}",
            f"{self.ask_cpu:.1f}",
            f"{self.recall:.3f}",
        ]


HEAD = (
    "passages",
    "build",
    "build, cpu",
    "open",
    "MB memory",
    "MB disk",
    "search p50",
    "p95",
    "cpu (vectors + words)",
    "ask p50",
    "p95",
    "cpu",
    "recall@10",
)
