"""What a question asks for, read without a model: its kind, its time, its names, its language."""

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
