"""Progress on stderr with the time left: one moving line on a terminal, a line every few seconds elsewhere."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field

LINE_SECONDS = 5.0


@dataclass(slots=True)
class Progress:
    """Counts finished steps of a piece of work and tells about it.

    `total` steps are known beforehand; nothing is shown in the first two seconds.
    """

    title: str
    total: int
    done: int = 0
    quiet: bool = False
    _started: float = field(default_factory=time.monotonic)
    _shown: float = 0.0
    _done_before: int = 0
    _open_line: bool = False

    def step(self) -> None:
        """One more step is finished."""
        self.done += 1
        now = time.monotonic()
        terminal = sys.stderr.isatty()
        wait = 0.1 if terminal else LINE_SECONDS
        if self.quiet or now - self._started < 2 or (now - self._shown < wait and self.done < self.total):
            return
        self._shown = now
        left = (now - self._started) / (self.done - self._done_before) * (self.total - self.done)
        line = f"{self.title}: {self.done} of {self.total}, {in_words(left)} left"
        if self.total < self.done:  # how many there are is not known
            line = f"{self.title}: {self.done}"
        sys.stderr.write(f"\r\x1b[K{line}" if terminal else f"{line}\n")
        sys.stderr.flush()
        self._open_line = terminal

    def restart(self) -> None:
        """Reckon from now on: what went before was no step."""
        self._started = time.monotonic()
        self._done_before = self.done

    def finish(self) -> None:
        """The work is over; the moving line is closed."""
        if self._open_line:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def in_words(seconds: float) -> str:
    """A duration for people: `8 s`, `2 min 5 s`."""
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60} s"
