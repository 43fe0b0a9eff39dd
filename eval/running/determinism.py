"""Does a system give the same answers twice? Everything is asked two times, without any cache, and compared."""

from __future__ import annotations

from collections.abc import Mapping

from eval.progress import Progress
from eval.record import Record
from eval.running.ask import ask
from eval.running.command_run import RunRequest, documents_of, plan

_TIMES = ("latency_ms", "timings_ms")


def check_determinism(request: RunRequest) -> tuple[int, str]:
    """Ask every question twice, each time of a system opened anew, and compare all but the times.

    Returns:
        Exit code 1 and the first differences if there are any, else 0.
    """
    lines = []
    n_changed = 0
    for suite, spec in plan(request):
        rounds: list[list[Record]] = []
        for turn in (1, 2):
            system = spec.open()
            try:
                texts, _ = documents_of(suite, system if spec.own_texts else None)
                progress = Progress(
                    f"{suite.name}, round {turn} of 2", len(suite.questions), quiet=request.options.quiet
                )
                records = []
                for question in suite.questions:
                    seconds = request.options.timeout_seconds
                    records.append(ask(system, question, texts, seconds, suite.task))
                    progress.step()
                progress.finish()
                rounds.append(records)
            finally:
                system.close()
        pairs = [
            (first.id, differences(first.to_row(), second.to_row())) for first, second in zip(*rounds, strict=True)
        ]
        changed = [f"  {identifier}: {', '.join(names)}" for identifier, names in pairs if names]
        n_changed += len(changed)
        verdict = f"{len(changed)} of {len(pairs)} answers differ" if changed else f"{len(pairs)} answers, all the same"
        lines.append("\n".join([f"{suite.name}: {verdict}", *changed[:20]]))
    return int(n_changed > 0), "\n".join(lines)


def differences(first: Mapping[str, object], second: Mapping[str, object]) -> list[str]:
    """Names of the fields that differ between two records, times aside."""
    return [name for name in first if name not in _TIMES and first[name] != second[name]]
