"""What a question asks for, read without a model: its kind, its time, its names, its language.

`reading` and `tense` only read. The others give the question in other words: without orders (`instructions`) or a day
(`as_of`), in parts (`parts`), in English (`in_english`), with a name for an office (`offices`), words for an acronym
(`acronyms`), and things as the documents spell them (`respelling`, `designation`).
"""

from __future__ import annotations

from assistant.question.reading import (
    EVENTS,
    About,
    QuestionReading,
    Wants,
    names_in,
    read_question,
    without_outcome,
    written_names,
)

__all__ = [
    "EVENTS",
    "About",
    "QuestionReading",
    "Wants",
    "names_in",
    "read_question",
    "without_outcome",
    "written_names",
]
