"""Everything that a run needs, checked before the first question."""

from __future__ import annotations

import importlib.metadata
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

from eval.answer_cache import CACHE_DIR
from eval.files import to_json
from eval.questions.suites import BUNDLED, bundled_questions
from knowledge.errors import ExpectedError

OWN = "visit-assistant"
SUMS = "pytrec-eval-terrier"  # what ir-measures reckons with


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked; `advice` says what to do where it is not well."""

    what: str
    well: bool
    found: str
    advice: str = ""


def check_all(as_json: bool) -> tuple[int, str]:
    """The command `doctor`: exit code 1 if anything is not well."""
    findings = [*check_packages([*_needed(), SUMS]), *_suites(), _answers(), _disk()]
    code = int(not all(finding.well for finding in findings))
    if as_json:
        return code, to_json([{"what": f.what, "well": f.well, "found": f.found, "advice": f.advice} for f in findings])
    lines = [f"{'ok  ' if f.well else 'BAD '} {f.what}: {f.found}{'' if f.well else f'. {f.advice}'}" for f in findings]
    return code, "\n".join(lines)


def _needed() -> list[str]:
    """What this package says that it needs; itself where that is not known."""
    try:
        return importlib.metadata.requires(OWN) or []
    except importlib.metadata.PackageNotFoundError:
        return [OWN]


def check_packages(requirements: Iterable[str]) -> list[Finding]:
    """Whether packages are there in versions that are taken; what only an extra needs is passed over.

    Args:
        requirements: As a package writes them: `numpy>=1.26`, `mcp>=2.3; extra == "mcp"`.
    """
    needed = [Requirement(line) for line in requirements]
    return [_package(one) for one in needed if one.marker is None or one.marker.evaluate({"extra": ""})]


def _package(needed: Requirement) -> Finding:
    try:
        found = importlib.metadata.version(needed.name)
    except importlib.metadata.PackageNotFoundError:
        return Finding(f"package {needed.name}", False, "not installed", f"Install it: pip install '{needed}'")
    well = needed.specifier.contains(found, prereleases=True)
    return Finding(f"package {needed.name}", well, found, f"Install it: pip install '{needed}'")


def _suites() -> list[Finding]:
    from eval.questions.dataset import load_questions

    def count(name: str) -> str:
        return f"{len(load_questions(bundled_questions(name)))} questions"

    return [_tried(f"suite {name}", lambda name=name: count(name), "Reinstall the project") for name in BUNDLED]  # type: ignore[misc]  # mypy cannot infer a default argument of a lambda


def _answers() -> Finding:
    def build() -> str:
        from assistant.settings import Settings

        Settings.load()
        from knowledge.embedding.local_embedder import BUNDLED as MODEL
        from knowledge.embedding.local_embedder import LocalEmbedder

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
