"""Lines above a statement that tell what is asked for: shown and cited with it, and counted when it is chosen."""

from __future__ import annotations

import pytest

from assistant.choosing.weighing.headings import line_of, lines_above, telling, tells_above, told_with_headings
from assistant.composing.compose import compose
from assistant.evidence import Evidence, ScoredStatement
from assistant.question import Wants, read_question
from knowledge.passage import Source, Span, Statement, Status
from tests.evidence_values import answering

LOG = """# Changes

## 3.1.0 (3 December 2025)

- Added retry for uploads.

## 3.0.0 (2 September 2025)

- Removed the old exporter.
"""
GAZETTE = Source("log", "Changes", "Lyra")
ADDED, REMOVED = "- Added retry for uploads.", "- Removed the old exporter."
DECEMBER, SEPTEMBER = "3.1.0 (3 December 2025)", "3.0.0 (2 September 2025)"


def below(text: str, heading: str, start: int = 0, status: Status = Status.REPORTED) -> Statement:
    return Statement(Span("log", start, start + len(text)), text, status, (GAZETTE,), heading=heading)


def in_log(text: str, heading: str) -> ScoredStatement:
    statement = below(text, heading, LOG.index(text))
    return answering(statement, 1.0, "Changes")


@pytest.mark.parametrize(
    ("question", "text", "heading", "told"),
    [
        ("When was retry added?", ADDED, DECEMBER, [DECEMBER]),
        ("When was retry added?", "Retry was added in May 2024.", DECEMBER, []),
        ("Who added retry?", ADDED, DECEMBER, []),
        ("What is new in 3.1.0?", ADDED, DECEMBER, [DECEMBER]),
        ("What is new in 3.1.0?", "3.1.0 brings retry.", DECEMBER, []),
        ("What was done on 3 December 2025?", ADDED, DECEMBER, [DECEMBER]),
        ("What was done on 4 December 2025?", ADDED, DECEMBER, []),
        ("What was done in December 2025?", ADDED, DECEMBER, []),
        ("In which article does it stand?", ADDED, "Uploads", []),
        ("In which version was retry added?", ADDED, f"Older > {DECEMBER}", [DECEMBER]),
        ("When is the talk?", "Ada Holm on bees.", "Monday, 8 June 2026 > 9:30, Hall A", None),
        ("When is the talk?", "Ada Holm on bees.", "2026 > Monday, 8 June > 9:30", ["Monday, 8 June", "9:30"]),
        (
            "When is the talk?",
            "9:30: Ada Holm on bees.",
            "Talks > Monday, 8 June 2026 > Hall A",
            ["Monday, 8 June 2026", "Hall A"],
        ),
        ("What was removed in 3.1.0?", ADDED, f"{DECEMBER} > Removed", [DECEMBER, "Removed"]),
        ("Where is the talk?", "Ada Holm on bees.", "Monday, 8 June 2026 > 9:30, Hall A", ["9:30, Hall A"]),
        ("Where is the talk?", "Ada Holm speaks in Room 4.", "9:30, Hall A", []),
        ("What does it cost?", "Ten guests.", "Basic plan, 5 euros a month", ["Basic plan, 5 euros a month"]),
        ("How many are invited?", "Guests get a letter.", "2. Guests", []),
    ],
)
def test_lines_that_tell_what_the_statement_lacks(
    question: str, text: str, heading: str, told: list[str] | None
) -> None:
    expected = heading.split(" > ") if told is None else told
    assert list(telling(question, below(text, heading), "Changes")) == expected


def test_a_statement_of_a_dossier_stands_alone() -> None:
    for status in (Status.CONFIRMED, Status.EXPECTED):
        assert lines_above(below("The bridge opened.", "May 2024", status=status), "Events") == ()
    assert lines_above(below("The bridge opened.", "May 2024"), "events-2.txt") == ("May 2024",)


def test_only_what_a_heading_can_tell_counts() -> None:
    statement = below("The board was heard.", "12 May 2024: 300 guests")
    assert tells_above(Wants.DATE, "When was the board heard?", statement, "")
    assert not tells_above(Wants.NUMBER, "How many were heard?", statement, "")


def test_the_line_is_found_where_it_stands_alone() -> None:
    text = "May 2024 was warm.\n\n**May 2024**\n\nThe bridge opened.\n\nMay 2024\n"
    found = line_of("May 2024", text, below("The bridge opened.", "May 2024", text.index("The bridge")))
    assert found is not None
    assert (found.span.start, found.text) == (text.index("May", 1), "May 2024")
    assert line_of("June 2024", text, below("The bridge opened.", "", 40)) is None


def test_a_claim_shows_the_line_and_cites_it() -> None:
    question = "When was retry added, and when was the old exporter removed?"
    evidence = Evidence((in_log(ADDED, DECEMBER), in_log(REMOVED, SEPTEMBER)), (), 1.0)
    told = told_with_headings(question, evidence, {"log": LOG}.get)
    claims = list(compose(read_question(question), told))
    assert [claim.text for claim in claims] == [f"{DECEMBER}\n{ADDED}", f"{SEPTEMBER}\n{REMOVED}"]
    for claim in claims:
        own, line = claim.citations
        assert claim.text == f"{line.quote}\n{own.quote}"
        assert claim.is_quoted
        assert all(LOG[cited.span.start : cited.span.end] == cited.quote for cited in claim.citations)


def test_a_line_is_told_once() -> None:
    log = f"{DECEMBER}\n\nAda Holm added retry.\n\nBo Lind wrote the manual.\n"
    found = [
        answering(one, score)
        for text, score in (("Ada Holm added retry.", 1.0), ("Bo Lind wrote the manual.", 0.9))
        for one in (below(text, DECEMBER, log.index(text)),)
    ]
    question = "What are the changes of 3.1.0?"
    told = told_with_headings(question, Evidence(tuple(found), (), 1.0), {"log": log}.get)
    assert [claim.text.count(DECEMBER) for claim in compose(read_question(question), told)] == [1, 0]


def test_without_the_text_or_the_line_the_statement_is_told_alone() -> None:
    evidence = Evidence((in_log(ADDED, DECEMBER),), (), 1.0)
    for texts in ({}, {"log": "another text"}):
        told = told_with_headings("When was retry added?", evidence, texts.get)
        assert [claim.text for claim in compose(read_question("When was retry added?"), told)] == [ADDED]


def test_the_date_of_a_title_is_that_of_what_is_told_where_it_is_a_record() -> None:
    statement = below("The bridge was painted green.", "")
    minutes, report = "Minutes of the council, 12 May 2024", "Lyra Gazette, 12 May 2024"
    assert telling("When was the bridge painted?", statement, minutes) == (minutes,)
    assert telling("When was the bridge painted?", statement, report) == ()
    for line, told in ((f"{report}. By Ada Holm", ()), (minutes, (minutes,)), ("12 May 2024", ("12 May 2024",))):
        assert telling("When was the bridge painted?", below(statement.text, line), "Lyra") == told
