"""The cheapest, the longest and the most: the rows of a table are compared, not guessed."""

from __future__ import annotations

from itertools import accumulate

import pytest

from assistant.choosing.ordering.extremes import COMPARED, extreme_of
from assistant.evidence import Evidence
from assistant.question import read_question
from knowledge.document import StoredDocument, stored_document
from knowledge.text.cells import cells_of
from tests.evidence_values import answering
from tests.fakes import document

HOTELS = (
    "Hotel: Marselis; Walk to the bridge: 25 min; Single room: DKK 1,150; Pool: yes; Beds: 40",
    "Hotel: Kron; Walk to the bridge: 8 min (bus 3 min); Single room: DKK 745; Pool: no; Beds: 52",
    "Hotel: Alund; Walk to the bridge: 5 min; Single room: DKK 1,390; Pool: yes; Beds: 12",
    "Hotel: Inn of Vega; Walk to the bridge: 40 min; Single room: DKK 745; Pool: no; Beds: 7",
)
ENDS = list(accumulate(len(row) + 1 for row in HOTELS))
ROWS = [[end - len(row) - 1, end - 1] for row, end in zip(HOTELS, ENDS, strict=True)]
LYRA = stored_document(document("hotels", "\n".join(HOTELS), rows=ROWS))


def table(name: str, *rows: str) -> StoredDocument:
    """A document of rows."""
    ends = list(accumulate(len(row) + 1 for row in rows))
    places = [[end - len(row) - 1, end - 1] for row, end in zip(rows, ends, strict=True)]
    return stored_document(document(name, "\n".join(rows), rows=places))


HUTS = table("huts", "Hut: Vega hut; Beds: 24; Price: 22 crowns", "Hut: Lyra hut; Beds: 8; Price: 31 crowns")
CREW = table(
    "crew",
    "Name: Ada Holm; Role: cook; Start: 2019-02-01",
    "Name: Tom Price; Role: mate; Start: 2008-11-03",
    "Name: Ida Berg; Role: mate; Start: 2016-05-01",
)
PUMPS = table(
    "machines",
    "id: P-1; type: pump; power_kw: 45; installed: 2018-06-01",
    "id: P-2; type: pump; power_kw: 60; installed: 2022-03-10",
    "id: V-9; type: valve; power_kw: 90; installed: 2001-01-20",
)


def extreme(question: str, asked: StoredDocument = LYRA) -> tuple[list[str], str]:
    """What the first cells of the rows that answer name, and the remark."""
    rows = asked.statements[:1]  # one row that was found leads to all
    found = tuple(answering(one, 0.0, asked.title) for one in rows)
    evidence = Evidence(found, (), 0.5)
    chosen = extreme_of(read_question(question), evidence, {asked.id: asked}.get)
    named = [cells_of(item.statement.text)[0][1] for item in chosen.statements if chosen != evidence]
    return named, chosen.remark


@pytest.mark.parametrize(
    ("question", "asked", "named", "column", "count"),
    [
        ("Which hut is cheaper?", HUTS, "Vega hut", "Price", 2),
        ("Which hut is the cheapest?", HUTS, "Vega hut", "Price", 2),
        ("Which hut is more expensive?", HUTS, "Lyra hut", "Price", 2),
        ("Which hut has more beds?", HUTS, "Vega hut", "Beds", 2),
        ("Which hut has fewer beds?", HUTS, "Lyra hut", "Beds", 2),
        ("Which hotel is cheaper, Kron or Alund?", LYRA, "Kron", "Single room", 2),
        ("Which is cheaper, Vega hut or Lyra hut?", HUTS, "Vega hut", "Price", 2),
        ("Which pump is stronger?", PUMPS, "P-2", "power_kw", 2),
        ("Which pump is the most powerful?", PUMPS, "P-2", "power_kw", 2),
        ("Which pump is the oldest?", PUMPS, "P-1", "installed", 2),
        ("Which pump was installed last?", PUMPS, "P-2", "installed", 2),
        ("Who joined the company first?", CREW, "Tom Price", "Start", 3),
        ("Which mate joined last?", CREW, "Ida Berg", "Start", 2),
    ],
)
def test_two_rows_and_days_are_compared_too(
    question: str, asked: StoredDocument, named: str, column: str, count: int
) -> None:
    remark = COMPARED.format(count=count, title=asked.title, column=column)
    assert extreme(question, asked) == ([named], remark)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Which hotel is cheaper?", LYRA),  # than which?
        ("Which hotel is cheaper than Alund?", LYRA),
        ("Which hut has more stars?", HUTS),
        ("Who was the first mate?", CREW),
        ("Who is the oldest?", HUTS),
    ],
)
def test_what_a_table_does_not_compare_is_left_alone(question: str, asked: StoredDocument) -> None:
    assert extreme(question, asked) == ([], "")


@pytest.mark.parametrize(
    ("question", "hotels", "column", "count"),
    [
        ("Which hotel is the cheapest?", ["Kron", "Inn of Vega"], "Single room", 4),
        ("Which is the most expensive hotel?", ["Alund"], "Single room", 4),
        ("Which hotel is closest to the bridge?", ["Alund"], "Walk to the bridge", 4),
        ("What hotel is farthest away?", ["Inn of Vega"], "Walk to the bridge", 4),
        ("Which hotel has the most beds?", ["Kron"], "Beds", 4),
        ("Which hotel with a pool has the fewest beds?", ["Alund"], "Beds", 2),
        ("Which Vega hotel is the cheapest?", ["Inn of Vega"], "Single room", 1),
    ],
)
def test_all_rows_are_compared(question: str, hotels: list[str], column: str, count: int) -> None:
    assert extreme(question) == (hotels, COMPARED.format(count=count, title="Hotels", column=column))


@pytest.mark.parametrize(
    "question",
    [
        "Which room is the largest?",  # no column tells how large
        "Which hotel has the most stars?",
        "Which hostel is the cheapest?",  # a word that the table does not hold
        "Which hotel without a pool is the cheapest?",  # what it denies is not read
        "Which hotel is the second cheapest?",
        "Is Kron the cheapest hotel?",
        "Which hotel has a pool?",
    ],
)
def test_nothing_is_said_where_the_table_cannot_tell(question: str) -> None:
    assert extreme(question) == ([], "")


def test_cells_of_a_row_and_of_what_is_none() -> None:
    assert cells_of("Hotel: Kron; Beds: 52") == (("Hotel", "Kron"), ("Beds", "52"))
    assert cells_of("Item: Stall; Decision: Goes on; no rent; Who: -") == (
        ("Item", "Stall"),
        ("Decision", "Goes on; no rent"),
        ("Who", "-"),
    )
    for text in ("Hotel: Kron", "She said: it is late; he left.", "Kron has 52 beds; Vega: 7"):
        assert cells_of(text) == ()
