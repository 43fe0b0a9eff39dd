"""The fuzzer's own checks hold on what it begins with, and on every input that it once broke something with."""

from __future__ import annotations

import pytest

from knowledge.loaders.limits import Limits
from knowledge.loaders.read import read
from tests.fuzz.targets import TARGETS

_PAGE = "<html><body><nav>Menu</nav>{sign}article<p>The bridge is long.</p></body></html>"
_NO_NAME = bytes.fromhex(
    "504b03041400000000004970795dc75faa251d0000001d00000007000000612f622e7478745468652062726964676520776173206275696c7420"
    "696e20333834382e504b010214031400000000004970795d5d88c7aa251d0000001d0000000700000000616e7369637067800100000000612f"
    "622e747874504b050600000000010001003600000042000000000014"
)
FOUND = {
    "a control sign after what is left out of a page": ("text", b"\2" + _PAGE.format(sign="\x1c").encode()),
    "a reference to a control sign": ("text", b"\2" + _PAGE.format(sign="&#x1C;").encode()),
    "a reference to no sign at all": ("text", b"\2" + _PAGE.format(sign="&#xFFFF;&#99999999;").encode()),
    "a control sign in a chapter of an e-book": ("office", b"\3" + _PAGE.format(sign="&#1;\x0c").encode()),
    "an RTF control word without its number": ("files", rb"{\rtf1\ansi The bridge. \uc ?}"),
    "an RTF character whose number is larger than any": ("files", rb"{\rtf1\ansi The bridge. \u99999999999999999999?}"),
    "a member of an archive without a name": ("files", _NO_NAME),
    "a brace that closes on a later line": ("marks", b"\1\1\1\1One {e\n- n: two} three [3]. Four"),
    "a translation that goes over a line": ("marks", b"\1\1\1\1Eins. {en:\n one} Zwei. Drei"),
}
"""Target and input of each bug that was found, and of its neighbours, all mended."""


@pytest.mark.parametrize("name", TARGETS)
def test_every_promise_holds_on_what_the_fuzzer_begins_with(name: str) -> None:
    for seed in TARGETS[name].seeds:
        TARGETS[name].check(seed)


@pytest.mark.parametrize("what", FOUND)
def test_what_the_fuzzer_found_is_mended(what: str) -> None:
    name, data = FOUND[what]
    TARGETS[name].check(data)


def test_a_page_keeps_its_text_around_signs_that_a_tree_may_not_hold() -> None:
    for sign in ("\x1c", "&#28;", "&#x0;", "\ufffe"):
        documents, _ = read(_PAGE.format(sign=sign).encode(), "page.html", Limits())
        assert "The bridge is long." in documents[0].text
        assert "Menu" not in documents[0].text
