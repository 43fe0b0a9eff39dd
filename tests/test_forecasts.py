"""Questions about what came of all that was expected."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.choosing.overall.forecasts import LEFT_OUT, MOST_FORECASTS, asked_verdicts, forecasts_of
from assistant.question import read_question
from knowledge.document import StoredDocument
from knowledge.overview import Overview
from knowledge.passage import Dispute, Filter, Outcome, Source, Span, Statement, Status

GAZETTE, TIMES = Source("gazette", "Gazette", "Lyra Gazette"), Source("times", "Times", "Vega Times")
TOLD = {
    "fleet": ("The preview expected the fleet to come.", Status.EXPECTED),
    "no-fleet": ("No ship came to the harbour.", Status.CONFIRMED),
    "pact": ("Berg predicted a pact on fishing.", Status.EXPECTED),
    "signed": ("A pact on fishing was signed.", Status.CONFIRMED),
    "rain": ("Lund expected rain on both days.", Status.EXPECTED),
    "sun": ("It was dry on both days.", Status.CONFIRMED),
    "first": ("The preview says it was the first visit of the queen.", Status.CLAIMED),
    "second": ("The queen had come in 2019 already.", Status.CONFIRMED),
    "open": ("Berg expected a second pact in spring.", Status.EXPECTED),
}
OUTCOMES = (
    Outcome(("fleet",), ("no-fleet",), "not"),
    Outcome(("pact",), ("signed",), "happened"),
    Outcome(("rain",), ("sun",), "not"),
    Outcome(("open",), ("signed",), "unknown"),
)


def overview() -> Overview:
    statements, start = [], 0
    for key, (text, status) in TOLD.items():
        side = {"first": 0, "second": 1}.get(key, -1)
        span = Span("d", start, start + len(text))
        sources = (GAZETTE, TIMES) if key == "sun" else (GAZETTE,)
        dispute = "count" if side >= 0 else ""
        statements.append(Statement(span, text, status, sources, "2024-06-03", dispute=dispute, side=side, key=key))
        start += len(text) + 1
    text = " ".join(text for text, _ in TOLD.values())
    disputes = (Dispute("count", "Was it the first visit?", ("Yes", "No"), favoured=1),)
    return Overview(
        (StoredDocument("d", "D", text, GAZETTE, tuple(statements), "h", disputes=disputes, outcomes=OUTCOMES),)
    )


def told(question: str, filter_: Filter | None = None) -> list[str]:
    found = forecasts_of(read_question(question), overview(), filter_ or Filter())
    keys = {text: key for key, (text, _) in TOLD.items()}
    return [keys[item.statement.text] for item in found.statements] if found else []


@pytest.mark.parametrize(
    ("question", "verdicts"),
    [
        ("Which expectations did not come true?", {"not"}),
        ("What was expected but didn't happen?", {"not"}),
        ("What did the preview get wrong?", {"not"}),
        ("Which predictions came true?", {"happened"}),
        ("How accurate was the preview?", {"happened", "not"}),
        ("Was the forecast right or wrong?", {"happened", "not"}),
        ("What did the visit not achieve?", {"not"}),
        ("And what was not agreed at the summit?", {"not"}),
        ("What didn't the visit bring?", {"not"}),
        ("What did the visit achieve?", set()),
        ("What did Berg not sign?", set()),
        ("What was expected to happen?", set()),
        ("Is it true that a pact was expected?", set()),
        ("What went wrong?", set()),
        ("What did the preview say?", set()),
    ],
)
def test_a_question_asks_about_what_came_true_or_did_not(question: str, verdicts: set[str]) -> None:
    assert asked_verdicts(read_question(question)) == verdicts


def test_each_expectation_is_followed_by_what_came_of_it_the_best_known_first() -> None:
    assert told("Which expectations did not come true?") == ["rain", "sun", "fleet", "no-fleet"]
    assert told("Which predictions came true?") == ["pact", "signed"]


def test_those_left_out_are_counted() -> None:
    one = overview().documents[0]
    met = tuple(Outcome((a,), (b,), "not") for a, b in (("fleet", "no-fleet"), ("pact", "signed"), ("rain", "sun")))
    for outcomes, more in ((met, 0), ((*met, Outcome(("open",), ("second",), "not")), 1)):
        whole = Overview((replace(one, outcomes=outcomes),))
        found = forecasts_of(read_question("Which expectations did not come true?"), whole, Filter())
        assert found is not None
        assert found.remark == (LEFT_OUT.format(count=more) if more else "")


def test_whoever_is_named_gets_their_own_with_what_they_said_wrongly() -> None:
    assert told("What did the preview get wrong?") == ["first", "second", "fleet", "no-fleet"]
    assert told("What did Berg predict that came true?") == ["pact", "signed"]
    assert told("What did Berg predict that did not come true?") == []


def test_both_sorts_are_told_in_turn() -> None:
    found = told("How accurate were the predictions?")
    assert found == ["rain", "sun", "pact", "signed", "fleet", "no-fleet"]
    assert len(found) == 2 * MOST_FORECASTS


def test_a_question_about_one_thing_is_left_to_others() -> None:
    assert told("Was the prediction about fishing right?") == []


def test_what_the_filter_takes_away_is_not_told() -> None:
    assert told("Which expectations did not come true?", Filter(sources=frozenset({"times"}))) == []
