from __future__ import annotations

import gc
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.documents import Document

from knowledge.errors import DocumentError
from knowledge.passage import Source, Statement
from knowledge.split import LIST_SIZE, PASSAGE_SIZE, group_statements, split_statements
from knowledge.text.boilerplate import is_boilerplate
from tests.fakes import passages_of

SOURCE = Source("note", "A note", "A publisher")


def statements(text: str, **hints: object) -> tuple[Statement, ...]:
    return split_statements(text, "note", SOURCE, **hints)  # type: ignore[arg-type]


def texts(text: str, **hints: object) -> list[str]:
    return [statement.text for statement in statements(text, **hints)]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Rao met Dr. Iyer at 5 p.m. on Monday.|They spoke for an hour.",
        "The deal is worth Rs. 40,000 crore, i.e. $5.4 billion.|It was signed on Dec. 5.",
        "The U.S. Treasury objected.|He returned to the U.S.|The talks went on.",
        "See No. 7 of the list.|He said no.|Nobody argued.",
        "J. K. Sharma (b. 1960 in St. Petersburg) wrote it.|A. P. Menon read it.",
        "“We will deliver.”|“When?” he asked.|“Soon!”",
        "He said `` it is done . ''|She agreed .|Prices rose 3.5 % in the U.S . market .",
        "यह पहला वाक्य है।|यह दूसरा वाक्य है।",
        "これは文です。|次の文です。",
        "Growth was 8.2% (see fig. 3).|Exports fell.[4]|Imports rose.",
        "NEW DELHI, Ind. — The visit began on Thursday.|It ended on Friday.",
        "It was late.|Did it arrive?|Yes!|It did ...|Or so they say.",
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str) -> None:
    parts = text.split("|")
    assert texts(" ".join(parts)) == parts


def test_a_question_that_opens_a_paragraph_is_one_statement_with_its_answer() -> None:
    asked = "May I swim after dark? No. The pool is closed. It opens at 7."
    assert texts(f"{asked}\n\nWhy? Nobody knows.") == [
        "May I swim after dark? No. The pool is closed.",
        "It opens at 7.",
        "Why? Nobody knows.",
    ]
    assert texts("The pool is closed. Why? Nobody knows.") == ["The pool is closed.", "Why?", "Nobody knows."]
    assert texts(f"Why? {'So ' * LIST_SIZE}.")[0] == "Why?"


def test_a_list_is_one_statement_with_the_words_that_lead_to_it() -> None:
    text = "The talks cover much.\nThey will discuss:\n-\nOil supply\n-\nTrade\nBoth sides hope for results."
    assert texts(text) == [
        "The talks cover much.",
        "They will discuss:\n-\nOil supply\n-\nTrade",
        "Both sides hope for results.",
    ]


def test_a_long_list_is_cut_between_items() -> None:
    lead = "The parts are:"
    items = [f"- part number {n} of the long list of parts" for n in range(40)]
    found = texts("\n".join([lead, *items]))
    assert "\n".join(found) == "\n".join([lead, *items])
    assert all(len(text) <= LIST_SIZE for text in found)
    assert len(found) > 1


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("lead", ["Do not take Velorin", "Velorin is not for people", "do not take it"])
def test_a_line_without_a_colon_stays_with_the_list_that_it_leads_to(lead: str, gap: str) -> None:
    said = f"{lead}{gap}- if you are allergic to it\n- together with ketoconazole"
    text = f"Leaflet\n\nVelorin helps against hay fever.\n\n{said}\n\nKeep it in a dry place."
    found = texts(text, headings=[[0, 7, 1]])  # a loader saw headings, so none is guessed
    assert found == ["Velorin helps against hay fever.", said, "Keep it in a dry place."]


def test_items_that_open_with_if_need_the_line_above_them() -> None:
    lead, items = (
        "Do not take Velorin",
        "- If you are allergic to one of its parts.\n- If you have a disease of the liver.",
    )
    assert texts(f"{lead}\n{items}") == [f"{lead}\n{items}"]


def test_a_name_above_items_that_are_sentences_is_their_heading_and_no_longer() -> None:
    items = ["- The bell of the bridge no longer rings twice at noon.", "- The ferry is announced in time again."]
    found = statements("\n".join(["Repaired in May", *items, "", "Ada Holm did the work."]))
    assert [(statement.heading, statement.text) for statement in found] == [
        ("Repaired in May", items[0]),
        ("Repaired in May", items[1]),
        ("", "Ada Holm did the work."),
    ]


@pytest.mark.parametrize(
    "line", ["Present: Ada Holm, Ivo Brandt", "Fact sheet of Lyra, 30 September 2023", "The council met.", "x" * 130]
)
def test_a_line_that_says_something_by_itself_does_not_lead_to_a_list(line: str) -> None:
    assert texts(f"{line}\n- the bridge\n- the ferry")[0] in {line, "- the bridge\n- the ferry"}


