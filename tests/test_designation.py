"""Designations: S-400 is not S-500."""

import pytest

from assistant.question.designation import designations, names_another, stand_apart, unnamed


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("How many S-500s has it ordered?", {"s500"}),
        ("is the g20 or the E13 meant?", {"g20", "e13"}),
        ("Does the A380-800 fly, or the Mi17?", {"a380", "mi17"}),
        ("What changed in 4.2.0, and in version 4.3?", {"4.2.0", "4.3"}),
        ("What is planned for mid-2028 and FY2024?", set()),
        ("Did it rise by 4.2 per cent on 10.12.2024, to 3,000?", set()),
        ("What is server.port, and what does --full do?", {"server.port", "--full"}),
        ("Who won.what of e.g. Lyra, a.m. and lyra.example/x_y?", set()),
        ("Was it the 22nd, at 9am, of the 1990s?", set()),
        ("When was the 24th fair, and the 9th?", {"24th"}),
        ("Who came on the 14th of May, on May 15th or the 16th June?", set()),
    ],
)
def test_what_is_a_designation(question: str, found: set[str]) -> None:
    assert designations(question) == found


@pytest.mark.parametrize(
    ("question", "text", "missing"),
    [
        ("How many S-500s are there?", "There are five S-400 systems.", {"s500"}),
        ("How many S-400s are there?", "Five S 400 systems came.", set()),
        ("How many s400 are there?", "Five S\u2013400s came.", set()),
        ("How old is the Su-30?", "The Su-30MKI came in 2002.", set()),
        ("How old is the Su-3?", "The Su-30 came in 2002.", {"su3"}),
        ("What is new in version 4.1?", "4.1.2 (June 2025)", set()),
        ("What is new in 4.2.0?", "The fault came with 4.2.1.", {"4.2.0"}),
        ("When did it open?", "It opened in 2002.", set()),
        ("What is the default of server.level?", "Setting: server.port; Default: 80", {"server.level"}),
        ("What is the default of server.port?", "Setting: server.port; Default: 80", set()),
        ("When was the 24th annual fair?", "The 22nd fair was in May.", {"24th"}),
        ("When was the 24th fair?", "The last fair (24th) was in June.", set()),
    ],
)
def test_which_of_them_a_text_lacks(question: str, text: str, missing: set[str]) -> None:
    assert unnamed(question, ["Of other things.", text]) == missing


@pytest.mark.parametrize(
    ("question", "texts", "another"),
    [
        ("How heavy is the M4?", ("It weighs 3 kg.", "Mower M5: manual"), True),
        ("How heavy is the M4?", ("It weighs 3 kg.", "Mower M4: manual"), False),
        ("How heavy is the M4?", ("The M4 weighs 3 kg.", "All mowers but the M5"), False),
        ("How heavy are the M4 and the M5?", ("It weighs 3 kg.", "Mower M5: manual"), False),
        ("How heavy is the mower?", ("It weighs 3 kg.", "Mower M5: manual"), False),
        ("How heavy is the M4?", ("It weighs 3 kg.", "Mowers"), False),
        ("What was sold in Q3?", ("Mowers worth 3 million were sold.", "Report W1"), False),
    ],
)
def test_texts_that_name_another_thing_than_the_question(question: str, texts: tuple[str, ...], another: bool) -> None:
    assert names_another(question, texts) is another


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (("Mower M4: manual", ""), ("Mower M5: manual", ""), True),
        (("Mower M4: manual", "Fault E1"), ("Mower M5: manual", "Fault E1"), True),
        (("Release 4.1", ""), ("Release 4.2", ""), True),
        (("Release 4.1", ""), ("Release 4.1.2", ""), False),
        (("Mower M4: manual", ""), ("Mowers M4 and M5", ""), False),
        (("Mower M4: manual", ""), ("The K7 road is shut", ""), False),
        (("Mower M4: manual", ""), ("Mowers", ""), False),
    ],
)
def test_texts_that_name_different_things_of_one_kind(
    one: tuple[str, ...], other: tuple[str, ...], apart: bool
) -> None:
    assert stand_apart(one, other) is apart
    assert stand_apart(other, one) is apart
