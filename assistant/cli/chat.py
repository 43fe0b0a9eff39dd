"""`chat`: a conversation in the terminal, each answer growing claim by claim."""

from __future__ import annotations

import argparse
import sys

from assistant.answer import Answer, Turn
from assistant.cli.ask import show_sources
from assistant.cli.console import Console
from assistant.cli.opening import open_assistant
from assistant.render import answer_in_full, answer_to_text, claims_so_far

MOST_TURNS = 10  # earlier exchanges that a follow-up may look back on
LEAVING = frozenset({"/quit", "/exit", "quit", "exit", "q"})
_HELP = """/sources  show the sources of the last answer again
/new      begin a new conversation
/help     this list
/quit     leave (quit, exit, q and Ctrl-D do too)"""


def chat(options: argparse.Namespace, console: Console) -> int:
    """Ask again and again until the person leaves."""
    if sys.stdin.isatty():
        import readline  # noqa: F401 - importing it gives `input` its editing and history
    with open_assistant(options.index, console) as assistant:
        console.note("Ask about the documents. /help lists commands, Ctrl-D leaves.")
        history: list[Turn] = []
        last: Answer | None = None
        while (line := _read_line(console)) is not None:
            if not line:
                continue
            if line.lower() in LEAVING:
                break
            if line.startswith("/"):
                history, last = _obey(line, history, last, console)
                continue
            if last is not None and not sys.stdin.isatty():
                console.say()  # at a keyboard the prompt stands between two answers
            shown = ""
            for last in assistant.stream(line, history=history[-MOST_TURNS:], as_of=options.as_of):
                shown = _grow(shown, claims_so_far(last), console)
            if last is not None:
                _finish(shown, last, console)
                spans = tuple(citation.span for citation in last.citations)
                history.append(Turn(line, answer_to_text(last), spans))
    return 0


def _read_line(console: Console) -> str | None:
    """What the person types; None when there is no more."""
    try:
        return input(console.paint("\n> ", "cyan") if sys.stdin.isatty() else "").strip()
    except EOFError:
        return None
    except UnicodeDecodeError:
        console.note("That is not UTF-8 text.")
        return ""


def _obey(command: str, history: list[Turn], last: Answer | None, console: Console) -> tuple[list[Turn], Answer | None]:
    if command == "/new":
        console.note("A new conversation.")
        return [], None
    if command == "/sources" and last is not None:
        show_sources(last, console)
    else:
        console.note(_HELP)
    return history, last


def _grow(shown: str, text: str, console: Console) -> str:
    """Print what has come to the claims; each text begins with the one before."""
    if text.startswith(shown):
        console.say(text[len(shown) :], end="")
        return text
    return shown


def _finish(shown: str, answer: Answer, console: Console) -> None:
    text = answer_in_full(answer)
    console.say(text[len(shown) :] if text.startswith(shown) else f"\n{text}")
    for remark in answer.remarks:
        console.say(console.paint(remark, "yellow"))
    show_sources(answer, console)
    for suggestion in answer.suggestions[:3]:
        console.say(console.paint(f"Next: {suggestion}", "dim"))
