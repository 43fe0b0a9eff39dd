"""Bylines: who wrote a text, on a line of their own."""

from __future__ import annotations

import re

from knowledge.text.month_names import MONTH, WEEKDAY
from knowledge.text.written_day import written_days

MARKS = " \t,;.|()[]\u00b7\u2022\u2013\u2014-"
"""What stands between the parts of a line above a text."""

_VERB = r"(?:written|prepared|compiled|edited|reported|text|words|story|report|posted|published)"
BY = re.compile(rf"(?:{_VERB}\s+)?by\s", re.IGNORECASE)
"""The words in front of the names."""

_OPENS = re.compile(rf"(?:(?P<verb>(?i:{_VERB}))\s+by|By)\s")
_LONGEST = 120  # characters of a byline
_MOST_WORDS = 8
_SMALL = frozenset("of the and & de del der den di du la le van von bin al for in".split())
_OF_A_CALENDAR = re.compile(rf"\b(?:{MONTH}|{WEEKDAY})\b", re.IGNORECASE)


def is_byline(line: str) -> bool:
    """Whether a line is `By` and names, with a day behind them or not: "By Ines Halloran, 12 October 2025".

    A single name needs a day behind it or a verb before it, for "By Air" may be a heading; and the line opens with a
    capital, for it may go on from the one above.
    """
    found = _OPENS.match(line)
    if found is None or len(line) > _LONGEST or not line[0].isupper():
        return False
    said = line[found.end() :]
    days = written_days(said)
    if days and not said[days[-1].end :].strip(MARKS):
        said = re.sub(r"[\s,]+on$", "", said[: days[0].start].rstrip(MARKS))
    else:
        days = ()
    if not are_names(said) or said[-1:] in ".:!?" or _OF_A_CALENDAR.search(said):
        return False
    return bool(days or found["verb"]) or sum(word[0].isupper() for word in said.split()) > 1


def are_names(said: str) -> bool:
    """Whether all words are names, or small words between them."""
    words = said.split()
    named = any(word[:1].isupper() for word in words)
    small = all(word[:1].isupper() or word.strip(MARKS) in _SMALL or not word.strip(MARKS) for word in words)
    return named and len(words) <= _MOST_WORDS and small and not any(letter.isdigit() for letter in said)
