"""Lines without a colon that lead to the list below them: "Do not take Velorin", "Known issues"."""

from __future__ import annotations

import re

from knowledge.text.byline import MARKS
from knowledge.text.written_day import written_days

_LONGEST = 120  # characters
_LONGEST_NAME = 60  # characters of one that can stand over its items as a heading
_MOST_WORDS = 9  # of such a one
_ENDINGS = (*".!?:;,\u2026\u0964\u3002\uff01\uff1f\u061f", '."', ".\u201d", "?\u201d", "!\u201d", ".)")
_FIELD = re.compile(r"[^:]{1,40}:\s\S")  # "Present: Ada Holm" says something by itself
_DATE_MARKS = (",", "|", "\u00b7", "-", "\u2013", "\u2014")


def leads_to_list(line: str) -> bool:
    """Whether a line of its own directly above a list belongs to it: it is short, and neither ends nor says a field.

    A line that ends in a day behind a comma is a dateline: "Fact sheet, 30 September 2023".
    """
    if len(line) > _LONGEST or "\n" in line or line.endswith(_ENDINGS) or _FIELD.match(line):
        return False
    days = written_days(line)
    dated = days and not line[days[-1].end :].strip(MARKS) and line[: days[-1].start].rstrip().endswith(_DATE_MARKS)
    return not dated and any(letter.isalpha() for letter in line)


def stands_over_items(line: str) -> bool:
    """Whether such a line can be the heading of items that are sentences: it is a name, as "Known issues" is."""
    return len(line) <= _LONGEST_NAME and len(line.split()) <= _MOST_WORDS and not line[0].islower()
