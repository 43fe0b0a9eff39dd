"""The cheapest, the longest and the most: the rows of a table are compared, not guessed."""

from __future__ import annotations

from itertools import accumulate

import pytest

from assistant.choosing.ordering.extremes import COMPARED, extreme_of
from assistant.evidence import Evidence
from assistant.question import read_question
from knowledge.document import stored_document
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


def extreme(question: str) -> tuple[list[str], str]:
    """The hotels that answer, and the remark; none where the evidence stays as it is."""
    rows = LYRA.statements[:1]  # one row that was found leads to all
    found = tuple(answering(one, 0.0, LYRA.title) for one in rows)
    evidence = Evidence(found, (), 0.5)
    chosen = extreme_of(read_question(question), evidence, {LYRA.id: LYRA}.get)
    hotels = [dict(cells_of(item.statement.text))["Hotel"] for item in chosen.statements if chosen != evidence]
    return hotels, chosen.remark


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
