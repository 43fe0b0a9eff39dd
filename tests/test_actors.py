"""Whom a question asks about as the one who says or does something, and who does in a statement."""

from __future__ import annotations

import pytest

from assistant.statements.actors import Actor, acts, asked_actor, may_speak

BERG = Actor(frozenset({"berg"}), named=True, speaks=True)


@pytest.mark.parametrize(
    ("question", "roots", "named", "speaks"),
    [
        ("What did Berg say about the bridge?", {"berg"}, True, True),
        ("what did berg say about the bridge", {"berg"}, False, True),
        ("What did harbour spokesman Nils Berg tell reporters?", {"nil", "berg"}, True, True),
        ("What was Lindqvist's reaction?", {"lindqvist"}, True, True),
        ("According to Berg, how high does the water rise?", {"berg"}, True, True),
        ("What did the report say about cracks?", {"report"}, False, True),
        ("Did Berg close the bridge?", {"berg"}, True, False),
        ("What did Berg give the mayor?", {"berg"}, True, False),
    ],
)
def test_whoever_is_asked_about_is_found(question: str, roots: set[str], named: bool, speaks: bool) -> None:
    actor = asked_actor(question)
    assert actor is not None
    assert (actor.roots, actor.named, actor.speaks) == (roots, named, speaks)


@pytest.mark.parametrize("question", ["When was the bridge built?", "Did the two towns sign a treaty?"])
def test_a_question_about_nobody_in_particular_has_no_actor(question: str) -> None:
    assert asked_actor(question) is None


@pytest.mark.parametrize(
    ("statement", "sign"),
    [
        ("On Monday Berg said that the bridge would open again.", 1),
        ("Mayor Lindqvist thanked Berg and said that the bridge was safe.", -1),
        ("According to Berg the bridge is safe.", 1),
        ("The bridge carries two lanes.", 0),
        ("The company said that the bridge was safe.", 0),
        ('"We listened too late," he said.', 0),
    ],
)
def test_one_who_is_only_spoken_to_does_not_act(statement: str, sign: int) -> None:
    assert acts(statement, BERG) == sign


@pytest.mark.parametrize(
    ("statement", "sign"),
    [
        ("Former harbour master Nils Berg of the think tank Tides of Lyra said that the bridge was safe.", 1),
        ("Berg of the Lyra Institute counted three cracks in Lund's bridge.", 1),
        ("Berg, the keeper of the Lyra archive, says Lund's bridge is safe.", 1),
        ("Berg of the Lyra Institute, a friend of Lund, thought Holm could win.", 1),
        ("Berg, mayor of Lyra, has also said Lund had lied.", 1),
        ("Lund, who took over from Berg, said Holm had lied.", -1),
        ("Berg's man in Lyra, Otto Lund, called the bridge safe.", 1),
        ("Holm of Berg, a town in Lyra, said that the bridge was safe.", 1),
        ("The road leads to Berg, the last village, and is steep, said Lund.", -1),
        ("Lund met Berg, the mayor, said Holm on Monday.", -1),
        ("Holm of the Lyra Institute said that the bridge was named after Berg.", -1),
    ],
)
def test_what_is_told_more_of_somebody_does_not_take_the_place(statement: str, sign: int) -> None:
    assert acts(statement, BERG) == sign


@pytest.mark.parametrize(
    ("statement", "sign"),
    [
        ("Lyran officials rejected Nils Berg's complaint about the bridge, saying it was safe.", -1),
        ("Lund took Berg's plan apart, saying it was too dear.", -1),
        ("Berg's office rejected the complaint, saying the bridge was safe.", 1),
        ("Holm heard that Berg's office had said no.", 1),
    ],
)
def test_whoever_owns_what_others_speak_about_does_not_speak(statement: str, sign: int) -> None:
    assert acts(statement, BERG) == sign


@pytest.mark.parametrize(
    ("question", "statement", "sign"),
    [
        ("What did Nils Berg say about the bridge?", "Captain Otto Erik Berg said the bridge was safe.", -1),
        ("According to Mayor Nils Berg, is the bridge safe?", "Otto Berg called the bridge safe.", -1),
        ("What did Nils Berg say about the bridge?", "O. Berg said the bridge was safe.", -1),
        ("What did Nils Berg say about the bridge?", "N. Berg said the bridge was safe.", 1),
        ("What did Nils Berg say about the bridge?", "Mayor Berg said the bridge was safe.", 1),
        ("What did Nils Berg say about the bridge?", "Lyra's Berg said the bridge was safe.", 1),
        ("What did Nils Berg say about the bridge?", "Nils Erik Berg said the bridge was safe.", 1),
        ("What did Nils Berg say about the bridge?", "Otto Berg heard it was safe, as Nils had said.", 1),
        ("What did Nils Berg say about the bridge?", "Yesterday Berg said the bridge was safe.", 1),
        ("What did Berg say about the bridge?", "Otto Berg said the bridge was safe.", 1),
        ("What did Mayor Berg say about the bridge?", "Otto Berg said the bridge was safe.", 1),
        ("What did Lund and Berg say about the bridge?", "Otto Berg said the bridge was safe.", 1),
        ("What did Lund of Berg say about the bridge?", "Otto Berg said the bridge was safe.", 1),
    ],
)
def test_people_with_one_last_name_and_different_first_names_are_two(question: str, statement: str, sign: int) -> None:
    actor = asked_actor(question)
    assert actor is not None
    assert acts(statement, actor) == sign


@pytest.mark.parametrize(
    ("statement", "sign"),
    [
        ('"We were late, and late is late," said harbour master Nils Berg.', 1),
        ('"The tide reached Orm at 8," explains Nils Berg, keeper of the archive.', 1),
        ("“Lund was right,” said its owner, Nils Berg.", 1),
        ('"Berg was right," said harbour master Otto Lund.', -1),
        ('The crew of the "Tern," Berg says, was saved.', 1),
    ],
)
def test_behind_a_quote_stands_who_said_it(statement: str, sign: int) -> None:
    assert acts(statement, BERG) == sign


def test_one_who_is_described_acts_where_the_description_stands() -> None:
    report = Actor(frozenset({"report"}), named=False, speaks=True)
    assert acts("The report of 2024 names cracks in a pillar.", report) == 1
    assert acts("The paper names cracks in a pillar.", report) == 0


def test_a_country_speaks_through_its_people() -> None:
    china = Actor(frozenset({"china"}), named=True, speaks=True)
    assert acts("Chinese spokesperson Guo Jiakun said that the talks served peace.", china) == 1


def test_whoever_is_not_named_may_be_the_speaker() -> None:
    assert may_speak("He called the bridge safe.", BERG)
    assert may_speak("Later he told Lindqvist that Holm had said so.", BERG)
    assert not may_speak("Lindqvist said that he had called the bridge safe.", BERG)
    assert not may_speak("Lindqvist called the bridge safe.", BERG)
    assert not may_speak("The bridge was called safe.", BERG)
