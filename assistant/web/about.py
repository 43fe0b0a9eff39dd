"""What the page says of itself before anything is asked: title, dates of the event, questions to begin with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.document import StoredDocument


@dataclass(frozen=True, slots=True)
class About:
    """How the page introduces what it knows. `first_day` and `last_day` are the event's, if it has one."""

    title: str
    subtitle: str
    headline: str
    lead: str
    questions: tuple[tuple[str, str], ...]  # (topic, question)
    first_day: date | None = None
    last_day: date | None = None


THE_VISIT = About(
    title="Putin in India",
    subtitle=", 4–5 December 2025",
    headline="What was expected of the visit, and what came of it",
    lead="Ask about President Putin’s visit to India on 4–5 December 2025. Every sentence of an answer points to the "
    "exact words of a dated source. What the sources do not say, this page does not answer.",
    questions=(
        ("Outcomes", "What did the visit achieve?"),
        ("Defence", "What was expected on defence, and what happened?"),
        ("Energy", "What did the leaders agree on nuclear power?"),
        ("Travel", "What did Modi announce about visas?"),
        ("Disputed", "How many agreements came out of the visit?"),
    ),
    first_day=date(2025, 12, 4),
    last_day=date(2025, 12, 5),
)

OTHER_DOCUMENTS = About(
    title="Your documents",
    subtitle=", word for word",
    headline="Ask what these documents say",
    lead="Every sentence of an answer points to the exact words of a document. What the documents do not say, this "
    "page does not answer.",
    questions=(),
)


def about(documents: Sequence[StoredDocument]) -> About:
    """The introduction that fits what is in the index: the curated visit when its dossiers are there."""
    curated = any(statement.key for document in documents for statement in document.statements)
    return THE_VISIT if curated else OTHER_DOCUMENTS
