"""Whether an answer that a browser gave back still says what the documents say, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, Citation, Claim, Conflict
from assistant.chat.tally import TRANSLATED
from assistant.choosing.weighing.headings import line_of, lines_above
from assistant.composing.yes_no import NO, YES
from assistant.evidence import cite
from assistant.question.language import language_of
from assistant.support import check_support
from knowledge.document import StoredDocument
from knowledge.knowledge_base import KnowledgeBase
from knowledge.passage import Dispute, Statement


def still_stands(answer: Answer, owner: str, knowledge: KnowledgeBase) -> bool:
    """Whether every citation is what its document says, and every claim and side what its citations say.

    A claim without a chat model is one of its quotes. A chat model words its claims itself: these are checked against
    what they cite once more. Its translations cannot be, so they are taken with the notice that tells of that, and
    without it they are not. Words that assert nothing of the documents, such as a question, are not checked.
    """
    cited = [*answer.citations, *(near.citation for near in answer.nearest)]
    names = dict.fromkeys(citation.span.document_id for citation in cited)
    documents = {name: found for name in names if (found := knowledge.document(name, owner=owner)) is not None}
    if not all(_is_said(citation, documents.get(citation.span.document_id)) for citation in cited):
        return False
    told = [statement.text for document in documents.values() for statement in document.statements]
    return all(_is_told(claim, answer, told) for claim in answer.claims) and all(
        _is_written(conflict, knowledge) for conflict in answer.conflicts
    )


def _is_said(citation: Citation, document: StoredDocument | None) -> bool:
    """Whether the document holds these words there, of these sources: a statement, or a line above one.

    The sentence before may stand with a statement.
    """
    if document is None or citation.title not in ("", document.title):
        return False
    span = citation.span
    if document.text[span.start : span.end] != citation.quote:
        return False
    ending = (replace(one, span=span, text=citation.quote) for one in document.statements if one.span.end == span.end)
    lines = (
        line
        for one in document.statements
        if citation.quote in lines_above(one, document.title)
        and (line := line_of(citation.quote, document.text, one)) is not None
    )
    return any(cite(one, citation.title) == citation for one in (*ending, *lines))


def _is_told(claim: Claim, answer: Answer, told: Sequence[str]) -> bool:
    """Whether a claim is its quotes, or worded by a chat model so that what it cites supports it."""
    if claim.lead not in ("", YES, NO) or claim.status not in {citation.status for citation in claim.citations}:
        return False
    if claim.is_quoted:
        return True
    if answer.answerer != "chat":
        return False
    if language_of(claim.text) != "en":
        return TRANSLATED in answer.notice
    statements = [Statement(one.span, one.quote, one.status, one.sources, one.event_date) for one in claim.citations]
    return check_support(claim.text, statements, told).holds


def _is_written(conflict: Conflict, knowledge: KnowledgeBase) -> bool:
    """Whether each side is one of its quotes, and what is said of them is what a document's author wrote."""
    if not all(side.text in {citation.quote for citation in side.citations} for side in conflict.sides):
        return False
    labels = {side.label for side in conflict.sides if side.label}
    return not (conflict.note or labels) or any(
        _is_of(conflict, labels, dispute) for dispute in knowledge.overview.disputes.values()
    )


def _is_of(conflict: Conflict, labels: set[str], dispute: Dispute) -> bool:
    """Whether a conflict is this dispute; it has no note where only what was known on some day was told."""
    of_it = conflict.about == dispute.question and conflict.note in ("", dispute.note)
    return of_it and labels <= set(dispute.sides)
