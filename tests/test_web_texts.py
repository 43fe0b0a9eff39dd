"""The interface's words: each has a Hindi and a Russian form, and none is left untranslated."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import pytest

import assistant.web
from assistant import Answer, Assistant
from assistant.briefing import VERDICTS
from assistant.web.about import OTHER_DOCUMENTS, about, read_event
from assistant.web.parts.evaluation import COLUMNS, SUITES
from assistant.web.parts.frame import _SCRIPT_TEXTS, TABS  # the tables themselves are what is checked
from assistant.web.parts.menus import topic_name
from assistant.web.parts.missing import FIXED, LIMITS, LOOKED_FOR
from assistant.web.parts.texts import Texts
from assistant.web.parts.turn import BUSY_STEPS, DOUBT, NEAREST, UNREAD
from assistant.web.parts.words import KIND, MEANING, NOT_CHOSEN, NOT_OFFICIAL, STATUS
from knowledge.curated import DOCUMENTS_DIR, load_documents
from knowledge.errors import DocumentError
from knowledge.passage import Status

ABOUT = DOCUMENTS_DIR / "about.toml"
EVENT = read_event(ABOUT)
assert EVENT is not None
WEB = Path(assistant.web.__file__).parent
LEFT_IN_ENGLISH = {"HTML", "Markdown"}


def used() -> set[str]:
    """Every English text that the page's code asks for."""
    found = {
        *STATUS.values(),
        NOT_OFFICIAL,
        NOT_CHOSEN,
        *VERDICTS.values(),
        *KIND.values(),
        *BUSY_STEPS,
        NEAREST,
        DOUBT,
        *COLUMNS,
        *SUITES.values(),
        *MEANING.values(),
        UNREAD,
        *FIXED,
        *LIMITS,
        *LOOKED_FOR,
    }
    found |= {*_SCRIPT_TEXTS, "All", "Happened"}
    found |= {name for _, name, _ in TABS} | {topic for topic, _ in EVENT.questions}
    found |= {OTHER_DOCUMENTS.title, OTHER_DOCUMENTS.subtitle, OTHER_DOCUMENTS.headline, OTHER_DOCUMENTS.lead}
    found |= {OTHER_DOCUMENTS.placeholder}
    found |= {topic_name(str(document.metadata["topic"])) for document in load_documents()}
    return (found | written_in_calls()) - LEFT_IN_ENGLISH


def written_in_calls() -> set[str]:
    """Every English text that the page's code hands to a translation where it uses it."""
    found: set[str] = set()
    for path in WEB.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            given = {"t": node.args, "count": node.args[1:]}.get(name, [])
            found |= {
                part.value
                for argument in given
                for part in ast.walk(argument)
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and len(part.value) > 2
            }
    return found


def test_the_texts_of_the_page_are_found_in_its_code() -> None:
    assert len(written_in_calls()) > 150


@pytest.mark.parametrize("language", ["hi", "ru"])
def test_every_text_of_the_interface_is_translated(language: str) -> None:
    t = Texts(language)
    assert {text for text in used() if t(text) == text and re.search("[a-z]{3}", text)} == set()


@pytest.mark.parametrize("language", ["hi", "ru"])
def test_a_translation_keeps_the_places_that_are_filled(language: str) -> None:
    t = Texts(language)
    wrong = {text for text in used() if sorted(re.findall(r"\{\w+\}", text)) != sorted(re.findall(r"\{\w+\}", t(text)))}
    assert wrong == set()


@pytest.mark.parametrize("language", ["hi", "ru"])
def test_the_event_is_introduced_in_every_language(language: str) -> None:
    event = read_event(ABOUT, language)
    assert event is not None
    for name in ("title", "subtitle", "headline", "lead", "placeholder"):
        assert getattr(event, name) != getattr(EVENT, name)
    assert [topic for topic, _ in event.questions] == [topic for topic, _ in EVENT.questions]
    assert event.first_day == EVENT.first_day


def test_documents_without_an_event_are_introduced_in_neutral_words(tmp_path: Path) -> None:
    assert about([]) == OTHER_DOCUMENTS
    assert read_event(tmp_path / "about.toml") is None


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("headline", "head", "has no 'headline'"),
        ("2025-12-04", '"soon"', "'soon' is no day"),
        ("[hi]", "[hi", "cannot be used"),
        ("topic", "subject", "has no 'topic'"),
    ],
)
def test_a_broken_introduction_is_named(tmp_path: Path, old: str, new: str, words: str) -> None:
    path = tmp_path / "about.toml"
    path.write_text(ABOUT.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(DocumentError, match=re.escape(words)):
        read_event(path)


def told_first(answer: Answer) -> str:
    """The first claim that is no expectation: of several that came to the same end, another wording finds another."""
    return next(claim.text for claim in answer.claims if claim.status is not Status.EXPECTED)


@pytest.mark.parametrize("language", ["hi", "ru"])
def test_a_translated_example_begins_its_answer_like_the_english_one(visit: Assistant, language: str) -> None:
    event = read_event(ABOUT, language)
    assert event is not None
    pairs = [(own, english) for (_, own), (_, english) in zip(event.questions, EVENT.questions, strict=True)]
    for own, english in pairs:
        assert own != english
        assert told_first(visit.ask(own)) == told_first(visit.ask(english))


def test_an_unknown_language_is_english() -> None:
    assert Texts("xx")("Sources") == "Sources"


def test_dates_are_written_as_people_write_them() -> None:
    day = date(2025, 12, 5)
    assert Texts().day(day) == "5 December 2025"
    assert Texts().day(day, short=True) == "5 Dec 2025"
    assert Texts("ru").day(day) == "5 декабря 2025"
    assert Texts().months(short=True)[11] == "Dec"
    assert Texts().published(None) == "page undated"


def test_one_thing_is_counted_as_one() -> None:
    assert Texts().count(1, "{n} source", "{n} sources") == "1 source"
    assert Texts().count(2, "{n} source", "{n} sources") == "2 sources"
