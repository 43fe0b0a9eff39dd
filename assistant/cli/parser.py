"""The commands and their options. Each names the function that runs it, which is imported only then."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from assistant.checks import check_day
from assistant.errors import QuestionError
from knowledge.passage import SourceKind

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # no public name

_EXAMPLES = """examples:
  visit ingest                                  the documents that ship
  visit ingest notes.md reports/                these in addition; a folder is walked
  visit ask "How many agreements came out of the visit?"
  visit ask "What was expected on oil?" --as-of 2025-12-03 --json
  visit ask --file questions.txt --jsonl > answers.jsonl
  echo "Who met the delegation?" | visit ask
  visit chat
  visit serve --port 8080

exit codes: 0 done, 1 an error you can put right, 2 wrong usage, 3 no answer found, 4 the index is in use
`visit` is `python -m assistant`. Settings: see .env.example."""


_ASK_EXAMPLES = """examples:
  visit ask "What was expected on oil?" --as-of 2025-12-03
  visit ask --file questions.txt --jsonl > answers.jsonl"""


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(
        prog="visit",
        description="Answers questions from documents, with the exact words they rest on: from those about one event "
        "that ship, or from your own.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, help="show the version")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_questions(commands)
    _add_knowledge(commands)
    _add_upkeep(commands)
    _add_servers(commands)
    return parser


def _add_questions(commands: Commands) -> None:
    ask = _command(commands, "ask", "answer a question, or a file of questions", "assistant.cli.ask:ask", _ASK_EXAMPLES)
    ask.add_argument("question", nargs="*", help="the question; without one, it is read from standard input")
    ask.add_argument("--as-of", type=_day, metavar="YYYY-MM-DD", help="use what was known on this day only")
    ask.add_argument(
        "--source", nargs="+", action="extend", default=[], metavar="ID", help="use these sources only (see `sources`)"
    )
    ask.add_argument(
        *("--document", "--documents"),
        nargs="+",
        action="extend",
        default=[],
        metavar="ID",
        help="use these documents only (see `sources`)",
    )
    ask.add_argument(
        *("--kind", "--kinds"),
        nargs="+",
        action="extend",
        default=[],
        metavar="KIND",
        help=f"use these kinds of source only: {', '.join(get_args(SourceKind))}",
    )
    ask.add_argument("--file", type=Path, metavar="FILE", help="questions in bulk: one a line, or JSON Lines")
    ask.add_argument("--jsonl", action="store_true", help="with --file: one JSON object a line, as each is answered")
    _index_and_json(ask)

    search = _command(commands, "search", "find passages, without an answer", "assistant.cli.ask:search")
    search.add_argument("query", nargs="+", help="words or a question")
    search.add_argument("-k", type=_count, default=10, metavar="N", help="how many passages at most (default: 10)")
    search.add_argument("--as-of", type=_day, metavar="YYYY-MM-DD", help="search what was known on this day only")
    search.add_argument("--source", nargs="+", action="extend", default=[], metavar="ID", help="search these only")
    _index_and_json(search)

    chat = _command(commands, "chat", "a conversation in the terminal", "assistant.cli.chat:chat")
    chat.add_argument("--as-of", type=_day, metavar="YYYY-MM-DD", help="use what was known on this day only")
    _index(chat)


def _add_knowledge(commands: Commands) -> None:
    ingest = _command(commands, "ingest", "take documents into the index", "assistant.cli.ingest:ingest")
    ingest.add_argument(
        "places", nargs="*", metavar="PATH_OR_URL", help="files, folders or addresses; none: the documents that ship"
    )
    ingest.add_argument("--only", action="store_true", help="the index holds nothing else afterwards")
    ingest.add_argument("--rebuild", action="store_true", help="make the index anew from all documents")
    _index_and_json(ingest)

    sources = _command(commands, "sources", "what is in the index", "assistant.cli.listings:sources")
    _index_and_json(sources)

    timeline = _command(commands, "timeline", "dated statements in order", "assistant.cli.listings:timeline")
    timeline.add_argument("--as-of", type=_day, metavar="YYYY-MM-DD", help="what was known on this day only")
    _index_and_json(timeline)


def _add_upkeep(commands: Commands) -> None:
    backup = _command(commands, "backup", "write all documents to one file", "assistant.cli.upkeep:backup")
    backup.add_argument("file", type=Path, metavar="FILE", help="the file to write")
    _index_and_json(backup)

    restore = _command(commands, "restore", "make the index from a backup", "assistant.cli.upkeep:restore")
    restore.add_argument("file", type=Path, metavar="FILE", help="what `backup` wrote")
    _index_and_json(restore)

    remove = _command(commands, "remove", "forget documents everywhere", "assistant.cli.upkeep:remove")
    remove.add_argument("documents", nargs="+", metavar="DOCUMENT", help="ids, as `sources` lists them")
    _index_and_json(remove)

    doctor = _command(commands, "doctor", "check everything and say what to do", "assistant.cli.doctor:doctor")
    _index_and_json(doctor)

    completion = _command(
        commands, "completion", "print a script for your shell", "assistant.cli.completion:completion"
    )
    completion.add_argument("shell", choices=["bash", "zsh", "tcsh"], help="your shell")


def _add_servers(commands: Commands) -> None:
    serve = _command(commands, "serve", "the page and the HTTP interface", "assistant.cli.servers:serve")
    serve.add_argument("--host", metavar="H", help="address to listen on (default: 127.0.0.1)")
    serve.add_argument("--port", type=_port, metavar="P", help="port to listen on (default: 7860; 0: any free one)")
    _index(serve)

    mcp = _command(commands, "mcp", "an MCP server on standard input and output", "assistant.cli.servers:mcp")
    _index(mcp)


def _command(commands: Commands, name: str, help_text: str, run: str, examples: str = "") -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name,
        help=help_text,
        description=f"{help_text[0].upper()}{help_text[1:]}.",
        epilog=examples or None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.set_defaults(run=run)
    return parser


def _index(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--index", type=Path, metavar="DIR", help="folder of the index (default: .index)")


def _index_and_json(parser: argparse.ArgumentParser) -> None:
    _index(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def _day(text: str) -> date:
    try:
        return check_day(text)
    except QuestionError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= 1000:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is no number from 1 to 1000")
    return int(text)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text[:9]) > 65535:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is no number from 0 to 65535")
    return int(text)


class _Version(argparse.Action):
    """Reads the version only when it is asked for."""

    def __init__(self, option_strings: list[str], dest: str, help: str | None = None) -> None:  # noqa: A002 - argparse's name
        super().__init__(option_strings, dest, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from assistant.version import own_version

        sys.stdout.write(f"visit-assistant {own_version()}\n")
        parser.exit()
