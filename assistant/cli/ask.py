"""`ask` and `search`: one question, a file of them, or passages only."""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.checks import check_day, check_names
from assistant.cli.console import Console, counted
from assistant.cli.opening import open_assistant
from assistant.errors import QuestionError
from assistant.listing import hits_to_dict
from assistant.render import answer_in_full, source_in_words
from assistant.turns import read_history

if TYPE_CHECKING:
    from assistant.answer import Answer, Citation, Turn
    from assistant.assistant import Assistant
    from knowledge.passage import Passage, Source

NO_ANSWER = 3
WRONG_USAGE = 2
FIELDS = ("question", "id", "history", "as_of")  # of a line of a file of questions; others are passed over


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question of a file, with the other fields of its line."""

    question: str
    id: str
    history: tuple[Turn, ...] = ()
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class _Scope:
    """What may be used for an answer; without names, all."""

    sources: list[str]
    documents: list[str]
    kinds: list[str]


def ask(options: argparse.Namespace, console: Console) -> int:
    """Answer one question, or each of a file."""
    question, scope = _question_and_scope(options)
    if options.jsonl and options.file is None:
        console.note("--jsonl is for --file FILE. For one question, give --json.")
        return WRONG_USAGE
    if options.file is not None:
        if question is not None:
            console.note("Give either a question or --file, not both.")
            return WRONG_USAGE
        return _ask_all(options, scope, console)
    if question is None:
        if sys.stdin.isatty():
            console.note('There is no question. Give one: visit ask "What was signed?"')
            return WRONG_USAGE
        question = _read(sys.stdin.buffer.read(), "Standard input").strip()
    if not question.strip():
        raise QuestionError("The question is empty. Ask something in words.")
    with open_assistant(options.index, console) as assistant:
        answer = _ask_within(assistant, scope, question, options.as_of)
    if console.as_json:
        console.give(answer.to_dict())
    else:
        show_answer(answer, console)
    return 0 if answer.answered else NO_ANSWER


def search(options: argparse.Namespace, console: Console) -> int:
    """Passages only."""
    from knowledge.passage import Filter

    query = " ".join(options.query)
    if not query.strip():
        raise QuestionError("The query is empty. Search for something in words.")
    with open_assistant(options.index, console) as assistant:
        check_names(assistant.knowledge, options.source)
        wanted = Filter(as_of=options.as_of, sources=frozenset(options.source))
        hits = assistant.knowledge.search(query, options.k, wanted)
        fingerprint = assistant.knowledge.index_fingerprint
    if console.as_json:
        console.give(hits_to_dict(query, hits, fingerprint))
        return 0
    for number, hit in enumerate(hits, 1):
        passage = hit.passage
        place = f"{passage.id}  {' > '.join(filter(None, (passage.title, passage.heading)))}"
        console.say(f"{number}. {console.paint(f'{hit.score:.3f}', 'cyan')}  {console.paint(place, 'dim')}")
        console.say(_indented(passage.text))
        for source, statuses in _told_by(passage):
            console.say("   " + console.paint(f"{source_in_words(source)} ({', '.join(statuses)})", "dim"))
        console.say()
    return 0


def show_answer(answer: Answer, console: Console) -> None:
    """An answer for people: the text, then its sources or, for a refusal, the nearest evidence."""
    text = answer_in_full(answer)
    console.say(console.paint(text, "bold") if answer.answered else text)
    for remark in answer.remarks:
        console.say(console.paint(remark, "yellow"))
    show_sources(answer, console)


def show_sources(answer: Answer, console: Console) -> None:
    """The numbered sources of an answer, or the evidence nearest to a refused question."""
    if answer.citations:
        console.say("\nSources")
        for number, citation in enumerate(answer.citations, 1):
            console.say(f"{console.paint(f'[{number}]', 'cyan')} {_with_source(citation, console)}")
    elif answer.near:
        console.say("\nNearest in the sources")
        for nearest in answer.near:
            console.say(f"- {_with_source(nearest.citation, console)}")


def _told_by(passage: Passage) -> Iterator[tuple[Source, list[str]]]:
    """Each source of a passage's statements, in their order, with the statuses of what it says there."""
    found: dict[Source, list[str]] = {}
    for statement in passage.statements:
        for source in statement.sources:
            found.setdefault(source, []).append(statement.status.value)
    for source, statuses in found.items():
        yield source, list(dict.fromkeys(statuses))


