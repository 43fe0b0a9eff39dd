"""What a question asks for, read without a model: its kind, its time, its names, its language.

`reading` gathers what `kinds` and `names` find; `tense` adds the time in which a question is put, `disagreement` on
what it asks where the sources differ. `to_the_assistant` knows what asks nothing of the documents. The others give a
question in other words: without orders (`instructions`) or a day (`as_of`), in parts (`parts`), in English
(`in_english`), with a name for an office (`offices`), words for an acronym (`acronyms`), and things as the documents
spell them (`respelling`, `designation`).
"""

from __future__ import annotations

from assistant.question.kinds import Wants
from assistant.question.names import names_in, written_names
from assistant.question.reading import (
    AN_EVENT,
    EVENTS,
    TELLING,
    About,
    QuestionReading,
    read_question,
    without_outcome,
)

__all__ = [
    "AN_EVENT",
    "EVENTS",
    "TELLING",
    "About",
    "QuestionReading",
    "Wants",
    "names_in",
    "read_question",
    "without_outcome",
    "written_names",
]
