"""Answers to take away: plain text, Markdown, HTML, JSON, and their sources as BibTeX and CSL-JSON."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.answer import Answer, Citation
from assistant.render import (
    answer_in_full,
    answer_to_dict,
    answer_to_markdown,
    escape_markdown,
    is_web_address,
    source_in_words,
)
from knowledge.passage import Source

FORMATS = {
    "markdown": ("conversation.md", "text/markdown"),
    "html": ("conversation.html", "text/html"),
    "json": ("conversation.json", "application/json"),
    "bibtex": ("sources.bib", "application/x-bibtex"),
    "csl": ("sources.csl.json", "application/vnd.citationstyles.csl+json"),
}
"""Format -> (name of the file, media type)."""

_STYLE = (
    "body{max-width:43rem;margin:3rem auto;padding:0 1rem;font:17px/1.6 Georgia,serif;color:#1b1d22;background:#fffefb}"
    "h2{margin-top:3rem}.status,.who{font:13px/1.5 sans-serif;color:#5d6069}q{display:block}"
    "ol{padding-left:1.5rem}li{margin:.75rem 0}a{color:#17496b}"
    "@media(prefers-color-scheme:dark){body{color:#eceae4;background:#1a1d22}.status,.who{color:#a5a9b1}a{color:#93c4e6}}"
)


def export(answers: Sequence[Answer], form: str) -> str:
    """A conversation, or its sources, in one of `FORMATS`.

    Raises:
        ValueError: `form` is not one of them.
    """
    writers = {
        "markdown": conversation_as_markdown,
        "html": conversation_as_html,
        "json": conversation_as_json,
    }
    if form in writers:
        return writers[form](answers)
    if form == "bibtex":
        return sources_as_bibtex(cited_sources(answers))
    if form == "csl":
        return sources_as_csl(cited_sources(answers))
    raise ValueError(f"{form!r} is no format to export to; choose one of {', '.join(FORMATS)}.")


def answer_as_text(answer: Answer) -> str:
    """Question, answer with its marks, and the numbered sources, as plain text to paste anywhere."""
    asked = [answer.question.strip(), *([f"({_as_of(answer)})"] if answer.as_of else [])]
    lines = [*asked, "", answer_in_full(answer)]
    if answer.remarks:
        lines += ["", *answer.remarks]
    cited = list(enumerate(answer.citations, 1))
    if cited:
        lines += ["", "Sources"]
        lines += [f"[{number}] {citation_as_text(citation)}" for number, citation in cited]
    elif answer.near:
        lines += ["", "Nearest evidence"]
        lines += [f"- {citation_as_text(near.citation)}" for near in answer.near]
    return "\n".join(lines) + "\n"


def citation_as_text(citation: Citation) -> str:
    """A quote with who said it, when and where, and its status, in one line to paste anywhere."""
    sources = "; ".join(source_in_words(source) for source in citation.sources)
    return f"“{_line(citation.quote)}” {sources} ({citation.status.value})"


def conversation_as_markdown(answers: Sequence[Answer]) -> str:
    """Each question as a heading, its answer and sources below."""
    return "\n".join(_section(answer) for answer in answers)


def conversation_as_html(answers: Sequence[Answer]) -> str:
    """One page that stands alone: no script, no outside file; source text is escaped."""
    title = html.escape(_line(answers[0].question)) if answers else "Conversation"
    body = "\n".join(_article(answer) for answer in answers)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width,initial-scale=1"><title>{title}</title><style>{_STYLE}</style></head>\n'
        f"<body>\n{body}\n</body></html>\n"
    )


def conversation_as_json(answers: Sequence[Answer]) -> str:
    """The answers in the JSON shape that programs read."""
    return json.dumps({"answers": [answer_to_dict(answer) for answer in answers]}, ensure_ascii=False, indent=2) + "\n"


def cited_sources(answers: Iterable[Answer]) -> list[Source]:
    """Every source that the answers cite, once, in order."""
    sources = (source for answer in answers for citation in answer.citations for source in citation.sources)
    return list({source.id: source for source in sources}.values())


def sources_as_bibtex(sources: Iterable[Source]) -> str:
    """Sources as BibTeX entries of type `online`, keys made of publisher, year and first word, all different."""
    used: set[str] = set()
    return "\n".join(_bibtex_entry(source, _bibtex_key(source, used)) for source in sources)


def sources_as_csl(sources: Iterable[Source]) -> str:
    """Sources as a CSL-JSON array, as Zotero, pandoc and citation processors read it."""
    return json.dumps([_csl_item(source) for source in sources], ensure_ascii=False, indent=2) + "\n"


def _section(answer: Answer) -> str:
    day = f"*{_as_of(answer)}*\n\n" if answer.as_of else ""
    return f"## {escape_markdown(_line(answer.question))}\n\n{day}{answer_to_markdown(answer)}"


def _as_of(answer: Answer) -> str:
    """The day as of which an answer was given, in words; empty without one."""
    return f"As of {answer.as_of.isoformat()}: later sources are left out." if answer.as_of else ""


def _line(text: str) -> str:
    return " ".join(text.split())


def _article(answer: Answer) -> str:
    paragraphs = "".join(
        f"<p>{html.escape(block)}</p>".replace("\n", "<br>") for block in answer_in_full(answer).split("\n\n")
    )
    paragraphs += "".join(f'<p class="who">{html.escape(remark)}</p>' for remark in answer.remarks)
    shown = answer.citations or tuple(near.citation for near in answer.near)
    kind = "Sources" if answer.citations else "Nearest evidence"
    items = "".join(f"<li><q>{html.escape(_line(citation.quote))}</q>{_who_html(citation)}</li>" for citation in shown)
    listed = f"<h3>{kind}</h3><ol>{items}</ol>" if items else ""
    status = "Not in the documents" if answer.status == "refused" else answer.status.capitalize()
    read_as = ""
    if answer.standalone_question and answer.standalone_question != answer.question:
        read_as = f'<p class="who">Read as: {html.escape(answer.standalone_question)}</p>'
    day = f'<p class="who">{_as_of(answer)}</p>' if answer.as_of else ""
    return (
        f"<article><h2>{html.escape(_line(answer.question))}</h2>{read_as}{day}"
        f'<p class="status">{status}</p>{paragraphs}{listed}</article>'
    )


def _who_html(citation: Citation) -> str:
    whos = []
    for source in citation.sources:
        words = html.escape(source_in_words(replace(source, url=None)))
        if source.url and is_web_address(source.url):
            words = f'<a href="{html.escape(source.url)}" rel="noopener noreferrer">{words}</a>'
        whos.append(words)
    return f'<span class="who">{"; ".join(whos)} ({citation.status.value})</span>'


_TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_TEX.update({sign: "\\" + sign for sign in "&%$#_{}"})


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in _line(text))


def _bibtex_key(source: Source, used: set[str]) -> str:
    ascii_name = unicodedata.normalize("NFKD", source.publisher or source.id).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]", "", ascii_name.lower()) or "source"
    words = re.findall(r"[A-Za-z]{4,}", source.title)
    key = f"{name[:24]}{source.published.year if source.published else 'nd'}{words[0].lower() if words else ''}"
    unique, number = key, 1
    while unique in used:
        number += 1
        unique = f"{key}-{number}"
    used.add(unique)
    return unique


def _bibtex_entry(source: Source, key: str) -> str:
    fields = {
        "title": f"{{{_tex(source.title)}}}",
        "author": f"{{{_tex(source.publisher)}}}",
        "organization": _tex(source.publisher),
        "date": source.published.isoformat() if source.published else "",
        "year": str(source.published.year) if source.published else "",
        "url": re.sub(r"[{}\\\s]", lambda sign: f"%{ord(sign.group()):02X}", source.url or ""),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value not in {"", "{}"}]
    return "\n".join([f"@online{{{key},", *lines, "}", ""])


def _csl_item(source: Source) -> dict[str, object]:
    item: dict[str, object] = {
        "id": source.id,
        "type": "article-newspaper" if source.kind in {"news", "analysis"} else "webpage",
        "title": source.title,
    }
    if source.publisher:
        item |= {"author": [{"literal": source.publisher}], "container-title": source.publisher}
    if source.published:
        item["issued"] = {"date-parts": [[source.published.year, source.published.month, source.published.day]]}
    if source.url:
        item["URL"] = source.url
    return item