def _with_source(citation: Citation, console: Console) -> str:
    lines = [f"“{' '.join(citation.quote.split())}” ({citation.status.value})"]
    lines += ["    " + console.paint(_named(source, citation), "dim") for source in citation.sources]
    return "\n".join(lines)


def _named(source: Source, citation: Citation) -> str:
    """A source in words, with the section of its own text that the quote stands in."""
    own = source.id == citation.span.document_id and citation.heading
    return source_in_words(source) + (f", section \u201c{citation.heading}\u201d" if own else "")


def _ask_within(
    assistant: Assistant, scope: _Scope, question: str, as_of: date | None, history: tuple[Turn, ...] = ()
) -> Answer:
    return assistant.ask(question, history, as_of, scope.sources, scope.documents, scope.kinds)


def _ask_all(options: argparse.Namespace, scope: _Scope, console: Console) -> int:
    asked = _read_questions(options.file)
    answers = []
    with (
        open_assistant(options.index, console) as assistant,
        console.progress("questions answered", len(asked)) as progress,
    ):
        for number, one in enumerate(asked, 1):
            day = one.as_of or options.as_of
            answer = _ask_within(assistant, scope, one.question, day, one.history)
            answers.append(answer)
            if options.jsonl:
                console.give({"id": one.id, **answer.to_dict()}, indent=None)
            elif not console.as_json:
                console.say(console.paint(one.question, "cyan"))
                show_answer(answer, console)
                console.say()
            progress.step(number)
    if console.as_json and not options.jsonl:
        console.give({"answers": [{"id": one.id, **a.to_dict()} for one, a in zip(asked, answers, strict=True)]})
    answered = sum(answer.answered for answer in answers)
    console.note(f"{counted(len(answers), 'question')}, {answered} answered, {len(answers) - answered} refused.")
    return 0 if answered or not answers else NO_ANSWER


def _read_questions(path: Path) -> list[_Asked]:
    """The questions of a file.

    Raises:
        QuestionError: It cannot be read, or lines of it are wrong; the message names all of them.
    """
    try:
        text = _read(sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes(), str(path))
    except OSError as error:
        raise QuestionError(f"The questions in {path} cannot be read ({error.strerror}). Name a file.") from error
    asked: list[_Asked] = []
    wrong: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip().startswith("{"):
            try:
                asked.append(_read_line(line.strip(), number, path))
            except QuestionError as error:
                wrong.append(str(error))
        elif line.strip():
            asked.append(_Asked(line.strip(), str(number)))
    if wrong:
        raise QuestionError("\n".join(wrong))
    return asked


def _read_line(line: str, number: int, path: Path) -> _Asked:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:  # RecursionError: nested too deeply
        raise QuestionError(f'{path}, line {number} is no JSON. Write an object with "question", or text.') from error
    question, name, as_of, said = (row.get(field) for field in ("question", "id", "as_of", "history"))
    if not isinstance(question, str) or not question.strip():
        raise QuestionError(f'{path}, line {number} has no text under "question".')
    missing = [field for field in FIELDS if field not in row]
    for field in row:
        near = difflib.get_close_matches(field, missing, n=1, cutoff=0.8)
        if near and field not in FIELDS:
            raise QuestionError(f'{path}, line {number} has an unknown field "{field[:80]}". Did you mean "{near[0]}"?')
    try:
        history = () if said is None else read_history(said)
        day = check_day(str(as_of)) if as_of else None
    except QuestionError as error:
        raise QuestionError(f"{path}, line {number}: {error}") from error
    return _Asked(question, str(number if name is None else name), history, day)


def _question_and_scope(options: argparse.Namespace) -> tuple[str | None, _Scope]:
    """`ask --source a b "The question?"`: the option takes all words, but ids have no blanks, so the last is it."""
    question = " ".join(options.question) if options.question else None
    scope = _Scope(list(options.source), list(options.document), list(options.kind))
    for names in (scope.sources, scope.documents, scope.kinds):
        if question is None and len(names) > 1 and any(sign.isspace() for sign in names[-1].strip()):
            question = names.pop()
    return question, scope


def _read(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise QuestionError(f"{name} is not UTF-8 text. Save it as UTF-8.") from None


def _indented(text: str) -> str:
    return "\n".join(f"   {line}" for line in text.splitlines())
