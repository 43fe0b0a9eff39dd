"""The day of a document whose metadata has none, found in its title, its file's name or a line near the top."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from docx import Document as WordDocument
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.documents import Document

from knowledge.loaders import load_path
from knowledge.loaders.dating import day_of
from knowledge.loaders.extracted import Extracted
from knowledge.text.written_day import written_days
from tests.make_files import pdf

SAID = "The lighthouse of Gull Rock was painted violet, and its keeper was proud of it for many years to come."
DAY = "2024-01-16"


def found(title: str = "", text: str = SAID, name: str = "document.txt", **known: str) -> str:
    return day_of(Extracted(text, title=title, **known), name)[0]


@pytest.mark.parametrize(
    "said",
    [
        "2024-01-16",
        "16 January 2024",
        "16th January 2024",
        "16 Jan 2024",
        "16 jan. 2024",
        "January 16, 2024",
        "January 16th, 2024",
        "Jan 16 2024",
        "JANUARY 16, 2024",
    ],
)
def test_a_day_is_read_however_it_is_written(said: str) -> None:
    assert [day.iso for day in written_days(f"Minutes, {said}.")] == [DAY]
    assert found(f"Minutes of the board meeting, {said}") == DAY


@pytest.mark.parametrize(
    "said",
    [
        "01/02/2024",
        "16.01.2024",
        "16/1/24",
        "16. Januar 2024",
        "16 de enero de 2024",
        "31 February 2024",
        "2024-13-45",
        "14-16 January 2024",
        "14 to 16 January 2024",
        "30 December - 16 January 2024",
        "16 January 2024 - 3 February",
    ],
)
def test_a_day_that_is_not_sure_is_none_and_leaves_no_other(said: str) -> None:
    assert [day.iso for day in written_days(f"Minutes, {said}.")] == [""]
    assert found(f"Minutes of the board meeting, {said}", name="2024-01-16-minutes.txt") == ""


@pytest.mark.parametrize(
    "title",
    [
        "Minutes of the board meeting, 16 January 2024",
        "Minutes of the meeting of 16 January 2024",
        "Board meeting - Tuesday, 16 January 2024",
        "Town of Kelmar: minutes (16 January 2024)",
        "Press release of the Harbour Office, 16 January 2024",
        "Report of 16 January 2024, written by Ines Halloran",
        "Judgment of 16 January 2024",
        "Minutes 16 January 2024",
        "16 January 2024",
        "2024-01-16 Stand-up",
        "Minutes of the meeting of the Tolmen Town Council held on 16 January 2024 at the Guildhall",
        "MINUTES OF THE MEETING HELD ON TUESDAY 16 JANUARY 2024 AT 7.30 PM",
    ],
)
def test_the_day_behind_the_kind_of_a_document_is_its_own(title: str) -> None:
    assert found(title) == DAY
    assert found(text=f"{title}\n\n{SAID}") == DAY


@pytest.mark.parametrize(
    "title",
    [
        "The great fire of 16 January 2024",
        "Kelmar Harvest Fair, 16 January 2024",
        "Battle of Kelmar Bridge, 16 January 2024",
        "Report on the fire of Kelmar, 16 January 2024",
        "What happened after the meeting of 16 January 2024",
        "Agenda of the meeting, 16 January 2024",
        "Next meeting, 16 January 2024",
        "Meeting the press, 16 January 2024",
        "Terms valid from 16 January 2024",
        "What the minutes hide: the night of 16 January 2024",
        "Meeting of 16 January 2024 in Tolmen: what it brought",
        "Battle of the Post Office, 16 January 2024",
        "Fire in Tolmen University, 16 January 2024",
        "Tolmen Courier, 16 January 2024: the bridge is closed",
        "What the meeting held on 16 January 2024 at the Guildhall brought",
        "Report on the games held on 16 January 2024 in Tolmen",
        "Minutes, January 2024",
        "Minutes of 2024",
    ],
)
def test_the_day_of_a_subject_is_not_the_day_of_the_document(title: str) -> None:
    assert found(title) == ""
    assert found(text=f"{title}\n\n{SAID}") == ""


@pytest.mark.parametrize(
    "name",
    [
        "2024-01-16-minutes.txt",
        "minutes_2024_01_16.md",
        "minutes 2024.01.16.pdf",
        "board/2024/minutes-2024-01-16.docx",
        "archive.zip!board/2024-01-16.txt",
        "Minutes 16 January 2024.txt",
    ],
)
def test_the_day_of_a_file_name_is_taken(name: str) -> None:
    assert day_of(Extracted(SAID), name) == (DAY, "file name")


@pytest.mark.parametrize(
    "name",
    [
        "2024-01-16_2024-01-18-trip.txt",
        "2024-01-16-18-trip.txt",
        "valid-from-2024-01-16.txt",
        "until 2024-01-16.txt",
        "2024-01-16-agenda.txt",
        "2024-01-16/minutes.txt",
        "minutes-2024-01.txt",
        "120240116.txt",
    ],
)
def test_another_day_of_a_file_name_is_not(name: str) -> None:
    assert found(name=name) == ""


def test_the_file_of_records_does_not_date_each_of_them() -> None:
    assert found(name="export-2024-01-16.json", title="A letter") == DAY
    assert day_of(Extracted(SAID, title="A letter", name="17"), "export-2024-01-16.json") == ("", "")


@pytest.mark.parametrize(
    "line",
    [
        "Date: 16 January 2024",
        "Date: Tuesday, 16 January 2024, 10:30",
        "Published 16 January 2024",
        "Published on January 16, 2024 at 10:30 GMT",
        "Last updated: 2024-01-16",
        "Last changed on 16 January 2024.",
        "Filed 16 January 2024",
        "Last reviewed 16 January 2024 by I. Halloran",
        "Signed on 16 January 2024",
        "Tolmen Courier, 16 January 2024, updated 19.30",
        "By Ines Halloran, 16 January 2024",
        "By Ines Halloran and Jonas van der Meer | 16 January 2024",
        "Written by Ines Halloran, published 16 January 2024",
        "16 January 2024, by Ines Halloran",
        "Tolmen Courier, 16 January 2024",
        "Tolmen Courier, 16 January 2024. By Ines Halloran",
        "The Times of Kelmar, 16 January 2024",
        "Press release of the Harbour Office, 16 January 2024",
    ],
)
def test_a_line_that_says_when_the_document_was_written_dates_it(line: str) -> None:
    assert found("The bridge", f"The bridge\n\n{line}\n\n{SAID}") == DAY
    assert found(text=f"{line}\n\n{SAID}") == DAY
    assert found(line, f"{line}\n\n{SAID}") == DAY


@pytest.mark.parametrize(
    "line",
    [
        "Valid for units sold from 16 January 2024",
        "Date of birth: 16 January 2024",
        "Due date: 16 January 2024",
        "By 16 January 2024",
        "By Tuesday, 16 January 2024",
        "Kelmar Harvest Fair, 16 January 2024",
        "World Press Day, 16 January 2024",
        "16 January 2024",
        "The bridge was closed on 16 January 2024.",
        "1.2.0 (2024-01-16)",
        f"Published on 16 January 2024 by the Harbour Office. {SAID}",
    ],
)
def test_another_line_with_a_day_does_not(line: str) -> None:
    assert found("The bridge", f"The bridge\n\n{line}\n\n{SAID}") == ""


def test_a_day_alone_under_the_kind_of_a_document_is_its_own() -> None:
    assert found(text=f"MINUTES OF THE BOARD\n16 January 2024\n\n{SAID}") == DAY
    assert found("The bridge", f"Ines Halloran, 16 January 2024\n\n{SAID}", author="Ines Halloran") == ""
    assert found("The bridge", f"The bridge\nInes Halloran, 16 January 2024\n\n{SAID}", author="Ines Halloran") == DAY


def test_lines_further_down_and_rows_are_not_looked_at() -> None:
    far = "\n".join(["Some words"] * 8)
    assert found("The bridge", f"{far}\nDate: 16 January 2024") == ""
    assert day_of(Extracted("Date: 2024-01-16\nDate: 2024-01-16", rows=((0, 16), (17, 33))), "a.csv") == ("", "")


def test_places_that_disagree_give_no_day() -> None:
    text = f"Minutes\nDate: 17 January 2024\n\n{SAID}"
    assert found("Minutes, 16 January 2024", text) == ""
    assert found("Minutes", text, name="2024-01-16-minutes.txt") == ""
    assert found("Minutes", text, name="2024-01-17-minutes.txt") == "2024-01-17"
    assert found("Minutes", f"Published 16 January 2024\nPosted 17 January 2024\n{SAID}") == ""
    assert found("Minutes", f"Updated 16 January 2024\nRevised 17 January 2024\n{SAID}") == ""


@pytest.mark.parametrize(
    "lines",
    [
        "Published 16 January 2024\nUpdated 17 January 2024",
        "Published 16 January 2024, updated 17 January 2024",
        "Published 16 January 2024, 08:12 | Updated 17 January 2024, 10:00",
        "Published: 16 January 2024 - Last updated: 17 January 2024",
    ],
)
def test_the_day_of_an_update_gives_way_to_the_day_of_publication(lines: str) -> None:
    assert found("The bridge", f"{lines}\n\n{SAID}") == DAY


@pytest.mark.parametrize(
    "opening",
    [
        "KELMAR, 16 January 2024 (Northern Wire) - The bridge is closed.",
        "KELMAR, Montaverde, January 16, 2024 /NorthWire/ -- The bridge is closed.",
        "Kelmar, Tuesday, 16 January 2024 (Northern Wire) \u2014 The bridge is closed.",
        "January 16, 2024 (Northern Wire) - The bridge is closed.",
        "KELMAR, 16 January 2024 - The bridge is closed.",
    ],
)
def test_the_day_before_a_text_is_its_own(opening: str) -> None:
    assert found("The bridge", f"The bridge\n\n{opening} {SAID}") == DAY


@pytest.mark.parametrize(
    "opening",
    [
        "Battle of Kelmar, 16 January 2024 - it ended at noon.",
        "KELMAR, 16 January 2024 - a night of fire",
        "It began in Kelmar on 16 January 2024 (Tuesday) - and ended at noon.",
        "KELMAR, January 16 (Northern Wire) - The bridge is closed.",
        "The council met on 16 January 2024 - and closed the bridge.",
    ],
)
def test_another_day_in_front_of_a_text_is_not(opening: str) -> None:
    assert found("The bridge", f"The bridge\n\n{opening} {SAID[:-1]}") == ""


def test_the_hour_and_the_place_under_the_name_of_a_meeting_date_its_record() -> None:
    for line in (
        "16 January 2024, 7.00 pm, school hall. 31 members present.",
        "Weavers of Kelmar 16 January 2024, 19:00",
    ):
        assert found("Annual General Meeting", f"Annual General Meeting\n{line}\n\n{SAID}") == DAY
        assert found("The bridge", f"The bridge\n{line}\n\n{SAID}") == ""
        assert found("Agenda of the meeting", f"Agenda of the meeting\n{line}\n\n{SAID}") == ""


def test_a_collection_with_a_byline_for_each_piece_has_no_day_of_its_own() -> None:
    pieces = "".join(f"By Ines Halloran, {day} January 2024\n\n{SAID}\n\n" for day in (16, 17))
    assert found("The bridge", pieces) == ""


def test_metadata_goes_before_what_the_text_says(tmp_path: Path) -> None:
    (tmp_path / "2024-01-16-note.md").write_text(f"---\npublished: 2023-05-01\n---\n# Note\n\n{SAID}\n")
    (tmp_path / "2024-01-16-other.md").write_text(f"# Other\n\n{SAID}\n")
    note, other = load_path(tmp_path)
    assert isinstance(note, Document)
    assert isinstance(other, Document)
    assert (note.metadata["published"], note.metadata["found"]) == ("2023-05-01", "front matter")
    assert (other.metadata["published"], other.metadata["found"]) == (DAY, "file name")


@pytest.mark.parametrize("size", [18, 11])
def test_the_day_in_a_title_goes_before_the_day_on_which_the_file_was_made(tmp_path: Path, size: int) -> None:
    made = pdf([[("Minutes of the Tolmen Town Council, 16 January 2024", size), (f"{SAID} " * 3, 11)]])
    made.set_creation_date(datetime(2026, 3, 1, tzinfo=UTC))
    made.output(str(tmp_path / "a.pdf"))
    word = WordDocument()
    word.core_properties.title = "Tolmen"
    word.add_heading("Minutes of the Tolmen Town Council")
    word.add_paragraph("16 January 2024")
    word.add_paragraph(SAID)
    word.core_properties.modified = datetime(2026, 3, 1, tzinfo=UTC)
    word.save(str(tmp_path / "b.docx"))
    read = [each.metadata for each in load_path(tmp_path) if isinstance(each, Document)]
    assert [each["published"] for each in read] == [DAY, DAY]


def test_the_day_of_the_file_is_taken_where_no_other_is_written(tmp_path: Path) -> None:
    made = pdf([[("The fire of 16 January 2024", 18), (SAID, 11)]])
    made.set_creation_date(datetime(2026, 3, 1, tzinfo=UTC))
    made.output(str(tmp_path / "a.pdf"))
    (tmp_path / "b.pdf").write_bytes((tmp_path / "a.pdf").read_bytes())
    (tmp_path / "b.pdf.meta.toml").write_text('title = "Report, 16 January 2024"\npublished = 2023-05-01\n')
    read = [each.metadata for each in load_path(tmp_path) if isinstance(each, Document)]
    assert [(each["published"], each["found"]) for each in read] == [
        ("2026-03-01", "PDF creation date"),
        ("2023-05-01", "sidecar"),
    ]


PIECES = st.sampled_from(
    ["16 January 2024", "2024-01-16", "Jan 5, 2023", "01/02/2024", "Minutes", "By ", "Ines", "Date:", "Published", ", ",
     " ", "\n", "-", "of", "to", "1", "2024", "May", ".", "(", "\u0661\u0666", "\u212a", "\ud800"]
)  # fmt: skip
ANY_TEXT = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=12).map("".join))


@settings(max_examples=400, deadline=None, derandomize=True)
@given(title=ANY_TEXT, text=ANY_TEXT, name=ANY_TEXT)
def test_any_text_has_a_day_that_stands_in_it_or_none(title: str, text: str, name: str) -> None:
    day, where = day_of(Extracted(text, title=title), name)
    assert bool(day) == bool(where)
    if day:
        assert str(date.fromisoformat(day).year) in title + text + name


def test_a_long_text_is_read_quickly() -> None:
    assert found("The bridge", "By Ines Halloran, 16 January 2024\n" * 20_000) == DAY
    assert found("By " * 40_000, "By Mon 1 " * 100_000) == ""
