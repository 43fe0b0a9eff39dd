"""What the page says of itself before anything is asked: title, dates of the event, questions to begin with."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from knowledge.curated import DOCUMENTS_DIR
from knowledge.document import StoredDocument
from knowledge.errors import DocumentError

_WORDS = ("title", "subtitle", "headline", "lead", "placeholder")


@dataclass(frozen=True, slots=True)
class About:
    """How the page introduces what it knows. `first_day` and `last_day` are the event's, if it has one."""

    title: str
    subtitle: str
    headline: str
    lead: str
    placeholder: str  # where a question is typed
    questions: tuple[tuple[str, str], ...]  # (topic, question)
    first_day: date | None = None
    last_day: date | None = None


OTHER_DOCUMENTS = About(
    title="Your documents",
    subtitle=", word for word",
    headline="Ask what these documents say",
    lead="Every sentence of an answer points to the exact words of a document. What the documents do not say, this "
    "page does not answer.",
    placeholder="Ask about these documents",
    questions=(),
)


def about(documents: Sequence[StoredDocument], language: str = "en") -> About:
    """The introduction that fits what is in the index: the event's when curated dossiers are there.

    Raises:
        DocumentError: The event's file is broken.
    """
    curated = any(statement.key for document in documents for statement in document.statements)
    event = read_event(DOCUMENTS_DIR / "about.toml", language) if curated else None
    return event or OTHER_DOCUMENTS


@cache  # a file that ships; the page is made, and its tabs opened, again and again
def read_event(path: Path, language: str = "en") -> About | None:
    """What a file tells of the event, in a language where it has the words, else in English; None without a file.

    Raises:
        DocumentError: It is no TOML, or a field is missing or of a wrong kind.
    """
    if not path.is_file():
        return None
    try:
        fields = tomllib.loads(path.read_text(encoding="utf-8"))
        words = {name: fields[name] for name in _WORDS} | fields.get(language, {})
        return About(
            **{name: str(words[name]) for name in _WORDS},
            questions=tuple(
                (str(row["topic"]), str(row.get(language) or row["question"])) for row in fields["questions"]
            ),
            first_day=_day(fields["first_day"]),
            last_day=_day(fields["last_day"]),
        )
    except KeyError as error:
        raise DocumentError(f"{path.name} has no {error}. README.md beside it tells what it needs.") from error
    except (ValueError, TypeError) as error:
        raise DocumentError(f"{path.name} cannot be used: {error}. Correct that place.") from error


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError(f"{value!r} is no day such as 2025-12-04")
    return value
