"""Mail: who sent it and when can be quoted, greetings and closings are not said."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from knowledge.loaders.documents import to_document
from knowledge.loaders.limits import DEFAULT_LIMITS
from knowledge.loaders.read import read
from knowledge.text.boilerplate import is_boilerplate
from tests.fakes import passages_of

SAID = "The ferry of Lyra will not run on Monday."
HEAD = "From: Ada Holm; To: Ivo Brandt, crew@lyra.example; Date: 3 June 2024; Subject: The ferry"


def mail(body: str, subtype: str = "plain") -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "Ada Holm <ada@lyra.example>", "The ferry"
    message["To"] = "Ivo Brandt <ivo@lyra.example>, crew@lyra.example"
    message["Date"] = "Mon, 03 Jun 2024 10:00:00 +0200"
    message.set_content(body, subtype=subtype)
    return bytes(message)


def said(body: str, subtype: str = "plain") -> list[str]:
    (made,) = read(mail(body, subtype), "a.eml", DEFAULT_LIMITS)[0]
    passages = passages_of(to_document(made, "key", "a.eml"))
    return [statement.text for passage in passages for statement in passage.statements]


@pytest.mark.parametrize(
    "body",
    [
        f"Dear all,\n\n{SAID}\n\nKind regards\nAda Holm\n",
        f"Hi Ivo,\n\n{SAID}\n\nBest,\n\nAda\n",
        f"Hello\n\n{SAID}\n\nAda\n",
        f"{SAID}\n\nYours sincerely,\nAda Holm\n",
        f"{SAID}\n",
    ],
)
def test_a_message_says_who_sent_it_and_when_and_neither_greets_nor_takes_leave(body: str) -> None:
    assert said(body) == [HEAD, SAID]


def test_another_name_below_the_closing_has_signed() -> None:
    assert said(f"Dear Ivo,\n\n{SAID}\n\nWith best wishes\nMira Voss\nFerry office\n") == [
        HEAD,
        SAID,
        "Signed: Mira Voss, Ferry office",
    ]


def test_headings_and_rows_of_a_message_in_markup_stay_where_they_stand() -> None:
    rows = "<table><tr><th>Day</th><th>Boat</th></tr><tr><td>Tuesday</td><td>Heron</td></tr></table>"
    body = f"<html><body><p>Dear all,</p><h2>Monday</h2><p>{SAID}</p>{rows}<p>Kind regards</p></body></html>"
    (made,) = read(mail(body, "html"), "a.eml", DEFAULT_LIMITS)[0]
    assert [made.text[start:end] for start, end, _ in made.headings] == ["Monday"]
    assert [made.text[start:end] for start, end in made.rows] == [HEAD, "Day: Tuesday; Boat: Heron"]
    assert said(body, "html") == [HEAD, SAID, "Day: Tuesday; Boat: Heron"]


@pytest.mark.parametrize(
    "line",
    [
        "Dear bread is the talk of Lyra",
        "Hello Kitty stamps",
        "Best boats",
        "Thanks to Ada Holm the ferry runs.",
        "Best: 4",
    ],
)
def test_a_line_that_only_begins_like_a_greeting_or_closing_is_kept(line: str) -> None:
    assert not is_boilerplate(line)
