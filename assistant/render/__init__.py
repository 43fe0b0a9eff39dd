"""An answer as plain text, as Markdown and as the JSON values that programs read; what a refusal lacks, in words."""

from assistant.render.lack import lack_to_text
from assistant.render.markdown import answer_to_markdown, source_to_markdown
from assistant.render.safe import escape_markdown, is_web_address, plain, seen
from assistant.render.sources import day_in_words, source_in_words, source_to_dict
from assistant.render.text import (
    answer_in_full,
    answer_to_text,
    answer_with_remarks,
    answer_with_sources,
    claims_so_far,
    marks_of,
    without_marks,
    without_remarks,
)
from assistant.render.values import answer_to_dict

__all__ = [
    "answer_in_full",
    "answer_to_dict",
    "answer_to_markdown",
    "answer_to_text",
    "answer_with_remarks",
    "answer_with_sources",
    "claims_so_far",
    "day_in_words",
    "escape_markdown",
    "is_web_address",
    "lack_to_text",
    "marks_of",
    "plain",
    "seen",
    "source_in_words",
    "source_to_dict",
    "source_to_markdown",
    "without_marks",
    "without_remarks",
]
