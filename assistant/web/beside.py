"""What was found beside an answer and is not cited, also after a reload, when the passages found are gone."""

from __future__ import annotations

from assistant.answer import Answer, Citation
from assistant.evidence import cite
from knowledge.knowledge_base import KnowledgeBase
from knowledge.passage import Hit, Passage, Span

MOST = 8


def also_found(answer: Answer) -> list[Citation]:
    """What lies beside an answer: at most eight statements, those of the best passages first.

    They are of passages that were found and from which nothing is cited; of each the one that shares most long words
    with the question.
    """
    cited = [citation.span for citation in answer.citations] + [near.citation.span for near in answer.nearest]
    asked = {word for word in (answer.standalone_question or answer.question).casefold().split() if len(word) > 3}
    found = []
    for hit in answer.hits:
        statements = hit.passage.statements
        if (
            not statements
            or not statements[0].sources
            or any(one.span.covers(span) for one in statements for span in cited)
        ):
            continue
        nearest = max(statements, key=lambda one: len(asked & set(one.text.casefold().split())))
        found.append(cite(nearest, hit.passage.title))
    return found[:MOST]


def places_beside(answer: Answer) -> list[list[str | int]]:
    """Where what was found beside an answer stands, as JSON values."""
    spans = (citation.span for citation in also_found(answer))
    return [[span.document_id, span.start, span.end] for span in spans]


def found_again(places: object, owner: str, knowledge: KnowledgeBase) -> tuple[Hit, ...]:
    """What `places_beside` gave, as passages of one statement each; only what is a statement that `owner` sees."""
    hits = []
    for place in places[:MOST] if isinstance(places, list) else ():
        match place:
            case [str(name), int(start), int(end)]:
                document = knowledge.document(name, owner=owner)
                span = Span(name, start, end)
                for one in document.statements if document else ():
                    if document and one.span == span:
                        hits.append(Hit(Passage(span, one.text, (one,), document.title, one.heading), 0.0))
    return tuple(hits)
