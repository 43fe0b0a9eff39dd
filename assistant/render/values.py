"""An answer as the JSON values that programs read."""

from __future__ import annotations

from assistant.answer import Answer, Citation, Claim, Conflict, Nearest, Pair
from assistant.render.safe import plain
from assistant.render.sources import source_to_dict
from assistant.render.text import answer_to_text


def answer_to_dict(answer: Answer) -> dict[str, object]:
    """The answer as JSON values, in the shape and order that `docs/programs.md` promises.

    The same index, settings and question give the same values, except for `timings_ms`.
    """
    return {
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "answered": answer.answered,
        "status": answer.status,
        "answer": answer_to_text(answer),
        "confidence": round(answer.confidence, 4),
        "as_of": answer.as_of.isoformat() if answer.as_of else None,
        "claims": [_claim_to_dict(answer, claim) for claim in answer.claims],
        "citations": [_citation_to_dict(citation, n) for n, citation in enumerate(answer.citations, 1)],
        "expected": [_expected_to_dict(answer, pair) for pair in answer.pairs],
        "happened": _happened_to_list(answer),
        "conflicts": [_conflict_to_dict(answer, conflict) for conflict in answer.conflicts],
        "nearest": [_nearest_to_dict(nearest) for nearest in answer.nearest],
        "missing": answer.missing,
        "notice": " ".join(answer.remarks),
        "suggestions": list(answer.suggestions),
        "answerer": answer.answerer,
        "model": answer.model,
        "index_fingerprint": answer.index_fingerprint,
        "timings_ms": {name: round(value, 1) for name, value in answer.timings_ms.items()},
    }


def _citation_to_dict(citation: Citation, number: int) -> dict[str, object]:
    """One citation as JSON values; the publisher, date and address are those of the source named first."""
    return {"number": number, **_evidence_to_dict(citation)}


def _nearest_to_dict(nearest: Nearest) -> dict[str, object]:
    """One statement near a question that has no answer, as JSON values."""
    return {**_evidence_to_dict(nearest.citation), "score": round(nearest.score, 4)}


def _evidence_to_dict(citation: Citation) -> dict[str, object]:
    source = citation.source
    return {
        "quote": citation.quote,
        "document": citation.span.document_id,
        "start": citation.span.start,
        "end": citation.span.end,
        "sources": [source.id for source in citation.sources],
        "title": source.title if source else citation.title,
        "publisher": source.publisher if source else "",
        "published": source.published.isoformat() if source and source.published else None,
        "url": source.url if source else None,
        "kind": source.kind if source else "user",
        "status": citation.status.value,
        "document_title": citation.title,
        "heading": citation.heading,
        "event_date": citation.event_date,
        "page": citation.page,
        "source_details": [source_to_dict(source) for source in citation.sources],
    }


def _claim_to_dict(answer: Answer, claim: Claim) -> dict[str, object]:
    return {
        "text": claim.text if claim.is_quoted else plain(claim.text),  # a quote is its document's text, sign by sign
        "citations": [answer.number(citation) for citation in claim.citations],
        "status": claim.status.value,
        "lead": claim.lead,
        "emphasis": list(claim.emphasis) if claim.emphasis else None,
    }


def _expected_to_dict(answer: Answer, pair: Pair) -> dict[str, object]:
    return {
        "text": pair.expected.quote,
        "citation": answer.number(pair.expected),
        "event_date": pair.expected.event_date,
        "verdict": pair.verdict,
        "happened": [answer.number(citation) for citation in pair.happened],
    }


def _happened_to_list(answer: Answer) -> list[dict[str, object]]:
    happened = dict.fromkeys(citation for pair in answer.pairs for citation in pair.happened)
    return [
        {"text": citation.quote, "citation": answer.number(citation), "event_date": citation.event_date}
        for citation in happened
    ]


def _conflict_to_dict(answer: Answer, conflict: Conflict) -> dict[str, object]:
    sides: list[dict[str, object]] = []
    for side in conflict.sides:
        numbers = [answer.number(citation) for citation in side.citations]
        first = numbers[0] if numbers else None
        sides.append(
            {"label": side.label, "text": side.text, "citation": first, "citations": numbers, "sources": side.voices}
        )
    return {"about": conflict.about, "sides": sides, "note": conflict.note, "more": conflict.more}
