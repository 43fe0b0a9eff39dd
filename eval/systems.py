"""Systems under test behind one small seam: our assistant, a callable, a LangChain Runnable, an HTTP address."""

from __future__ import annotations

import hashlib
import importlib
import inspect
import json
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, cast

from eval.dataset import Message, Question
from eval.errors import EvaluationError
from eval.read_answer import read_answer
from eval.suites import Suite

Reply = Mapping[str, object]
"""An answer in the project's JSON shape, with `hits` or `ranking` beside it where the system has a ranking."""


class System(Protocol):
    """What is measured. `configuration` names everything that its answers depend on, for hashes and comparisons."""

    name: str
    configuration: Mapping[str, str]
    cacheable: bool

    def answer(self, question: str, history: Sequence[Message]) -> Reply:
        """Answer one question; whatever it raises is recorded as this question's error."""
        ...

    def rewrite(self, question: str, history: Sequence[Message]) -> str:
        """The question made to stand alone."""
        ...

    def score_candidates(self, question: Question, texts: Sequence[str]) -> Sequence[float]:
        """How well each text answers the question; empty when the system has no such scorer."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


@dataclass(slots=True)
class CallableSystem:
    """A function `answer(question, history)` or a LangChain Runnable that takes `{"question", "history"}`."""

    name: str
    target: object
    configuration: Mapping[str, str] = field(default_factory=dict)
    cacheable: bool = False

    def answer(self, question: str, history: Sequence[Message]) -> Reply:
        """Call the function, or invoke the Runnable, and read whatever comes back."""
        messages = [dict(message) for message in history]
        invoke = getattr(self.target, "invoke", None)
        if callable(invoke):
            return read_answer(invoke({"question": question, "history": messages}))
        return read_answer(cast("Callable[..., object]", self.target)(question, messages))

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
    configuration: Mapping[str, str] = field(default_factory=dict)
    cacheable: bool = False

    def answer(self, question: str, history: Sequence[Message]) -> Reply:
        """Send one question.

        Raises:
            EvaluationError: The server cannot be reached, answers with an error, or not with JSON.
        """
        body = json.dumps({"question": question, "history": [dict(message) for message in history]}).encode()
        request = urllib.request.Request(  # noqa: S310 - `open_system` lets only http and https through
            self.address, body, {"Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=self.timeout_seconds) as response:  # noqa: S310 - as above
                return read_answer(json.load(response))
        except urllib.error.HTTPError as error:
            said = error.read(300).decode(errors="replace")
            raise EvaluationError(f"{self.address} answered {error.code}: {said}") from error
        except (OSError, ValueError) as error:
            raise EvaluationError(f"{self.address} gave no answer that can be read: {error}.") from error

    def rewrite(self, question: str, history: Sequence[Message]) -> str:
        """What the server says it searched for."""
        return str(self.answer(question, history).get("standalone_question") or question)

    def score_candidates(self, question: Question, texts: Sequence[str]) -> Sequence[float]:
        """No scores: the interface has no route for them."""
        del question, texts
        return ()

    def close(self) -> None:
        """Nothing is kept open."""


def open_system(target: str, suite: Suite, settings: Mapping[str, str], index: Path | None) -> System:
    """The system that a `--system` option names, ready to be asked about a suite.

    Args:
        target: `assistant`; an address beginning with http:// or https://; or `module:attribute`, where the attribute
            is a callable `answer(question, history)`, a Runnable, or a function with one parameter `documents` that
            makes either from the suite's documents.
        suite: What it will be asked about.
        settings: The assistant's settings by name, changed with `--set`.
        index: An index that exists, to answer from instead of building one.

    Raises:
        EvaluationError: The target cannot be found.
    """
    if target == "assistant":
        from eval.assistant_system import open_assistant

        return open_assistant(suite, settings, index)
    if settings or index:
        raise EvaluationError("--set and --index change our assistant; with another --system they mean nothing.")
    if target.startswith(("http://", "https://")):
        return HttpSystem(target, target, configuration={"system": target})
    return _imported(target, suite)


def _imported(target: str, suite: Suite) -> CallableSystem:
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
    if inspect.isroutine(found) and "documents" in inspect.signature(found).parameters:
        found = cast("Callable[..., object]", found)(documents=suite.documents())
    source = inspect.getsourcefile(sys.modules[module_name])
    code = hashlib.sha256(Path(source).read_bytes()).hexdigest()[:16] if source else ""
    return CallableSystem(target, found, {"system": target, "code": code})
