"""The systems that can be measured: our assistant, a callable, a LangChain Runnable, an HTTP address."""

from __future__ import annotations

import hashlib
import importlib
import inspect
import json
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from eval.errors import EvaluationError
from eval.questions.question import Message, Question
from eval.questions.suites import Suite
from eval.system import Reply, SystemSpec
from eval.systems.assistant_system import describe_assistant
from eval.systems.read_answer import ranking_alone, read_answer

BUSY = 429  # too many requests


@dataclass(slots=True)
class CallableSystem:
    """A function `answer(question, history)` or a LangChain Runnable that takes `{"question", "history"}`."""

    name: str
    target: object

    def answer(self, question: str, history: Sequence[Message]) -> Reply:
        """Call the function, or invoke the Runnable, and read whatever comes back."""
        messages = [dict(message) for message in history]
        invoke = getattr(self.target, "invoke", None)
        if callable(invoke):
            return read_answer(invoke({"question": question, "history": messages}))
        return read_answer(cast("Callable[..., object]", self.target)(question, messages))

    def search(self, question: str, history: Sequence[Message]) -> Reply:
        """The ranking of the answer."""
        return ranking_alone(self.answer(question, history))

    def rewrite(self, question: str, history: Sequence[Message]) -> str:
        """What the system searched for, if its answer says so."""
        return str(self.answer(question, history).get("standalone_question") or question)

    def score_candidates(self, question: Question, texts: Sequence[str]) -> Sequence[float]:
        """Ask the target's own `score_texts(question, texts)` if it has one."""
        scorer = getattr(self.target, "score_texts", None)
        return [float(score) for score in scorer(question.text, list(texts))] if callable(scorer) else ()

    def close(self) -> None:
        """Close the target if it can be closed."""
        close = getattr(self.target, "close", None)
        if callable(close):
            close()


@dataclass(slots=True)
class HttpSystem:
    """A server that takes `POST {"question", "history"}` and answers in the project's JSON shape."""

    name: str
    address: str
    timeout_seconds: float = 120.0

    def answer(self, question: str, history: Sequence[Message]) -> Reply:
        """Send one question; a busy server is asked again after the seconds that it names.

        Raises:
            EvaluationError: The server cannot be reached, answers with an error, or not with JSON.
        """
        body = json.dumps({"question": question, "history": [dict(message) for message in history]}).encode()
        request = urllib.request.Request(  # noqa: S310 - `describe_system` lets only http and https through
            self.address, body, {"Content-Type": "application/json"}
        )
        latest = time.monotonic() + self.timeout_seconds
        while True:
            try:
                with urllib.request.urlopen(request, timeout=self.timeout_seconds) as response:  # noqa: S310 - as above  # nosec B310
                    return read_answer(json.load(response))
            except urllib.error.HTTPError as error:
                wait = error.headers.get("Retry-After", "") if error.code == BUSY else ""
                if not wait.isdecimal() or time.monotonic() + int(wait) > latest:
                    said = error.read(300).decode(errors="replace")
                    raise EvaluationError(f"{self.address} answered {error.code}: {said}") from error
                error.close()
                time.sleep(int(wait))
            except (OSError, ValueError) as error:
                raise EvaluationError(f"{self.address} gave no answer that can be read: {error}.") from error

    def search(self, question: str, history: Sequence[Message]) -> Reply:
        """The ranking of the answer."""
        return ranking_alone(self.answer(question, history))

    def rewrite(self, question: str, history: Sequence[Message]) -> str:
        """What the server says it searched for."""
        return str(self.answer(question, history).get("standalone_question") or question)

    def score_candidates(self, question: Question, texts: Sequence[str]) -> Sequence[float]:
        """No scores: the interface has no route for them."""
        del question, texts
        return ()

    def close(self) -> None:
        """Nothing is kept open."""


def describe_system(target: str, suite: Suite, settings: Mapping[str, str], index: Path | None) -> SystemSpec:
    """The system that a `--system` option names.

    Args:
        target: `assistant`; an address beginning with http:// or https://; or `module:attribute`, where the attribute
            is a callable `answer(question, history)`, a Runnable, or a function with a parameter `documents` that makes
            either of them from the suite's documents.
        suite: What it will be asked about.
        settings: The assistant's settings by name, changed with `--set`.
        index: An index that exists, to answer from instead of building one.

    Raises:
        EvaluationError: The target cannot be found, or the settings do not fit it.
    """
    if target == "assistant":
        return describe_assistant(suite, settings, index)
    if settings or index:
        raise EvaluationError("--set and --index change our assistant; with another --system they mean nothing.")
    if target.startswith(("http://", "https://")):
        return SystemSpec(target, {"system": target}, lambda: HttpSystem(target, target))
    found, code = _imported(target)
    return SystemSpec(target, {"system": target, "code": code}, lambda: _callable(target, found, suite))


def _imported(target: str) -> tuple[object, str]:
    """The object that `module:attribute` names, and a hash of its module's source."""
    module_name, colon, attribute = target.partition(":")
    if not colon:
        raise EvaluationError(
            f"--system {target!r} cannot be read. Write assistant, module:attribute or an http address."
        )
    if "" not in sys.path:
        sys.path.insert(0, "")  # as with `python -m`: modules of the folder one stands in
    try:
        found: object = getattr(importlib.import_module(module_name), attribute)
    except (ImportError, AttributeError) as error:
        raise EvaluationError(f"--system {target!r} cannot be imported: {error}.") from error
    source = sys.modules[module_name].__file__
    return found, hashlib.sha256(Path(source).read_bytes()).hexdigest()[:16] if source else ""


def _callable(name: str, found: object, suite: Suite) -> CallableSystem:
    if inspect.isroutine(found) and "documents" in inspect.signature(found).parameters:
        found = cast("Callable[..., object]", found)(documents=suite.documents())
    return CallableSystem(name, found)