@pytest.mark.parametrize(
    "line",
    [
        "Approved by the Board of Lyra on 4 November 2025. Owner: Ada Holm",
        "Approved by the Board of Lyra on 4 November 2025",
        "Last reviewed 6 October 2025 by A. Holm",
        "Apologies: Ada Holm",
    ],
)
def test_a_line_that_tells_something_is_no_heading(line: str) -> None:
    found = statements(f"BRIDGE RULES\n{line}\n\nThe bridge is closed at night, and its lamps are lit at dusk.")
    assert " ".join(statement.text for statement in found if statement.text in line) == line
    assert line not in {statement.heading for statement in found}


def test_a_name_under_a_closing_is_no_heading() -> None:
    text = (
        "The ferry is late.\n\nKind regards\nAda Holm, Ferry Office\n\nP.S. The bell of the bridge rings again at noon."
    )
    assert {statement.heading for statement in statements(text)} == {""}


def test_the_two_lines_of_a_title_are_no_part_of_a_heading_path() -> None:
    text = "# Council of Lyra\n\n## Minutes of 4 May 2024\n\n### Bridge\n\nIt is closed."
    (statement,) = statements(text, title="Council of Lyra: Minutes of 4 May 2024")
    assert statement.heading == "Bridge"


def test_a_bare_list_keeps_the_heading_above_it() -> None:
    (statement,) = statements("## Agenda\n\n- Oil\n- Grain\n")
    assert statement.text == "- Oil\n- Grain"
    assert statement.heading == "Agenda"


def test_items_that_are_sentences_stand_for_themselves() -> None:
    items = ["- The first side says that three units have arrived.", "- The second side says that five have arrived."]
    assert texts("\n".join(items)) == items


def test_headings_nest_and_are_never_said() -> None:
    text = (
        "Where Things Stand\n\nDefence and Oil\n\nThe visit covered both of these subjects in one day.\n\n"
        "1. Rifle Project\nThe plant will make rifles for the army from next year.\n"
        "2. Submarines\nThe lease of the second boat is delayed until 2028."
    )
    found = {statement.heading: statement.text for statement in statements(text)}
    assert list(found) == [
        "Where Things Stand > Defence and Oil",
        "Where Things Stand > Defence and Oil > 1. Rifle Project",
        "Where Things Stand > Defence and Oil > 2. Submarines",
    ]
    assert "Submarines" not in " ".join(found.values())


def test_the_title_is_no_part_of_a_heading_path() -> None:
    (statement,) = statements("# The Visit\n\n## Oil\n\nIndia buys oil.", title="The visit")
    assert statement.heading == "Oil"


def test_a_short_line_with_a_number_to_tell_is_a_statement() -> None:
    assert "Deliveries: 3 of 5" in texts(
        "Deliveries: 3 of 5\n\nThe rest will follow in the coming year, officials say."
    )


def test_a_long_line_of_bars_is_read_in_a_moment() -> None:
    started = time.process_time()
    texts("a | b\n-" + "|" * 20_000 + "x\n")
    texts("Bridges\n# a" + " " * 20_000 + "b\n")
    assert time.process_time() - started < 1.5


def test_table_rows_are_statements_under_their_header() -> None:
    found = statements("# Trade\n\n| Year | Exports |\n|---|---|\n| 2023 | 4.3 |\n| 2024 | 4.9 |\n")
    assert [(statement.heading, statement.text) for statement in found] == [
        ("Trade > Year | Exports", "| 2023 | 4.3 |"),
        ("Trade > Year | Exports", "| 2024 | 4.9 |"),
    ]


def test_rows_and_headings_that_a_loader_saw_are_taken_as_they_are() -> None:
    text = "what happened\nyear: 2024; exports: 4.9. Estimated\nIt was a good year."
    found = statements(text, headings=[[0, 13, 2]], rows=[[14, 49]])
    assert [(statement.heading, statement.text) for statement in found] == [
        ("what happened", "year: 2024; exports: 4.9. Estimated"),
        ("what happened", "It was a good year."),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "superb.com | casino-twins.com | eliteveg.com",
        "https://example.org/page",
        "Home | News | Sport | Contact us",
        "We use cookies to improve your experience. Accept?",
        "Accept all cookies",
        "Subscribe to our newsletter",
        "Advertisement",
        "© 2025 Some Paper. All rights reserved",
        "By Ines Halloran",
        "By Ines Halloran, 12 October 2025",
        "By ANI, 12 October 2025",
        "Prepared by Ines Halloran, 12 October 2025",
        "Written by Halloran",
        "By Ines Halloran and Jonas van der Meer | October 12, 2025",
        "Kelmar Gazette, 12 October 2025",
    ],
)
def test_the_surroundings_of_a_page_are_neither_said_nor_inside_a_passage(line: str) -> None:
    text = f"The visit lasted two days.\n{line}\nIt ended with a dinner."
    assert texts(text) == ["The visit lasted two days.", "It ended with a dinner."]
    passages = passages_of(Document(page_content=text))
    assert [passage.text for passage in passages] == ["The visit lasted two days.", "It ended with a dinner."]


