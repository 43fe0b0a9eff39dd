"""A question that a document asks, told with the reply that follows it, as in an interview or a hearing."""

from __future__ import annotations

from dataclasses import replace

from assistant.evidence import Evidence
from knowledge.passage import Status

LONGEST = 110  # words of a question and its reply


def told_with_reply(evidence: Evidence) -> Evidence:
    """The evidence whose best statement, if it is a question of a brought document, is one quote with what follows it.

    The reply ends before the next question, or where the quote grows long.
    """
    best = evidence.best
    if best is None or not _asks(best.statement.text) or best.statement.status is not Status.REPORTED:
        return evidence
    start, text = best.passage.span.start, ""
    one, last = best.passage.after(best.statement), best.statement
    while one is not None and not _asks(one.text):
        quote = best.passage.text[best.statement.span.start - start : one.span.end - start]
        if len(quote.split()) > LONGEST:
            break
        text, last, one = quote, one, best.passage.after(one)
    if not text:
        return evidence
    span = replace(best.statement.span, end=last.span.end)
    told = replace(best, statement=replace(best.statement, span=span, text=text))
    return replace(evidence, statements=(told, *evidence.statements[1:]))


def _asks(text: str) -> bool:
    return text.rstrip(" \"'”’)").endswith("?")
