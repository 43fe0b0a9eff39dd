"""Measures of answers that are labelled by patterns: what an answer must hold, must not hold, and may cite."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from eval.questions.question import Question
from eval.record import CitedSpan, Record

_PLAIN = {ord(mark): "-" for mark in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad"}
_PLAIN |= {ord(mark): "'" for mark in "\u2018\u2019\u201a\u02bc"}
_PLAIN |= {ord(mark): '"' for mark in "\u201c\u201d\u201e\u00ab\u00bb"}
_PLAIN |= {0x0966 + digit: str(digit) for digit in range(10)}
_CITATION_MARK = re.compile(r"\[\^?\d+(?:\s*[,;-]\s*\d+)*\]|\u3010[^\u3011]*\u3011")
_EMPHASIS = re.compile(r"[*`]+|(?<!\w)_+|_+(?!\w)")


def score_patterns(question: Question, record: Record) -> dict[str, float]:
    """The measures of a question that carries `nuggets`; nothing for other questions.

    A record with an error counts as no answer at all: no nugget, a false refusal, and no right refusal either.
    """
    if not question.labelled_by_patterns:
        return {}
    text = "" if record.error else plain_text(record.answer)
    violated = matches(question.must_not, text)
    scores: dict[str, float] = {"must_not": float(violated)} if question.must_not else {}
    if not question.answerable:
        return scores
    answered = record.answered and not record.error
    found = [answered and matches(nugget.patterns, text) for nugget in question.nuggets]
    vital = [hit for hit, nugget in zip(found, question.nuggets, strict=True) if nugget.vital]
    if vital:
        scores["vital_recall"] = sum(vital) / len(vital)
    if found:
        scores["nugget_recall"] = sum(found) / len(found)
    if vital or question.must_not:
        scores["strict_correct"] = float(answered and all(vital) and not violated)
    return scores | (citation_scores(question, record.citations) if answered else {})


def citation_scores(question: Question, citations: Sequence[CitedSpan]) -> dict[str, float]:
    """Citation hit and citation precision where `sources` are labelled, and evidence hit where quotes are."""
    accepted = set(question.sources)
    scores: dict[str, float] = {}
    if accepted:
        good = sum(bool(set(citation.sources) & accepted) for citation in citations)
        scores["citation_hit"] = float(good > 0)
        if citations:
            scores["citation_precision"] = good / len(citations)
    if question.quotes:
        scores["evidence_hit"] = float(quotes_evidence((c.quote for c in citations), question.quotes))
    return scores


def quotes_evidence(quotes: Iterable[str], evidence: Sequence[str]) -> bool:
    """Whether a quote contains a piece of evidence, or is a part of one that has three words or more."""
    pieces = [plain_text(piece).lower() for piece in evidence]
    for quote in quotes:
        words = plain_text(quote).lower()
        if any(piece in words or (words in piece and len(words.split()) >= 3) for piece in pieces if words):
            return True
    return False


def missing_nuggets(question: Question, record: Record) -> list[str]:
    """What the vital nuggets that an answer lacks say, for people."""
    text = plain_text(record.answer) if record.answered else ""
    return [n.says or n.patterns[0] for n in question.nuggets if n.vital and not matches(n.patterns, text)]


def matches(patterns: Iterable[str], text: str) -> bool:
    """Whether any pattern is found in a text, without regard to case."""
    return any(_compiled(pattern).search(text) for pattern in patterns)


def plain_text(text: str) -> str:
    """NFKC, plain dashes and quotes, Devanagari digits as 0-9; no citation marks, no emphasis; spaces folded."""
    folded = unicodedata.normalize("NFKC", text).translate(_PLAIN)
    return " ".join(_EMPHASIS.sub("", _CITATION_MARK.sub(" ", folded)).split())


@lru_cache(maxsize=8192)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
