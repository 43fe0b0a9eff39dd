"""Who reported something, in words and as JSON values."""

from __future__ import annotations

from knowledge.passage import Source


def source_in_words(source: Source) -> str:
    """Who reported something, for plain text: publisher, title, day and address, as far as there are any."""
    return ", ".join(part for part in (source.publisher, source.title, day_in_words(source), source.url) if part)


def day_in_words(source: Source) -> str:
    """When a source was published, YYYY-MM-DD, or `undated`."""
    return source.published.isoformat() if source.published else "undated"


def source_to_dict(source: Source) -> dict[str, object]:
    """One source as JSON values."""
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "published": source.published.isoformat() if source.published else None,
        "url": source.url,
        "kind": source.kind,
    }
