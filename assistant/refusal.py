"""What is missing when a question is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from assistant.answer import Lack, LookedFor, ShownInstead
from assistant.evidence import Evidence
from assistant.question import Wants, read_question, written_names
from assistant.question.designation import unnamed
from assistant.statements.extents import asks_length
from knowledge.passage import Filter, Hit, Status
from knowledge.text.words import stems

MOST_NAMES = 3  # that are said to be mentioned nowhere
LONGEST_NAME = 40  # characters of one that are said
SHORTEST_SPELT = 6  # letters of a name that may be spelt in more than one way
SAME_SPELLING = 0.85  # share of letters in common; one letter more in a name of six gives .92
_LOOKED_FOR: Mapping[Wants, LookedFor] = {
    Wants.DATE: "a date",
    Wants.DURATION: "a length of time",
    Wants.SHARE: "a share",
    Wants.NUMBER: "a number",
    Wants.MONEY: "an amount of money",
    Wants.PERSON: "a name",
    Wants.PLACE: "a place",
    Wants.REASON: "a reason",
}


def lack_of(question: str, evidence: Evidence, filter: Filter) -> Lack:
    """What was looked for within the filter, which names nothing mentions, and what there is instead."""
    if not question:
        return Lack("question")
    reading = read_question(question)
    if not reading.content:
        return Lack("words")
    if evidence.not_yet and filter.as_of:
        expects = evidence.best is not None and evidence.best.statement.status is Status.EXPECTED
        shown: ShownInstead = "expected" if expects else "nearest" if evidence.statements else ""
        return Lack("event", as_of=filter.as_of, shown=shown)
    lack = Lack(
        "evidence",
        as_of=filter.as_of,
        of_chosen_sources=bool(filter.sources or filter.kinds),
        of_chosen_documents=bool(filter.documents),
    )
    if not evidence.statements:
        return Lack("disagreement") if reading.on_disagreement and evidence.hits else lack
    looked_for: LookedFor = next((words for kind, words in _LOOKED_FOR.items() if kind in reading.wants), "a statement")
    if looked_for == _LOOKED_FOR[Wants.DURATION] and asks_length(question):
        looked_for = "a length"
    names = _not_mentioned(evidence.asked, evidence.hits)
    return replace(lack, what="answer", looked_for=looked_for, names=names, shown="nearest")


def _not_mentioned(asked: str, hits: Sequence[Hit]) -> tuple[str, ...]:
    """The first names and numbers in a question that nothing found holds."""
    texts = [f"{hit.passage.title} {hit.passage.heading} {hit.passage.text}" for hit in hits]
    held = frozenset[str]().union(*(stems(text) for text in texts))
    missing = (name for name, own in written_names(asked) if not _is_held(own, held) or unnamed(name, texts))
    return tuple(map(_in_brief, dict.fromkeys(missing)))[:MOST_NAMES]


def _in_brief(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _is_held(own: frozenset[str], held: frozenset[str]) -> bool:
    """Whether a word of a name is held, or one spelt nearly the same, as Zelenskyy is for Zelensky."""
    return not own.isdisjoint(held) or any(_nearly_same(word, known) for word in own for known in held)


def _nearly_same(word: str, known: str) -> bool:
    """Whether two words of letters differ in so little that they may be spellings of one name."""
    if min(len(word), len(known)) < SHORTEST_SPELT or word[0] != known[0] or not (word + known).isalpha():
        return False
    return SequenceMatcher(None, word, known, autojunk=False).ratio() >= SAME_SPELLING
