"""What a refusal lacks, in English sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from assistant.answer import Lack

NO_QUESTION = (
    "This asks nothing of the documents. Every answer here rests on what they say, shown with its sources: ask about a"
    " person, a date, a number or an event in them."
)
NO_DISAGREEMENT = "The documents tell of no disagreement on this."
NO_WORDS = "There is nothing to look for in this. Ask about what the documents tell."
NOT_YET = "On {day} this had not yet taken place, or was not yet known."
NOT_MENTIONED = "None of the passages found mentions {names}."
FROM_CHOSEN_SOURCES = "from the chosen sources"
SHOWN = {"": "", "nearest": "The nearest statements are shown.", "expected": "What was expected is shown."}


def lack_to_text(lack: Lack, day: Callable[[date], str] = date.isoformat) -> str:
    """What was looked for, which names nothing mentions, and what there is instead.

    Args:
        lack: What is missing.
        day: Writes a day.
    """
    return " ".join(sentence for sentence in _sentences(lack, day) if sentence)


def _sentences(lack: Lack, day: Callable[[date], str]) -> Iterator[str]:
    limits = [f"known on {day(lack.as_of)}"] if lack.as_of else []
    limits += [FROM_CHOSEN_SOURCES] if lack.of_chosen_sources else []
    within = f" ({', '.join(limits)})" if limits else ""
    documents = "The chosen documents" if lack.of_chosen_documents else "The documents"
    match lack.what:
        case "question":
            yield NO_QUESTION
        case "words":
            yield NO_WORDS
        case "disagreement":
            yield NO_DISAGREEMENT
        case "event" if lack.as_of:
            yield NOT_YET.format(day=day(lack.as_of))
        case "evidence":
            yield f"{documents} hold nothing on this{within}."
        case "answer":
            yield f"{documents}{within} do not say: {lack.looked_for} that answers this was looked for and not found."
    if lack.names:
        yield NOT_MENTIONED.format(names=" or ".join(lack.names))
    yield SHOWN[lack.shown]
