"""An answer and its numbered sources as Markdown."""

from __future__ import annotations

import re
from urllib.parse import quote

from assistant.answer import Answer, Citation
from assistant.render.safe import escape_markdown, is_web_address, seen
from assistant.render.sources import day_in_words
from assistant.render.text import NEAREST, answer_in_full
from knowledge.passage import Source


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
    elif answer.near:
        lines.append(f"**{NEAREST}**")
        lines.append("\n".join(f"- {_quote_with_source(near.citation)}" for near in answer.near))
    return "\n\n".join(lines) + "\n"


def source_to_markdown(source: Source) -> str:
    """Who reported something, and when; the name is a link where the source has a web address."""
    title = escape_markdown(f"{source.publisher}, {source.title}" if source.publisher else source.title)
    named = f"[{title}]({_address(source.url)})" if _address(source.url) else title
    return f"{named}, {day_in_words(source)}"


def _source_line(number: int, citation: Citation) -> str:
    return f"{number}. {_quote_with_source(citation)}"


def _quote_with_source(citation: Citation) -> str:
    quote = escape_markdown(" ".join(citation.quote.split()))
    return (
        f"“{quote}” — {'; '.join(source_to_markdown(source) for source in citation.sources)} ({citation.status.value})"
    )


def _address(url: str | None) -> str:
    """A web address that is safe between Markdown's round brackets; empty when it is no web address."""
    if not url or not is_web_address(url):
        return ""
    return quote(re.sub(r"[\r\n]", "", seen(url)), safe="!#$%&'*+,-./:;=?@[]_~")
