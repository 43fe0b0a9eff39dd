"""What is missing when a question is refused, in words."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from assistant.evidence import Evidence
from assistant.question import Wants, read_question, written_names
from assistant.question.designation import unnamed
from assistant.statements.extents import asks_length
from knowledge.passage import Filter, Hit, Status
from knowledge.text.words import stems

NO_QUESTION = (
    "This asks nothing of the documents. Every answer here rests on what they say, shown with its sources: ask about a"
    " person, a date, a number or an event in them."
)
NO_DISAGREEMENT = "The documents tell of no disagreement on this."
NEAREST_SHOWN = "The nearest statements are shown."
MOST_NAMES = 3  # that are said to be mentioned nowhere
SHORTEST_SPELT = 6  # letters of a name that may be spelt in more than one way
SAME_SPELLING = 0.85  # share of letters in common; one letter more in a name of six gives .92
_LOOKED_FOR = {
    Wants.DATE: "a date",
    Wants.DURATION: "a length of time",
    Wants.SHARE: "a share",
    Wants.NUMBER: "a number",
    Wants.MONEY: "an amount of money",
    Wants.PERSON: "a name",
    Wants.PLACE: "a place",
    Wants.REASON: "a reason",
}


def missing_words(question: str, evidence: Evidence, filter: Filter) -> str:
    """Some sentences: what was looked for, which names nothing mentions, and what there is instead."""
    if not question:
        return NO_QUESTION
    reading = read_question(question)
    looked = next((words for kind, words in _LOOKED_FOR.items() if kind in reading.wants), "a statement")
    if looked == _LOOKED_FOR[Wants.DURATION] and asks_length(question):
        looked = "a length"
    limits = []
    if filter.as_of:
        limits.append(f"known on {filter.as_of.isoformat()}")
    if filter.sources or filter.kinds:
        limits.append("from the chosen sources")
    within = f" ({', '.join(limits)})" if limits else ""
    documents = "The chosen documents" if filter.documents else "The documents"
    if not reading.content:
        return "There is nothing to look for in this. Ask about what the documents tell."
    if evidence.not_yet and filter.as_of:
        expects = any(one.statement.status is Status.EXPECTED for one in evidence.statements[:1])
        shown = "What was expected is shown." if expects else NEAREST_SHOWN
        known = f"On {filter.as_of.isoformat()} this had not yet taken place, or was not yet known."
        return f"{known} {shown}" if evidence.statements else known
    if not evidence.statements:
        if reading.on_disagreement and evidence.hits:
            return NO_DISAGREEMENT
        return f"{documents} hold nothing on this{within}."
    return " ".join(
        part
        for part in (
            f"{documents}{within} do not say: {looked} that answers this was looked for and not found.",
            _not_mentioned(evidence.asked, evidence.hits),
            NEAREST_SHOWN,
        )
        if part
    )


def _not_mentioned(asked: str, hits: Sequence[Hit]) -> str:
    """A sentence on the names and numbers in a question that nothing found holds; empty without any."""
    texts = [f"{hit.passage.title} {hit.passage.heading} {hit.passage.text}" for hit in hits]
    held = frozenset[str]().union(*(stems(text) for text in texts))
    missing = [name for name, own in written_names(asked) if not _is_held(own, held) or unnamed(name, texts)]
    named = " or ".join(list(dict.fromkeys(missing))[:MOST_NAMES])
    return f"None of the passages found mentions {named}." if named else ""


def _is_held(own: frozenset[str], held: frozenset[str]) -> bool:
    """Whether a word of a name is held, or one spelt nearly the same, as Zelenskyy is for Zelensky."""
    return not own.isdisjoint(held) or any(_nearly_same(word, known) for word in own for known in held)


def _nearly_same(word: str, known: str) -> bool:
    """Whether two words of letters differ in so little that they may be spellings of one name."""
    if min(len(word), len(known)) < SHORTEST_SPELT or word[0] != known[0] or not (word + known).isalpha():
        return False
    return SequenceMatcher(None, word, known, autojunk=False).ratio() >= SAME_SPELLING
