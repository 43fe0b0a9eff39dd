"""Questions to ask next: disputes of what the answer is about, and what brought documents tell beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.answer import Answer
from assistant.choosing.weighing.headings import HOUR
from knowledge.known import passes
from knowledge.overview import Overview
from knowledge.passage import HEADING_SEPARATOR, Dispute, Filter, Statement, Status
from knowledge.text.month_names import MONTH_OR_SHORT
from knowledge.text.words import content_words, stems

MOST = 3
SHORTEST_HEADING = 8  # characters; a shorter one names no subject
_NUMBERED = re.compile(r"^(?:§ ?)?\d+(?:\.\d+)*[.)]?\s+")  # "2. Canteen"
_ROW = re.compile(r";\s[^;:]+:\s|\||\t")  # "devices; site: Harbour station"
_DAY = re.compile(rf"\b(?:{MONTH_OR_SHORT})\b|\d+", re.IGNORECASE)  # "January 1999" and single numbers
WIDESPREAD = 0.4  # share of the documents from which on a word that they hold says nothing of a question's topic


def suggest(answer: Answer, overview: Overview, filter: Filter) -> tuple[str, ...]:
    """At most three questions that the documents answer, nearest to the question first.

    They are the disputes of the passages found, as their editors worded them, of those documents that the answer
    cites, or about something that the question names; then of the brought documents that it cites those headings that
    share a word with the question or what is cited. What the answer cites already, and what was asked, is left out.
    """
    cited = {citation.span for citation in answer.citations}
    statements = [one for hit in answer.hits for one in hit.passage.statements if passes(one, filter)]
    told = {statement.dispute for statement in statements if statement.span in cited}
    found = [one.dispute for one in statements if one.dispute in overview.disputes and one.dispute not in told]
    documents = set() if answer.unsure else {span.document_id for span in cited}
    named = frozenset(content_words(answer.standalone_question or answer.question))
    asked = {_plain(answer.question), _plain(answer.standalone_question)}
    disputes = [overview.disputes[key] for key in dict.fromkeys(found)]
    near = [one.question for one in disputes if one.document_id in documents or _is_about(one, named, overview)]
    headings: Iterable[str] = ()
    if documents:
        said = " ".join([answer.standalone_question or answer.question, *(one.quote for one in answer.citations)])
        beside = [one for one in statements if one.span.document_id in documents]
        headings = _headings(beside, {one.heading for one in statements if one.span in cited}, stems(said))
    return tuple(one for one in dict.fromkeys([*near, *headings]) if _plain(one) not in asked)[:MOST]


def _is_about(dispute: Dispute, named: frozenset[str], overview: Overview) -> bool:
    """Whether the dispute, or its document's title, shares a word with the question that few documents hold."""
    title = overview.titles.get(dispute.document_id, "")
    shared = named.intersection(content_words(f"{dispute.question} {title}"))
    return any(overview.documents_with[word] < WIDESPREAD * len(overview.telling) for word in shared)


def _headings(statements: Iterable[Statement], told: set[str], near: frozenset[str]) -> Iterator[str]:
    """Questions after headings of brought documents that hold a near word.

    Those of dossiers are their editors', and name no subject; nor does a row of a table, a day or an hour.
    """
    for one in statements:
        heading = _NUMBERED.sub("", one.heading.rpartition(HEADING_SEPARATOR)[2].strip())
        if (
            one.status is Status.REPORTED
            and one.heading not in told
            and len(heading) >= SHORTEST_HEADING
            and not heading.endswith("?")
            and not HOUR.search(heading)  # "9:30, Hall A"
            and not _ROW.search(heading)
            and not near.isdisjoint(stems(_DAY.sub(" ", heading)))
        ):
            yield f"What is said about “{heading}”?"


def _plain(question: str) -> str:
    return " ".join(question.casefold().split()).rstrip("?")
