"""Records: one object a line, whatever stands inside its strings."""

from __future__ import annotations

import json

import pytest

from knowledge.loaders.limits import Limits
from knowledge.loaders.records import read_json

SEPARATORS = ["\u2028", "\u2029", "\x85"]  # which JSON may hold as they are, and which end a line elsewhere
ROWS = [{"town": f"Lyra {number}", "bridge": "Long"} for number in range(3)]


@pytest.mark.parametrize("separator", SEPARATORS)
def test_a_line_of_json_ends_where_its_line_ends(separator: str) -> None:
    rows = [{**row, "bridge": f"old{separator}new"} for row in ROWS]
    (made,) = read_json("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), Limits())
    assert made.text == "\n".join(f"town: Lyra {number}; bridge: old new" for number in range(3))


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_of_the_ways_of_files(ending: str) -> None:
    (made,) = read_json("".join(json.dumps(row) + ending for row in ROWS), Limits())
    assert made.text.count("\n") == 2


def test_records_of_one_id_are_documents_of_their_own() -> None:
    ids = ["a", "a", "a-2", "a", "b", "", "6"]
    rows = [{"id": name, "text": f"Bridge {place} of Lyra. " * 5} for place, name in enumerate(ids)]
    made = read_json("\n".join(json.dumps(row) for row in rows), Limits())
    assert [each.name for each in made] == ["a", "a-3", "a-2", "a-4", "b", "6", "6-2"]
    assert [each.text.split()[1] for each in made] == [str(place) for place in range(len(ids))]


def test_ten_thousand_records_of_one_id_are_read() -> None:
    made = read_json("\n".join(json.dumps({"id": "a", "text": "Lyra " * 20}) for _ in range(10_000)), Limits())
    assert len({each.name for each in made}) == 10_000


def test_a_list_inside_an_object_is_read_as_records_under_what_the_object_says() -> None:
    boats = [{"boat": "Heron", "marks": 71}, {"boat": "Tern", "marks": 83}]
    (made,) = read_json(json.dumps({"tested": "2024-02-14", "yard": "Kelmar", "results": boats}), Limits())
    assert [made.text[start:end] for start, end in made.rows] == [
        "tested: 2024-02-14; yard: Kelmar",
        "boat: Heron; marks: 71",
        "boat: Tern; marks: 83",
    ]
    assert [made.text[start:end] for start, end, _ in made.headings] == ["results; tested: 2024-02-14; yard: Kelmar"]


def test_lists_at_any_depth_have_their_names_and_nothing_is_lost() -> None:
    whole = {"race": {"boats": [{"boat": "Heron"}, {"boat": "Tern"}], "judges": [{"judge": "Ada Holm"}]}, "sea": "calm"}
    (made,) = read_json(json.dumps(whole), Limits())
    assert made.text == "sea: calm\n\nrace boats; sea: calm\n\nboat: Heron\nboat: Tern\n\n" + (
        "race judges; sea: calm\n\njudge: Ada Holm"
    )


def test_records_with_texts_inside_an_object_are_documents_with_its_publisher() -> None:
    texts = [{"title": f"Bridge {number}", "text": f"The bridge {number} of Lyra is closed. " * 4} for number in (1, 2)]
    made = read_json(json.dumps({"source": "Kelmar Gazette", "count": 2, "articles": texts}), Limits())
    assert [(each.title, each.publisher) for each in made] == [
        ("Bridge 1", "Kelmar Gazette"),
        ("Bridge 2", "Kelmar Gazette"),
    ]
