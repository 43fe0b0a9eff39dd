"""An answer as plain text, as Markdown and as the JSON that programs read; numbers the citations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import quote

import regex

from assistant.answer import Answer, Citation, Claim, Conflict, Nearest, Pair
from knowledge.passage import Source
from knowledge.words import UNSEEN

EXPECTED_BEFORE = "Expected before"
WHAT_HAPPENED = "What happened"
SOURCES_DISAGREE = "Sources disagree"
NEAREST = "Nearest in the sources"
NOTE = "Note"

_VERDICTS = {"happened": "it happened", "partly": "it happened in part", "not": "it did not happen", "unknown": "open"}
_MARK_IN_TEXT = re.compile(r"[\[【［]\s*(\d+(?:\s*[,;–—-]\s*\d+)*)\s*[\]】］]")
_UNSEEN = regex.compile(rf"[{UNSEEN}\p{{Cs}}]", regex.V1)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]~|^$])")
_LINE_SIGNS = re.compile(r"^([^\S\n]*)(#+|=+|>)", re.MULTILINE)
_BESIDE = re.compile(rf"\n\n(?:{NEAREST}\n- |{NOTE}: )")
_WEB_ADDRESS = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_LINK_STARTS = re.compile(r"://|\bwww\.", re.IGNORECASE)


def answer_to_text(answer: Answer) -> str:
    """The answer as plain text, each claim with its marks `[n]`; a refusal says what is missing.

    Every `[n]` is the number of a citation of this answer: marks that a source's own words bring along become `(n)`.
    """
    return _told(answer, _conflict_line)


def answer_in_full(answer: Answer) -> str:
    """As `answer_to_text`, with all that is known of a dispute: every side in brief, who holds it, the editor's note.

    These words rest on no quote, so programs find them apart, in `conflicts`.
    """
    return _told(answer, _conflict_in_full)


def answer_with_remarks(answer: Answer) -> str:
    """The answer as text for those who see nothing else: what is nearest to a refusal, and at the end the remarks."""
    blocks = [answer_to_text(answer)]
    if not answer.answered and answer.nearest:
        blocks.append("\n".join([NEAREST, *(_near_line(near.citation) for near in answer.nearest)]))
    if answer.remarks:
        blocks.append(f"{NOTE}: {plain(' '.join(answer.remarks))}")
    return "\n\n".join(block for block in blocks if block)


def without_remarks(text: str) -> str:
    """What `answer_to_text` said where a text may come from `answer_with_remarks`."""
    return _BESIDE.split(text, maxsplit=1)[0]


def claims_to_text(answer: Answer) -> str:
    """The claims alone: sentences run on in one paragraph, a claim of several lines stands by itself.

    While an answer grows, each text begins with the one before.
    """
    text = ""
    previous_is_list = False
    for claim in answer.claims:
        words = f"{claim.lead} {plain(claim.text)}".strip()
        is_list = "\n" in words
        gap = "\n" if text and (is_list or previous_is_list) else " " if text else ""
        text += f"{gap}{words} {_marks(answer, claim.citations)}"
        previous_is_list = is_list
    return text


def answer_to_markdown(answer: Answer) -> str:
    """The answer and its numbered sources as Markdown.

    Whatever comes from a document, a person or a model is escaped, so it can bring neither markup nor links nor
    pictures; the only links are the web addresses of the cited sources.
    """
    lines = [escape_markdown(answer_in_full(answer))]
    lines += [f"*{escape_markdown(remark)}*" for remark in answer.remarks]
    if answer.citations:
        lines.append("**Sources**")
        lines.append("\n".join(_source_line(n, citation) for n, citation in enumerate(answer.citations, 1)))
    elif answer.nearest:
        lines.append(f"**{NEAREST}**")
        lines.append("\n".join(f"- {_quote_with_source(near.citation)}" for near in answer.nearest))
    return "\n\n".join(lines) + "\n"


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
        "citations": [citation_to_dict(citation, n) for n, citation in enumerate(answer.citations, 1)],
        "expected": [_expected_to_dict(answer, pair) for pair in answer.pairs],
        "happened": _happened_to_list(answer),
        "conflicts": [_conflict_to_dict(answer, conflict) for conflict in answer.conflicts],
        "nearest": [nearest_to_dict(nearest) for nearest in answer.nearest],
        "missing": answer.missing,
        "notice": " ".join(answer.remarks),
        "suggestions": list(answer.suggestions),
        "answerer": answer.answerer,
        "model": answer.model,
        "index_fingerprint": answer.index_fingerprint,
        "timings_ms": {name: round(value, 1) for name, value in answer.timings_ms.items()},
    }


def is_web_address(text: str) -> bool:
    """Whether a text begins like an address on the web; no other may become a link."""
    return _WEB_ADDRESS.match(text) is not None


def plain(text: str) -> str:
    """Words from outside without anything that could be taken for one of our citation marks: `[3]` becomes `(3)`."""
    return _MARK_IN_TEXT.sub(r"(\1)", seen(text))


def seen(text: str) -> str:
    """The text without invisible characters: directional marks, tags, zero-width characters, controls."""
    return _CONTROL.sub(" ", _UNSEEN.sub("", text))


def escape_markdown(text: str) -> str:
    """Text that Markdown shows as it is: no markup, no HTML, no link, no picture. Lists stay lists."""
    text = seen(text).replace("&", "&amp;").replace("<", "&lt;")
    text = _MARKDOWN_SIGNS.sub(r"\\\1", text)
    text = _LINE_SIGNS.sub(lambda match: f"{match[1]}\\{match[2]}", text)
    return _LINK_STARTS.sub(lambda match: match[0].replace(":", "&#58;").replace(".", "&#46;"), text)


def citation_to_dict(citation: Citation, number: int) -> dict[str, object]:
    """One citation as JSON values; the publisher, date and address are those of the source named first."""
    return {"number": number, **_evidence_to_dict(citation)}


def nearest_to_dict(nearest: Nearest) -> dict[str, object]:
    """One statement near a question that has no answer, as JSON values."""
    return {**_evidence_to_dict(nearest.citation), "score": round(nearest.score, 4)}


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


def _evidence_to_dict(citation: Citation) -> dict[str, object]:
    source = citation.sources[0] if citation.sources else None
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
    is_quote = any(claim.text == citation.quote for citation in claim.citations)
    return {
        "text": claim.text if is_quote else plain(claim.text),  # a quote is its document's text, sign by sign
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


def _told(answer: Answer, tell: Callable[[Answer, Conflict, set[Citation]], str]) -> str:
    if not answer.answered:
        return plain(answer.missing)
    blocks = [claims_to_text(answer)]
    cited = {citation for claim in answer.claims for citation in claim.citations}
    for pair in answer.pairs:
        blocks += _pair_lines(answer, pair, cited)
        cited |= {pair.expected, *pair.happened}
    blocks += [tell(answer, conflict, cited) for conflict in answer.conflicts]
    return "\n\n".join(block for block in blocks if block)


def _pair_lines(answer: Answer, pair: Pair, cited: set[Citation]) -> Iterator[str]:
    """What was expected and what came of it, each unless a claim says it already."""
    if pair.expected not in cited:
        verdict = "" if set(pair.happened) else f" ({_VERDICTS[pair.verdict]})"
        yield f"{EXPECTED_BEFORE}{verdict}: {plain(pair.expected.quote)} {_marks(answer, [pair.expected])}"
    for citation in pair.happened:
        if citation not in cited:
            yield f"{WHAT_HAPPENED}: {plain(citation.quote)} {_marks(answer, [citation])}"


def _conflict_line(answer: Answer, conflict: Conflict, cited: set[Citation]) -> str:
    """The question that sources differ on, and those of its sides that no claim says already."""
    sides = [side for side in conflict.sides if side.citations and not set(side.citations) <= cited]
    lines = [f"- {plain(side.text)} {_marks(answer, side.citations)}" for side in sides]
    return "\n".join([f"{SOURCES_DISAGREE}: {plain(conflict.about)}", *lines])


def _conflict_in_full(answer: Answer, conflict: Conflict, cited: set[Citation]) -> str:
    """The question with every side: its position in brief, its words unless they stand above, and who holds it."""
    lines = [f"{SOURCES_DISAGREE}: {plain(conflict.about)}"]
    for side in conflict.sides:
        is_told = set(side.citations) <= cited
        words = ": ".join(plain(part) for part in (side.label, "" if is_told and side.label else side.text) if part)
        held = f"({side.voices} independent sources)" if side.voices > 1 else ""
        lines.append(" ".join(part for part in (f"- {words}", _marks(answer, side.citations), held) if part))
    if conflict.more:
        lines.append(f"- and {conflict.more} more side{'' if conflict.more == 1 else 's'}")
    return "\n".join([*lines, f"{NOTE}: {plain(conflict.note)}"] if conflict.note else lines)


def _near_line(citation: Citation) -> str:
    """The words and who said them when; nothing in it can be taken for the mark of a citation."""
    source = citation.sources[0] if citation.sources else None
    who = f" {source.publisher or source.title}, {day_in_words(source)}" if source else ""
    return f"- “{plain(' '.join(citation.quote.split()))}” ({citation.status.value}){plain(who)}"


def _marks(answer: Answer, citations: Sequence[Citation]) -> str:
    numbers = dict.fromkeys(answer.number(citation) for citation in citations)
    return "".join(f"[{number}]" for number in numbers)


def _source_line(number: int, citation: Citation) -> str:
    return f"{number}. {_quote_with_source(citation)}"


def _quote_with_source(citation: Citation) -> str:
    quote = escape_markdown(" ".join(citation.quote.split()))
    return (
        f"“{quote}” — {'; '.join(_source_as_markdown(source) for source in citation.sources)} ({citation.status.value})"
    )


def _source_as_markdown(source: Source) -> str:
    title = escape_markdown(f"{source.publisher}, {source.title}" if source.publisher else source.title)
    named = f"[{title}]({_address(source.url)})" if _address(source.url) else title
    return f"{named}, {day_in_words(source)}"


def _address(url: str | None) -> str:
    """A web address that is safe between Markdown's round brackets; empty when it is no web address."""
    if not url or not is_web_address(url):
        return ""
    return quote(re.sub(r"[\r\n]", "", seen(url)), safe="!#$%&'*+,-./:;=?@[]_~")
