"""An answer kept outside the program and read back: a browser keeps a conversation over a reload with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import cast, get_args

from assistant.answer import Answer, Citation, Claim, Conflict, Nearest, Pair, Side
from assistant.checks import check_day
from assistant.errors import QuestionError
from knowledge.passage import Source, SourceKind, Span, Status, Verdict
from knowledge.rows import source_to_row

_LONGEST = 20_000  # characters of one text
_MOST = 200  # members of one list
_LARGEST = 10**9  # of a count, or a place in a text
_ROUNDING = 0.001  # by which a cosine may be beyond 1


def answer_to_saved(answer: Answer) -> dict[str, object]:
    """Everything of an answer that a reader sees, as JSON values. Passages found but not cited are left out."""
    citations = list(dict.fromkeys([*answer.citations, *(near.citation for near in answer.nearest)]))
    place = {citation: number for number, citation in enumerate(citations)}
    return {
        "question": answer.question,
        "standalone": answer.standalone_question,
        "cited": len(answer.citations),
        "citations": [_citation_to_saved(citation) for citation in citations],
        "claims": [
            {
                "text": claim.text,
                "lead": claim.lead,
                "emphasis": list(claim.emphasis) if claim.emphasis else None,
                "status": claim.status.value,
                "citations": [place[one] for one in claim.citations],
            }
            for claim in answer.claims
        ],
        "pairs": [
            {
                "expected": place[pair.expected],
                "happened": [place[one] for one in pair.happened],
                "verdict": pair.verdict,
            }
            for pair in answer.pairs
        ],
        "conflicts": [
            {
                "about": conflict.about,
                "note": conflict.note,
                "more": conflict.more,
                "sides": [
                    {
                        "text": side.text,
                        "citations": [place[c] for c in side.citations],
                        "label": side.label,
                        "voices": side.voices,
                    }
                    for side in conflict.sides
                ],
            }
            for conflict in answer.conflicts
        ],
        "nearest": [{"citation": place[near.citation], "score": near.score} for near in answer.nearest],
        "missing": answer.missing,
        "confidence": answer.confidence,
        "as_of": answer.as_of.isoformat() if answer.as_of else None,
        "answerer": answer.answerer,
        "model": answer.model,
        "notice": answer.notice,
        "suggestions": list(answer.suggestions),
        "fingerprint": answer.index_fingerprint,
    }


def answer_from_saved(value: object) -> Answer:
    """The answer that `answer_to_saved` made. What comes in is not trusted: every part is checked for its type.

    Raises:
        ValueError: It is not such a value. Whether its quotes still stand in the documents, the caller checks.
    """
    saved = _mapping(value)
    shown = [_citation_from_saved(one) for one in _list(saved, "citations")]
    if not 0 <= (cited := _count(saved, "cited")) <= len(shown):
        raise ValueError("A saved answer miscounts its citations.")
    citations, model = shown[:cited], saved.get("model")

    def cite(number: object) -> Citation:
        return _one_of(citations, number)

    return Answer(
        question=_text(saved, "question"),
        standalone_question=_text(saved, "standalone"),
        claims=tuple(_claim(_mapping(one), cite) for one in _list(saved, "claims")),
        citations=tuple(citations),
        pairs=tuple(_pair(_mapping(one), cite) for one in _list(saved, "pairs")),
        conflicts=tuple(_conflict(_mapping(one), cite) for one in _list(saved, "conflicts")),
        nearest=tuple(_nearest(_mapping(one), shown) for one in _list(saved, "nearest")),
        missing=_text(saved, "missing"),
        confidence=_number(saved, "confidence", 0.0, 1.0),
        as_of=_day(saved.get("as_of")),
        answerer=_text(saved, "answerer"),
        model=model if isinstance(model, str) else None,
        notice=_text(saved, "notice"),
        suggestions=tuple(_text({"one": one}, "one") for one in _list(saved, "suggestions")),
        index_fingerprint=_text(saved, "fingerprint"),
    )


def _citation_to_saved(citation: Citation) -> dict[str, object]:
    span = citation.span
    return {
        "document": span.document_id,
        "start": span.start,
        "end": span.end,
        "quote": citation.quote,
        "status": citation.status.value,
        "title": citation.title,
        "heading": citation.heading,
        "event_date": citation.event_date,
        "page": citation.page,
        "sources": [source_to_row(source) for source in citation.sources],
    }


def _citation_from_saved(value: object) -> Citation:
    saved = _mapping(value)
    start, end = _count(saved, "start"), _count(saved, "end")
    sources = tuple(_source(_mapping(one)) for one in _list(saved, "sources"))
    if start >= end or not sources:
        raise ValueError("A saved citation has no place or no source.")
    return Citation(
        span=Span(_text(saved, "document"), start, end),
        quote=_text(saved, "quote"),
        sources=sources,
        status=Status(_text(saved, "status")),
        title=_text(saved, "title"),
        heading=_text(saved, "heading"),
        event_date=_text(saved, "event_date"),
        page=_count(saved, "page") if saved.get("page") is not None else None,
    )


def _source(saved: dict[str, object]) -> Source:
    url, kind = saved.get("url"), saved.get("kind")
    if kind not in get_args(SourceKind):
        raise ValueError("A saved source is of no known kind.")
    return Source(
        id=_text(saved, "id"),
        title=_text(saved, "title"),
        publisher=_text(saved, "publisher"),
        url=url if isinstance(url, str) and len(url) <= _LONGEST else None,
        published=_day(saved.get("published")),
        kind=cast(SourceKind, kind),  # just looked up
        origin=_text(saved, "origin"),
        after=_day(saved.get("after")),
    )


def _claim(saved: dict[str, object], cite: Callable[[object], Citation]) -> Claim:
    citations = tuple(cite(number) for number in _list(saved, "citations"))
    if not citations:
        raise ValueError("A saved claim has no citation.")
    text = _text(saved, "text")
    return Claim(text, citations, Status(_text(saved, "status")), _text(saved, "lead"), _emphasis(saved, len(text)))


def _emphasis(saved: dict[str, object], length: int) -> tuple[int, int] | None:
    """Two places in a text of so many characters; nothing when an answer was saved without them."""
    match saved.get("emphasis"):
        case None:
            return None
        case [int(start), int(end)] if 0 <= start < end <= length:
            return start, end
    raise ValueError("A saved claim's emphasis lies outside its text.")


def _pair(saved: dict[str, object], cite: Callable[[object], Citation]) -> Pair:
    verdict = saved.get("verdict")
    if verdict not in get_args(Verdict):
        raise ValueError("A saved outcome has no known verdict.")
    happened = tuple(cite(number) for number in _list(saved, "happened"))
    return Pair(cite(saved.get("expected")), happened, cast(Verdict, verdict))  # just looked up


def _conflict(saved: dict[str, object], cite: Callable[[object], Citation]) -> Conflict:
    made = tuple(_side(_mapping(one), cite) for one in _list(saved, "sides"))
    return Conflict(_text(saved, "about"), made, _text(saved, "note"), _count(saved, "more"))


def _side(saved: dict[str, object], cite: Callable[[object], Citation]) -> Side:
    citations = tuple(cite(number) for number in _list(saved, "citations"))
    return Side(_text(saved, "text"), citations, _text({"label": "", **saved}, "label"), _count(saved, "voices"))


def _nearest(saved: dict[str, object], shown: Sequence[Citation]) -> Nearest:
    return Nearest(_one_of(shown, saved.get("citation")), _number(saved, "score", -1 - _ROUNDING, 1 + _ROUNDING))


def _one_of(citations: Sequence[Citation], number: object) -> Citation:
    if not isinstance(number, int) or not 0 <= number < len(citations):
        raise ValueError("A saved answer cites what it does not hold.")
    return citations[number]


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ValueError("A saved answer has a part of the wrong shape.")  # noqa: TRY004  one error for the caller
    return value


def _list(saved: dict[str, object], name: str) -> list[object]:
    value = saved.get(name)
    if not isinstance(value, list) or len(value) > _MOST:
        raise ValueError(f"A saved answer's {name!r} is no list, or too long.")
    return value


def _count(saved: dict[str, object], name: str) -> int:
    """A number of things; 0 where nothing was saved of it, as by earlier versions."""
    value = saved.get(name, 0)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _LARGEST:
        raise ValueError(f"A saved answer's {name!r} is no count.")
    return value


def _number(saved: dict[str, object], name: str, least: float, most: float) -> float:
    """A number within its bounds, so no infinite one and none that a float cannot hold; 0.0 where none was saved."""
    value = saved.get(name, 0.0)
    if not isinstance(value, int | float) or isinstance(value, bool) or not least <= value <= most:
        raise ValueError(f"A saved answer's {name!r} is no number from {least:g} to {most:g}.")
    return float(value)


def _text(saved: dict[str, object], name: str) -> str:
    value = saved.get(name)
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise ValueError(f"A saved answer's {name!r} is no text, or too long.")
    return value


def _day(value: object) -> date | None:
    try:
        return check_day(value) if isinstance(value, str) else None
    except QuestionError as error:
        raise ValueError("A saved answer has a date in another form.") from error
