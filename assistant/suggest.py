"""Questions to ask next: what the passages that were found tell beside the answer."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.answer import Answer
from knowledge.known import passes
from knowledge.overview import Overview
from knowledge.passage import Filter, Statement

MOST = 3
_SHORTEST_HEADING = 8  # characters; a shorter one names no subject


def suggest(answer: Answer, overview: Overview, filter: Filter) -> tuple[str, ...]:  # noqa: A002
    """At most three questions that the documents answer, nearest to the question first.

    They are the disputes of the passages found, as their editors worded them; where these run out, the headings of
    those passages. What the answer cites already, and what was asked, is left out.
    """
    cited = {citation.span for citation in answer.citations}
    statements = [one for hit in answer.hits for one in hit.passage.statements if passes(one, filter)]
    told_disputes = {statement.dispute for statement in statements if statement.span in cited}
    told_headings = {statement.heading for statement in statements if statement.span in cited}
    others = [one for one in statements if one.dispute not in told_disputes or not one.dispute]
    questions = [*_disputes(others, overview), *_headings(others, told_headings)]
    asked = {_plain(answer.question), _plain(answer.standalone_question)}
    return tuple(question for question in dict.fromkeys(questions) if _plain(question) not in asked)[:MOST]


def _disputes(statements: Iterable[Statement], overview: Overview) -> list[str]:
    return [overview.disputes[one.dispute].question for one in statements if one.dispute in overview.disputes]


def _headings(statements: Iterable[Statement], told: set[str]) -> list[str]:
    found = []
    for one in statements:
        heading = one.heading.rpartition(" > ")[2].strip()
        nested = " > " in one.heading
        if nested and one.heading not in told and len(heading) >= _SHORTEST_HEADING and not heading.endswith("?"):
            found.append(f"What is said about “{heading}”?")
    return found


def _plain(question: str) -> str:
    return " ".join(question.casefold().split()).rstrip("?")
