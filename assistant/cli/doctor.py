"""`doctor`: checks everything that the program depends on and says what to do."""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Literal

from assistant.cli.console import Console, counted
from assistant.cli.opening import settings_of
from knowledge.errors import ExpectedError, IndexLockedError

if TYPE_CHECKING:
    from assistant.settings import Settings

PACKAGES = ("chromadb", "sentence-transformers", "torch", "numpy", "langchain-core", "gradio", "fastapi", "pydantic")
LEAST_FREE_MEGABYTES = 300  # a build of the index beside the old one, with room to spare
_COLOURS = {"ok": "green", "warning": "yellow", "problem": "red"}


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one check, and what to do about it."""

    name: str
    state: Literal["ok", "warning", "problem"]
    message: str
    advice: str = ""


def doctor(options: argparse.Namespace, console: Console) -> int:
    """All checks; exit code 1 if one found a problem."""
    checks = [_python(), _packages()]
    try:
        settings = settings_of(options.index)
        checks.append(Check("settings", "ok", "all names and values are known"))
    except ExpectedError as error:
        checks.append(Check("settings", "problem", str(error), "Correct it in the environment or in .env."))
    else:
        looks: tuple[Callable[[Settings], Check], ...] = (_model, _index, _disk, _port, _chat_model, _open_to_others)
        checks += [_safely(look, settings) for look in looks]
    healthy = all(check.state != "problem" for check in checks)
    if console.as_json:
        console.give({"ok": healthy, "checks": [asdict(check) for check in checks]})
    else:
        for check in checks:
            mark = console.paint(check.state.ljust(8), _COLOURS[check.state])
            said = f"{check.message.removesuffix('.')}. {check.advice}" if check.advice else check.message
            console.say(f"{mark} {check.name}: {said}")
    return 0 if healthy else 1


def _safely(look: Callable[[Settings], Check], settings: Settings) -> Check:
    try:
        return look(settings)
    except ExpectedError as error:
        return Check(look.__name__.strip("_").replace("_", " "), "problem", str(error))


def _python() -> Check:
    found = ".".join(str(part) for part in sys.version_info[:3])
    return Check("python", "ok", f"version {found}")


def _packages() -> Check:
    found, missing = [], []
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        return Check("packages", "problem", f"missing: {', '.join(missing)}", "Run `make setup`.")
    return Check("packages", "ok", ", ".join(found))


def _model(settings: Settings) -> Check:
    from knowledge.embedding.local_embedder import BUNDLED, LocalEmbedder

    embedder = LocalEmbedder(settings.embedder or BUNDLED)
    return Check("model", "ok", f"{embedder.fingerprint}, files complete")


def _index(settings: Settings) -> Check:
    from assistant.build import build_knowledge
    from knowledge.truth.store import holds_index

    if not holds_index(settings.index):
        named = f" --index {shlex.quote(str(settings.index))}" if settings.index != settings_of().index else ""
        advice = f"Run `python -m assistant ingest{named}`"
        if named and not settings.index.exists():
            advice += ", or correct the name."
        else:
            advice += "; `ask` and `serve` do it by themselves."
        return Check("index", "warning", f"there is none in {settings.index}", advice)
    try:
        knowledge = build_knowledge(settings)
    except IndexLockedError as error:
        return Check("index", "warning", str(error))
    with knowledge:
        knowledge.check()
        count = counted(len(knowledge.documents()), "document")
        return Check("index", "ok", f"{count}, fingerprint {knowledge.index_fingerprint}, built and checked")


def _disk(settings: Settings) -> Check:
    folder = next(
        parent for parent in (settings.index.absolute(), *settings.index.absolute().parents) if parent.exists()
    )
    free = shutil.disk_usage(folder).free // 1_000_000
    if not os.access(folder, os.W_OK):
        return Check("disk", "problem", f"{folder} cannot be written", "Change its rights, or name another --index.")
    if free < LEAST_FREE_MEGABYTES:
        return Check(
            "disk", "problem", f"{free} MB free in {folder}", f"Make room: {LEAST_FREE_MEGABYTES} MB are needed."
        )
    return Check("disk", "ok", f"{free} MB free")


def _port(settings: Settings) -> Check:
    from assistant.errors import SettingsError
    from assistant.web.serve import listen

    try:
        listen(settings.host, settings.port).close()
    except SettingsError as error:
        return Check("port", "warning", str(error))
    return Check("port", "ok", f"{settings.host}:{settings.port} is free")


def _chat_model(settings: Settings) -> Check:
    if not settings.chat_model:
        return Check("chat model", "ok", "none: answers in the words of the sources")
    from assistant.build import build_chat_model

    build_chat_model(settings)
    return Check("chat model", "ok", f"{settings.chat_model}, not asked now")


def _open_to_others(settings: Settings) -> Check:
    settings.check_open()
    return Check(
        "open to others", "ok", f"listens on {settings.host}" + (", with passwords" if settings.users() else "")
    )
