"""What a statement of a brought document loses by only looking ahead, where a question asks what happened.

Reports say before what is told again after: "30,000 tonnes will have to be taken away", "51,300 tonnes were taken
away". Curated statements bear a status that tells the two apart; of brought ones the words must.
"""

from __future__ import annotations

from collections.abc import Callable

import regex

from assistant.question import About, QuestionReading
from assistant.question.tense import asks_what_happened
from knowledge.passage import Statement, Status
from knowledge.text.words import fold

ONLY_AHEAD = -1.5  # for what is still to come
TOLD_AHEAD = 0.5  # for the same, where a question asks what was expected

_AHEAD = regex.compile(
    r"\b(?:will|shall|won't|cannot|would (?!have\b))\b|\b\w+'ll\b"
    r"|\b(?:is|are|was|were|be) (?:not |now |still |only )?(?:to (?!blame\b)|due\b|set to\b|going to\b|likely\b"
    r"|(?:expected|planned|scheduled|foreseen|slated|meant|supposed)\b)"
    r"|\b(?<!no longer )(?:plans?|expects?|hopes?|intends?|aims?|wants?|promise[sd]|vow(?:s|ed)) (?:\w+ )?"
    r"(?:to|that|an?)\b"
    r"|\b(?:forecasts?|predicts?|foresees)\b|\bhas yet to\b|\bruled out\b"
)
# Words that a question about a plan, or about what somebody said, may have in the past tense.
_OF_WORDS = regex.compile(
    r"\b(?:said|told|thought|meant|(?:say|tell|announc|promis|warn|ask|demand|agree|decid|vot|plann?|propos|offer|order"
    r"|expect|think|believ|hop|want|fear|predict|forecast|recommend|argu|claim|explain|intend|threaten|repl|answer"
    r"|describ|suggest|request|rul|sign|pledg|committ?)(?:e?s|e?d|e|y|ies|ied|ing)?)\b"
)


def ahead_prior(reading: QuestionReading) -> Callable[[Statement], float]:
    """What a reported statement that looks ahead loses by it, or gains in a question about what was expected.

    A question about what somebody said, planned or decided is answered by what looks ahead, too, unless it asks what
    came of that.
    """
    if reading.about is About.BEFORE:
        weight = TOLD_AHEAD
    elif asks_what_happened(reading) and (reading.on_outcome or not _OF_WORDS.search(fold(reading.text))):
        weight = ONLY_AHEAD
    else:
        return lambda _: 0.0
    return lambda one: weight * (one.status is Status.REPORTED and looks_ahead(one.text))


def looks_ahead(text: str) -> bool:
    """Whether a text tells of something as still to come."""
    return _AHEAD.search(fold(text)) is not None
