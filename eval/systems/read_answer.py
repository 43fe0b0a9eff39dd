"""Whatever a system gives back -> an answer in the project's JSON shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, cast

from eval.errors import EvaluationError
from knowledge.passage import Hit


class _OurAnswer(Protocol):
    """What is needed of an `assistant.Answer`."""

    hits: Sequence[Hit]

    def to_dict(self) -> dict[str, object]: ...


def read_answer(value: object) -> dict[str, object]:
    """Read our own `Answer`, a JSON object, a chain's result, a chat message or plain text.

    A chain's result is an object with `answer`, `result` or `output`, and documents under `context` or
    `source_documents`: these become citations by document (`metadata["id"]`), with a place where the metadata has
    `start` or `start_index`. Plain text counts as answered unless it is empty.

    Raises:
        EvaluationError: Nothing of this can be found.
    """
    if hasattr(value, "to_dict") and hasattr(value, "hits"):
        return _ours(cast("_OurAnswer", value))
    if isinstance(value, str):
        return {"answer": value, "answered": bool(value.strip())}
    if isinstance(value, Mapping):
        return _object(value)
    content = getattr(value, "content", None)
    if isinstance(content, str):
        return {"answer": content, "answered": bool(content.strip())}
    raise EvaluationError(
        f"The system gave a {type(value).__name__}. Give text, an object with 'answer', or an Answer of the assistant."
    )


def hit_rows(hits: Sequence[Hit]) -> list[dict[str, object]]:
    """Our own hits as JSON values, best first."""
    return [
        {
            "document": hit.passage.span.document_id,
            "start": hit.passage.span.start,
            "end": hit.passage.span.end,
            "score": round(float(hit.score), 6),
        }
        for hit in hits
    ]


def ranking_alone(reply: Mapping[str, object]) -> dict[str, object]:
    """What an answer says of the search behind it, without the answer."""
    kept = {name: reply[name] for name in ("hits", "ranking", "standalone_question") if name in reply}
    return {**kept, "answer": "", "answered": False}


def _ours(value: _OurAnswer) -> dict[str, object]:
    reply: dict[str, object] = dict(value.to_dict())
    reply["hits"] = hit_rows(value.hits)
    return reply


def _object(value: Mapping[str, object]) -> dict[str, object]:
    reply = {str(key): item for key, item in value.items()}
    text = next((reply[key] for key in ("answer", "result", "output", "text") if isinstance(reply.get(key), str)), None)
    if text is None and "answered" not in reply:
        raise EvaluationError(
            f"The system's object has no 'answer': its fields are {', '.join(sorted(reply)) or 'none'}."
        )
    reply["answer"] = text or ""
    reply.setdefault("answered", bool(str(text or "").strip()))
    for key in ("context", "source_documents", "documents"):
        found = reply.pop(key, None)
        if isinstance(found, Sequence) and not isinstance(found, str):
            hits = [_hit(document, place) for place, document in enumerate(found)]
            reply.setdefault("hits", hits)
            reply.setdefault("citations", [_citation(hit, document) for hit, document in zip(hits, found, strict=True)])
    return reply


def _hit(document: object, place: int) -> dict[str, object]:
    """The place of a LangChain document, or of anything of its shape, in the ranking."""
    metadata = getattr(document, "metadata", {}) or {}
    text = str(getattr(document, "page_content", document))
    start = metadata.get("start", metadata.get("start_index"))
    start = start if isinstance(start, int) else 0
    return {
        "document": str(metadata.get("id") or metadata.get("source") or ""),
        "start": start,
        "end": start + len(text),
        "score": -float(place),
    }


def _citation(hit: Mapping[str, object], document: object) -> dict[str, object]:
    metadata = getattr(document, "metadata", {}) or {}
    known = "start" in metadata or "start_index" in metadata
    place = {"start": hit["start"], "end": hit["end"]} if known else {}
    text = str(getattr(document, "page_content", document))
    return {"document": hit["document"], "quote": text, "sources": [hit["document"]], **place}
