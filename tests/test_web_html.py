"""Text never becomes markup: the one escaping renderer, with hostile input."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from assistant.web.parts.html import el, ending, escape, join, link, prose

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "![a](http://evil.example/x.png)",
    "[a](javascript:alert(1))",
    "http://evil.example/x.png <http://evil.example>",
    "$$\\href{javascript:alert(1)}{x}$$ \\(x\\)",
    "a\n\n# heading\n\n<b>bold</b>\n\n```\ncode\n```",
    "{{ constructor.constructor('alert(1)')() }} ${alert(1)}",
    "&lt;script&gt; &amp;#60;script&amp;#62;",
    "</p></div></article><iframe src=http://evil.example></iframe>",
    "|a|b|\n|-|-|\n|c|d|",
    "*bold* _it_ ~~gone~~ `code`",
    "\x00\x1b[31m\u202egnp.exe\u2066 \ufeff\U000e0041",
    "[" * 5000,
]


class Reader(HTMLParser):
    """Collects what a browser would see: tags with attributes, and text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


def read(markup: str) -> Reader:
    reader = Reader()
    reader.feed(markup)
    reader.close()
    return reader


@pytest.mark.parametrize("text", HOSTILE)
def test_text_inside_an_element_stays_text(text: str) -> None:
    page = read(el("p", text))
    assert [tag for tag, _ in page.tags] == ["p"]
    assert page.text == read(escape(text)).text


@pytest.mark.parametrize("text", HOSTILE)
def test_text_inside_an_attribute_stays_one_attribute(text: str) -> None:
    page = read(el("button", "x", data_text=text))
    [(tag, attributes)] = page.tags
    assert (tag, [name for name, _ in attributes]) == ("button", ["data-text"])


@pytest.mark.parametrize("text", HOSTILE)
def test_running_text_adds_only_spans_that_hold_words_together(text: str) -> None:
    for markup in (prose(text), ending(text, el("b", "1"))):
        assert {tag for tag, _ in read(markup).tags} <= {"span", "b"}


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_has_no_blank_line_and_no_sign_that_markdown_or_tex_reads(text: str) -> None:
    markup = escape(text)
    assert "\n" not in markup
    for sign in "<>\"'`*_[]!$\\~|{}":
        assert sign not in markup


def test_escaping_shows_exactly_the_text() -> None:
    text = "Rs 56,000 crore & <five> more *S-400* squadrons: “quoted” — हिन्दी, Русский"
    assert read(escape(text)).text == text


def test_signs_that_cannot_be_seen_are_left_out() -> None:
    assert escape("a\u202eb\u200bc\ufeffd\u00ade") == "abcde"
    assert escape("a\u3164b\u115fc\u034fd\u061ce\u180ef\ufff9g\ud800h\U000e0041") == "abcdefgh"


def test_signs_that_shape_their_neighbours_stay() -> None:
    text = "\u0915\u094d\u200d\u0937 \u0915\u094d\u200c\u0937 \u2764\ufe0f \u845b\U000e0100"
    assert escape(text) == text


def test_an_attribute_keeps_its_line_breaks() -> None:
    [(_, attributes)] = read(el("button", data_text="one\n\ntwo")).tags
    assert attributes == [("data-text", "one\n\ntwo")]
    assert "\n" not in el("button", data_text="one\n\ntwo")


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//evil.example", "file:///etc/passwd", "", None, " http://x.example"],
)
def test_only_plain_web_addresses_become_links(url: str | None) -> None:
    assert link(url, "words") == "words"


def test_a_link_tells_the_other_page_nothing() -> None:
    [(tag, attributes)] = read(link("https://example.org/a?b=1&c='2'", "words")).tags
    assert tag == "a"
    assert dict(attributes)["rel"] == "noopener noreferrer"
    assert dict(attributes)["href"] == "https://example.org/a?b=1&c='2'"


def test_names_and_numbers_with_units_are_not_broken() -> None:
    markup = prose(
        "A Rs 56,000 crore order for S-400 and Su-30MKI on 5 December, up 12.5%, by e-tourist visa and X-ray"
    )
    held = [piece.split("<")[0] for piece in markup.split('<span class="nb">')[1:]]
    assert held == ["Rs 56,000 crore", "S-400", "Su-30MKI", "5 December", "12.5%", "e-tourist", "X-ray"]


def test_the_last_word_stays_with_what_follows_it() -> None:
    assert ending("did not come.", el("b", "3")) == 'did not <span class="nb">come.<b>3</b></span>'


def test_joined_strings_are_escaped_and_markup_is_not() -> None:
    assert join(["<a>", el("b", "x"), None]) == "&#60;a&#62;<b>x</b>"
