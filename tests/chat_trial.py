"""Runs a suite with a scripted chat model: an oracle that words statements rightly, or a liar that alters one fact.

`python -m tests.chat_trial oracle` and `python -m tests.chat_trial liar` start a test server, run the suite through it
with the real harness and client library, and print how many sentences reached the reader.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from eval.__main__ import main as run_eval
from eval.support.alterations import ALTERATIONS
from eval.support.pairs import curated_statements
from eval.support.paraphrases import PARAPHRASES
from eval.support.sentence_words import names_in
from tests.chat_server import ChatServer, Reply, tokens

_STATEMENT = re.compile(r"^\[(\d+)\] \(status: [^\n]*\)\n(.+)$", re.MULTILINE)
_QUESTION = re.compile(r"^Last question: (.+)$", re.MULTILINE)


@dataclass
class Writer:
    """Words the first statements of each prompt; a liar alters one of them. Remembers what it wrote."""

    lies: bool
    right: list[str] = field(default_factory=list)
    altered: list[tuple[str, str]] = field(default_factory=list)  # kind, sentence

    def __post_init__(self) -> None:
        self._statements = {one.text: one for one in curated_statements()}
        self._names = names_in(list(self._statements.values()))
        self._known = {_plain(text) for text in self._statements}

    def __call__(self, messages: list[dict[str, str]]) -> Reply:
        prompt = messages[-1]["content"]
        if question := _QUESTION.search(prompt):
            return Reply((question[1],))
        chance = random.Random(prompt[prompt.rfind("Question:") :])
        shown = _STATEMENT.findall(prompt)[:3]
        liar_at = chance.randrange(len(shown)) if self.lies and shown else -1
        said = [self._word(number, text, place == liar_at, chance) for place, (number, text) in enumerate(shown)]
        return Reply(tuple(tokens(" ".join(said), 12)))

    def _word(self, number: str, text: str, altered: bool, chance: random.Random) -> str:
        ways = [new for name, rule in PARAPHRASES.items() if name != "opening words" and (new := rule(text, chance))]
        sentence = chance.choice([way for way in ways if way != text] or [text])
        if altered and (lie := self._lie(sentence, text, chance)):
            self.altered.append(lie)
            sentence = lie[1]
        else:
            self.right.append(sentence)
        return f"{sentence.rstrip('.')} [{number}]."

    def _lie(self, sentence: str, text: str, chance: random.Random) -> tuple[str, str] | None:
        statement = self._statements.get(text)
        kinds = list(ALTERATIONS)
        chance.shuffle(kinds)
        for kind in kinds if statement else []:
            new = ALTERATIONS[kind](sentence, statement, self._names, chance)
            if new and _plain(new) not in (*self._known, _plain(sentence)):
                return kind, new
        return None


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Run a suite with a scripted chat model.")
    parser.add_argument("writer", choices=["oracle", "liar"])
    parser.add_argument("--suite", default="visit")
    parser.add_argument("--show", action="store_true", help="show the sentences that went wrong")
    options, others = parser.parse_known_args(arguments)
    writer = Writer(lies=options.writer == "liar")
    with ChatServer(writer) as server, tempfile.TemporaryDirectory() as folder:
        settings = ["--set", f"chat_model=openai:{options.writer}", "--set", f"chat_base_url={server.url}"]
        run_eval(["run", options.suite, "--out", folder, "--fresh", "--no-references", *settings, *others])
        records = [json.loads(line) for path in Path(folder).rglob("records.jsonl") for line in path.open()]
    shown = [_plain(re.sub(r"\s*\[\d+\]", "", record["answer"])) for record in records]
    lost = [sentence for sentence in writer.right if not any(_plain(sentence) in answer for answer in shown)]
    passed = [lie for lie in writer.altered if any(_plain(lie[1]) in answer for answer in shown)]
    print(f"questions {len(records)}, answered {sum(record['answered'] for record in records)}")  # noqa: T201
    for name, wrong, all_of in (("right, lost", lost, writer.right), ("altered, shown", passed, writer.altered)):
        print(f"{name}: {len(wrong)} of {len(all_of)} ({len(wrong) / max(1, len(all_of)):.1%})")  # noqa: T201
    for line in [*lost, *map(str, passed)] if options.show else []:
        print("  ", line)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
