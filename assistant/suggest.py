"""Questions to ask next: disputes of what the answer is about."""

from __future__ import annotations

from assistant.answer import Answer
from knowledge.known import passes
from knowledge.overview import Overview
from knowledge.passage import Dispute, Filter
from knowledge.words import content_words

MOST = 3
WIDESPREAD = 0.4  # share of the documents from which on a word that they hold says nothing of a question's topic


def suggest(answer: Answer, overview: Overview, filter: Filter) -> tuple[str, ...]:  # noqa: A002
    """At most three questions that the documents answer, nearest to the question first.

    They are the disputes of the passages found, as their editors worded them, of those documents that the answer
    cites, or about something that the question names. What the answer cites already, and what was asked, is left out.
    """
    cited = {citation.span for citation in answer.citations}
    statements = [one for hit in answer.hits for one in hit.passage.statements if passes(one, filter)]
    told = {statement.dispute for statement in statements if statement.span in cited}
    found = [one.dispute for one in statements if one.dispute in overview.disputes and one.dispute not in told]
    documents = set() if answer.unsure else {span.document_id for span in cited}
    named = frozenset(content_words(answer.standalone_question or answer.question))
    asked = {_plain(answer.question), _plain(answer.standalone_question)}
    disputes = [overview.disputes[key] for key in dict.fromkeys(found)]
    near = [one for one in disputes if one.document_id in documents or _is_about(one, named, overview)]
    return tuple(one.question for one in near if _plain(one.question) not in asked)[:MOST]


def _is_about(dispute: Dispute, named: frozenset[str], overview: Overview) -> bool:
    """Whether the dispute, or its document's title, shares a word with the question that few documents hold."""
    title = overview.titles.get(dispute.document_id, "")
    shared = named.intersection(content_words(f"{dispute.question} {title}"))
    fewest = WIDESPREAD * len(overview.telling)
    return any(sum(word in document.text.casefold() for document in overview.telling) < fewest for word in shared)


def _plain(question: str) -> str:
    return " ".join(question.casefold().split()).rstrip("?")
