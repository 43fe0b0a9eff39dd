"""What a question about disagreements between the sources asks for: all that there are, or those on one matter."""

from __future__ import annotations

import re

from assistant.question.reading import TELLING, QuestionReading
from knowledge.text.words import fold, stems

_SAYS_NOTHING = stems(
    "main biggest important key point matter issue fact thing question figure number claim account report source outlet"
    " paper media document disagree disagreement differ difference conflict conflicting contradict contradiction"
    " contradictory discrepancy dispute disputed clash match other visit summit trip list name"
)
_ON = r"(?:on|about|over|regarding|concerning|as to)"
_ON_A_MATTER = re.compile(  # "Where do the sources disagree on oil?", "Which reports on oil conflict?"
    rf"\b{TELLING}\b(?: [\w'’-]+){{0,3}}? (?:disagree|differ|agree|clash|conflict|contradict)(?: each other)?"
    rf" {_ON} (?P<matter>[^?.!,;]+)"
    r"|\b(?:disagreements?|disputes?|discrepanc(?:y|ies)|contradictions?|conflicts?"
    rf"|(?:conflicting|contradictory|differing) {TELLING}) (?:[\w'’-]+ ){{0,4}}?{_ON} (?P<thing>[^?.!,;]+)"
)


def on_disputes(reading: QuestionReading) -> bool:
    """Whether a question asks where the sources differ, and on nothing in particular."""
    return reading.on_disagreement and _SAYS_NOTHING.issuperset(reading.content)


def disputed_matter(reading: QuestionReading) -> frozenset[str]:
    """The stems of the one matter on which a question asks where the sources differ; empty for any other question."""
    match = _ON_A_MATTER.search(fold(reading.text)) if reading.on_disagreement else None
    if match is None:
        return frozenset()
    telling = frozenset(word for word in reading.content if len(word) > 1) - _SAYS_NOTHING
    matter = telling & stems(match["matter"] or match["thing"])
    return matter if telling - matter <= stems("agree") else frozenset()
