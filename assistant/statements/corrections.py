"""What a correction quotes as wrong: "An earlier report said that 12 were hurt", "the number was given as 2,315".

Such words tell what is not so, in the words of a question that asks what is.
"""

from __future__ import annotations

import regex

from knowledge.passage import Statement, Status

_ADVERBS = r"(?:(?:also|had|previously|earlier|wrongly|incorrectly|mistakenly) )*"
_REPORT = r"\b(?:reports?|article|story|edition|version|issue)\b"
_TAKEN_BACK = regex.compile(
    rf"\bwe {_ADVERBS}(?:wrote|reported) (?:\w+ ){{0,3}}?that\b"  # "we wrongly wrote last week that"
    rf"|{_REPORT}[^.]{{0,60}}?\bwe {_ADVERBS}(?:said|stated|gave)\b"  # "in our edition of Friday we gave"
    rf"|\b(?:earlier|previous|original) {_REPORT}[^.]{{0,60}}?\b(?:said|stated|wrote|gave|mis\w+)\b"
    r"|\b(?:was|were) (?:wrongly |incorrectly |mistakenly )?(?:given|stated|reported) as\b",
    regex.IGNORECASE,
)


def is_taken_back(statement: Statement) -> bool:
    """Whether a brought document quotes what an earlier one said wrongly.

    A checked statement is one that its editor stands by.
    """
    return statement.status is Status.REPORTED and _TAKEN_BACK.search(statement.text) is not None
