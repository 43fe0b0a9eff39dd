"""One answer of a kept conversation as JSON values, and read back from them with each value checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from typing import cast, get_args

from assistant.answer import (
    Answer,
    Citation,
    Claim,
    Conflict,
    Lack,
    Lacked,
    LookedFor,
    Nearest,
    Pair,
    ShownInstead,
    Side,
)
from assistant.checks import check_day
from assistant.errors import QuestionError
from knowledge.passage import Source, SourceKind, Span, Status, Verdict
from knowledge.rows import source_to_row

_LONGEST = 20_000  # characters of one text
_MOST = 200  # members of one list
_LARGEST = 10**9  # of a count, or a place in a text
_ROUNDING = 0.001  # by which a cosine may be beyond 1


def answer_to_kept(answer: Answer) -> dict[str, object]:
    """Everything of an answer that a reader sees, as JSON values. Passages found but not cited are left out."""
    citations = list(dict.fromkeys([*answer.citations, *(near.citation for near in answer.nearest)]))
    place = {citation: number for number, citation in enumerate(citations)}
    return {
        "question": answer.question,
        "standalone": answer.standalone_question,
        "cited": len(answer.citations),
        "citations": [_citation_to_kept(citation) for citation in citations],
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
        "lack": _lack_to_kept(answer.lack) if answer.lack else None,
        "confidence": answer.confidence,
        "as_of": answer.as_of.isoformat() if answer.as_of else None,
        "answerer": answer.answerer,
        "model": answer.model,
        "notice": answer.notice,
        "suggestions": list(answer.suggestions),
        "fingerprint": answer.index_fingerprint,
    }


def answer_from_kept(value: object) -> Answer:
    """The answer that `answer_to_kept` made. What comes in is not trusted: every part is checked for its type.

    Raises:
        ValueError: It is not such a value. Whether its quotes still stand in the documents, the caller checks.
    """
    kept = _mapping(value)
    shown = [_citation_from_kept(one) for one in _list(kept, "citations")]
    if not 0 <= (cited := _count(kept, "cited")) <= len(shown):
        raise ValueError("A kept answer miscounts its citations.")
    citations, model = shown[:cited], kept.get("model")

    def cite(number: object) -> Citation:
        return _one_of(citations, number)

    return Answer(
        question=_text(kept, "question"),
        standalone_question=_text(kept, "standalone"),
        claims=tuple(_claim(_mapping(one), cite) for one in _list(kept, "claims")),
        citations=tuple(citations),
        pairs=tuple(_pair(_mapping(one), cite) for one in _list(kept, "pairs")),
        conflicts=tuple(_conflict(_mapping(one), cite) for one in _list(kept, "conflicts")),
        nearest=tuple(_nearest(_mapping(one), shown) for one in _list(kept, "nearest")),
        missing=_text(kept, "missing"),
        lack=_lack(_mapping(kept["lack"])) if kept.get("lack") is not None else None,
        confidence=_number(kept, "confidence", 0.0, 1.0),
        as_of=_day(kept.get("as_of")),
        answerer=_text(kept, "answerer"),
        model=model if isinstance(model, str) else None,
        notice=_text(kept, "notice"),
        suggestions=tuple(_text({"one": one}, "one") for one in _list(kept, "suggestions")),
        index_fingerprint=_text(kept, "fingerprint"),
    )


def _lack_to_kept(lack: Lack) -> dict[str, object]:
    return {**asdict(lack), "as_of": lack.as_of.isoformat() if lack.as_of else None, "names": list(lack.names)}


def _lack(kept: dict[str, object]) -> Lack:
    what, looked_for, shown = kept.get("what"), kept.get("looked_for"), kept.get("shown")
    if what not in get_args(Lacked) or looked_for not in get_args(LookedFor) or shown not in get_args(ShownInstead):
        raise ValueError("A kept refusal lacks nothing that is known.")
    return Lack(
        what=cast(Lacked, what),  # just looked up, as the next two are
        looked_for=cast(LookedFor, looked_for),
        as_of=_day(kept.get("as_of")),
        of_chosen_sources=kept.get("of_chosen_sources") is True,
        of_chosen_documents=kept.get("of_chosen_documents") is True,
        names=tuple(_text({"one": one}, "one") for one in _list(kept, "names")),
        shown=cast(ShownInstead, shown),
    )


def _citation_to_kept(citation: Citation) -> dict[str, object]:
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


def _citation_from_kept(value: object) -> Citation:
    kept = _mapping(value)
    start, end = _count(kept, "start"), _count(kept, "end")
    sources = tuple(_source(_mapping(one)) for one in _list(kept, "sources"))
    if start >= end or not sources:
        raise ValueError("A kept citation has no place or no source.")
    return Citation(
        span=Span(_text(kept, "document"), start, end),
        quote=_text(kept, "quote"),
        sources=sources,
        status=Status(_text(kept, "status")),
        title=_text(kept, "title"),
        heading=_text(kept, "heading"),
        event_date=_text(kept, "event_date"),
        page=_count(kept, "page") if kept.get("page") is not None else None,
    )


def _source(kept: dict[str, object]) -> Source:
    url, kind = kept.get("url"), kept.get("kind")
    if kind not in get_args(SourceKind):
        raise ValueError("A kept source is of no known kind.")
    return Source(
        id=_text(kept, "id"),
        title=_text(kept, "title"),
        publisher=_text(kept, "publisher"),
        url=url if isinstance(url, str) and len(url) <= _LONGEST else None,
        published=_day(kept.get("published")),
        kind=cast(SourceKind, kind),  # just looked up
        origin=_text(kept, "origin"),
        after=_day(kept.get("after")),
    )


def _claim(kept: dict[str, object], cite: Callable[[object], Citation]) -> Claim:
    citations = tuple(cite(number) for number in _list(kept, "citations"))
    if not citations:
        raise ValueError("A kept claim has no citation.")
    text = _text(kept, "text")
    return Claim(text, citations, Status(_text(kept, "status")), _text(kept, "lead"), _emphasis(kept, len(text)))


def _emphasis(kept: dict[str, object], length: int) -> tuple[int, int] | None:
    """Two places in a text of so many characters; nothing when an answer was kept without them."""
    match kept.get("emphasis"):
        case None:
            return None
        case [int(start), int(end)] if 0 <= start < end <= length:
            return start, end
    raise ValueError("A kept claim's emphasis lies outside its text.")


def _pair(kept: dict[str, object], cite: Callable[[object], Citation]) -> Pair:
    verdict = kept.get("verdict")
    if verdict not in get_args(Verdict):
        raise ValueError("A kept outcome has no known verdict.")
    happened = tuple(cite(number) for number in _list(kept, "happened"))
    return Pair(cite(kept.get("expected")), happened, cast(Verdict, verdict))  # just looked up


def _conflict(kept: dict[str, object], cite: Callable[[object], Citation]) -> Conflict:
    made = tuple(_side(_mapping(one), cite) for one in _list(kept, "sides"))
    return Conflict(_text(kept, "about"), made, _text(kept, "note"), _count(kept, "more"))


def _side(kept: dict[str, object], cite: Callable[[object], Citation]) -> Side:
    citations = tuple(cite(number) for number in _list(kept, "citations"))
    return Side(_text(kept, "text"), citations, _text({"label": "", **kept}, "label"), _count(kept, "voices"))


def _nearest(kept: dict[str, object], shown: Sequence[Citation]) -> Nearest:
    return Nearest(_one_of(shown, kept.get("citation")), _number(kept, "score", -1 - _ROUNDING, 1 + _ROUNDING))


def _one_of(citations: Sequence[Citation], number: object) -> Citation:
    if not isinstance(number, int) or not 0 <= number < len(citations):
        raise ValueError("A kept answer cites what it does not hold.")
    return citations[number]


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ValueError("A kept answer has a part of the wrong shape.")  # noqa: TRY004  one error for the caller
    return value


def _list(kept: dict[str, object], name: str) -> list[object]:
    value = kept.get(name)
    if not isinstance(value, list) or len(value) > _MOST:
        raise ValueError(f"A kept answer's {name!r} is no list, or too long.")
    return value


def _count(kept: dict[str, object], name: str) -> int:
    """A number of things; 0 where nothing was kept of it, as by earlier versions."""
    value = kept.get(name, 0)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _LARGEST:
        raise ValueError(f"A kept answer's {name!r} is no count.")
    return value


def _number(kept: dict[str, object], name: str, least: float, most: float) -> float:
    """A number within its bounds, so no infinite one and none that a float cannot hold; 0.0 where none was kept."""
    value = kept.get(name, 0.0)
    if not isinstance(value, int | float) or isinstance(value, bool) or not least <= value <= most:
        raise ValueError(f"A kept answer's {name!r} is no number from {least:g} to {most:g}.")
    return float(value)


def _text(kept: dict[str, object], name: str) -> str:
    value = kept.get(name)
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise ValueError(f"A kept answer's {name!r} is no text, or too long.")
    return value


def _day(value: object) -> date | None:
    try:
        return check_day(value) if isinstance(value, str) else None
    except QuestionError as error:
        raise ValueError("A kept answer has a date in another form.") from error
