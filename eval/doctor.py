"""Everything that a run needs, checked before the first question."""

from __future__ import annotations

import importlib.metadata
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from eval.answer_cache import CACHE_DIR
from eval.files import to_json
from eval.suites import BUNDLED, bundled_questions
from knowledge.errors import ExpectedError

NEEDED = ("ir-measures", "pytrec-eval-terrier", "numpy", "scipy", "regex", "psutil", "pyyaml", "langchain-core")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked; `advice` says what to do where it is not well."""

    what: str
    well: bool
    found: str
    advice: str = ""


def check_all(as_json: bool) -> tuple[int, str]:
    """The command `doctor`: exit code 1 if anything is not well."""
    findings = [*_packages(), *_suites(), _answers(), _disk()]
    code = int(not all(finding.well for finding in findings))
    if as_json:
        return code, to_json([{"what": f.what, "well": f.well, "found": f.found, "advice": f.advice} for f in findings])
    lines = [f"{'ok  ' if f.well else 'BAD '} {f.what}: {f.found}{'' if f.well else f'. {f.advice}'}" for f in findings]
    return code, "\n".join(lines)


def _packages() -> list[Finding]:
    found = []
    for name in NEEDED:
        try:
            found.append(Finding(f"package {name}", True, importlib.metadata.version(name)))
        except importlib.metadata.PackageNotFoundError:
            found.append(Finding(f"package {name}", False, "not installed", f"Install it: pip install {name}"))
    return found


def _suites() -> list[Finding]:
    from eval.dataset import load_questions

    def count(name: str) -> str:
        return f"{len(load_questions(bundled_questions(name)))} questions"

    return [_tried(f"suite {name}", lambda name=name: count(name), "Reinstall the project") for name in BUNDLED]  # type: ignore[misc]  # mypy cannot infer a default argument of a lambda


def _answers() -> Finding:
    def build() -> str:
        from assistant.settings import Settings

        Settings.load()
        from knowledge.local_embedder import BUNDLED as MODEL
        from knowledge.local_embedder import LocalEmbedder

        return f"{len(LocalEmbedder(MODEL).embed_query('ready?'))} dimensions"

    return _tried("settings and embedding model", build, "Run `python -m assistant doctor`")


def _disk() -> Finding:
    place = CACHE_DIR if CACHE_DIR.exists() else Path()
    free = shutil.disk_usage(place).free / 2**30
    return Finding("disk for indexes", free > 1, f"{free:.1f} GB free", "Free a gigabyte, or delete .eval-cache")


def _tried(what: str, check: Callable[[], str], advice: str) -> Finding:
    try:
        return Finding(what, True, check())
    except (ExpectedError, OSError, ImportError) as error:
        return Finding(what, False, str(error), advice)
