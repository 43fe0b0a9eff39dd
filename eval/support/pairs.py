"""Pairs of a statement and a sentence that it does or does not support, made by rule, and how the check does on them.

Run `python -m eval.support.pairs` for the table by kind of change. The threshold was chosen on one half of the
documents (`--half choose`); figures are reported on the other (`--half report`, the default).
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.support import MIN_COVERAGE, check_support
from eval.questions.dataset import read_jsonl
from eval.support.alterations import ALTERATIONS
from eval.support.paraphrases import PARAPHRASES
from eval.support.sentence_words import keep_name, names_in
from knowledge.curated import load_documents
from knowledge.passage import Source, Span, Statement, Status

SEED = 20251205
PROSE = Path(__file__).parent / "prose.jsonl"


@dataclass(frozen=True, slots=True)
class SupportPair:
    """A sentence, the statements it cites, whether they support it, and how it was made."""

    sentence: str
    statements: tuple[Statement, ...]
    supported: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Mistakes:
    """Of one kind of pairs: how many there are, and those that the check gets wrong, each with the reason it gave."""

    pairs: int
    wrong: tuple[str, ...]

    @property
    def share(self) -> float:
        """Share of wrong ones, in [0, 1]."""
        return len(self.wrong) / max(1, self.pairs)


def make_pairs(statements: Sequence[Statement], seed: int = SEED) -> list[SupportPair]:
    """Every pair that the rules can make of the statements: at most one a statement and kind.

    Every second statement is altered in a true paraphrase of it, the others in their own words.
    """
    chance = random.Random(seed)  # noqa: S311  # not for secrets
    names = names_in(statements)
    pairs: list[SupportPair] = []
    for place, statement in enumerate(statements):
        paraphrases = []
        for kind, rewrite in PARAPHRASES.items():
            text = rewrite(statement.text, chance)
            if text and text != statement.text:
                paraphrases.append(text)
                pairs.append(SupportPair(text, (statement,), True, kind))
        base = chance.choice(paraphrases) if paraphrases and place % 2 else statement.text
        for kind, alter in ALTERATIONS.items():
            text = alter(base, statement, names, chance)
            if text and text.casefold().split() != base.casefold().split():
                pairs.append(SupportPair(text, (statement,), False, kind))
    for one, other in zip(statements[::6], statements[3::6], strict=False):
        joined = f"{one.text.rstrip('.')}, while {keep_name(other.text)}"
        pairs.append(SupportPair(joined, (one, other), True, "two statements joined"))
    return pairs


def mistakes(pairs: Iterable[SupportPair], min_coverage: float = MIN_COVERAGE) -> dict[str, Mistakes]:
    """What the check gets wrong, by kind of pair."""
    counts: dict[str, int] = {}
    wrong: dict[str, list[str]] = {}
    for pair in pairs:
        support = check_support(pair.sentence, pair.statements, min_coverage=min_coverage)
        counts[pair.kind] = counts.get(pair.kind, 0) + 1
        if support.holds != pair.supported:
            line = f"[{support.fault}] {pair.statements[0].text} => {pair.sentence}"
            wrong.setdefault(pair.kind, []).append(line)
    return {kind: Mistakes(count, tuple(wrong.get(kind, ()))) for kind, count in counts.items()}


def table(pairs: Sequence[SupportPair], min_coverage: float = MIN_COVERAGE) -> str:
    """The mistakes by kind as a Markdown table: true pairs that were dropped, altered ones that were accepted."""
    found = mistakes(pairs, min_coverage)
    lines = ["| kind | pairs | wrong | share |", "| --- | ---: | ---: | ---: |"]
    for supported, name in ((True, "**true, dropped**"), (False, "**altered, accepted**")):
        kinds = dict.fromkeys(pair.kind for pair in pairs if pair.supported is supported)
        chosen = [found[kind] for kind in kinds]
        total = Mistakes(sum(one.pairs for one in chosen), tuple(text for one in chosen for text in one.wrong))
        for kind, one in (*zip(kinds, chosen, strict=True), (name, total)):
            lines.append(f"| {kind} | {one.pairs} | {len(one.wrong)} | {one.share:.1%} |")
    return "\n".join(lines)


def in_half(document_id: str, half: str) -> bool:
    """Whether a document belongs to the half (`choose` or `report`): by a hash of its id, so that it never moves."""
    first = hashlib.sha256(document_id.encode()).digest()[0] % 2 == 0
    return half == "all" or first == (half == "choose")


def curated_statements() -> Iterator[Statement]:
    """Every statement of the curated dossiers."""
    for document in load_documents():
        text = document.page_content
        for fields in document.metadata["statements"]:
            span = Span(str(document.metadata["id"]), fields["start"], fields["end"])
            sources = tuple(Source(source["id"], source["title"], source["publisher"]) for source in fields["sources"])
            said = text[span.start : span.end]
            yield Statement(span, said, Status(fields["status"]), sources, fields["event_date"] or "")


def prose_pairs(half: str, path: Path = PROSE) -> list[SupportPair]:
    """Pairs written by hand in free wording, of the statements of one half of the documents."""
    pairs = []
    rows: list[dict[str, Any]] = [row for _, row in read_jsonl(path)]  # Any: the file is ours
    for row in rows:
        if half not in ("all", row["half"]):
            continue
        sources = tuple(Source(publisher, publisher, publisher) for publisher in row["publishers"])
        text = str(row["statement"])
        statement = Statement(Span("prose", 0, len(text)), text, Status(row["status"]), sources, row["event_date"])
        pairs.append(SupportPair(row["sentence"], (statement,), row["supported"], row["kind"]))
    return pairs


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, and with `--show` the pairs that the check gets wrong."""
    parser = argparse.ArgumentParser(description="How the support check does on pairs made by rule.")
    parser.add_argument("--half", choices=["choose", "report", "all"], default="report", help="which documents")
    parser.add_argument("--min-coverage", type=float, default=MIN_COVERAGE, help="share of words that must be found")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="show N wrong pairs of each kind")
    parser.add_argument("--prose", action="store_true", help="the pairs written by hand instead of those made by rule")
    options = parser.parse_args(arguments)
    if options.prose:
        pairs = prose_pairs(options.half)
    else:
        pairs = make_pairs([one for one in curated_statements() if in_half(one.span.document_id, options.half)])
    sys.stdout.write(table(pairs, options.min_coverage) + "\n")
    for kind, one in mistakes(pairs, options.min_coverage).items():
        sys.stdout.writelines(f"\n{kind}: {text}\n" for text in one.wrong[: options.show])
    return 0


if __name__ == "__main__":
    sys.exit(main())
