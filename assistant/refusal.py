"""What is missing when a question is refused, in words."""

from __future__ import annotations

from assistant.evidence import Evidence
from assistant.question import Wants, read_question
from knowledge.passage import Filter

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


def missing_words(question: str, evidence: Evidence, filter: Filter) -> str:  # noqa: A002
    """One or two sentences: what was looked for, and what there is instead."""
    reading = read_question(question)
    looked = next((words for kind, words in _LOOKED_FOR.items() if kind in reading.wants), "a statement")
    limits = []
    if filter.as_of:
        limits.append(f"known on {filter.as_of.isoformat()}")
    if filter.sources or filter.kinds:
        limits.append("from the chosen sources")
    if filter.documents:
        limits.append("in the chosen documents")
    within = f" ({', '.join(limits)})" if limits else ""
    if not evidence.statements:
        return f"The documents hold nothing on this{within}."
    return (
        f"The documents{within} do not say: {looked} that answers this was looked for and not found. "
        "The nearest statements are shown."
    )
