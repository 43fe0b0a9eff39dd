"""Tables of pages and office files whose cells reach over several columns or rows, and lists of terms."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from docx import Document as WordDocument

from knowledge.document import stored_document
from knowledge.loaders.documents import to_document
from knowledge.loaders.limits import DEFAULT_LIMITS
from knowledge.loaders.read import read
from knowledge.passage import Statement

AROUND = "<p>The board of the Tolmen surgery revises what it asks for each spring, and tells its patients so.</p>" * 3


def statements(data: bytes, name: str) -> Sequence[Statement]:
    ((made,), _) = read(data, name, DEFAULT_LIMITS)
    return stored_document(to_document(made, name, name)).statements


def said(table: str) -> list[tuple[str, str]]:
    """Heading and text of what a page says between its first and its last paragraph."""
    page = f"<html><body><main><h1>Tolmen surgery</h1>{AROUND}{table}<p>That is all.</p></main></body></html>"
    found = [(each.heading, each.text) for each in statements(page.encode(), "page.html")]
    assert found[-1] == ("", "That is all.")
    return [pair for pair in found[:-1] if "revises" not in pair[1]]


def test_a_caption_is_the_heading_of_the_rows_alone() -> None:
    table = (
        "<table><caption>Fees</caption><tr><th>Service</th><th>Fee 2024</th></tr>"
        "<tr><td>Travel letter</td><td>£25</td></tr></table>"
    )
    assert said(table) == [("Fees", "Service: Travel letter; Fee 2024: £25")]


def test_a_caption_that_is_a_sentence_is_said() -> None:
    caption = "<caption>The council set these.</caption>"
    table = f"<table>{caption}<tr><th>A</th><th>B</th></tr><tr><td>x</td><td>y</td></tr></table>"
    assert said(table) == [("", "The council set these."), ("", "A: x; B: y")]


def test_a_cell_is_said_in_every_row_that_it_reaches_into() -> None:
    table = (
        "<table><tr><th>Day</th><th>Time</th><th>Price</th></tr>"
        "<tr><td rowspan=2>Monday</td><td>9 am</td><td>£3</td></tr><tr><td>5 pm</td><td>£5</td></tr></table>"
    )
    assert said(table) == [("", "Day: Monday; Time: 9 am; Price: £3"), ("", "Day: Monday; Time: 5 pm; Price: £5")]


@pytest.mark.parametrize("head", ["th", "td"])
def test_a_header_of_two_rows_is_joined_for_each_column(head: str) -> None:
    table = (
        "<table><tr><th rowspan=2>Day</th><th colspan=2>Price</th></tr><tr><th>Adult</th><th>Child</th></tr>"
        "<tr><td>Monday</td><td>£5</td><td>£3</td></tr><tr><td>Sunday</td><td colspan=2>closed</td></tr></table>"
    )
    assert said(table.replace("th", head)) == [
        ("", "Day: Monday; Price, Adult: £5; Price, Child: £3"),
        ("", "Day: Sunday; Price, Adult: closed; Price, Child: closed"),
    ]


def test_a_cell_as_wide_as_the_table_is_the_heading_of_the_rows_below_it() -> None:
    table = (
        "<table><tr><th>Day</th><th>Price</th></tr><tr><td colspan=2>Winter</td></tr>"
        "<tr><td>Monday</td><td>£5</td></tr><tr><td colspan=2>Closed on holidays</td></tr></table>"
    )
    assert said(table) == [("Winter", "Day: Monday; Price: £5"), ("Winter", "Closed on holidays")]


def test_rows_with_a_head_of_their_own_are_named_by_it() -> None:
    table = "<table><tr><th>Opening</th><td>nine to five</td></tr><tr><th>Entry</th><td>free</td></tr></table>"
    assert said(table) == [("", "Opening: nine to five"), ("", "Entry: free")]


def test_cells_that_only_say_the_same_are_each_said() -> None:
    table = "<table><tr><th>Monday</th><th>Tuesday</th></tr><tr><td>closed</td><td>closed</td></tr></table>"
    assert said(table) == [("", "Monday: closed; Tuesday: closed")]


def test_a_table_in_a_table_is_said_once() -> None:
    inner = "<table><tr><th>Day</th><th>Fee</th></tr><tr><td>Monday</td><td>£5</td></tr></table>"
    assert said(f"<table><tr><td>{inner}</td></tr></table>") == [("", "Day: Monday; Fee: £5")]


def test_a_small_page_keeps_its_table_and_its_headings() -> None:
    page = (
        b"<html><body><h1>Pool</h1><table><tr><th>Day</th><th>Fee</th></tr><tr><td>Monday</td><td>5</td></tr></table>"
    )
    assert [each.text for each in statements(page, "page.html")] == ["Day: Monday; Fee: 5"]


def test_a_span_beyond_all_measure_is_cut() -> None:
    table = "<table><tr><td rowspan=99999 colspan=99999>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    assert len(said(table)) == 1


def test_merged_cells_of_a_word_file_are_spread() -> None:
    word = WordDocument()
    word.add_paragraph("The pool of Tolmen asks for these.")
    rows = [["Day", "Price", ""], ["", "Adult", "Child"], ["Monday", "5", "3"], ["", "closed", ""]]
    table = word.add_table(rows=4, cols=3)
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            table.cell(number, place).text = text
    for first, last, text in (
        ((0, 0), (1, 0), "Day"),
        ((0, 1), (0, 2), "Price"),
        ((2, 0), (3, 0), "Monday"),
        ((3, 1), (3, 2), "closed"),
    ):
        table.cell(*first).merge(table.cell(*last)).text = text
    held = io.BytesIO()
    word.save(held)
    assert [each.text for each in statements(held.getvalue(), "pool.docx")][1:] == [
        "Day: Monday; Price, Adult: 5; Price, Child: 3",
        "Day: Monday; Price, Adult: closed; Price, Child: closed",
    ]


@pytest.mark.parametrize("years", [["2023", "2022"], ["Q1 2024", "Q1 2023"], ["31 Dec 2023", "31 Dec 2022"]])
def test_years_beside_an_empty_corner_name_the_columns(years: list[str]) -> None:
    word = WordDocument()
    word.add_paragraph("All amounts are in thousands of crowns.")
    rows = [["", *years], ["Revenue", "1,284", "1,190"], ["Profit", "61", "83"]]
    table = word.add_table(rows=3, cols=3)
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            table.cell(number, place).text = text
    held = io.BytesIO()
    word.save(held)
    assert [each.text for each in statements(held.getvalue(), "report.docx")][1:] == [
        f"Revenue; {years[0]}: 1,284; {years[1]}: 1,190",
        f"Profit; {years[0]}: 61; {years[1]}: 83",
    ]


def test_a_first_row_with_the_years_of_a_life_is_no_header() -> None:
    table = (
        "<table><tr><td>Ann Bell</td><td>1950</td><td>2011</td></tr>"
        "<tr><td>Jo Mar</td><td>1962</td><td>2019</td></tr></table>"
    )
    assert said(table) == [("", "Ann Bell; 1950; 2011"), ("", "Jo Mar; 1962; 2019")]


def test_a_caption_ends_with_its_table() -> None:
    rows = "<tr><th>Day</th><th>Fee</th></tr><tr><td>Monday</td><td>£5</td></tr><tr><td>Friday</td><td>£6</td></tr>"
    page = f"<table><caption>Pool</caption>{rows}</table><table>{rows}</table><dl><dt>Opening</dt><dd>9 to 5</dd></dl>"
    assert [heading for heading, _ in said(page)] == ["Pool", "Pool", "", "", ""]


def test_a_term_and_what_is_said_of_it_are_one_statement() -> None:
    page = (
        "<dl><dt>Opening:</dt><dd>9 to 5</dd><dt>Closed</dt><dd>Sunday</dd><dd>holidays</dd>"
        "<div><dt>Can I pay by card?</dt><dd>Yes.</dd></div></dl>"
    )
    assert [text for _, text in said(page)] == [
        "Opening: 9 to 5",
        "Closed: Sunday; holidays",
        "Can I pay by card? Yes.",
    ]


def test_a_definition_of_several_items_is_a_list_that_its_term_leads_to() -> None:
    page = b"<html><body><h1>Pool</h1><dl><dt>Bring</dt><dd><ul><li>a towel</li><li>a cap</li></ul></dd></dl>"
    assert [each.text for each in statements(page, "page.html")] == ["Bring:\n\n- a towel\n- a cap"]