def test_a_sentence_about_cookies_or_a_web_address_is_kept() -> None:
    text = "The law says how sites may use cookies. The agency published it on example.org in May."
    assert len(texts(text)) == 2


@pytest.mark.parametrize(
    "line",
    [
        "By 12 October 2025",
        "By Halloran",
        "by Ines Halloran",
        "Prepared by hand",
        "By Tuesday, 12 October 2025",
        "By End Of May",
        "By Labour.",
        "By hand and by sea",
        "By Ines Halloran and others who were there",
        "By Ines Halloran: the bridge is open",
        "Present: Agnes Thorley, Rupert Vane",
        "Opening of Port Sarn, 27 January 2025",
        "The book was written by Ines Halloran, 12 October 2025",
    ],
)
def test_a_line_that_only_looks_like_a_byline_is_kept(line: str) -> None:
    assert not is_boilerplate(line)


def test_lines_that_were_only_full_are_joined_and_others_are_not() -> None:
    wrapped = (
        "The two leaders met in the capital on Friday and spoke about\noil, trade and the delivery of two regiments."
    )
    assert texts(wrapped) == [wrapped]
    assert texts("Oil: fell by a tenth\nTrade: grew by a fifth\n") == ["Oil: fell by a tenth", "Trade: grew by a fifth"]


def test_every_statement_of_a_paged_document_knows_its_page() -> None:
    first, second = "It began on Thursday. It rained.", "It ended on Friday."
    found = statements(f"{first}\n\n{second}", pages=[[0, 1], [len(first) + 2, 2]])
    assert [statement.page for statement in found] == [1, 1, 2]


def test_passages_do_not_cross_sections_but_small_sisters_share_one() -> None:
    body = "This section says one short thing."
    text = f"## A\n\n{body}\n\n## B\n\n{body}\n\n### B one\n\n{body}\n\n### B two\n\n{body}\n"
    passages = passages_of(Document(page_content=text))
    assert [(passage.heading, len(passage.statements)) for passage in passages] == [("A", 1), ("B", 3)]


def test_a_document_without_a_statement_is_refused() -> None:
    with pytest.raises(DocumentError, match="no sentence"):
        passages_of(Document(page_content="# Only a heading"))


def test_statements_that_the_metadata_lists_are_used() -> None:
    text = "One thing. Another thing."
    listed = [{"start": 0, "end": 10, "status": "confirmed", "sources": [], "heading": "H"}]
    (passage,) = passages_of(Document(page_content=text, metadata={"id": "d", "statements": listed}))
    assert [(s.text, s.status) for s in passage.statements] == [("One thing.", "confirmed")]


text_pieces = st.lists(
    st.sampled_from(
        [
            *(
                "Word",
                "word",
                "U.S.",
                "3.5",
                ".",
                "...",
                "?",
                "!",
                ":",
                ";",
                '"',
                "''",
                "``",
                "(",
                ")",
                "[1]",
                "“",
                "”",
            ),
            *(
                "\n",
                "\n\n",
                "\n-\n",
                "\n- ",
                "\n1. ",
                "\n# ",
                "\n|a|b|\n|---|---|\n|1|2|\n",
                "\n===\n",
                " ",
                " ",
                "\t",
                "\r\n",
            ),
            *("।", "。", "नमस्ते", "a.com | b.com", "\u2028", "\u200b", "x" * 300, "Title Case Line\n"),
        ]
    ),
    max_size=60,
).map(" ".join)


@given(text_pieces)
def test_statements_and_passages_equal_their_slice_in_any_text(text: str) -> None:
    found = statements(text)
    for statement in found:
        assert text[statement.span.start : statement.span.end] == statement.text == statement.text.strip()
    assert all(a.span.end <= b.span.start for a, b in zip(found, found[1:], strict=False))
    passages = group_statements(text, found)
    assert [statement for passage in passages for statement in passage.statements] == list(found)
    for passage in passages:
        assert text[passage.span.start : passage.span.end] == passage.text
        assert len(passage.text) <= PASSAGE_SIZE or len(passage.statements) == 1


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "(",
        ". ",
        '" ',
        "- x\n",
        "-\n",
        "1. ",
        "#",
        "|-|\n",
        "a.b.",
        "(Hi. ",
        ")",
        "x:\n- y\n",
        "Short Title\n",
        " ",
        "a. ",
    ],
)
def test_no_text_makes_it_slow(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        gc.collect()
        gc.disable()  # what other tests left on the heap would be gone through again and again
        try:
            started = time.process_time()
            group_statements(text, statements(text))
            return time.process_time() - started
        finally:
            gc.enable()

    assert seconds(80_000) < 10 * seconds(20_000) + 0.2  # 4 where it grows linearly, 16 where quadratically
